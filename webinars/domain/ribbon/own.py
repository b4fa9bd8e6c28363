"""The shades of a city with hours of its own: as the planner feels them, with days off and absences."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from webinars.domain.planner.problems import PlanCity
from webinars.domain.planner.weights import FORBIDDEN, cell_of, instant_of, weights
from webinars.domain.ribbon.shades import MINUTE, Segment, Shade

_ORDER = (Shade.WORK, Shade.EDGE, Shade.NIGHT, Shade.OFF)


def own_shades(city: PlanCity, begins: datetime, ends: datetime) -> tuple[Segment, ...]:
    """Return the stretches of one shade of *city* from *begins* to *ends* (UTC), without gaps."""
    first, last = cell_of(begins), cell_of(ends - MINUTE) + 1
    felt = enumerate(_shades(city, first, last), start=first)
    return tuple(
        Segment(shade, max(begins, instant_of(cells[0][0])), min(ends, instant_of(cells[-1][0] + 1)))
        for shade, run in groupby(felt, key=lambda cell: cell[1])
        if (cells := list(run))
    )


def worst_shade(city: PlanCity, begins: datetime, ends: datetime) -> Shade:
    """Return the least comfortable shade that a stretch touches."""
    return max((one.shade for one in own_shades(city, begins, ends)), key=_ORDER.index)


def _shades(city: PlanCity, first: int, last: int) -> Iterator[Shade]:
    """Yield the shade of each cell; what is forbidden at any time of the week is night, else off."""
    always_there = replace(city, days_off=frozenset(), holidays=frozenset(), unavailable=())
    for felt, usual in zip(weights(city, first, last), weights(always_there, first, last), strict=True):
        if felt == FORBIDDEN:
            yield Shade.NIGHT if usual == FORBIDDEN else Shade.OFF
        else:
            yield Shade.EDGE if felt else Shade.WORK
