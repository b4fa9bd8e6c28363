"""Public holidays of a calendar file: whole days, yearly rules, more days and days that are taken out."""

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta

from icalendar import vDate

from webinars.domain.calendar.files import (
    AtLine,
    EventLines,
    Line,
    Problem,
    broken_lines,
    check_whole,
    duration_of,
    is_called_off,
    read_contents,
    start_of,
    text_of,
    title_of,
)
from webinars.domain.calendar.holidays.days import Budget, Day, Found, named, stretch
from webinars.domain.calendar.holidays.rules import read_rule
from webinars.domain.errors import N_, Refusal
from webinars.domain.timezones import LAST_YEAR

MOST_EVENTS = 5_000
LONGEST_DAYS = 31

_LAST = date(LAST_YEAR, 12, 31)
_WANTED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS"}
    | {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
)
_DAY = timedelta(days=1)

Changed = Mapping[str, Set[date]]


def read_holidays(content: bytes, *, since: date) -> Found:
    """Read the holidays of *content* from *since* to the last year that the planner knows.

    Raises Refusal at "file" when nothing of it can be read, or it names too many days.
    """
    contents = read_contents(content, _WANTED, most_events=MOST_EVENTS)
    changed = _changed(contents.events)
    budget = Budget()
    days: list[Day] = []
    problems: list[Problem] = []
    for event in contents.events:
        problems += broken_lines(event)
        try:
            days += _days(event, changed, since, budget)
            problems += _notes(event)
        except AtLine as wrong:
            problems.append(Problem(wrong.line, wrong.reason, title_of(event)))
    past = {day.on_date for day in days if day.on_date < since}
    in_lines = sorted(problems, key=lambda one: one.line)
    return Found(named(day for day in days if day.on_date >= since), tuple(in_lines), len(past))


def _changed(events: Iterable[EventLines]) -> Changed:
    """Return the dates on which another event stands for the one of the same UID (RFC 5545 §3.8.4.4)."""
    changed: dict[str, set[date]] = {}
    for event in events:
        line = event.first("RECURRENCE-ID")
        try:
            dates = {_date(line, line.value)} if line else set()
        except AtLine:
            continue  # The event itself says so when it is read.
        changed.setdefault(text_of(event.first("UID")), set()).update(dates)
    return changed


def _days(event: EventLines, changed: Changed, since: date, budget: Budget) -> Iterator[Day]:
    """Yield the days of an event; of its rules only what may touch *since* or later. Raises AtLine."""
    check_whole(event)
    start = _date(start_of(event), start_of(event).value)
    length = _length(event, start)
    if is_called_off(event):
        raise AtLine(event.number, Refusal(N_("This event is cancelled in the file.")))
    dates = _dates(event, start, since - length * _DAY, budget) - _taken_out(event, changed)
    for first in sorted(dates):
        for day in stretch(first, length):
            budget.spend()
            if day <= _LAST:
                yield Day(day, title_of(event), event.number)


def _dates(event: EventLines, start: date, first: date, budget: Budget) -> set[date]:
    """Return the first day of each time that the event takes place. Raises AtLine."""
    rules = event.lines.get("RRULE", ())
    if start > _LAST:
        reason = Refusal(N_("The planner knows the years to %(last)d. This day is later."), last=LAST_YEAR)
        raise AtLine(start_of(event).number, reason)
    found = set(_listed(event, "RDATE")) if rules else {start, *_listed(event, "RDATE")}
    for line in rules:
        found.update(read_rule(line).days(start, first=first, last=_LAST, budget=budget))
    return found


def _taken_out(event: EventLines, changed: Changed) -> set[date]:
    """Return the dates on which the event does not take place, or another stands for it. Raises AtLine."""
    line = event.first("RECURRENCE-ID")
    if line is None:
        return {*_listed(event, "EXDATE"), *changed.get(text_of(event.first("UID")), ())}
    _date(line, line.value)
    if line.parameter("RANGE"):
        raise AtLine(
            line.number, Refusal(N_("This event changes all later days of another. Enter its days by hand."))
        )
    return set()


def _listed(event: EventLines, name: str) -> Iterator[date]:
    for line in event.lines.get(name, ()):
        for value in line.value.split(","):
            yield _date(line, value)


def _length(event: EventLines, start: date) -> int:
    """Return how many days an event lasts: one where it does not say, or ends on its first day."""
    line = event.first("DTEND") or event.first("DURATION")
    if line is None:
        return 1
    lasts = _date(line, line.value) - start if event.first("DTEND") else duration_of(line)
    if lasts < timedelta() or lasts % _DAY:
        raise AtLine(line.number, Refusal(N_("This event does not last whole days from its first on.")))
    if lasts > LONGEST_DAYS * _DAY:
        reason = Refusal(
            N_("This event lasts %(count)d days. A holiday lasts %(limit)d at most: enter its days by hand."),
            count=lasts // _DAY,
            limit=LONGEST_DAYS,
        )
        raise AtLine(line.number, reason)
    return lasts // _DAY or 1


def _date(line: Line, value: str) -> date:
    """Return a DATE (RFC 5545 §3.3.4). Raises AtLine, also for a DATE-TIME: a holiday has no clock."""
    written = value.strip()
    if written[8:9].upper() == "T":
        reason = Refusal(N_("This event has a clock. A holiday is a whole day: give it a date alone."))
        raise AtLine(line.number, reason)
    try:
        found: date = vDate.from_ical(written)  # type: ignore[no-untyped-call]
    except ValueError:
        raise AtLine(line.number, Refusal(N_("“%(value)s” is no date."), value=written[:40])) from None
    return found


def _notes(event: EventLines) -> Iterator[Problem]:
    """Yield what is odd about an event that is taken."""
    end = event.first("DTEND")
    if end and end.value.strip() == start_of(event).value.strip():
        reason = Refusal(N_("This event ends on its first day. It is taken for one day."))
        yield Problem(end.number, reason, title_of(event), is_left_out=False)
    if not title_of(event):
        yield Problem(event.number, Refusal(N_("This event has no title.")), is_left_out=False)
