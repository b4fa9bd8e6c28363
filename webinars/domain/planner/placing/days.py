"""The candidates for a start, and for each date of the host the window in which a plan may begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webinars.domain.hours import CELL_MINUTES, DAY_MINUTES
from webinars.domain.planner.problems import Problem
from webinars.domain.planner.weights import DAY_CELLS, day_of, stretches

_MARGIN = 2 * DAY_CELLS  # No offset is wider than 26 hours, and two dates of the host hold every part.


@dataclass(frozen=True, slots=True)
class Shape:
    """A window without its date: its candidates in cells after the first; *firsts* can be the first start."""

    positions: tuple[int, ...]
    firsts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A window from cell *base* on."""

    base: int
    shape: Shape


def horizon(problem: Problem) -> tuple[int, int]:
    """Return the first cell that matters and the last (without)."""
    first, last = day_of(problem.first_date) * DAY_CELLS, (day_of(problem.last_date) + 1) * DAY_CELLS
    return first - _MARGIN, last + _MARGIN


def candidates(problem: Problem) -> Mapping[int, list[int]]:
    """Return the cells on which a part can start, by the host's date (days from 1970), ascending.

    They are found on the host's clock as it runs: a time that it skips is none, one that it shows twice two.
    """
    begin, end = horizon(problem)
    first, last = day_of(problem.first_date), day_of(problem.last_date)
    found: dict[int, list[int]] = {}
    for starts, ends, offset in stretches(problem.host_city.zone, begin, end):
        for minute in range(starts + -(starts + offset) % problem.grid, ends, problem.grid):
            day = (minute + offset) // DAY_MINUTES
            if first <= day <= last:
                found.setdefault(day, []).append(minute // CELL_MINUTES)
    return found


def days(problem: Problem, found: Mapping[int, Sequence[int]]) -> list[Day]:
    """Return a window for each date that has candidates, in order.

    A plan that begins on a date has its last start at most `span_days - 1` dates later. (St John's once put
    its clock back a minute after midnight: then a later start can lie on an earlier date.)
    """
    windows, last = [], max(found, default=0)
    for day, firsts in sorted(found.items()):
        near = range(day - 1, min(day + problem.span_days, last + 1))
        cells = sorted(cell for other in near for cell in found.get(other, ()) if cell >= firsts[0])
        base = cells[0]
        number = {cell: index for index, cell in enumerate(cells)}
        shape = Shape(tuple(cell - base for cell in cells), tuple(number[cell] for cell in firsts))
        windows.append(Day(base, shape))
    return windows
