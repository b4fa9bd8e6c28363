"""Proposals of another time for tests: made by a presenter's calendar, waiting for the organiser."""

from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.invited import history
from tests.support.replies import countered, mail, receive
from webinars.models import Invitation, Session, Standing

OLGA = builders.ORGANISER
PROPOSED = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)  # the slot is at 08:15 on the 25th


def proposed(
    invitation: Invitation, starts_at: datetime | None = PROPOSED, *, now: datetime, **values: object
) -> Standing | None:
    told = countered(invitation, starts_at, **{"stamped_at": now, **values})
    return receive(mail(invitation, told), now=now)


def latest() -> str:
    return history()[-1].key


def start_of(database: SQLAlchemy, session: Session) -> datetime | None:
    database.session.refresh(session)
    return session.starts_at
