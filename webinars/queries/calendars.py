"""What a calendar's validators need: one row, read before anything is rendered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session


@dataclass(frozen=True)
class Stamp:
    """The stored state of a public seminar: *revision* rises with everything its calendar shows."""

    seminar_id: int
    revision: int
    changed_at: datetime


def seminar_stamp(slug: str) -> Stamp:
    """Return the stamp of a public seminar; one statement by a unique index. Raises Missing."""
    return _found(_stamp(slug))


def session_stamp(slug: str, key: str) -> Stamp:
    """Return the stamp for one part; one statement by unique indexes.

    Raises Missing, also for a part without a zone: what has no instant has no place in a calendar.
    """
    is_timed = Session.starts_at.is_not(None)
    part = Session.seminar_id == Seminar.id
    return _found(_stamp(slug).join(Session, part).where(Session.key == key, is_timed))


def _stamp(slug: str) -> Select[int, int, datetime]:
    columns = (Seminar.id, Seminar.revision, Seminar.changed_at)
    return select(*columns).where(Seminar.slug == slug, Seminar.state != SeminarState.DRAFT)


def _found(statement: Select[int, int, datetime]) -> Stamp:
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(N_("There is no calendar at this address. Take the address from the seminar's page."))
    return Stamp(*row)
