"""Shifts: a seminar's parts at the same wall clocks on other dates, and what to ask where a clock is odd."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webinars.domain.errors import N_, BeyondDatabase, DoubledTime, Refusal, SkippedTime
from webinars.domain.timezones import FIRST_YEAR, LAST_YEAR, Reading, to_local, to_utc
from webinars.models.sessions import Session
from webinars.queries.programmes import Programme, programme
from webinars.services.sessions import SessionTime


@dataclass(frozen=True)
class Question:
    """A part whose wall clock names no one instant on its new date; *error* names the two it could be."""

    session: Session
    zone: str
    error: SkippedTime | DoubledTime


def questions(seminar_id: int, first_date: date) -> tuple[Question, ...]:
    """Return the parts to ask about before the seminar can be shifted to *first_date*; five statements."""
    source = programme(seminar_id)
    parts = planned_parts(source)
    shift = shift_to(parts, first_date)
    asked = []
    for session in parts:
        zone = session.zone or source.seminar.zone
        if zone is None:
            continue
        try:
            to_utc(session.local_start + shift, zone)
        except (SkippedTime, DoubledTime) as error:
            asked.append(Question(session, zone, error))
    return tuple(asked)


def planned_parts(source: Programme) -> list[Session]:
    """Return the parts that take place."""
    return [part.session for part in source.planned]


def shift_to(parts: Sequence[Session], first_date: date) -> timedelta:
    """Return by how many days *parts* shift when the first is on *first_date*; refuse at "first_date"."""
    if not FIRST_YEAR <= first_date.year <= LAST_YEAR:
        raise BeyondDatabase(
            N_("The time zone database knows the years %(first)s to %(last)s. Choose a date in these years."),
            field="first_date",
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    if not parts:
        raise Refusal(N_("This seminar has no part to shift. Add one to it, or start a new seminar."))
    return first_date - first_date_of(parts)


def first_date_of(parts: Sequence[Session]) -> date:
    """Return the first date of *parts*, of which there is one at least, on their own clocks."""
    return min(part.local_start.date() for part in parts)


def shifted(session: Session, shift: timedelta, *, zone: str | None, reading: Reading | None) -> SessionTime:
    """Return the time of a part whose wall clock in *zone* is shifted by whole days.

    *reading* says which of two instants is meant where the clock happens twice there, or is jumped over; of a
    clock that is jumped over it is the one before or after the jump. Raises SkippedTime without one.
    """
    time = SessionTime(
        local_start=session.local_start + shift, zone=zone, minutes=session.minutes, reading=reading
    )
    if zone is None or reading is None:
        return time
    try:
        to_utc(time.local_start, zone, reading=reading)
    except SkippedTime as skipped:
        return _beside(skipped, zone, time.minutes, reading)
    return time


def _beside(skipped: SkippedTime, zone: str, minutes: int, reading: Reading) -> SessionTime:
    """Return the clock before or after the gap."""
    instant = skipped.before if reading is Reading.FIRST else skipped.after
    return SessionTime(local_start=_wall_clock(instant, zone), zone=zone, minutes=minutes)


def _wall_clock(instant: datetime, zone: str) -> datetime:
    return to_local(instant, zone).replace(tzinfo=None)
