"""A real IMAP server: unseen answers are taken and marked, over the wire as it is set up."""

import threading
from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.mail.inbox.conftest import Guest, broken_once, replies_kept, uncovered
from tests.support.databases import ON_SQLITE
from tests.support.dovecot import ImapServer
from tests.support.processes import free_port
from webinars.mail.inbox.imap import imap_settings, take_imap
from webinars.mail.inbox.polling import watch
from webinars.mail.inbox.stories import Fate, InboxAway
from webinars.models import Answer

BROKEN = b"From: a@b.example\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
SEEN, ASIDE = {r"\Seen"}, {r"\Seen", r"\Flagged"}
_folders = count(1)


@pytest.fixture
def imap_app(inbox_app: Flask, imap: ImapServer) -> Flask:
    """Give the application with a folder of its own, whose name is not an easy one."""
    inbox_app.config.update(
        IMAP_SERVER=imap.host,
        IMAP_PORT=imap.port,
        IMAP_SECURITY="none",
        IMAP_USERNAME=imap.user,
        IMAP_PASSWORD=imap.password,
        IMAP_FOLDER=f"My answers ({next(_folders)})",
    )
    return inbox_app


def counts(app: Flask) -> tuple[int, ...]:
    found = take_imap(app).counts
    return tuple(found[fate] for fate in (Fate.TAKEN, Fate.NOT_OURS, Fate.ASIDE))


def test_unseen_answers_are_taken_once_and_marked(
    database: SQLAlchemy, imap_app: Flask, imap: ImapServer, a_person: Callable[[], Guest]
) -> None:
    folder = imap_app.config["IMAP_FOLDER"]
    people = [a_person(), a_person()]
    imap.add(people[0].says("thunderbird"), BROKEN, people[1].says("apple"), folder=folder)
    assert counts(imap_app) == (2, 0, 1)
    assert [person.answer for person in people] == [Answer.TENTATIVE, Answer.ACCEPTED]
    assert imap.flags(folder=folder) == [SEEN, ASIDE, SEEN]
    assert counts(imap_app) == (0, 0, 0)


def test_every_program_is_understood_over_imap(
    database: SQLAlchemy, imap_app: Flask, imap: ImapServer, a_person: Callable[[], Guest]
) -> None:
    answers = {"google": Answer.ACCEPTED, "outlook": Answer.TENTATIVE, "octet stream": Answer.DECLINED}
    people = {form: a_person() for form in answers}
    mails = [person.says(form).replace(b"\n", b"\r\n") for form, person in people.items()]
    imap.add(*mails, folder=imap_app.config["IMAP_FOLDER"])
    assert counts(imap_app) == (3, 0, 0)
    assert {form: person.answer for form, person in people.items()} == answers


@ON_SQLITE
def test_a_mail_of_20_megabytes_is_set_apart_without_being_fetched(
    database: SQLAlchemy, imap_app: Flask, imap: ImapServer, a_person: Callable[[], Guest]
) -> None:
    person = a_person()
    folder = imap_app.config["IMAP_FOLDER"]
    imap.add(person.says() + b"x\r\n" * 7_000_000, person.says(), folder=folder)
    assert counts(imap_app) == (1, 0, 1)
    assert imap.flags(folder=folder) == [ASIDE, SEEN]


@ON_SQLITE
def test_a_bug_sets_the_mail_apart_that_uncovers_it_and_stops_nothing(
    database: SQLAlchemy,
    imap_app: Flask,
    imap: ImapServer,
    a_person: Callable[[], Guest],
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = imap_app.config["IMAP_FOLDER"]
    people = [a_person(), a_person()]
    imap.add(*(person.says() for person in people), folder=folder)
    imap_app.config["CLOCK"] = broken_once(now)
    assert counts(imap_app) == (1, 0, 1)
    assert imap.flags(folder=folder) == [ASIDE, SEEN]
    assert uncovered(caplog) == ["The mail with UID 1 uncovered a mistake in this program. It is put aside."]
    assert [person.answer for person in people] == [Answer.NEEDS_ACTION, Answer.ACCEPTED]
    assert replies_kept() == 1


@ON_SQLITE
@pytest.mark.parametrize(("security", "port"), [("tls", "tls_port"), ("starttls", "port")])
def test_the_line_is_encrypted_where_the_settings_say_so(
    imap_app: Flask, imap: ImapServer, monkeypatch: pytest.MonkeyPatch, security: str, port: str
) -> None:
    imap.add(folder=imap_app.config["IMAP_FOLDER"])
    imap_app.config.update(IMAP_SECURITY=security, IMAP_PORT=getattr(imap, port))
    with pytest.raises(InboxAway, match="certificate verify failed"):
        take_imap(imap_app)
    monkeypatch.setenv("SSL_CERT_FILE", str(imap.certificate))
    assert counts(imap_app) == (0, 0, 0)


@ON_SQLITE
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"IMAP_PASSWORD": "wrong"}, "AUTHENTICATIONFAILED"),
        ({"IMAP_FOLDER": "Nowhere"}, "Nowhere"),
        ({"IMAP_PORT": free_port()}, "Connection refused"),
        ({"IMAP_SERVER": "imap..invalid"}, "imap..invalid"),
    ],
)
def test_an_inbox_that_cannot_be_opened_is_one_sentence(
    imap_app: Flask, settings: dict[str, object], words: str
) -> None:
    imap_app.config.update(settings)
    with pytest.raises(InboxAway, match=words) as away:
        take_imap(imap_app)
    assert str(imap_app.config["IMAP_PASSWORD"]) not in str(away.value)


@ON_SQLITE
def test_the_password_is_not_shown_with_the_settings(imap_app: Flask) -> None:
    assert imap_app.config["IMAP_PASSWORD"] not in repr(imap_settings(imap_app))


class Looks(threading.Event):
    """A stop that comes after so many looks into the inbox; between them the test has its turn."""

    def __init__(self, *turns: Callable[[], object]) -> None:
        super().__init__()
        self._turns = list(turns)

    def wait(self, timeout: float | None = None) -> bool:
        if self._turns:
            self._turns.pop(0)()
        else:
            self.set()
        return self.is_set()


@ON_SQLITE
def test_the_watch_outlives_a_server_that_is_away_and_says_so_once(
    database: SQLAlchemy,
    imap_app: Flask,
    imap: ImapServer,
    a_person: Callable[[], Guest],
    caplog: pytest.LogCaptureFixture,
) -> None:
    person = a_person()
    imap.add(person.says(), folder=imap_app.config["IMAP_FOLDER"])
    imap_app.config["IMAP_PORT"] = free_port()
    away = Looks(lambda: None, lambda: imap_app.config.update(IMAP_PORT=imap.port), lambda: None)
    watch(imap_app, stop_event=away)
    assert person.answer is Answer.ACCEPTED
    said = [record.getMessage().split(":")[0] for record in caplog.records if record.levelname == "WARNING"]
    assert said == ["The inbox cannot be read", "The inbox can be read again."]
