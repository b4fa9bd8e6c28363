"""Starts chosen by hand."""

from datetime import date, timedelta

import pytest

from tests.domain.planner.builders import ODDITIES, a_city, a_problem, a_random_problem, instant
from webinars.domain.planner.placing import Breach, Plan, evaluate, place
from webinars.domain.planner.problems import Attend, Objective, Presence

TOKYO = a_city(attend=Attend.ALL)
PARIS = a_city("Paris", "Europe/Paris")
RIO = a_city("Rio de Janeiro", "America/Sao_Paulo")
MORNING, EVENING = instant("2021-11-24 01:00"), instant("2021-11-24 08:00")  # 10:00 and 17:00 in Tokyo


def test_each_city_attends_the_part_that_suits_it_best() -> None:
    found = evaluate(a_problem(TOKYO, PARIS, RIO, parts=(155, 145)), (MORNING, EVENING))
    assert found.attendance == {"Tokyo": (0, 1), "Paris": (1,), "Rio de Janeiro": ()}
    assert found.discomfort == {"Tokyo": (0, 85), "Paris": (None, 0), "Rio de Janeiro": (None, None)}
    assert (found.unserved, found.worst, found.total, found.costs) == (1, 85, 85, (85, 0, 0))
    assert found.breaches == frozenset()


def test_of_two_parts_that_suit_a_city_as_well_it_attends_the_first() -> None:
    found = evaluate(
        a_problem(TOKYO, a_city("Osaka"), parts=(60, 60)), (MORNING, instant("2021-11-24 04:00"))
    )
    assert found.attendance["Osaka"] == (0,)


@pytest.mark.parametrize(
    ("starts", "breach"),
    [
        (("2021-11-24 01:05", "2021-11-24 05:00"), Breach.OFF_GRID),
        (("2021-11-23 01:00", "2021-11-23 05:00"), Breach.OUT_OF_RANGE),
        (("2021-11-24 01:00", "2021-11-24 02:45"), Breach.TOO_CLOSE),
        (("2021-11-24 01:00", "2021-11-25 01:00"), Breach.TOO_FAR),
        (("2021-11-23 19:00", "2021-11-24 01:00"), Breach.FORBIDDEN),
    ],
)
def test_starts_that_break_a_rule_are_evaluated_and_say_which(
    starts: tuple[str, str], breach: Breach
) -> None:
    problem = a_problem(TOKYO, last_date=date(2021, 11, 25), parts=(60, 60))
    assert evaluate(problem, [instant(start) for start in starts]).breaches == {breach}


def test_as_many_starts_as_parts_are_expected() -> None:
    with pytest.raises(ValueError, match="1 starts for 2 parts"):
        evaluate(a_problem(parts=(60, 60)), (MORNING,))


def test_a_talk_needs_only_its_own_minutes_of_a_part() -> None:
    paris_wakes_late = {"presence": Presence.TALK, "slot_minutes": 10, "parts": (120,)}
    start = instant("2021-11-24 06:00")  # 07:00 to 09:00 in Paris
    assert evaluate(a_problem(TOKYO, PARIS, parts=(120,)), (start,)).discomfort["Paris"] == (300,)
    assert evaluate(a_problem(TOKYO, PARIS, **paris_wakes_late), (start,)).discomfort["Paris"] == (10,)


def test_a_city_that_attends_all_sits_through_its_parts_whatever_the_presence() -> None:
    problem = a_problem(TOKYO, parts=(120,), presence=Presence.TALK, slot_minutes=10)
    assert evaluate(problem, (instant("2021-11-24 08:00"),)).discomfort["Tokyo"] == (60,)


@pytest.mark.parametrize("oddity", ODDITIES)
def test_the_starts_of_a_plan_are_evaluated_as_in_the_plan(oddity: str) -> None:
    plan = place(a_random_problem(oddity, 1), Objective.TOTAL)
    if isinstance(plan, Plan):
        found = evaluate(a_random_problem(oddity, 1), plan.starts)
        assert (found.unserved, found.costs, found.attendance) == (plan.unserved, plan.costs, plan.attendance)
        assert found.breaches == frozenset()


def test_starts_near_the_best_are_worse_or_later() -> None:
    problem = a_problem(TOKYO, PARIS, RIO, parts=(155, 145))
    plan = place(problem)
    assert isinstance(plan, Plan)
    for minutes in (-15, 15):
        for part in (0, 1):
            starts = list(plan.starts)
            starts[part] += timedelta(minutes=minutes)
            near = evaluate(problem, starts)
            if not near.breaches:
                best = (plan.unserved, plan.worst, plan.total, plan.starts)
                assert (near.unserved, near.worst, near.total, near.starts) > best
