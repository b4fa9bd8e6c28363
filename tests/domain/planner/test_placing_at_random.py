"""Placing against the literal definition, on small problems where clocks do odd things."""

from collections.abc import Sequence

import pytest

from tests.domain.planner.builders import ODDITIES, a_contested_problem, a_random_problem
from tests.domain.planner.literal import solve
from webinars.domain.planner.placing import NoPlan, Plan, place
from webinars.domain.planner.problems import Objective, Problem

SEEDS = range(12)
CONTESTED = (range(70, 80), range(80, 90), (1103, 1193, 1213, 1388))  # The last have ties between dates.


def key_of(plan: Plan) -> tuple[int, ...]:
    match plan.objective:
        case Objective.MINIMAX:
            return (plan.unserved, plan.worst, plan.total)
        case Objective.TOTAL:
            return (plan.unserved, plan.total, plan.worst)
        case Objective.LEXIMIN:
            return (plan.unserved, *plan.costs)


@pytest.mark.parametrize("oddity", ODDITIES)
def test_the_plan_is_the_one_that_trying_every_tuple_finds(oddity: str) -> None:
    for seed in SEEDS:
        assert_first_of_the_best(a_random_problem(oddity, seed))


@pytest.mark.parametrize("seeds", CONTESTED)
def test_so_is_the_plan_where_some_cities_must_be_left_out(seeds: Sequence[int]) -> None:
    for seed in seeds:
        assert_first_of_the_best(a_contested_problem(seed))


def assert_first_of_the_best(problem: Problem) -> None:
    answer = solve(problem)
    for objective in Objective:
        plan = place(problem, objective)
        assert plan.candidate_starts == answer.candidates, problem
        if isinstance(plan, NoPlan):
            assert answer.best == {}, problem
            continue
        assert (key_of(plan), plan.starts) == answer.best[objective], problem
        assert plan.proof.tuples_covered == answer.tuples, problem
        assert min(plan.proof.excluded.values(), default=0) >= 0, problem
        assert plan.proof.bound == key_of(plan)
