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
        local_days = range((starts + offset) // DAY_MINUTES, (ends + offset - 1) // DAY_MINUTES + 1)
        for day in range(max(first, local_days[0]), min(last, local_days[-1]) + 1):
            midnight = day * DAY_MINUTES - offset
            earliest, latest = max(starts, midnight), min(ends, midnight + DAY_MINUTES)
            earliest += (midnight - earliest) % problem.grid
            cells = range(earliest // CELL_MINUTES, -(-latest // CELL_MINUTES), problem.grid // CELL_MINUTES)
            if cells:
                found.setdefault(day, []).extend(cells)
    return found


def days(problem: Problem, found: Mapping[int, Sequence[int]]) -> list[Day]:
    """Return a window for each date that has candidates, in order.

    A plan that begins on a date has its last start at most `span_days - 1` dates later. (St John's once put
    its clock back a minute after midnight: then a later start can lie on an earlier date.)
    """
    windows, last = [], max(found, default=0)
    for day, firsts in sorted(found.items()):
        near = range(day - 1, min(day + problem.span_days, last + 1))
        # Looked at one by one only where a date has a candidate before this one begins.
        others = [found[other] for other in near if other in found and found[other][-1] >= firsts[0]]
        cells = sorted(cell for other in others for cell in other if cell >= firsts[0])
        base = cells[0]
        number = {cell: index for index, cell in enumerate(cells)}
        shape = Shape(tuple(cell - base for cell in cells), tuple(number[cell] for cell in firsts))
        windows.append(Day(base, shape))
    return windows
