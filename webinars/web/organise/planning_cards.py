"""The proposals of the planner side by side: one for each objective, equal ones as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for

from webinars.domain.planner.placing import Plan
from webinars.domain.planner.problems import Objective
from webinars.domain.ribbon import Ribbon
from webinars.letters.times import Clock, clock_of
from webinars.web.organise.planning_drawings import Small, bar_width, ribbon_of, small_of
from webinars.web.organise.planning_prices import prices_of
from webinars.web.organise.planning_reading import Planning
from webinars.web.organise.planning_starts import start_values
from webinars.web.organise.planning_words import (
    AIMS,
    objective_names,
    unserved_words,
    worst_words,
)


@dataclass(frozen=True)
class Card:
    """A proposal in words and drawings; *starts* are the names of the parts with the host's clock.

    *prices* say what it costs against the others, as sentences.
    """

    key: str
    title: str
    aims: tuple[str, ...]
    plan: Plan
    starts: tuple[tuple[str, Clock], ...]
    worst_words: str
    unserved_words: str
    prices: tuple[str, ...]
    worst_bar: float
    total_bar: float
    ribbon: Ribbon
    small: Small
    hand_url: str
    apply_url: str
    reasons_url: str


@dataclass(frozen=True)
class _Found:
    """A plan with the objectives that it is the best for."""

    plan: Plan
    objectives: tuple[Objective, ...]


def cards_of(planning: Planning, plans: Mapping[Objective, Plan]) -> tuple[Card, ...]:
    """Return the best plan of each objective as a card, equal ones as one."""
    distinct = _merged([_Found(plan, (objective,)) for objective, plan in plans.items()])
    return tuple(_card(planning, one, [other.plan for other in distinct]) for one in distinct)


def clocks_of(planning: Planning, starts: Sequence[datetime]) -> tuple[tuple[str, Clock], ...]:
    """Return each part's name with its stretch on the host's clock."""
    named = zip(planning.parts, starts, planning.asked.parts, strict=True)
    return tuple(
        (name, clock_of(start, start + timedelta(minutes=minutes), planning.zone))
        for name, start, minutes in named
    )


def _merged(found: Sequence[_Found]) -> list[_Found]:
    """Join the objectives that have the same starts."""
    joined: dict[tuple[object, ...], _Found] = {}
    for one in found:
        known = joined.get(one.plan.starts)
        joined[one.plan.starts] = _Found(known.plan, known.objectives + one.objectives) if known else one
    return list(joined.values())


def _card(planning: Planning, found: _Found, plans: Sequence[Plan]) -> Card:
    plan, slug = found.plan, planning.seminar.slug
    drawing = ribbon_of(planning, plan)
    key = plan.objective.value
    where: dict[str, Any] = {"slug": slug, **start_values(plan.starts, planning.zone)}
    most_worst, most_total = max(one.worst for one in plans), max(one.total for one in plans)
    return Card(
        key=key,
        title=objective_names(found.objectives),
        aims=tuple(str(AIMS[objective]) for objective in found.objectives),
        plan=plan,
        starts=clocks_of(planning, plan.starts),
        worst_words=worst_words(plan),
        unserved_words=unserved_words(plan),
        prices=tuple(prices_of(plan, plans)),
        worst_bar=bar_width(plan.worst, most_worst),
        total_bar=bar_width(plan.total, most_total),
        ribbon=drawing,
        small=small_of(drawing, plan, most=most_worst),
        hand_url=url_for("organise.plans.starts", **where),
        apply_url=url_for("organise.plans.apply", objective=key, **where),
        reasons_url=url_for("organise.plans.reasons", slug=slug, objective=key),
    )
