"""Starts chosen by hand: what they bring to each city, for the page and for the script that drags them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext

from webinars.domain.planner.placing import Evaluation, evaluate
from webinars.domain.planner.problems import PlanCity
from webinars.domain.ribbon import Ribbon
from webinars.domain.timezones import offset_words, utc_offset
from webinars.letters.times import Clock, clock_of
from webinars.web.joining import in_line
from webinars.web.organise.planning_drawings import bar_width, largest_cost, ribbon_of
from webinars.web.organise.planning_reading import Planning
from webinars.web.organise.planning_starts import start_values, utc_words
from webinars.web.organise.planning_words import (
    attended_words,
    breach_words,
    cost_words,
    unserved_words,
    worst_words,
)

_LEAST_SCALE = 240  # so that small discomforts look small, however good the starts are


@dataclass(frozen=True)
class HandRow:
    """A city in the table; *key* begins the names of its texts."""

    key: str
    name: str
    offset: str
    is_host: bool


@dataclass(frozen=True)
class Hand:
    """What the starts bring: *texts* and *bars* (widths) by the names that the page gives them.

    *control* is what the script needs for its handles.
    """

    evaluation: Evaluation
    ribbon: Ribbon
    rows: tuple[HandRow, ...]
    texts: Mapping[str, str]
    bars: Mapping[str, float]
    breaches: tuple[str, ...]
    apply_url: str
    control: Mapping[str, object]


def hand_of(planning: Planning, starts: tuple[datetime, ...]) -> Hand:
    """Return what *starts* (UTC) bring, drawn and in words."""
    evaluation = evaluate(planning.asked, starts)
    where: dict[str, Any] = start_values(starts, planning.zone)
    return Hand(
        evaluation=evaluation,
        ribbon=ribbon_of(planning, evaluation),
        rows=tuple(_rows(planning, starts)),
        texts=_texts(planning, evaluation),
        bars=_bars(planning, evaluation),
        breaches=tuple(breach_words(evaluation, planning.asked)),
        apply_url=url_for("organise.plans.apply", slug=planning.seminar.slug, **where),
        control=_control(planning, starts),
    )


def live_answer(planning: Planning, starts: tuple[datetime, ...]) -> dict[str, object]:
    """Return what changes on the page while a part is dragged."""
    evaluation = evaluate(planning.asked, starts)
    where: dict[str, Any] = start_values(starts, planning.zone)
    return {
        "texts": _texts(planning, evaluation),
        "bars": _bars(planning, evaluation),
        "breaches": breach_words(evaluation, planning.asked),
        "words": [_when(start, planning.zone) for start in starts],
        "fields": where,
        "page": url_for("organise.plans.starts", slug=planning.seminar.slug, **where),
    }


def _rows(planning: Planning, starts: Sequence[datetime]) -> list[HandRow]:
    return [
        HandRow(
            f"city-{number}", city.name, offset_words(starts[0], city.zone), city.name == planning.asked.host
        )
        for number, city in enumerate(planning.asked.cities)
    ]


def _texts(planning: Planning, evaluation: Evaluation) -> dict[str, str]:
    """Return every text of the page that follows the starts, by its name."""
    texts = {
        "worst": str(evaluation.worst),
        "worst-cities": worst_words(evaluation),
        "total": str(evaluation.total),
        "unserved-cities": unserved_words(evaluation),
    }
    for number, city in enumerate(planning.asked.cities):
        key = f"city-{number}"
        texts[f"{key}-cost"] = cost_words(evaluation, city.name)
        texts[f"{key}-attends"] = attended_words(evaluation, city.name, planning.parts)
        for part, clock in enumerate(_clocks(planning, city, evaluation.starts)):
            felt = evaluation.discomfort[city.name][part]
            texts[f"{key}-{part}-clock"] = f"{clock.clock}–{clock.end_clock}"
            texts[f"{key}-{part}-day"] = clock.day_note
            texts[f"{key}-{part}-felt"] = gettext("not possible") if felt is None else str(felt)
    return texts


def _bars(planning: Planning, evaluation: Evaluation) -> dict[str, float]:
    costs = {city.name: largest_cost(evaluation, city.name) for city in planning.asked.cities}
    most = max(_LEAST_SCALE, *costs.values())
    return {f"city-{number}": bar_width(cost, most) for number, cost in enumerate(costs.values())}


def _clocks(planning: Planning, city: PlanCity, starts: Sequence[datetime]) -> list[Clock]:
    lengths = zip(starts, planning.asked.parts, strict=True)
    return [
        clock_of(start, start + timedelta(minutes=minutes), city.zone, against=planning.zone)
        for start, minutes in lengths
    ]


def _control(planning: Planning, starts: Sequence[datetime]) -> dict[str, object]:
    """Return where the handles stand and how far they go; instants are UTC."""
    problem, zone = planning.asked, planning.zone
    return {
        "url": url_for("organise.plans.numbers", slug=planning.seminar.slug),
        "grid": problem.grid,
        "first": utc_words(_midnight(problem.first_date, zone)),
        "last": utc_words(_midnight(problem.last_date + timedelta(days=1), zone)),
        "parts": [
            {
                "key": f"part-{part + 1}",
                "start": utc_words(start),
                "minutes": minutes,
                "label": gettext("Start of %(part)s", part=name),
                "words": _when(start, zone),
            }
            for part, (name, start, minutes) in enumerate(
                zip(planning.parts, starts, problem.parts, strict=True)
            )
        ],
    }


def _midnight(day: date, zone: str) -> datetime:
    """Return about when a day begins: how far a handle goes, and a breach says the rest."""
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    return midnight - utc_offset(midnight, zone)


def _when(start: datetime, zone: str) -> str:
    clock = clock_of(start, None, zone)
    return in_line((clock.clock, clock.date_words))
