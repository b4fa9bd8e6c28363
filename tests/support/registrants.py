"""Registrants for tests: people with addresses of their own, and the evening part of a seminar."""

from datetime import datetime
from itertools import count
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.applications import SECRETS
from webinars.domain.links import Purpose, sign
from webinars.domain.seating import SeatState
from webinars.letters.addresses import Linked
from webinars.models import (
    Invitation,
    InvitationState,
    Notice,
    NoticeKind,
    ParticipantRole,
    Registration,
    RegistrationState,
    Seat,
    Seminar,
    Session,
)
from webinars.queries.registrations import seats_of
from webinars.services.consents import IN_FORCE
from webinars.services.registrations import Application

FIVE_O_CLOCK = datetime.fromisoformat("2026-11-25T17:00")  # 09:00 in Paris
_numbers = count(1)

APPLICATION = Application(
    name="Claire Fontaine",
    email="claire@paris.example",
    city_id=None,
    organisation="City of Paris",
    role=ParticipantRole.OFFICIAL,
    language="en",
    zone="Europe/Paris",
    session_keys=frozenset({"evening"}),
    consent_number=IN_FORCE.number,
)


def an_evening(seminar: Seminar, **values: Any) -> Session:
    """Write the part at 17:00 in Tokyo, 09:00 in Paris, 145 minutes long."""
    key = str(values.pop("key", "evening"))
    return builders.a_session(seminar, key, **{"local_start": FIVE_O_CLOCK, "minutes": 145} | values)


def a_person(seminar: Seminar, **values: Any) -> Registration:
    """Write a confirmed registration with an address of its own and no seat."""
    return builders.a_registration(seminar, **{"email": f"person{next(_numbers)}@city.example"} | values)


def a_seated(seminar: Seminar, *sessions: Session, **values: Any) -> Registration:
    """Write a confirmed registration with seats in *sessions*."""
    return _with_seats(a_person(seminar, **values), sessions, SeatState.SEATED)


def an_unconfirmed(seminar: Seminar, *sessions: Session, **values: Any) -> Registration:
    """Write a registration that asks for *sessions* and waits for its confirmation."""
    waiting = {"state": RegistrationState.UNCONFIRMED, "confirmed_at": None}
    return _with_seats(a_person(seminar, **waiting | values), sessions, SeatState.REQUESTED)


def a_waiting(seminar: Seminar, session: Session, queue_number: int, **values: Any) -> Registration:
    """Write a confirmed registration that waits in the queue of *session*."""
    person = a_person(seminar, **values)
    builders.a_seat(person, session, state=SeatState.WAITING, queue_number=queue_number)
    return person


def _with_seats(registration: Registration, sessions: tuple[Session, ...], state: SeatState) -> Registration:
    for session in sessions:
        builders.a_seat(registration, session, state=state)
    return registration


def token(purpose: Purpose, row: Linked, *, expires_at: datetime | None = None) -> str:
    """Sign a link as the application of the tests does."""
    return sign(SECRETS["SECRET_KEY"], purpose, row.key, row.link_revision, expires_at=expires_at)


def again(database: SQLAlchemy, person: Registration) -> Registration:
    return database.session.get_one(Registration, person.id, populate_existing=True)


def states(*people: Registration) -> list[SeatState]:
    return [seat.state for person in people for seat in seats_of(person.id)]


def seat_of(person: Registration) -> Seat:
    (seat,) = seats_of(person.id)
    return seat


def kinds(database: SQLAlchemy, person: Registration) -> list[NoticeKind]:
    statement = select(Notice.kind).where(Notice.registration_id == person.id).order_by(Notice.id)
    return list(database.session.scalars(statement))


def invitations(database: SQLAlchemy, person: Registration) -> list[tuple[str, InvitationState]]:
    statement = select(Invitation).where(Invitation.registration_id == person.id).order_by(Invitation.id)
    return [(row.attendee_email, row.state) for row in database.session.scalars(statement)]
