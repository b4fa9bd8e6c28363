"""The parts of which people may have to be reminded now, with what they were reminded of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Row, and_, select

from webinars.domain.reminders import LONGEST, STARTED, TOGETHER, due, moment
from webinars.models.database import db
from webinars.models.reminders import ReminderRound
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState

Found = Row[Session, Seminar, int, datetime]


@dataclass(frozen=True)
class Round:
    """What a part's people were reminded of: *minutes* before its start, at *owed_at*."""

    minutes: int
    owed_at: datetime


@dataclass(frozen=True)
class NearPart:
    """A part that takes place soon, its seminar, and the rounds of its present start."""

    session: Session
    seminar: Seminar
    rounds: tuple[Round, ...]

    @property
    def starts_at(self) -> datetime:
        """Return the start (UTC)."""
        if self.session.starts_at is None:
            raise ValueError("a part without an instant is never near")
        return self.session.starts_at

    def due(self, *, now: datetime) -> int | None:
        """Return the reminder that its people are to get now, in minutes before the start; None for none.

        A moment that had passed when the seminar was published, or when the part moved to where it is, is
        nobody's any more: a letter of its own told the time then.
        """
        minutes = due(self.seminar.reminder_minutes, self.starts_at, now=now)
        if minutes is None or any(one.minutes <= minutes for one in self.rounds):
            return None
        at, published_at, moved_at = (
            moment(self.starts_at, minutes),
            self.seminar.published_at,
            self.session.moved_at,
        )
        is_new = published_at is None or at < published_at or (moved_at is not None and at < moved_at)
        return None if is_new else minutes


def near_parts(*, now: datetime, seminar_id: int | None = None) -> tuple[NearPart, ...]:
    """Return the parts of published seminars (or of one) that start soon, in order; one statement.

    Those that have begun a while ago are among them, because a later one may share their letter.
    """
    rounds = and_(ReminderRound.session_id == Session.id, ReminderRound.starts_at == Session.starts_at)
    statement = (
        select(Session, Seminar, ReminderRound.minutes, ReminderRound.owed_at)
        .join(Session.seminar)
        .outerjoin(ReminderRound, rounds)
        .where(
            Session.state == SessionState.PLANNED,
            Session.starts_at.between(now - STARTED - TOGETHER, now + LONGEST),
            Seminar.state == SeminarState.PUBLISHED,
        )
        .order_by(Session.starts_at, Session.id)
    )
    if seminar_id is not None:
        statement = statement.where(Seminar.id == seminar_id)
    found = db.session.execute(statement.execution_options(populate_existing=True))
    return tuple(_parts(found))


def _parts(found: Iterable[Found]) -> Iterator[NearPart]:
    for _ident, group in groupby(found, key=lambda row: row[0].id):
        rows = list(group)
        rounds = tuple(Round(row[2], row[3]) for row in rows if row[2] is not None)
        yield NearPart(rows[0][0], rows[0][1], rounds)
