"""Placing the parts of the examples, whose answers are written beside them."""

from typing import Any

import pytest

from tests.domain.planner.builders import example, problem_of
from webinars.domain.planner.placing import NoPlan, Plan, place
from webinars.domain.planner.problems import Objective
from webinars.domain.timezones import to_local

NAMES = ("tokyo-2021", "lord-howe-spring", "kathmandu-on-the-hour")


def placed(read: dict[str, Any], objective: Objective) -> Plan:
    plan = place(problem_of(read), objective)
    assert not isinstance(plan, NoPlan)
    return plan


@pytest.mark.parametrize("objective", Objective)
@pytest.mark.parametrize("name", NAMES)
def test_the_plan_is_the_one_in_the_example(name: str, objective: Objective) -> None:
    read = example(name)
    plan = placed(read, objective)
    zone = problem_of(read).host_city.zone
    numbers: dict[str, object] = {"unserved": plan.unserved, "worst": plan.worst, "total": plan.total}
    if objective is Objective.LEXIMIN:
        numbers = {"unserved": plan.unserved, "costs": list(plan.costs)}
    assert read["expected"][objective] == {
        **numbers,
        "starts_utc": [f"{start:%Y-%m-%dT%H:%M:%SZ}" for start in plan.starts],
        "starts_host": [to_local(start, zone).isoformat(timespec="minutes") for start in plan.starts],
    }
    assert plan.candidate_starts == plan.proof.candidates == read["expected"]["candidate_starts"]


def test_tokyo_was_not_placed_where_it_could_have_been() -> None:
    plan = placed(example("tokyo-2021"), Objective.MINIMAX)
    starts = [to_local(start, "Asia/Tokyo") for start in plan.starts]
    assert [f"{start:%H:%M}" for start in starts] == ["11:00", "19:15"]
    assert plan.attendance["Tokyo"] == (0, 1)
    assert plan.attendance["Rio de Janeiro"] == (1,)
    assert plan.discomfort["Rio de Janeiro"] == (None, 240)


def test_leximin_gives_tokyo_an_earlier_morning_for_the_sake_of_the_last() -> None:
    plan = placed(example("tokyo-2021"), Objective.LEXIMIN)
    assert [f"{to_local(start, 'Asia/Tokyo'):%H:%M}" for start in plan.starts] == ["10:00", "19:15"]
