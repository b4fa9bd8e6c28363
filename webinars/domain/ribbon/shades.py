"""The shades of a city's day, from its real clock: exact over changes of clocks and at +05:45."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from webinars.domain.hours import DAY_MINUTES, DEFAULT_HOURS, Level, level_at
from webinars.domain.timezones import to_local, transitions, utc_offset

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Shade(StrEnum):
    """What people do at an hour, as the drawing tells it."""

    NIGHT = "night"
    EDGE = "edge"
    WORK = "work"
    OFF = "off"  # a day off, a holiday or an absence: only where a city said its own


_SHADES = {
    Level.GOOD: Shade.WORK,
    Level.ACCEPTABLE: Shade.EDGE,
    Level.AWKWARD: Shade.EDGE,
    Level.FORBIDDEN: Shade.NIGHT,
}
_TURNS = sorted(
    minute % DAY_MINUTES
    for band in (DEFAULT_HOURS.preferred, DEFAULT_HOURS.possible)
    for minute in (band.from_minute, band.to_minute)
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one shade, from one UTC instant to another."""

    shade: Shade
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch of UTC during which a zone keeps one offset."""

    begins: datetime
    ends: datetime
    offset: timedelta

    def instants_of(self, clock_minute: int) -> Iterator[datetime]:
        """Yield the instants at which the zone's clock shows this minute of the day."""
        clock = (self.begins + self.offset).replace(hour=0, minute=0, second=0, microsecond=0)
        instant = clock + clock_minute * MINUTE - self.offset
        while instant < self.ends:
            if instant >= self.begins:
                yield instant
            instant += DAY


def shade_of(level: Level) -> Shade:
    """Return the shade that stands for a level."""
    return _SHADES[level]


def shade_at(instant: datetime, zone: str) -> Shade:
    """Return the shade of one instant in *zone*."""
    local = to_local(instant, zone)
    return _SHADES[level_at(local.hour * 60 + local.minute)]


def shades(zone: str, begins: datetime, ends: datetime) -> tuple[Segment, ...]:
    """Cut the time from *begins* to *ends* (UTC) into stretches of one shade of *zone*, without gaps."""
    cuts = sorted({begins, ends, *_turns(zone, begins, ends)})
    segments: list[Segment] = []
    for begin, end in pairwise(cuts):
        shade = shade_at(begin, zone)
        if segments and segments[-1].shade is shade:
            segments[-1] = replace(segments[-1], ends=end)
        else:
            segments.append(Segment(shade, begin, end))
    return tuple(segments)


def clock_instants(zone: str, clock_minutes: range, begins: datetime, ends: datetime) -> tuple[datetime, ...]:
    """Return in order the instants at which the clock of *zone* shows one of *clock_minutes*."""
    spans = reaches(zone, begins, ends)
    return tuple(sorted(at for span in spans for minute in clock_minutes for at in span.instants_of(minute)))


def day_begins(day: date, zone: str) -> datetime:
    """Return the first UTC instant of *day* in *zone*, also where midnight is skipped or doubled."""
    # No offset is larger than 14 hours, and a doubled midnight begins an hour before the second one.
    midnight = datetime.fromisoformat(f"{day}T00:00+00:00")
    for span in reaches(zone, midnight - 16 * HOUR, midnight + 16 * HOUR):
        first = max(span.begins, midnight - span.offset)
        if first < span.ends and (first + span.offset).date() == day:
            return first
    raise ValueError(f"{zone} has no {day}")


def reaches(zone: str, begins: datetime, ends: datetime) -> tuple[Reach, ...]:
    """Cut the time from *begins* to *ends* (UTC) where *zone* changes its offset."""
    changes = {change.at for change in transitions(zone, begins, ends)}
    cuts = sorted({begins, ends} | changes)
    return tuple(Reach(begin, end, utc_offset(begin, zone)) for begin, end in pairwise(cuts))


def _turns(zone: str, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """Yield the instants at which the shade of *zone* may change: its hours, and its changes of clocks."""
    for span in reaches(zone, begins, ends):
        yield span.begins
        for minute in _TURNS:
            yield from span.instants_of(minute)
