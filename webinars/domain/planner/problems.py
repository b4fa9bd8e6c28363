"""What the planner is asked: cities with their hours, a range of dates, and the parts to place.

All instants are aware UTC, all lengths minutes, and everything is a whole multiple of five minutes. An object
of this module is sound: what makes no sense is refused when it is made.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from webinars.domain.errors import BadProblem
from webinars.domain.hours import DEFAULT_HOURS, Hours
from webinars.domain.planner import checks

__all__ = ["Attend", "BadProblem", "Interval", "Objective", "PlanCity", "Presence", "Problem"]

_NONE = timedelta()


class Attend(StrEnum):
    """Which parts a city attends: the one that suits it best, or all."""

    ONE = "one"
    ALL = "all"


class Objective(StrEnum):
    """What is made small, after the number of cities that no part suits.

    The largest cost and then the sum; the costs from the largest down; the sum and then the largest.
    """

    MINIMAX = "minimax"
    LEXIMIN = "leximin"
    TOTAL = "total"


class Presence(StrEnum):
    """How long a city is present: through its whole part, or for one talk of it."""

    WHOLE = "whole"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time in UTC, without its end."""

    begins_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.begins_at.utcoffset() != _NONE or self.ends_at.utcoffset() != _NONE:
            raise ValueError("an interval is in UTC")
        checks.instant(self.begins_at)
        checks.instant(self.ends_at)
        checks.forward(self.begins_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class PlanCity:
    """A city with its hours; *days_off* are weekdays (Monday = 0), *holidays* dates on its own calendar."""

    name: str
    zone: str
    attend: Attend = Attend.ONE
    hours: Hours = DEFAULT_HOURS
    days_off: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()
    unavailable: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        checks.name(self.name)
        checks.zone(self.zone)
        checks.hours(self.hours)
        checks.weekdays(self.days_off)

    @property
    def ways(self) -> tuple[str, Attend, Hours, Set[int], Set[date], tuple[Interval, ...]]:
        """Return all but the name: cities with the same ways are the same to the planner."""
        return (self.zone, self.attend, self.hours, self.days_off, self.holidays, self.unavailable)


@dataclass(frozen=True, slots=True)
class Problem:
    """Parts of *parts* minutes, in this order, to be placed on the host's dates from first to last.

    A start lies on a multiple of *grid* minutes of the host's clock. *gap* is the least time between two
    parts, *span_days* the number of the host's dates that they may spread over. *slot_minutes* is the length
    of a talk, and needed where the presence is a talk.
    """

    host: str
    cities: tuple[PlanCity, ...]
    first_date: date
    last_date: date
    grid: int = 15
    parts: tuple[int, ...] = ()
    gap: int = 60
    span_days: int = 1
    presence: Presence = Presence.WHOLE
    slot_minutes: int | None = None

    def __post_init__(self) -> None:
        checks.names([city.name for city in self.cities], host=self.host)
        checks.dates(self.first_date, self.last_date)
        checks.grid(self.grid)
        checks.parts(self.parts)
        checks.gap(self.gap)
        checks.span(self.span_days)
        checks.talk(self.slot_minutes, self.parts, is_needed=self.presence is Presence.TALK)

    @property
    def host_city(self) -> PlanCity:
        """Return the city whose clock and calendar the dates and the grid are of."""
        return next(city for city in self.cities if city.name == self.host)
