"""What a proposal costs against the others, in words: the cities that gain are named."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from webinars.domain.planner.placing import Plan
from webinars.domain.planner.placing.plans import Proof
from webinars.domain.planner.problems import Objective
from webinars.web.organise.planning_prices import prices_of

START = datetime(2026, 11, 25, 2, tzinfo=UTC)
NO_GAIN = ["Nothing: neither the worst-off city nor the sum could be better."]


def a_plan(objective: Objective, **felt: tuple[int | None, ...]) -> Plan:
    """Return a plan in which each city attends every part that is possible for it."""
    costs = sorted((cost for own in felt.values() for cost in own if cost is not None), reverse=True)
    return Plan(
        starts=(START,),
        unserved=0,
        worst=costs[0],
        total=sum(costs),
        costs=tuple(costs),
        attendance={name: tuple(i for i, cost in enumerate(own) if cost is not None)
                    for name, own in felt.items()},
        discomfort=felt,
        breaches=frozenset(),
        objective=objective,
        candidate_starts=1,
        proof=Proof(1, 1, 1, {}, (), None),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fair", "other", "said"),
    [
        ({"Lima": (95,)}, {"Lima": (155,)}, ["In return Lima bears 95, not 155."]),
        (
            {"Lima": (95,), "Oslo": (95,), "Rome": (0,)},
            {"Lima": (155,), "Oslo": (155,), "Rome": (5,)},
            ["In return Lima and Oslo bear 95 each, not 155."],
        ),
        ({"Lima": (100, 0)}, {"Lima": (100, 60)}, ["In return Lima bears 0, not 60."]),
        (
            {"Lima": (200,), "Oslo": (10,)},
            {"Lima": (10,), "Oslo": (210,)},
            ["In return Oslo bears 10, not 210."],
        ),
        ({"Lima": (None, 20), "Oslo": (None,)}, {"Lima": (None,), "Oslo": (30,)}, NO_GAIN),
    ],
)
def test_the_cities_that_gain_most_are_named(
    app: Flask,
    fair: dict[str, tuple[int | None, ...]],
    other: dict[str, tuple[int | None, ...]],
    said: list[str],
) -> None:
    plans = [
        a_plan(Objective.LEXIMIN, Tokyo=(265,), **fair),
        a_plan(Objective.MINIMAX, Tokyo=(265,), **other),
    ]
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert prices_of(plans[0], plans) == said
