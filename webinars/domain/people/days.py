"""Days as people write them in lists: every day that a text can mean, and no guess between them."""

import re
from collections.abc import Iterator
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",),
            ("june", "jun"), ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"),
            ("october", "oct"), ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})")
_NAMED = re.compile(r"(?:[a-z]+\.?,?\s+)?(\d{1,2})\.?\s+([a-z]+)\.?,?\s+(\d{4})")
_NAMED_FIRST = re.compile(r"(?:[a-z]+\.?,\s+)?([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})")


def days_of(value: str | date) -> frozenset[date]:
    """Return every day that *value* can mean: 03/04/2026 is one in March and one in April."""
    if isinstance(value, date):
        return frozenset({value})
    return frozenset(_readings(value.strip().casefold()))


def _readings(text: str) -> Iterator[date]:
    if found := _YEAR_FIRST.fullmatch(text):
        yield from _day(found[1], found[2], found[3])
    elif found := _YEAR_LAST.fullmatch(text):
        yield from _day(found[3], found[2], found[1])
        yield from _day(found[3], found[1], found[2])
    elif found := _NAMED.fullmatch(text):
        yield from _day(found[3], str(MONTHS.get(found[2], 0)), found[1])
    elif found := _NAMED_FIRST.fullmatch(text):
        yield from _day(found[3], str(MONTHS.get(found[1], 0)), found[2])


def _day(year: str, month: str, day: str) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return  # There is no such day in that order.
