"""The three proposals that somebody waits for, and what would let them wait for too long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.planner.builders import a_city, a_problem, example, instant, problem_of
from webinars.domain.errors import BadProblem
from webinars.domain.planner.placing import NoPlan, TooMuchWork, Work, place, proposals
from webinars.domain.planner.problems import Attend, Objective, Problem
from webinars.domain.planner.reasons import reasons_of
from webinars.domain.planner.reasons.trials import OutOfTrials, Trials, price

TOKYO_2021 = problem_of(example("tokyo-2021"))


def over(dates: int, *, parts: int, span: int, grid: int = 15) -> Problem:
    """Return the problem of 2021 with parts of ninety minutes over some dates."""
    last = TOKYO_2021.first_date + timedelta(days=dates - 1)
    return replace(TOKYO_2021, last_date=last, parts=(90,) * parts, span_days=span, grid=grid)


def test_each_objective_proposes_what_is_placed_for_it_alone() -> None:
    found = proposals(TOKYO_2021)
    assert found == {objective: place(TOKYO_2021, objective) for objective in Objective}


def test_where_nothing_is_possible_that_is_said_once() -> None:
    problem = a_problem(a_city(attend=Attend.ALL), parts=(900, 900))
    assert isinstance(proposals(problem), NoPlan)


@pytest.mark.parametrize(("dates", "parts", "span"), [(2, 4, 2), (31, 3, 5), (366, 2, 31), (31, 2, 31)])
def test_what_nobody_can_wait_for_is_refused_where_the_spread_is_entered(
    dates: int, parts: int, span: int
) -> None:
    with pytest.raises(BadProblem) as refusal:
        proposals(over(dates, parts=parts, span=span))
    assert refusal.value.field == "span_days"
    assert str(refusal.value) == (
        "There are too many ways to place these parts. Enter a smaller spread or fewer dates, or let the"
        " parts start at full hours."
    )


@pytest.mark.parametrize(
    ("dates", "parts", "span", "grid"), [(366, 4, 1, 15), (31, 2, 7, 15), (31, 3, 2, 15), (5, 4, 2, 60)]
)
def test_what_seminars_ask_for_is_answered(dates: int, parts: int, span: int, grid: int) -> None:
    found = proposals(over(dates, parts=parts, span=span, grid=grid))
    assert not isinstance(found, NoPlan)
    assert set(found) == set(Objective)


def test_all_searches_share_the_work_that_may_be_done() -> None:
    work = Work(20_000)
    place(TOKYO_2021, work=work)
    with pytest.raises(TooMuchWork):
        work.spend(19_500)


def test_without_a_limit_everything_is_placed() -> None:
    plan = place(over(31, parts=2, span=31))
    assert not isinstance(plan, NoPlan)
    assert plan.starts[0] >= instant("2021-11-23 15:00")


def test_a_trial_that_takes_far_longer_than_was_guessed_is_given_up() -> None:
    problem = over(31, parts=2, span=31)
    trials = Trials(price(problem))
    with pytest.raises(OutOfTrials):
        trials.place(problem)


def test_the_reasons_of_a_large_problem_are_told_as_far_as_the_work_goes() -> None:
    problem = over(31, parts=3, span=2)
    plan = place(problem)
    assert not isinstance(plan, NoPlan)
    assert isinstance(reasons_of(plan, problem), tuple)
