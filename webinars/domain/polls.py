"""Polls of hours: which of its own dates a city is asked about, and absences as days and as stretches."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from webinars.domain.absences import Absence
from webinars.domain.errors import N_, Refusal, SkippedTime
from webinars.domain.hours import CELL_MINUTES, DAY_MINUTES, Band, Hours
from webinars.domain.timezones import Reading, to_local, to_utc

MOST_DAYS = 62  # Two months: more than that nobody ticks one by one.

_DAY = timedelta(days=1)
_MIDNIGHT = time()
_LAST_CLOCK = time(23, 55)


@dataclass(frozen=True, slots=True)
class Told:
    """Absences as a form shows them: whole *days* of those it offers, and other *stretches*."""

    days: frozenset[date]
    stretches: tuple[Absence, ...]


def days_asked(first: date, last: date, *, host_zone: str, zone: str) -> tuple[date, ...]:
    """Return the dates of *zone* that the host’s dates from *first* to *last* touch, in order."""
    begins_at, ends_at = span_asked(first, last, host_zone=host_zone)
    return tuple(_days(to_local(begins_at, zone).date(), to_local(ends_at, zone).date()))


def span_asked(first: date, last: date, *, host_zone: str) -> tuple[datetime, datetime]:
    """Return the first and the last instant (UTC, in cells of five minutes) of the host’s dates."""
    begins_at = _instant(datetime.combine(first, _MIDNIGHT), host_zone, Reading.FIRST)
    return begins_at, _instant(datetime.combine(last, _LAST_CLOCK), host_zone, Reading.SECOND)


def told_in(absences: Iterable[Absence], days: Collection[date]) -> Told:
    """Return *absences* as whole days where all their dates are among *days*, the others as stretches."""
    offered, whole, stretches = frozenset(days), set[date](), []
    for absence in sorted(absences):
        own = _whole_days(absence)
        if own and offered.issuperset(own):
            whole.update(own)
        else:
            stretches.append(absence)
    return Told(frozenset(whole), tuple(stretches))


def absences_of(told: Told) -> tuple[Absence, ...]:
    """Return what *told* says as absences, in order; days that follow each other are one of them."""
    found, run = set(told.stretches), list[date]()
    for day in sorted(told.days):
        if run and day - run[-1] != _DAY:
            found.add(_from_days(run))
            run = []
        run.append(day)
    if run:
        found.add(_from_days(run))
    return tuple(sorted(found))


def check_hours(hours: Hours) -> None:
    """Raise Refusal at "preferred", "acceptable" or "possible" for hours that a person cannot mean.

    Where a band reaches beyond the next wider one, its hours would count as worse than they are called.
    """
    bands = {"preferred": hours.preferred, "acceptable": hours.acceptable, "possible": hours.possible}
    for field, band in bands.items():
        if band.from_minute and band.from_minute == band.to_minute:
            text = N_("These hours end as they begin. Enter a later end, or 00:00 twice for the whole day.")
            raise Refusal(text, field=field)
    for field, wider in (("preferred", "acceptable"), ("acceptable", "possible")):
        if not _is_within(bands[field], bands[wider]):
            text = N_("These hours reach beyond the ones below. Make these shorter or those longer.")
            raise Refusal(text, field=field)


def _is_within(inner: Band, outer: Band) -> bool:
    return all(minute in outer for minute in range(0, DAY_MINUTES, CELL_MINUTES) if minute in inner)


def _from_days(run: Sequence[date]) -> Absence:
    return Absence(datetime.combine(run[0], _MIDNIGHT), datetime.combine(run[-1] + _DAY, _MIDNIGHT))


def _whole_days(absence: Absence) -> tuple[date, ...]:
    """Return the dates that *absence* consists of; none when it begins or ends within a day."""
    if (absence.begins_at.time(), absence.ends_at.time()) != (_MIDNIGHT, _MIDNIGHT):
        return ()
    return tuple(_days(absence.begins_at.date(), absence.ends_at.date() - _DAY))


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + number * _DAY


def _instant(local: datetime, zone: str, reading: Reading) -> datetime:
    try:
        return to_utc(local, zone, reading=reading)
    except SkippedTime as skipped:
        return skipped.after  # Some zones jump over midnight: the day begins where they land.
