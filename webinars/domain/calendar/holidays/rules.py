"""Yearly rules of recurrence (RFC 5545 §3.3.10), as far as public holidays need them.

Written here and not left to a library: what a rule may cost is counted before it is spent.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from icalendar import vDate

from webinars.domain.calendar.files import AtLine, Line
from webinars.domain.calendar.holidays.days import Budget
from webinars.domain.errors import N_, Refusal

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(rf"([+-]?[1-5])?({'|'.join(_WEEKDAYS)})")
_KNOWN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,4}")
_EARLIEST = 1583  # the first whole year of the Gregorian calendar: some files begin their rules that early


@dataclass(frozen=True)
class Rule:
    """A yearly rule; *by_day* are pairs of ordinal in the month (None: each) and weekday, Monday = 0."""

    interval: int = 1
    count: int | None = None
    until: date = date.max
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    by_day: tuple[tuple[int | None, int], ...] = ()

    def days(self, start: date, *, first: date, last: date, budget: Budget) -> Iterator[date]:
        """Yield the dates from *first* to *last*, of a rule that begins on *start*, in order.

        Raises Refusal when the budget is spent.
        """
        years = self._years(start, first, last)
        found = (day for year in years for day in self._in_year(year, start, budget) if day >= start)
        for day in islice(found, self.count):
            if day > min(self.until, last):
                return
            if day >= first:
                yield day

    def _years(self, start: date, first: date, last: date) -> range:
        """Return the years that count: from the first one that is wanted, unless the rule counts its days."""
        begin = max(start.year, _EARLIEST)
        if self.count is None and first.year > begin:
            begin = first.year
        begin += (start.year - begin) % self.interval
        return range(begin, min(last.year, self.until.year) + 1, self.interval)

    def _in_year(self, year: int, start: date, budget: Budget) -> Iterator[date]:
        months = self.months or (range(1, 13) if self.month_days else (start.month,))
        for month in months:
            budget.spend()
            yield from self._in_month(year, month, start)

    def _in_month(self, year: int, month: int, start: date) -> Iterator[date]:
        length = monthrange(year, month)[1]
        fixed = self.month_days or (() if self.by_day else (start.day,))
        wanted = {day if day > 0 else length + 1 + day for day in fixed}
        for number in sorted(wanted & set(range(1, length + 1)) if wanted else range(1, length + 1)):
            day = date(year, month, number)
            if not self.by_day or any(_fits(day, length, *one) for one in self.by_day):
                yield day


def read_rule(line: Line) -> Rule:
    """Return the rule of an RRULE. Raises AtLine for one that is none, or that no holiday needs."""
    parts = _parts(line)
    if parts.get("FREQ") != "YEARLY":
        raise _refused(line)
    if "BYDAY" in parts and "BYMONTH" not in parts:
        raise _refused(line)  # the days of a whole year
    return Rule(
        interval=_number(line, parts.get("INTERVAL", "1")),
        count=_number(line, parts["COUNT"]) if "COUNT" in parts else None,
        until=_until(line, parts["UNTIL"]) if "UNTIL" in parts else date.max,
        months=tuple(sorted(_numbers(line, parts.get("BYMONTH", ""), least=1, most=12))),
        month_days=_numbers(line, parts.get("BYMONTHDAY", ""), least=-31, most=31),
        by_day=_by_day(line, parts.get("BYDAY", "")),
    )


def _parts(line: Line) -> dict[str, str]:
    """Return the parts of a rule by name, each once."""
    pairs = [part.partition("=") for part in line.value.strip().upper().split(";") if part]
    parts = {name: value for name, _, value in pairs if value}
    if len(parts) != len(pairs) or not parts.keys() <= _KNOWN:
        raise _refused(line)
    return parts


def _number(line: Line, value: str) -> int:
    numbers = _numbers(line, value, least=1, most=9999)
    if len(numbers) != 1:
        raise _refused(line)
    return numbers[0]


def _numbers(line: Line, value: str, *, least: int, most: int) -> tuple[int, ...]:
    """Return the numbers of a list, each once; none of them is 0."""
    written = value.split(",") if value else []
    numbers = tuple(dict.fromkeys(int(one) for one in written if _NUMBER.fullmatch(one)))
    is_sound = all(_NUMBER.fullmatch(one) for one in written) and 0 not in numbers
    if not is_sound or any(not least <= number <= most for number in numbers):
        raise _refused(line)
    return numbers


def _by_day(line: Line, value: str) -> tuple[tuple[int | None, int], ...]:
    found = [_BY_DAY.fullmatch(one) for one in value.split(",")] if value else []
    if None in found:
        raise _refused(line)
    pairs = ((one[1], one[2]) for one in found if one)
    return tuple(
        dict.fromkeys((int(nth) if nth else None, _WEEKDAYS.index(weekday)) for nth, weekday in pairs)
    )


def _until(line: Line, value: str) -> date:
    try:
        until: date = vDate.from_ical(value[:8])  # type: ignore[no-untyped-call]
    except ValueError:
        raise _refused(line) from None
    return until


def _fits(day: date, length: int, nth: int | None, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if nth is None:
        return True
    return (day.day - 1) // 7 + 1 == nth if nth > 0 else (length - day.day) // 7 + 1 == -nth


def _refused(line: Line) -> AtLine:
    reason = Refusal(
        N_("“%(value)s” is no rule for a day of each year. Enter the days of this event by hand."),
        value=line.value.strip()[:60],
    )
    return AtLine(line.number, reason)
