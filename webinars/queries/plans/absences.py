"""Absences of cities as the planner counts time."""

from datetime import datetime, timedelta

from webinars.domain.absences import Absence
from webinars.domain.errors import DoubledTime, SkippedTime
from webinars.domain.hours import CELL_MINUTES
from webinars.domain.planner.problems import Interval
from webinars.domain.timezones import to_utc, transitions


def interval_of(absence: Absence, zone: str) -> Interval | None:
    """Return when an absence is by the clocks of *zone*, None where they never show it.

    A clock that comes twice begins with its first time and ends with its second; one that is jumped over
    begins and ends where the clocks jump.
    """
    begins_at, _ = _instants(absence.begins_at, zone)
    _, ends_at = _instants(absence.ends_at, zone)
    return Interval(begins_at, ends_at) if begins_at < ends_at else None


def _instants(local: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the first and the last instant that *local* can mean; of a jump, the cell that it lies in."""
    try:
        instant = to_utc(local, zone)
    except DoubledTime as twice:
        return twice.first, twice.second
    except SkippedTime as never:
        jump = transitions(zone, never.before, never.after)[0].at
        down, up = jump.minute % CELL_MINUTES, -jump.minute % CELL_MINUTES
        return jump - timedelta(minutes=down), jump + timedelta(minutes=up)
    return instant, instant
