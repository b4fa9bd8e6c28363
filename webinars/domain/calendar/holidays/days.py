"""Days with names, and how many of them are too many."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from webinars.domain.calendar.files import Problem
from webinars.domain.errors import N_, Refusal

LONGEST_NAME = 200
MOST_DAYS = 1_000
MOST_STEPS = 20_000  # months and days looked at: a rule of few letters can name days without end

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A holiday that a file names at *line*: a date on the city's own calendar."""

    on_date: date
    name: str
    line: int


@dataclass(frozen=True)
class Found:
    """What a file holds: one day for each date, in order; what is wrong by line; and how many are over.

    *past* counts the dates before those that were asked for.
    """

    days: tuple[Day, ...]
    problems: tuple[Problem, ...]
    past: int


@dataclass
class Budget:
    """What may still be looked at, over all events of a file."""

    steps: int = field(default=MOST_STEPS)

    def spend(self, steps: int = 1) -> None:
        """Count *steps* off. Raises Refusal when there are no more."""
        self.steps -= steps
        if self.steps < 0:
            raise Refusal(
                N_("The rules of this file name too many days. Export it again, with fewer years."),
                field="file",
            )


def stretch(first: date, days: int) -> Iterator[date]:
    """Yield *days* dates from *first* on, at most to the last that there is."""
    for number in range(min(days, (date.max - first).days + 1)):
        yield first + number * _DAY


def named(days: Iterable[Day]) -> tuple[Day, ...]:
    """Return one day for each date, in order: with all its names, the line of the first.

    Raises Refusal when there are more than MOST_DAYS.
    """
    found: dict[date, dict[str, int]] = {}
    for day in days:
        found.setdefault(day.on_date, {}).setdefault(day.name, day.line)
    if len(found) > MOST_DAYS:
        raise Refusal(
            N_("This file names %(count)d days. Export fewer years: %(limit)d days at most."),
            field="file",
            count=len(found),
            limit=MOST_DAYS,
        )
    return tuple(
        Day(on_date, ", ".join(filter(None, names))[:LONGEST_NAME].rstrip(), min(names.values()))
        for on_date, names in sorted(found.items())
    )
