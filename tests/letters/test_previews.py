"""Previews: the letter as its reader sees it, with nothing in it that acts as that reader."""

from datetime import datetime, timedelta

from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.letters import waiting
from tests.support.registrants import a_seated, an_evening
from webinars import letters
from webinars.models import Account, Method, Notice, NoticeKind, Session
from webinars.models.database import transaction
from webinars.services import invitations, notices

pytestmark = ON_SQLITE


def an_owed_invitation(now: datetime) -> tuple[Notice, Session]:
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    person = a_seated(seminar, session)
    with transaction():
        invitations.invite_registrant(person, session, now=now)
    return waiting()[0], session


def a_secret_letter(now: datetime) -> Notice:
    account = builders.kept(Account(email="olga@office.example", fs_uniquifier="x", created_at=now))
    details = {"subject": "Reset your password", "text": "Open https://x/secret", "html": "<p>secret</p>"}
    with transaction():
        return notices.post(NoticeKind.ACCOUNT, now=now, account_id=account.id, details=details)


def test_a_preview_shows_what_the_recipient_sees_with_every_link_dead(
    database: SQLAlchemy, now: datetime
) -> None:
    notice, _session = an_owed_invitation(now)
    shown = letters.preview(notice, now=now)
    assert shown.subject == "Your seat is kept: Recovery of cities: Evening part"
    assert (shown.method, shown.sequence) == (Method.REQUEST, 0)
    assert "Join the room" in shown.html
    assert "href" not in shown.html
    assert "/join/" not in shown.html
    assert "/registrations/" not in shown.html


def test_what_changes_while_a_letter_waits_shows_in_its_preview(database: SQLAlchemy, now: datetime) -> None:
    notice, session = an_owed_invitation(now)
    with transaction():
        assert session.starts_at is not None
        session.move_to(session.starts_at + timedelta(minutes=30), 145, now=now)
        invitations.raise_session(session.id, now=now)
    shown = letters.preview(notice, now=now)
    assert "09:30" in shown.html
    assert shown.sequence == 1


def test_a_letter_that_left_is_shown_as_it_was_sent(database: SQLAlchemy, now: datetime) -> None:
    notice, session = an_owed_invitation(now)
    letter = letters.compose(notice, now=now)
    assert letter is not None
    builders.a_sent_letter(notice, recipient=letter.recipient, subject=letter.subject, message=letter.message)
    with transaction():
        session.name = builders.text("Another name")
    shown = letters.preview(notice, now=now)
    assert shown.subject == "Your seat is kept: Recovery of cities: Evening part"
    assert "Evening part" in shown.html
    assert "href" not in shown.html
    assert shown.method is Method.REQUEST


def test_a_letter_that_is_no_longer_needed_says_so(database: SQLAlchemy, now: datetime) -> None:
    notice, session = an_owed_invitation(now)
    with transaction():
        invitations.close_session(session.id, now=now)
    shown = letters.preview(notice, now=now)
    assert not shown.is_needed
    assert "no longer needed" in shown.html


def test_an_account_letter_is_previewed_without_its_body(database: SQLAlchemy, now: datetime) -> None:
    shown = letters.preview(a_secret_letter(now), now=now)
    assert (shown.subject, shown.recipient) == ("Reset your password", "olga@office.example")
    assert shown.is_secret
    assert "secret" not in shown.html


def test_an_account_letter_that_left_is_shown_without_its_body_too(
    database: SQLAlchemy, now: datetime
) -> None:
    notice = a_secret_letter(now)
    builders.a_sent_letter(notice, recipient="olga@office.example", subject="Reset")
    with transaction():
        notice.details = {}
    shown = letters.preview(notice, now=now)
    assert (shown.subject, shown.is_secret) == ("Reset", True)
    assert "https://x" not in shown.html
