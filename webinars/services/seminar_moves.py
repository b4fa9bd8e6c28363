"""Moves of a whole seminar: every part that takes place to another date, at the wall clock that it has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from webinars.domain.errors import N_, Refusal, Stale
from webinars.domain.timezones import Reading
from webinars.models.database import transaction
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.programmes import programme
from webinars.services.edits import check_editable
from webinars.services.moves import is_ahead
from webinars.services.records import Actor
from webinars.services.registrations import lock_sessions_of
from webinars.services.seminars import lock_editable
from webinars.services.sessions import SessionTime, carry_to, instant_of
from webinars.services.shifts import planned_parts, shift_to, shifted

Versions = Mapping[str, int]  # of the parts that take place, by key


@dataclass(frozen=True, kw_only=True)
class NewDate:
    """Where a seminar moves: *first_date* is the date of its first part, on that part's own clock.

    *readings* answers, by key of part, which of two instants a skipped or doubled clock means.
    """

    first_date: date
    readings: Mapping[str, Reading] = field(default_factory=dict)


@dataclass(frozen=True)
class ForeseenPart:
    """A part as it is, and the time that it would get; *starts_at* is UTC, None where it is not known."""

    session: Session
    time: SessionTime
    starts_at: datetime | None


def foresee_seminar(seminar_id: int, wanted: NewDate, *, now: datetime) -> tuple[ForeseenPart, ...]:
    """Return where each part that takes place would be; five statements.

    Refuses as `move_seminar` does, and changes nothing.
    """
    source = programme(seminar_id)
    check_editable(source.seminar)
    parts = planned_parts(source)
    return tuple(
        ForeseenPart(part, time, instant_of(time, now=now)) for part, time in _times(parts, wanted, now=now)
    )


def move_seminar(
    seminar_id: int, wanted: NewDate, *, expected: Versions | None, by: Actor, now: datetime
) -> Seminar:
    """Move every part that takes place by the same number of days, all or none; each keeps its wall clock.

    Everybody is owed what a move of each part owes them. *expected* are the versions of the parts that the
    move was decided on. Raises Refusal at "first_date", SkippedTime or DoubledTime (see `shifts.questions`),
    and Stale.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        parts = [part for part in lock_sessions_of(seminar_id).values() if not part.is_cancelled]
        if expected is not None and versions_of(parts) != expected:
            raise Stale(
                N_("The parts were changed meanwhile. Look at what the move changes now, then decide."),
                theirs={},
            )
        for part, time in _times(parts, wanted, now=now):
            carry_to(part, seminar, time, expected=None, by=by, now=now)
    return seminar


def versions_of(parts: list[Session]) -> dict[str, int]:
    """Return the versions of *parts*, to be compared when the seminar is moved."""
    return {part.key: part.version for part in parts}


def _times(parts: list[Session], wanted: NewDate, *, now: datetime) -> list[tuple[Session, SessionTime]]:
    """Return each part with its new time; refuse to hold again what is over already."""
    shift = shift_to(parts, wanted.first_date)
    known = [part for part in parts if part.ends_at is not None]
    over = [part for part in known if not is_ahead(part, now=now)]
    if over and len(over) < len(known):
        raise Refusal(
            N_("The part “%(part)s” is over. Move the parts that are still to come one by one."),
            field="first_date",
            part=over[0].name,
        )
    return [
        (part, shifted(part, shift, zone=part.zone, reading=wanted.readings.get(part.key))) for part in parts
    ]
