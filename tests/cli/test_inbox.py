"""`webinars inbox`: what a mail server hears for each mail, and what a folder of mails comes to."""

import io
import os
import sys
from collections.abc import Callable
from datetime import datetime
from mailbox import Maildir
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.cli.conftest import Outcome
from tests.support.answering import as_calendar, as_mail, reply_lines
from tests.support.applications import SECRETS
from tests.support.clients import asked_of, forms
from tests.support.databases import ON_SQLITE
from tests.support.invited import a_guest, again
from tests.support.processes import free_port
from tests.support.replies import INBOX
from webinars.cli.inbox import inbox
from webinars.models import Answer, Invitation
from webinars.models.database import db

Run = Callable[..., Outcome]
ANSWER = as_mail(as_calendar(reply_lines()), to=INBOX)
BROKEN = as_mail(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n", to=INBOX)


@pytest.fixture
def pipe(webinars: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], Outcome]:
    """Give what hands a mail to the command, as a mail server does."""

    def hand_over(mail: bytes) -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mail)))
        return webinars("inbox")

    return hand_over


@pytest.fixture
def invited(app: Flask, database: SQLAlchemy, now: datetime) -> Invitation:
    app.config["RSVP_ADDRESS"] = INBOX
    _session, _person, invitation = a_guest(now)
    return invitation


def answer_of(invitation: Invitation) -> Answer:
    db.session.rollback()
    return again(invitation).answer


def test_an_answer_from_the_pipe_is_kept_once(app: Flask, invited: Invitation) -> None:
    mail = forms(asked_of(invited, inbox=INBOX))["outlook with a comment"].mail
    for _ in range(2):
        said = app.test_cli_runner().invoke(inbox, input=mail)
        assert (said.exit_code, said.stdout) == (0, "")
    assert answer_of(invited) is Answer.DECLINED
    assert again(invited).answer_comment == "Grüße\nAnna"


@pytest.mark.parametrize(
    "mail",
    [b"", b"\x00\xff" * 1000, b"Subject: Buy now\r\n\r\nBuy!", BROKEN, b"x" * 20_000_000],
    ids=["nothing", "bytes", "an offer", "a broken answer", "20 MB"],
)
def test_for_a_mail_that_nobody_wants_the_server_hears_that_all_is_well(
    pipe: Callable[[bytes], Outcome], mail: bytes
) -> None:
    said = pipe(mail)
    assert (said.code, said.out) == (0, "")


def test_an_answer_to_nothing_that_we_know_is_no_trouble(
    webinars: Run, pipe: Callable[[bytes], Outcome]
) -> None:
    webinars("db", "upgrade")
    assert pipe(ANSWER).code == 0


def test_without_tables_the_server_is_asked_to_try_again_in_one_line(
    pipe: Callable[[bytes], Outcome], caplog: pytest.LogCaptureFixture
) -> None:
    assert pipe(ANSWER).code == os.EX_TEMPFAIL == 75
    (line,) = [record for record in caplog.records if record.name == "webinars.inbox"]
    assert line.getMessage().startswith(
        "The mail server is asked to try again later: the database does not answer: no such table"
    )
    assert line.exc_info is None


def test_without_a_database_the_server_is_asked_to_try_again(
    pipe: Callable[[bytes], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBINARS_DATABASE_URL", f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"WEBINARS_{name}", value)
    assert pipe(ANSWER).code == os.EX_TEMPFAIL


def test_with_a_wrong_setting_the_server_is_asked_to_try_again(
    pipe: Callable[[bytes], Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEBINARS_PORT", "eighty")
    assert pipe(ANSWER).code == os.EX_TEMPFAIL


@ON_SQLITE
def test_after_a_bug_the_server_is_asked_to_try_again(app: Flask, invited: Invitation) -> None:
    app.config["CLOCK"] = lambda: "no instant"
    mail = forms(asked_of(invited, inbox=INBOX))["google"].mail
    assert app.test_cli_runner().invoke(inbox, input=mail).exit_code == os.EX_TEMPFAIL
    assert answer_of(invited) is Answer.NEEDS_ACTION


@ON_SQLITE
def test_a_maildir_is_read_and_counted(app: Flask, invited: Invitation, tmp_path: Path) -> None:
    folder = Maildir(tmp_path / "answers", create=True)
    for mail in (forms(asked_of(invited, inbox=INBOX))["google"].mail, BROKEN):
        folder.add(mail)
    said = app.test_cli_runner().invoke(inbox, ["--maildir", str(tmp_path / "answers")])
    assert (said.exit_code, said.stdout) == (0, "1 taken, 0 not ours, 1 put aside.\n")
    assert answer_of(invited) is Answer.ACCEPTED


def test_a_folder_that_is_no_maildir_is_one_sentence(webinars: Run, tmp_path: Path) -> None:
    said = webinars("inbox", "--maildir", str(tmp_path))
    sentence = f"the inbox cannot be read: {tmp_path} is no Maildir: it needs the folders new and cur."
    assert (said.code, said.out, said.err) == (1, "", f"webinars: {sentence}\n")


def test_imap_needs_the_name_of_a_server(webinars: Run) -> None:
    said = webinars("inbox", "--imap")
    assert (said.code, said.out) == (1, "")
    assert said.err == "webinars: there is no IMAP server. Name one with WEBINARS_IMAP_SERVER.\n"


def test_an_imap_server_that_is_away_is_one_sentence(webinars: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    port = str(free_port())
    for name, value in {"SERVER": "127.0.0.1", "PORT": port}.items():
        monkeypatch.setenv(f"WEBINARS_IMAP_{name}", value)
    said = webinars("inbox", "--imap")
    assert said.code == 1
    assert said.err.startswith(f"webinars: the inbox cannot be read: 127.0.0.1:{port}: ")


def test_one_place_is_read_at_a_time(webinars: Run, tmp_path: Path) -> None:
    said = webinars("inbox", "--imap", "--maildir", str(tmp_path))
    assert said.code == 2
    assert "Give --maildir or --imap, not both." in said.err
