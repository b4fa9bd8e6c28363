"""Previews of moves: a part before and after, with the line of each city that may attend it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flask import request

from webinars.domain.planner.changes import CityChange, Direction, PartTime, moved
from webinars.domain.timezones import check_zone, offset_words
from webinars.letters.times import TimePair, stated
from webinars.models.sessions import Session
from webinars.queries.plans import PlannedCity, names_of, planned_cities, talk_minutes
from webinars.services.sessions import SessionTime
from webinars.web.organise.moving_words import ChangeLine, State, change_line, counted
from webinars.web.organise.seminars_overview import pair_of
from webinars.web.reader import language


class Step(StrEnum):
    """What a posted form of a move asks for: to see what it changes, to write it again, or to move."""

    LOOK = "look"
    CHANGE = "change"
    MOVE = "move"


@dataclass(frozen=True)
class Seen:
    """When a part is: a pair of clocks, or as stated where it has no zone."""

    pair: TimePair | None
    stated: str


@dataclass(frozen=True)
class PartChange:
    """A part that would start and end then (UTC); *lines* are of the cities for whom something changes."""

    session: Session
    starts_at: datetime | None
    ends_at: datetime | None
    was: Seen
    now: Seen
    is_same: bool
    counts: list[State]
    lines: list[ChangeLine]
    same: list[ChangeLine]


@dataclass(frozen=True)
class Attendance:
    """The cities of a seminar with their names, and how long a talk is where cities come for one."""

    cities: Mapping[str, PlannedCity]
    slot_minutes: int | None

    @classmethod
    def of(cls, seminar_id: int) -> "Attendance":
        """Read it; six statements."""
        cities = planned_cities(seminar_id)
        return cls(
            cities=dict(zip(names_of(cities, language()), cities, strict=True)),
            slot_minutes=talk_minutes([seminar_id]).get(seminar_id),
        )


def asked_step() -> Step:
    """Return what the posted form asks for; without a word, to see what it changes."""
    asked = request.form.get("step", "")
    return Step(asked) if asked in set(Step) else Step.LOOK


def part_change(
    session: Session, time: SessionTime, starts_at: datetime | None, attendance: Attendance
) -> PartChange:
    """Return what giving *session* another *time* changes; *starts_at* (UTC) is its start then."""
    time = replace(time, zone=check_zone(time.zone) if time.zone else None)
    was, now = _time_of(session, attendance), _new_time(time, starts_at, attendance)
    changes = _changes(session, was, now, attendance)
    ends_at = now.ends_at if now else None
    return PartChange(
        session=session,
        starts_at=starts_at,
        ends_at=ends_at,
        was=Seen(pair_of(session.starts_at, session.ends_at, session.zone), stated(session.local_start)),
        now=Seen(pair_of(starts_at, ends_at, time.zone), stated(time.local_start)),
        is_same=_is_same(session, time, starts_at),
        counts=counted(change for _, _, change in changes),
        lines=[_line(*one, was, now) for one in changes if one[2].direction is not Direction.SAME],
        same=[_line(*one, was, now) for one in changes if one[2].direction is Direction.SAME],
    )


def _is_same(session: Session, time: SessionTime, starts_at: datetime | None) -> bool:
    stored = (session.local_start, session.zone, session.minutes, session.starts_at)
    return stored == (time.local_start, time.zone, time.minutes, starts_at)


def _time_of(session: Session, attendance: Attendance) -> PartTime | None:
    if session.starts_at is None:
        return None
    return PartTime(session.starts_at, session.minutes, attendance.slot_minutes)


def _new_time(time: SessionTime, starts_at: datetime | None, attendance: Attendance) -> PartTime | None:
    return PartTime(starts_at, time.minutes, attendance.slot_minutes) if starts_at else None


def _changes(
    session: Session, was: PartTime | None, now: PartTime | None, attendance: Attendance
) -> list[tuple[str, PlannedCity, CityChange]]:
    """Return the change for each city of a part, the worst first; none where the new instant is not known."""
    if now is None:
        return []
    found = [
        (name, planned, moved(planned.as_plan_city(name), was, now))
        for name, planned in attendance.cities.items()
        if planned.comes_to(session.id)
    ]
    return sorted(found, key=lambda one: one[2].rank)


def _line(
    name: str, planned: PlannedCity, change: CityChange, was: PartTime | None, now: PartTime | None
) -> ChangeLine:
    offsets = tuple(offset_words(time.starts_at, planned.zone) if time else "" for time in (was, now))
    return change_line(name, change, zone=planned.zone, offsets=(offsets[0], offsets[1]))


def together(parts: Sequence[PartChange]) -> bool:
    """Say whether nothing would change in any of *parts*."""
    return all(part.is_same for part in parts)
