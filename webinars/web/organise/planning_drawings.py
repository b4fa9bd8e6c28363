"""Drawings of planning: the ribbon of starts, a small one with what each city feels, and bars to compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.planner.placing import Evaluation
from webinars.domain.ribbon import Layout, Ribbon, RibbonCity, RibbonPart, draw
from webinars.domain.ribbon.measures import shortened
from webinars.web.organise.planning_reading import Planning

# The small drawing: names, hours, bars of discomfort, and at its right edge the numbers.
_WIDTH, _NAME_SIZE = 320, 12
_CHART_X, _CHART_WIDTH = 104, 112
_BAR_X, _BAR_ROOM = 224, 44
_TOP, _PITCH, _BAR = 6, 19, 11
_COMPARED = 100  # the width of a bar that compares two proposals


@dataclass(frozen=True)
class SmallRow:
    """A city in the small drawing; *place* is its row in the ribbon, from 1."""

    place: int
    name: str
    y: float
    bar_y: float
    cost: str
    bar: float
    is_host: bool
    is_worst: bool


@dataclass(frozen=True)
class Small:
    """The small drawing; its bars are those of the ribbon, squeezed by *scale_x* and *scale_y*."""

    width: float
    height: float
    chart_x: float
    chart_width: float
    bar_x: float
    bar: float
    scale_x: float
    scale_y: float
    bands: tuple[tuple[float, float], ...]
    rows: tuple[SmallRow, ...]


def part_key(part: int) -> str:
    """Return what the ribbon calls a part (from 0)."""
    return f"part-{part + 1}"


def ribbon_of(planning: Planning, evaluation: Evaluation) -> Ribbon:
    """Draw *evaluation* over the hours of its cities."""
    rows = [
        RibbonCity(
            name=city.name,
            zone=city.zone,
            is_host=city.name == planning.asked.host,
            sort_key=planning.by_name[city.name].city.sort_key,
            hours=city,
            attends=frozenset(map(part_key, evaluation.attendance[city.name])),
        )
        for city in planning.asked.cities
    ]
    drawing = draw(rows, _parts(planning, evaluation.starts), planning.zone)
    assert drawing is not None, "a problem has cities and parts"
    return drawing


def small_of(drawing: Ribbon, evaluation: Evaluation, *, most: int) -> Small:
    """Draw the same small, with what each city feels; *most* is the discomfort that fills a bar."""
    layout = drawing.wide
    scale = round(_CHART_WIDTH / layout.chart_width, 5)
    return Small(
        width=_WIDTH,
        height=_TOP + len(layout.rows) * _PITCH,
        chart_x=_CHART_X,
        chart_width=_CHART_WIDTH,
        bar_x=_BAR_X,
        bar=_BAR,
        scale_x=scale,
        scale_y=round(_BAR / layout.bar, 5),
        bands=tuple(
            (round(_CHART_X + band.x * scale, 1), round(band.width * scale, 1)) for band in layout.bands
        ),
        rows=tuple(_small_rows(layout, evaluation, most)),
    )


def bar_width(cost: int, most: int, room: float = _COMPARED) -> float:
    """Return the width of a bar for *cost* where *most* fills *room*."""
    return round(room * cost / most, 1) if most else 0


def largest_cost(evaluation: Evaluation, name: str) -> int:
    """Return the largest discomfort of a city in a part that it attends."""
    return max((evaluation.discomfort[name][part] or 0 for part in evaluation.attendance[name]), default=0)


def _small_rows(layout: Layout, evaluation: Evaluation, most: int) -> list[SmallRow]:
    rows = []
    for number, row in enumerate(layout.rows):
        name, top = row.words.city, _TOP + number * _PITCH
        cost = largest_cost(evaluation, name)
        rows.append(
            SmallRow(
                place=number + 1,
                name=shortened(name, _NAME_SIZE, _CHART_X - 8),
                y=top + 10,
                bar_y=top,
                cost=str(cost) if evaluation.attendance[name] else "–",
                bar=bar_width(cost, most, _BAR_ROOM),
                is_host=row.words.is_host,
                is_worst=0 < cost == evaluation.worst,
            )
        )
    return rows


def _parts(planning: Planning, starts: Sequence[datetime]) -> list[RibbonPart]:
    lengths = planning.asked.parts
    return [
        RibbonPart(part_key(part), name, start, minutes)
        for part, (name, start, minutes) in enumerate(zip(planning.parts, starts, lengths, strict=True))
    ]
