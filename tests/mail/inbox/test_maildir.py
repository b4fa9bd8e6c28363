"""A real Maildir of answers: each is read once, what is broken is set apart, and nothing stops the rest."""

import logging
from collections.abc import Callable
from datetime import datetime
from mailbox import Maildir
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.mail.inbox.conftest import Guest, broken_once, replies_kept, uncovered
from tests.support.databases import ON_SQLITE
from webinars.mail.inbox.maildir import take_maildir
from webinars.mail.inbox.stories import Fate, InboxAway
from webinars.models import Answer
from webinars.models.database import db

HOLIDAY = b"From: a@b.example\nMessage-ID: <1@b.example>\nAuto-Submitted: auto-replied\n\nAway.\n"
BROKEN = b"From: a@b.example\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n"


@pytest.fixture
def maildir(tmp_path: Path) -> Maildir:
    return Maildir(tmp_path / "answers", create=True)


@pytest.fixture
def take(inbox_app: Flask, maildir: Maildir, tmp_path: Path) -> Callable[[], tuple[int, ...]]:
    """Give what reads the Maildir and counts: taken, not ours, put aside."""

    def read() -> tuple[int, ...]:
        counts = take_maildir(inbox_app, tmp_path / "answers").counts
        return tuple(counts[fate] for fate in (Fate.TAKEN, Fate.NOT_OURS, Fate.ASIDE))

    return read


def flags(maildir: Maildir) -> list[tuple[str, str]]:
    """Give folder and flags of every mail, sorted."""
    return sorted((mail.get_subdir(), mail.get_flags()) for mail in maildir)


def test_every_unseen_answer_is_taken_once(
    database: SQLAlchemy,
    a_person: Callable[[], Guest],
    maildir: Maildir,
    take: Callable[[], tuple[int, ...]],
) -> None:
    people = [a_person() for _ in range(3)]
    for person in people:
        maildir.add(person.says())
    assert take() == (3, 0, 0)
    assert [person.answer for person in people] == [Answer.ACCEPTED] * 3
    assert flags(maildir) == [("cur", "S")] * 3
    assert take() == (0, 0, 0)


def test_a_mail_that_another_program_has_shown_and_nobody_read_is_taken(
    database: SQLAlchemy,
    a_person: Callable[[], Guest],
    maildir: Maildir,
    take: Callable[[], tuple[int, ...]],
) -> None:
    person = a_person()
    key = maildir.add(person.says("outlook with a comment"))
    message = maildir[key]
    message.set_subdir("cur")
    message.set_flags("T")
    maildir[key] = message
    assert take() == (1, 0, 0)
    assert (person.answer, flags(maildir)) == (Answer.DECLINED, [("cur", "ST")])


def test_what_cannot_be_read_is_set_apart_with_a_line_in_the_log_and_stops_nothing(
    database: SQLAlchemy,
    a_person: Callable[[], Guest],
    maildir: Maildir,
    take: Callable[[], tuple[int, ...]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    person = a_person()
    with caplog.at_level(logging.WARNING):
        for mail in (BROKEN, HOLIDAY, b"x" * 3_000_000, person.says()):
            maildir.add(mail)
        assert take() == (1, 1, 2)
    assert person.answer is Answer.ACCEPTED
    assert flags(maildir) == [("cur", "FS"), ("cur", "FS"), ("cur", "S"), ("cur", "S")]
    assert [record.getMessage().partition("cannot be read: ")[2] for record in caplog.records] == [
        "of its calendar: its end is missing.",
        "it has 3000000 bytes.",
    ]
    assert [record.exc_info for record in caplog.records] == [None, None]


def test_a_mail_whose_mark_was_lost_changes_nothing_the_second_time(
    database: SQLAlchemy,
    a_person: Callable[[], Guest],
    maildir: Maildir,
    take: Callable[[], tuple[int, ...]],
) -> None:
    person = a_person()
    maildir.add(person.says())
    maildir.add(person.says())  # as a reader leaves it who dies before the mark
    assert take() == (1, 1, 0)
    assert (person.answer, replies_kept()) == (Answer.ACCEPTED, 1)


@ON_SQLITE
def test_a_file_that_may_not_be_read_is_left_and_stops_nothing(
    database: SQLAlchemy,
    a_person: Callable[[], Guest],
    maildir: Maildir,
    tmp_path: Path,
    take: Callable[[], tuple[int, ...]],
) -> None:
    person = a_person()
    (tmp_path / "answers" / "new" / "0.loop").symlink_to("0.loop")
    (tmp_path / "answers" / "new" / "0.folder").mkdir()
    maildir.add(person.says())
    assert take() == (1, 0, 0)
    assert person.answer is Answer.ACCEPTED


@ON_SQLITE
def test_while_the_database_is_away_mails_wait(
    database: SQLAlchemy,
    a_person: Callable[[], Guest],
    maildir: Maildir,
    take: Callable[[], tuple[int, ...]],
) -> None:
    person = a_person()
    maildir.add(person.says())
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE reply RENAME TO elsewhere")
    with pytest.raises(InboxAway, match="the database does not answer"):
        take()
    assert flags(maildir) == [("new", "")]
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO reply")
    assert take() == (1, 0, 0)
    assert person.answer is Answer.ACCEPTED


@ON_SQLITE
def test_a_bug_sets_the_mail_apart_that_uncovers_it_and_stops_nothing(
    database: SQLAlchemy,
    inbox_app: Flask,
    a_person: Callable[[], Guest],
    maildir: Maildir,
    take: Callable[[], tuple[int, ...]],
    now: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    people = [a_person(), a_person()]
    for person in people:
        maildir.add(person.says())
    inbox_app.config["CLOCK"] = broken_once(now)
    assert take() == (1, 0, 1)
    assert flags(maildir) == [("cur", "FS"), ("cur", "S")]
    assert len(uncovered(caplog)) == 1
    assert sorted(person.answer for person in people) == [Answer.ACCEPTED, Answer.NEEDS_ACTION]


@ON_SQLITE
def test_a_folder_that_is_no_maildir_is_said(inbox_app: Flask, tmp_path: Path) -> None:
    with pytest.raises(InboxAway, match="is no Maildir"):
        take_maildir(inbox_app, tmp_path)
