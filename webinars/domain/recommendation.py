"""Which part of a seminar suits a city, by the planner's rule, and why, in words for who reads it.

A part costs a city what it costs it in a plan (domain/planner/weights), whichever way its time was found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from webinars.domain.errors import N_
from webinars.domain.hours import CELL_MINUTES, Level
from webinars.domain.planner.problems import Attend, PlanCity
from webinars.domain.planner.weights import FORBIDDEN, cell_of, instant_of, level_of, weights
from webinars.domain.timezones import to_local

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that a delegate can choose: *starts_at* in UTC, *name* as the delegate reads it."""

    key: str
    name: str
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """Return the UTC instant at which the part is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens: from *city*, whose name the reader knows, through a part or for a talk of it.

    *talk* is the length of that talk in minutes; None where a city sits through its part.
    """

    city: PlanCity
    talk: int | None = None

    def stays(self, part: Part) -> int:
        """Return how many minutes of a part must suit; who attends all parts sits through them."""
        if self.talk is None or self.city.attend is Attend.ALL:
            return part.minutes
        return min(self.talk, part.minutes)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The part that suits best; *reason* is an untranslated sentence that *values* fill.

    *suits* is False when the city cannot take part in it, and in no other.
    *local_start* and *local_end* are the city's wall clock, for a page that also says the day.
    """

    part_key: str
    reason: str
    values: Mapping[str, object]
    suits: bool
    local_start: datetime
    local_end: datetime


class Obstacle(StrEnum):
    """Why a minute is impossible; the first that applies counts."""

    HOLIDAY = "holiday"
    DAY_OFF = "day off"
    AWAY = "away"
    NIGHT = "night"


_REASONS = {
    Level.GOOD: N_("“%(part)s” is %(start)s–%(end)s in %(city)s, within working hours."),
    Level.ACCEPTABLE: N_("“%(part)s” is %(start)s–%(end)s in %(city)s, just outside working hours."),
    Level.AWKWARD: N_("“%(part)s” is %(start)s–%(end)s in %(city)s, at an awkward hour."),
}
_TALKS = {
    Level.GOOD: N_(
        "“%(part)s” is %(start)s–%(end)s in %(city)s. A talk at %(talk_start)s–%(talk_end)s would be"
        " within working hours."
    ),
    Level.ACCEPTABLE: N_(
        "“%(part)s” is %(start)s–%(end)s in %(city)s. A talk at %(talk_start)s–%(talk_end)s would be"
        " just outside working hours."
    ),
    Level.AWKWARD: N_(
        "“%(part)s” is %(start)s–%(end)s in %(city)s. A talk at %(talk_start)s–%(talk_end)s would be"
        " at an awkward hour."
    ),
}
_OBSTACLES = {
    Obstacle.HOLIDAY: N_(
        "No part suits %(city)s. “%(part)s” is %(start)s–%(end)s there, on a public holiday."
    ),
    Obstacle.DAY_OFF: N_("No part suits %(city)s. “%(part)s” is %(start)s–%(end)s there, on a day off."),
    Obstacle.AWAY: N_(
        "No part suits %(city)s. “%(part)s” is %(start)s–%(end)s there, when the city cannot take part."
    ),
    Obstacle.NIGHT: N_(
        "No part suits %(city)s. “%(part)s” is %(start)s–%(end)s there and has the fewest minutes"
        " in impossible hours: %(night)d of %(minutes)d."
    ),
}


def recommend(parts: Sequence[Part], listener: Listener) -> Recommendation | None:
    """Return the part with the least discomfort, the earliest of equals; None without parts.

    When every part is impossible, it is the one with the fewest impossible minutes, and the reason says so;
    a day off or a holiday counts for nothing then, because it is one from morning to night.
    """
    if not parts:
        return None
    stay = min((_best_stay(part, listener) for part in parts), key=_rank)
    part, city = stay.part, listener.city
    local_start, local_end = to_local(part.starts_at, city.zone), to_local(part.ends_at, city.zone)
    reason, said = _why_not(stay, city) if stay.is_impossible else _why(stay, city)
    clocks = {"start": f"{local_start:%H:%M}", "end": f"{local_end:%H:%M}"}
    return Recommendation(
        part_key=part.key,
        reason=reason,
        values={"part": part.name, "city": city.name, **clocks, **said},
        suits=not stay.is_impossible,
        local_start=local_start,
        local_end=local_end,
    )


@dataclass(frozen=True, slots=True)
class _Stay:
    """The minutes of *part* from *begin* to *end* (without), and what each minute of the part weighs.

    *everyday* is what it weighs on a day that is no day off and no holiday.
    """

    part: Part
    begin: int
    end: int
    weights: bytes
    everyday: bytes

    @property
    def is_impossible(self) -> bool:
        """Say whether the city misses a minute of it."""
        return FORBIDDEN in self.weights[self.begin : self.end]

    @property
    def burden(self) -> tuple[bool, int, int]:
        """Return what it asks, comparable: what is possible first, impossible minutes, discomfort."""
        own = self.everyday[self.begin : self.end]
        impossible = own.count(FORBIDDEN)
        return self.is_impossible, impossible, sum(own) - impossible * FORBIDDEN


def _rank(stay: _Stay) -> tuple[tuple[bool, int, int], datetime]:
    return stay.burden, stay.part.starts_at


def _best_stay(part: Part, listener: Listener) -> _Stay:
    """Return the stay in a part that asks least of a city, the first of equals."""
    minutes, city = listener.stays(part), listener.city
    felt = _minutes(part, city)
    everyday = _minutes(part, replace(city, days_off=frozenset(), holidays=frozenset()))
    begins = range(0, part.minutes - minutes + 1, CELL_MINUTES)
    stays = [_Stay(part, begin, begin + minutes, felt, everyday) for begin in begins]
    return min(stays, key=lambda stay: stay.burden)


def _minutes(part: Part, city: PlanCity) -> bytes:
    """Return for each minute of a part the weight of the five minutes that it lies in."""
    first, end = cell_of(part.starts_at), cell_of(part.ends_at - _MINUTE) + 1
    early = (part.starts_at - instant_of(first)) // _MINUTE
    each = b"".join(bytes([cell]) * CELL_MINUTES for cell in weights(city, first, end))
    return each[early : early + part.minutes]


# --- words --------------------------------------------------------------------------------------------------


def _why(stay: _Stay, city: PlanCity) -> tuple[str, Mapping[str, object]]:
    """Return why a stay suits, and what the sentence says beside the clocks of the part."""
    level = level_of(max(stay.weights[stay.begin : stay.end]))
    if level is level_of(max(stay.weights)):
        return _REASONS[level], {}
    clocks = [
        to_local(stay.part.starts_at + minute * _MINUTE, city.zone) for minute in (stay.begin, stay.end)
    ]
    return _TALKS[level], {"talk_start": f"{clocks[0]:%H:%M}", "talk_end": f"{clocks[1]:%H:%M}"}


def _why_not(stay: _Stay, city: PlanCity) -> tuple[str, Mapping[str, object]]:
    """Return what stands in the way: a date before a clock, and of these what takes more minutes."""
    part = stay.part
    met = [
        _obstacle(part.starts_at + minute * _MINUTE, city)
        for minute, weight in enumerate(stay.weights)
        if weight == FORBIDDEN
    ]
    for obstacle in (Obstacle.HOLIDAY, Obstacle.DAY_OFF):
        if obstacle in met:
            return _OBSTACLES[obstacle], {}
    if met.count(Obstacle.AWAY) > met.count(Obstacle.NIGHT):
        return _OBSTACLES[Obstacle.AWAY], {}
    return _OBSTACLES[Obstacle.NIGHT], {"night": met.count(Obstacle.NIGHT), "minutes": part.minutes}


def _obstacle(instant: datetime, city: PlanCity) -> Obstacle:
    local_date = to_local(instant, city.zone).date()
    if local_date in city.holidays:
        return Obstacle.HOLIDAY
    if local_date.weekday() in city.days_off:
        return Obstacle.DAY_OFF
    if any(away.begins_at <= instant < away.ends_at for away in city.unavailable):
        return Obstacle.AWAY
    return Obstacle.NIGHT
