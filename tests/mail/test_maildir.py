"""Letters in a Maildir, where no mail server is set up."""

import threading
from collections.abc import Callable
from email import message_from_bytes
from mailbox import Maildir
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import owing
from webinars.mail import worker
from webinars.mail.failures import Unreachable
from webinars.mail.maildir import MaildirTransport
from webinars.mail.worker import Tally
from webinars.models import NoticeState, SentLetter
from webinars.models.database import db


@pytest.fixture
def send(mail_app: Flask) -> Callable[[], Tally]:
    mail_app.config["MAIL_SERVER"] = None
    return lambda: worker.run(mail_app, once=True, stop_event=threading.Event())


def test_without_a_server_letters_are_files_that_any_mail_reader_opens(
    mail_app: Flask, send: Callable[[], Tally]
) -> None:
    people = owing.owe_invitations(3)
    assert send() == Tally(sent=3)
    letters = list(Maildir(Path(mail_app.instance_path) / "mail", factory=None, create=False))
    assert sorted(str(letter["To"]).split("<")[1].rstrip(">") for letter in letters) == sorted(people)
    assert owing.states() == [NoticeState.SENT] * 3
    kept = set(db.session.scalars(select(SentLetter.message_id)))
    assert {letter["Message-ID"] for letter in letters} == kept


def test_a_letter_is_one_whole_file_with_the_line_ends_of_this_machine(tmp_path: Path) -> None:
    transport = MaildirTransport(tmp_path / "mail")
    transport.open()
    transport.send("rosa@paris.example", b"Subject: Hello\r\n\r\nText\r\n")
    (file,) = (tmp_path / "mail" / "new").iterdir()
    assert file.read_bytes() == b"Subject: Hello\n\nText\n"
    assert message_from_bytes(file.read_bytes())["Subject"] == "Hello"
    assert list((tmp_path / "mail" / "tmp").iterdir()) == []


def test_a_folder_that_cannot_be_made_pauses_the_run_and_blames_no_letter(
    mail_app: Flask, send: Callable[[], Tally]
) -> None:
    owing.owe_invitations(2)
    (Path(mail_app.instance_path) / "mail").write_text("a file in the way")
    assert send() == Tally(is_cut_short=True)
    assert owing.states() == [NoticeState.OWED] * 2


def test_a_folder_that_is_taken_away_meanwhile_is_made_anew(tmp_path: Path) -> None:
    transport = MaildirTransport(tmp_path / "mail")
    transport.open()
    for name in ("new", "cur", "tmp"):
        (tmp_path / "mail" / name).rmdir()
    (tmp_path / "mail").rmdir()
    with pytest.raises(Unreachable):
        transport.send("rosa@paris.example", b"Text\r\n")
    transport.open()
    transport.send("rosa@paris.example", b"Text\r\n")
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1
