"""Good, bad and impossible hours of a city's day. What they weigh in a plan is in domain/planner/weights."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from webinars.domain.timezones import to_local

DAY_MINUTES = 24 * 60
CELL_MINUTES = 5  # Every offset since 1972 is a multiple of five minutes, so no rule changes inside a cell.


class Level(StrEnum):
    """How well an hour suits a city, best first."""

    GOOD = "good"
    ACCEPTABLE = "acceptable"
    AWKWARD = "awkward"
    FORBIDDEN = "forbidden"


_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the clock, in minutes after midnight, without its end.

    It wraps past midnight when it ends before it starts; equal ends mean the whole day.
    """

    from_minute: int
    to_minute: int

    def __post_init__(self) -> None:
        if not (0 <= self.from_minute < DAY_MINUTES and 0 <= self.to_minute <= DAY_MINUTES):
            raise ValueError(f"{self.from_minute}-{self.to_minute} is no stretch of a day")

    def __contains__(self, clock_minute: int) -> bool:
        begin, end = self.from_minute, self.to_minute % DAY_MINUTES
        if begin == end:
            return True
        if begin < end:
            return begin <= clock_minute < end
        return clock_minute >= begin or clock_minute < end


@dataclass(frozen=True, slots=True)
class Hours:
    """The three bands of a city's day."""

    preferred: Band
    acceptable: Band
    possible: Band


DEFAULT_HOURS = Hours(
    preferred=Band(9 * 60, 18 * 60),
    acceptable=Band(8 * 60, 21 * 60),
    possible=Band(6 * 60, 23 * 60),
)


def level_at(clock_minute: int, hours: Hours = DEFAULT_HOURS) -> Level:
    """Return the level of one minute of the clock, counted from midnight."""
    if clock_minute not in hours.possible:
        return Level.FORBIDDEN
    if clock_minute in hours.preferred:
        return Level.GOOD
    if clock_minute in hours.acceptable:
        return Level.ACCEPTABLE
    return Level.AWKWARD


def impossible_minutes(starts_at: datetime, minutes: int, zone: str, hours: Hours = DEFAULT_HOURS) -> int:
    """Count the minutes of a part that are forbidden in *zone*."""
    cells = _cells(starts_at, minutes, zone, hours)
    return sum(length for level, length in cells if level is Level.FORBIDDEN)


def worst_level(starts_at: datetime, minutes: int, zone: str, hours: Hours = DEFAULT_HOURS) -> Level:
    """Return the worst level that a part touches in *zone*."""
    levels = (level for level, _ in _cells(starts_at, minutes, zone, hours))
    return max(levels, key=_ORDER.index, default=Level.GOOD)


def _cells(starts_at: datetime, minutes: int, zone: str, hours: Hours) -> Iterator[tuple[Level, int]]:
    """Yield the level and length in minutes of each cell; the first and the last may be cut short."""
    ends_at = starts_at + timedelta(minutes=minutes)
    while starts_at < ends_at:
        cell_end = starts_at + timedelta(minutes=CELL_MINUTES - starts_at.minute % CELL_MINUTES)
        cell_end = min(cell_end, ends_at)
        local = to_local(starts_at, zone)
        yield level_at(local.hour * 60 + local.minute, hours), (cell_end - starts_at) // timedelta(minutes=1)
        starts_at = cell_end
