"""The few cities that alone force the worst, or that nothing is possible: against every subset."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from tests.domain.planner.builders import (
    ODDITIES,
    a_city,
    a_problem,
    a_random_problem,
    example,
    problem_of,
)
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.placing import NoPlan, Plan, place
from webinars.domain.planner.problems import Attend, PlanCity, Problem
from webinars.domain.planner.reasons.few import Few, few_for_none, few_for_worst
from webinars.domain.planner.reasons.times import worst_off
from webinars.domain.planner.reasons.trials import Trials

AT_ANY_HOUR = Hours(Band(0, 0), Band(0, 0), Band(0, 0))
PLENTY = 10_000


def a_plan(problem: Problem) -> Plan:
    plan = place(problem)
    assert isinstance(plan, Plan)
    return plan


def alone(problem: Problem, cities: Iterable[PlanCity]) -> Plan | NoPlan:
    """Place the parts for some cities on the host's clock."""
    chosen = tuple(cities)
    if problem.host not in {city.name for city in chosen}:
        host = PlanCity(problem.host, problem.host_city.zone, Attend.ONE, AT_ANY_HOUR, frozenset())
        chosen = (*chosen, host)
    return place(replace(problem, cities=chosen))


def first_smallest(problem: Problem, ranked: Sequence[PlanCity], worst: int | None) -> tuple[str, ...]:
    """Try every subset by size, in the order of *ranked*; without a *worst* those that have no plan."""
    for size in range(len(ranked) + 1):
        for cities in combinations(ranked, size):
            found = alone(problem, cities)
            if isinstance(found, NoPlan) or (worst is not None and found.worst >= worst):
                return tuple(city.name for city in cities)
    raise AssertionError("not even all of them force it")


def ranked_for(plan: Plan, problem: Problem) -> list[PlanCity]:
    served = [city for city in problem.cities if plan.attendance[city.name]]
    worst = worst_off(plan)
    return sorted(
        served,
        key=lambda city: (city.name != problem.host, city.name not in worst, problem.cities.index(city)),
    )


# --- the worst ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("oddity", ODDITIES)
def test_those_who_force_the_worst_are_the_first_smallest_of_all_subsets(oddity: str) -> None:
    for seed in range(12):
        problem = a_random_problem(oddity, seed)
        plan = place(problem)
        if isinstance(plan, Plan) and plan.worst:
            names = first_smallest(problem, ranked_for(plan, problem), plan.worst)
            assert few_for_worst(plan, problem, Trials(PLENTY)) == Few(names, is_smallest=True), problem


def test_tokyo_and_rio_de_janeiro_alone_force_265() -> None:
    problem = problem_of(example("tokyo-2021"))
    found = few_for_worst(a_plan(problem), problem, Trials(PLENTY))
    assert found == Few(("Tokyo", "Rio de Janeiro"), is_smallest=True)


def test_a_host_that_forces_nothing_is_not_among_them() -> None:
    cities = (
        a_city(attend=Attend.ALL, hours=AT_ANY_HOUR),
        a_city("Paris", "Europe/Paris"),
        a_city("Los Angeles", "America/Los_Angeles"),
    )
    problem = a_problem(*cities, last_date=a_problem().last_date.replace(day=26))
    found = few_for_worst(a_plan(problem), problem, Trials(PLENTY))
    assert found == Few(("Paris", "Los Angeles"), is_smallest=True)


def test_of_cities_that_are_the_same_one_is_enough() -> None:
    problem = problem_of(example("tokyo-2021"))
    rio = next(city for city in problem.cities if city.name == "Rio de Janeiro")
    twins = replace(problem, cities=(*problem.cities, replace(rio, name="Niterói")))
    found = few_for_worst(a_plan(twins), twins, Trials(PLENTY))
    assert found == Few(("Tokyo", "Rio de Janeiro"), is_smallest=True)


@pytest.mark.parametrize("work", range(12))
def test_with_little_work_nothing_is_said_and_never_anything_else(work: int) -> None:
    problem = problem_of(example("tokyo-2021"))
    found = few_for_worst(a_plan(problem), problem, Trials(work))
    assert found in (None, Few(("Tokyo", "Rio de Janeiro"), is_smallest=True))
    assert (found is None) == (work < 6)


# --- nothing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("oddity", ODDITIES)
def test_those_who_forbid_every_plan_are_the_first_smallest_of_all_subsets(oddity: str) -> None:
    for seed in range(12):
        random = a_random_problem(oddity, seed)
        cities = tuple(replace(city, attend=Attend.ALL) for city in random.cities)
        problem = replace(random, cities=cities)
        if isinstance(place(problem), NoPlan):
            names = first_smallest(problem, cities, None)
            assert few_for_none(problem, Trials(PLENTY)) == Few(names, is_smallest=True), problem
