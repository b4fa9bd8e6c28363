"""When an event is, as two lines: read from a zone's stretches between two changes of its clocks."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from webinars.domain import timezones
from webinars.domain.calendar import lines
from webinars.domain.calendar.vtimezone import timezone_between, timezone_for

_DAY = timedelta(days=1)


@lru_cache(maxsize=1024)
def shared_times(zone: str, starts_at: datetime, ends_at: datetime) -> str:
    """Return what `written_times` does, kept: hundreds of people share the times of one session."""
    return written_times(zone, starts_at, ends_at)


def written_times(zone: str, starts_at: datetime, ends_at: datetime) -> str:
    """Return DTSTART and DTEND, on the clocks of *zone* where one VTIMEZONE is right for them; else UTC."""
    offset = _offset_throughout(zone, starts_at, ends_at)
    if offset is None:
        return _times_across(zone, starts_at, ends_at)
    start, end = starts_at + offset, ends_at + offset
    if timezone_between(zone, start.year, end.year) is None:
        return f"DTSTART:{lines.utc(starts_at)}\r\nDTEND:{lines.utc(ends_at)}\r\n"
    local = f"{zone}:{lines.wall_clock(start)}", f"{zone}:{lines.wall_clock(end)}"
    return f"DTSTART;TZID={local[0]}\r\nDTEND;TZID={local[1]}\r\n"


def _times_across(zone: str, starts_at: datetime, ends_at: datetime) -> str:
    """Return the times of an event that is near a change of the clocks, or goes on across one."""
    if timezone_for(zone, (starts_at, ends_at)) is None:
        return f"DTSTART:{lines.utc(starts_at)}\r\nDTEND:{lines.utc(ends_at)}\r\n"
    starts, ends = (lines.wall_clock(timezones.to_local(instant, zone)) for instant in (starts_at, ends_at))
    return f"DTSTART;TZID={zone}:{starts}\r\nDTEND;TZID={zone}:{ends}\r\n"


@dataclass(frozen=True)
class _Stretches:
    """A zone's stretches of one offset each, less a day at both ends; *offsets[i]* holds in the i-th."""

    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]


@lru_cache(maxsize=512)
def _stretches(zone: str) -> _Stretches:
    first = datetime(timezones.FIRST_YEAR, 1, 1, tzinfo=UTC)
    last = datetime(timezones.LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    changes = timezones.transitions(zone, first, last)
    return _Stretches(
        begins=(first, *(change.at + _DAY for change in changes)),
        ends=(*(change.at - _DAY for change in changes), last),
        offsets=(timezones.utc_offset(first, zone), *(change.after for change in changes)),
    )


def _offset_throughout(zone: str, starts_at: datetime, ends_at: datetime) -> timedelta | None:
    """Return the offset of the one stretch that holds both instants; None where there is no such stretch."""
    stretches = _stretches(zone)
    found = bisect_right(stretches.begins, starts_at) - 1
    is_inside = found >= 0 and stretches.begins[found] < starts_at and ends_at < stretches.ends[found]
    return stretches.offsets[found] if is_inside else None
