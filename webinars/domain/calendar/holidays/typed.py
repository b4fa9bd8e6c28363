"""Holidays as people type them: a date, a space and a name on each line."""

from collections.abc import Iterator
from datetime import date

from webinars.domain.calendar.holidays.days import LONGEST_NAME, MOST_DAYS
from webinars.domain.errors import N_, Refusal
from webinars.domain.planner.checks import FIRST_YEAR
from webinars.domain.texts import one_line
from webinars.domain.timezones import LAST_YEAR


def read_typed(lines: str, *, field: str) -> dict[date, str]:
    """Return the holidays of *lines*, name by date; empty lines count for nothing.

    Raises Refusal at *field*, naming the line, for what is no holiday and for a date that is there twice.
    """
    found: dict[date, str] = {}
    for number, line in _written(lines):
        on_date = _date(number, line, field)
        if on_date in found:
            raise Refusal(
                N_("Line %(line)d has a date that stands above already. Write both names on one line."),
                field=field,
                line=number,
            )
        found[on_date] = one_line(line[10:].strip(" \t,;:-–"), field=field, limit=LONGEST_NAME)
    if len(found) > MOST_DAYS:
        raise Refusal(
            N_("These are more than %(limit)d days. Enter fewer at once."), field=field, limit=MOST_DAYS
        )
    return found


def typed(on_date: date, name: str) -> str:
    """Return a holiday as `read_typed` reads it."""
    return f"{on_date.isoformat()} {name}".rstrip()


def _written(lines: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines.splitlines(), start=1):
        if line.strip():
            yield number, line.strip()


def _date(number: int, line: str, field: str) -> date:
    written = line[:10]
    if written[4:5] == "-" and written[7:8] == "-" and not line[10:11].isdecimal():
        try:
            on_date = date.fromisoformat(written)
        except ValueError:
            pass
        else:
            return _within(number, on_date, field)
    raise Refusal(
        N_("Line %(line)d begins with no date. Write it like 2027-01-01 New Year’s Day."),
        field=field,
        line=number,
    )


def _within(number: int, on_date: date, field: str) -> date:
    if FIRST_YEAR <= on_date.year <= LAST_YEAR:
        return on_date
    raise Refusal(
        N_("Line %(line)d: the planner knows the years %(first)d to %(last)d. Choose a date in these years."),
        field=field,
        line=number,
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )
