"""Times and invitations of parts, as the tests of their services write and read them."""

from datetime import UTC, datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW
from webinars.domain.timezones import Reading
from webinars.models import Invitation
from webinars.services.sessions import SessionTime

LATER = NOW + timedelta(minutes=1)


def at(
    clock: str, zone: str | None = "Asia/Tokyo", minutes: int = 145, reading: Reading | None = None
) -> SessionTime:
    return SessionTime(local_start=datetime.fromisoformat(clock), zone=zone, minutes=minutes, reading=reading)


def instant(clock: str) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=UTC)


def fresh_invitation(database: SQLAlchemy, invitation: Invitation) -> Invitation:
    statement = select(Invitation).where(Invitation.id == invitation.id)
    return database.session.scalars(statement.execution_options(populate_existing=True)).one()
