"""Scenes for calendar letters: somebody is invited, a part moves, is called off, takes place after all."""

from datetime import date, datetime, timedelta
from typing import Any

from tests import builders
from tests.support.letters import Read
from tests.support.registrants import a_seated, an_evening
from webinars.models import Presenter, Registration, Session, SessionState, Slot
from webinars.models.database import transaction
from webinars.services import invitations


def a_scene(**values: Any) -> tuple[Session, Registration]:
    """Seat one person in the evening part, and owe the invitation."""
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    person = a_seated(seminar, session, **values)
    with transaction():
        invitations.invite_registrant(person, session, now=builders.NOW)
    return session, person


def a_stage(**values: Any) -> tuple[Session, Slot, Presenter]:
    """Ask one person to present in the second slot of the evening part, and owe the invitation."""
    seminar = builders.a_seminar(answer_by=date(2026, 10, 1))
    session = an_evening(seminar)
    builders.a_slot(session, 0, minutes=15)
    slot = builders.a_slot(session, 1, minutes=20)
    presenter = builders.a_presenter(slot, **values)
    with transaction():
        invitations.invite_presenter(presenter, slot, session, now=builders.NOW)
    return session, slot, presenter


def move(session: Session, minutes: int, *, now: datetime) -> None:
    with transaction():
        assert session.starts_at is not None
        session.move_to(session.starts_at + timedelta(minutes=minutes), session.minutes, now=now)
        invitations.raise_session(session.id, now=now)


def call_off(session: Session, *, now: datetime) -> None:
    with transaction():
        session.state = SessionState.CANCELLED
        invitations.close_session(session.id, now=now)


def restore(session: Session, *, now: datetime) -> None:
    with transaction():
        session.state = SessionState.PLANNED
        invitations.reopen_session(session.id, now=now)


def method_and_sequence(letter: Read) -> tuple[str, int]:
    return str(letter.calendar["METHOD"]), int(letter.event["SEQUENCE"])
