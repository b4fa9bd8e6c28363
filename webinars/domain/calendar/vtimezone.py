"""VTIMEZONE, by a writer of our own: one STANDARD and, where the zone has summer time, one DAYLIGHT.

Each has its onset in the offset that ends there and a yearly rule, which all clients read alike. The database
stays the judge: a zone is described only if its two changes of every year asked for fall where the rules say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import chain

from webinars.domain import timezones
from webinars.domain.calendar import lines
from webinars.domain.timezones import Transition

_DAY = timedelta(days=1)
_WEEK = 7
_LAST = -1
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LEAP_YEAR = 2000
_PLACE_IN_UTC = "Africa/Abidjan"
_RULES_BEGIN = 1970  # Rules without an end that begin here give the same bytes for every window.
# A law shows itself in five years; the last year of the database alone would show nothing.
_LAW_SHOWN_FROM = timezones.LAST_YEAR - 4


@dataclass(frozen=True)
class _Onset:
    """A yearly change: at *at_time* of the old offset on the *nth* *weekday* (Monday 0) of *month*."""

    month: int
    nth: int
    weekday: int
    at_time: time
    before: timedelta
    after: timedelta


def timezone_for(zone: str, instants: Iterable[datetime]) -> bytes | None:
    """Return a VTIMEZONE that is right at all *instants*; None where they must be written in UTC.

    None means: no instants, one within 24 hours of a change of the clocks, or what `timezone_between` says of
    the years from the first to the last.
    """
    instants = sorted(instants)
    if not instants or any(_is_near_change(zone, instant) for instant in instants):
        return None
    first, last = (timezones.to_local(instant, zone).year for instant in (instants[0], instants[-1]))
    return timezone_between(zone, first, last)


def timezone_between(zone: str, first_year: int, last_year: int) -> bytes | None:
    """Return a VTIMEZONE that is right from *first_year* to *last_year*, both included.

    Its bytes hang on the first year alone: an event further on changes none, until no pair is right any more.
    None for a zone without one yearly rule in these years, for one whose changes keep to no law from then to
    the end of the database, for one that is no place, and beyond the database.
    """
    written, right_until = _from_year(zone, first_year)
    return written if last_year <= right_until else None


@cache
def timezone_without_events(zone: str) -> bytes:
    """Return a VTIMEZONE for a calendar that is still empty, so that it holds a component.

    Where the zone has no yearly rule in the database's last year, it has the offset of that year's first day.
    What is no place, as UTC, is never a TZID: there stands a place that keeps UTC.
    """
    zone = zone if _is_place(zone) else _PLACE_IN_UTC
    year = timezones.LAST_YEAR
    if described := timezone_between(zone, year, year):
        return described
    standard = timezones.utc_offset(datetime(year, 1, 1, tzinfo=UTC), zone)
    return _written(zone, [_constant(standard)])


@lru_cache(maxsize=4096)
def _from_year(zone: str, first_year: int) -> tuple[bytes, int]:
    """Return the VTIMEZONE that stays right longest from *first_year* on, and its last year (0 for none)."""
    changes = _changes(zone, first_year)
    if not _is_place(zone) or (changes and not _is_law(zone, min(first_year, _LAW_SHOWN_FROM))):
        return b"", 0
    if not changes:
        constant = timezones.utc_offset(datetime(first_year, 1, 1, tzinfo=UTC), zone)
        return _written(zone, [_constant(constant)]), timezones.LAST_YEAR
    rules = [_rule(side) for side in (changes[::2], changes[1::2])]
    years = min(count for _, count in rules)
    return _written(zone, [_observance(onset) for onset, _ in rules]), first_year + years - 1


def _is_place(zone: str) -> bool:
    return "/" in zone and not zone.startswith("Etc/")


def _changes(zone: str, first_year: int) -> tuple[Transition, ...]:
    begin, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (first_year, timezones.LAST_YEAR + 1))
    return timezones.transitions(zone, begin, end)


def _is_law(zone: str, first_year: int) -> bool:
    """Tell whether clocks go to and fro once a year, each way in one week, from *first_year* to the end.

    Any two changes of a single year fit a pair of rules; those of Gaza, which follow the moon, are no law.
    """
    changes = _changes(zone, first_year)
    years = list(range(first_year, timezones.LAST_YEAR + 1))
    return _alternate(changes) and all(
        [change.at.year for change in side] == years and _is_in_one_week(side)
        for side in (changes[::2], changes[1::2])
    )


def _alternate(changes: Sequence[Transition]) -> bool:
    """Tell whether *changes* go to and fro between two offsets."""
    offsets = {(change.before, change.after) for change in changes}
    return len(offsets) == 2 and len({frozenset(pair) for pair in offsets}) == 1


def _is_in_one_week(changes: Sequence[Transition]) -> bool:
    days = [(change.at + change.before).replace(year=_LEAP_YEAR).date() for change in changes]
    return max(days) - min(days) < _WEEK * _DAY


def _rule(changes: Sequence[Transition]) -> tuple[_Onset, int]:
    """Return the yearly rule that gives the most of *changes* from the first on, and how many these are."""
    common = _readings(changes[0])
    for count, change in enumerate(changes):
        narrower = common & _readings(change)
        if not narrower:
            return _usual(common), count
        common = narrower
    return _usual(common), len(changes)


def _usual(readings: Iterable[_Onset]) -> _Onset:
    """Return "the last Sunday" before "the fourth": where both fit, most laws say the former."""
    return min(readings, key=lambda onset: onset.nth)


def _readings(change: Transition) -> frozenset[_Onset]:
    """Return the yearly rules that put a change where *change* is in its own year."""
    local = change.at + change.before
    counted = (local.day - 1) // _WEEK + 1
    is_last = (local + _WEEK * _DAY).month != local.month
    return frozenset(
        _Onset(local.month, nth, local.weekday(), local.time(), change.before, change.after)
        for nth in ((_LAST, counted) if is_last else (counted,))
        if nth < 5  # Not every month has a fifth one.
    )


def _observance(onset: _Onset) -> list[str]:
    name = "DAYLIGHT" if onset.after > onset.before else "STANDARD"
    begins = datetime.combine(_first_day(onset), onset.at_time)
    return [
        f"BEGIN:{name}",
        f"DTSTART:{lines.wall_clock(begins)}",
        f"RRULE:FREQ=YEARLY;BYMONTH={onset.month};BYDAY={onset.nth}{_WEEKDAYS[onset.weekday]}",
        f"TZOFFSETFROM:{lines.offset(onset.before)}",
        f"TZOFFSETTO:{lines.offset(onset.after)}",
        f"END:{name}",
    ]


def _first_day(onset: _Onset) -> date:
    """Return the first day of the rule's history; clients ask that DTSTART fits the rule."""
    month = [date(_RULES_BEGIN, onset.month, 1) + day * _DAY for day in range(31)]
    days = [day for day in month if (day.month, day.weekday()) == (onset.month, onset.weekday)]
    return days[onset.nth if onset.nth == _LAST else onset.nth - 1]


def _constant(offset: timedelta) -> list[str]:
    return [
        "BEGIN:STANDARD",
        f"DTSTART:{_RULES_BEGIN}0101T000000",
        f"TZOFFSETFROM:{lines.offset(offset)}",
        f"TZOFFSETTO:{lines.offset(offset)}",
        "END:STANDARD",
    ]


def _written(zone: str, observances: Iterable[list[str]]) -> bytes:
    """Return the component, STANDARD before DAYLIGHT."""
    body = chain.from_iterable(sorted(observances, reverse=True))
    return lines.join(["BEGIN:VTIMEZONE", f"TZID:{zone}", *body, "END:VTIMEZONE"])


def _is_near_change(zone: str, instant: datetime) -> bool:
    return bool(timezones.transitions(zone, instant - _DAY, instant + _DAY))
