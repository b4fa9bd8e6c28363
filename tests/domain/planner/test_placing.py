"""Which of the plans that are as good is taken, and what may be left out for it."""

from datetime import date

import pytest

from tests.domain.planner.builders import a_city, a_problem, instant
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.placing import NoPlan, Plan, place
from webinars.domain.planner.problems import Attend, Objective, PlanCity, Problem

THURSDAY = date(2021, 11, 25)
ALWAYS = Hours(Band(0, 0), Band(0, 0), Band(0, 0))
HOST = a_city("Host", attend=Attend.ALL, hours=ALWAYS)


def between(first: int, last: int, *, good: tuple[int, int] | None = None) -> Hours:
    """Return the hours of a city that can from one full hour to another; without *good* ones, awkwardly."""
    best = Band(*(hour * 60 for hour in good)) if good else Band((last % 24) * 60, (last % 24) * 60 + 5)
    return Hours(best, best, Band(first * 60, last * 60))


def placed(problem: Problem, objective: Objective) -> Plan:
    plan = place(problem, objective)
    assert not isinstance(plan, NoPlan)
    return plan


def two_days(*cities: PlanCity, parts: tuple[int, ...] = (60,)) -> Problem:
    return a_problem(HOST, *cities, last_date=THURSDAY, grid=60, parts=parts)


@pytest.mark.parametrize("objective", Objective)
def test_of_two_days_that_are_as_good_the_first_is_taken(objective: Objective) -> None:
    plan = placed(two_days(a_city("Kobe", hours=between(14, 15, good=(14, 15)))), objective)
    assert plan.starts == (instant("2021-11-24 05:00"),)


@pytest.mark.parametrize("objective", Objective)
def test_the_first_day_is_taken_though_who_is_left_out_there_could_attend_at_a_price(
    objective: Objective,
) -> None:
    # One of the two is left out on either day. On Thursday it can only be Nara; on Wednesday it may be Kobe.
    kobe = a_city("Kobe", hours=between(14, 15, good=(14, 15)))
    nara = a_city("Nara", hours=between(10, 11), holidays=frozenset({THURSDAY}))
    plan = placed(two_days(kobe, nara), objective)
    assert (plan.unserved, plan.costs) == (1, (0, 0))
    assert plan.starts == (instant("2021-11-24 05:00"),)


@pytest.mark.parametrize("objective", Objective)
def test_the_first_day_is_taken_though_it_can_serve_one_city_fewer_at_any_hour(objective: Objective) -> None:
    # On Thursday each of the two could be served, but never both: that day is looked at first.
    kobe = a_city("Kobe", hours=between(14, 15, good=(14, 15)))
    nara = a_city("Nara", hours=between(10, 11, good=(10, 11)), holidays=frozenset({date(2021, 11, 24)}))
    plan = placed(two_days(kobe, nara), objective)
    assert (plan.unserved, plan.costs) == (1, (0, 0))
    assert plan.starts == (instant("2021-11-24 05:00"),)


@pytest.mark.parametrize("objective", Objective)
def test_who_is_dear_may_be_the_one_to_be_left_out_and_never_more_than_that(objective: Objective) -> None:
    kobe = a_city("Kobe", hours=between(14, 15, good=(14, 15)))
    dear = [a_city(name, hours=between(10, 11)) for name in ("Nara", "Otsu")]
    # To leave out Kobe alone costs 240 for each of two: fewer cities left out count before any cost.
    plan = placed(two_days(kobe, *dear), objective)
    assert (plan.unserved, plan.costs) == (1, (240, 240, 0))
    assert plan.starts == (instant("2021-11-24 01:00"),)


@pytest.mark.parametrize("objective", Objective)
def test_the_day_that_serves_all_is_taken_though_it_is_later_and_dearer(objective: Objective) -> None:
    kobe = a_city("Kobe", hours=between(10, 15), holidays=frozenset({date(2021, 11, 24)}))
    plan = placed(two_days(kobe), objective)
    assert (plan.unserved, plan.worst) == (0, 240)
    assert plan.starts == (instant("2021-11-25 01:00"),)


@pytest.mark.parametrize("objective", Objective)
def test_dates_that_differ_only_where_nobody_is_asked_are_one(objective: Objective) -> None:
    # The host can from 10 to 12: what Kobe feels at night keeps no two days apart.
    host = a_city("Host", attend=Attend.ALL, hours=between(10, 12, good=(10, 12)))
    kobe = a_city("Kobe", hours=ALWAYS, holidays=frozenset({date(2021, 11, 26)}))
    away = a_problem(host, kobe, first_date=date(2021, 11, 22), last_date=date(2021, 11, 26), grid=60)
    plan = placed(away, objective)
    assert plan.starts == (instant("2021-11-22 01:00"),)
    assert plan.proof.tuples_covered == 5 * 24


@pytest.mark.parametrize("objective", Objective)
def test_dates_that_differ_in_the_one_time_that_the_host_has_are_two(objective: Objective) -> None:
    host = a_city("Host", attend=Attend.ALL, hours=between(10, 11, good=(10, 11)))
    kobe = a_city("Kobe", hours=ALWAYS, holidays=frozenset({date(2021, 11, 24)}))
    plan = placed(a_problem(host, kobe, last_date=THURSDAY, grid=60), objective)
    assert plan.unserved == 0
    assert plan.starts == (instant("2021-11-25 01:00"),)


@pytest.mark.parametrize("objective", Objective)
def test_a_city_without_time_for_the_long_part_has_the_best_of_the_short_one(objective: Objective) -> None:
    kobe = a_city("Kobe", hours=Hours(Band(630, 660), Band(630, 660), Band(600, 660)))
    plan = placed(a_problem(HOST, kobe, grid=30, parts=(30, 90)), objective)
    assert (plan.unserved, plan.worst) == (0, 0)
    assert plan.starts == (instant("2021-11-24 01:30"), instant("2021-11-24 03:00"))
