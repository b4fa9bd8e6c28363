"""What would make a plan better, against every city left out and every wider problem."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.planner.builders import ODDITIES, a_random_problem
from webinars.domain.planner.placing import Plan, place
from webinars.domain.planner.problems import Objective, Problem
from webinars.domain.planner.reasons.better import better_sentences
from webinars.domain.planner.reasons.few import few_for_worst
from webinars.domain.planner.reasons.sentences import Day, Minutes, Sentence
from webinars.domain.planner.reasons.trials import Trials

PLENTY = 1_000_000
DAY = timedelta(days=1)
SEEDS = range(5)


def told(plan: Plan, problem: Problem) -> dict[str, Sentence]:
    """Return the sentences by their first word: without a city, if something, with one more part."""
    few = few_for_worst(plan, problem, Trials(PLENTY)) if plan.worst else None
    found = better_sentences(plan, problem, few, Trials(PLENTY))
    return {sentence.text.split()[0]: sentence for sentence in found}


def plans() -> Iterator[tuple[Plan, Problem]]:
    for oddity in ODDITIES:
        for seed in SEEDS:
            problem = a_random_problem(oddity, seed)
            if len(problem.parts) < 4 and isinstance(plan := place(problem), Plan):
                yield plan, problem


def key(plan: Plan) -> tuple[int, int, int]:
    return (plan.unserved, plan.worst, plan.total)


def test_the_city_whose_absence_helps_most_is_named_or_none_helps() -> None:
    named = 0
    for plan, problem in plans():
        better = {}
        for city in problem.cities:
            if city.name != problem.host and plan.attendance[city.name]:
                others = tuple(other for other in problem.cities if other is not city)
                found = place(replace(problem, cities=others))
                if isinstance(found, Plan) and key(found)[:2] < key(plan)[:2]:
                    better[city.name] = key(found)
        said = told(plan, problem).get("Without")
        assert (said is None) == (not better), problem
        if said:
            named += 1
            assert better[str(said.values["city"])] == min(better.values())
    assert named > 10


def test_one_more_part_is_spoken_of_where_it_helps_and_nowhere_else() -> None:
    spoken = 0
    for plan, problem in plans():
        longer = place(replace(problem, parts=(*problem.parts, problem.parts[-1])))
        said = told(plan, problem).get("With")
        helps = any(key(plan)) and isinstance(longer, Plan) and key(longer) < key(plan)
        assert (said is not None) == helps, problem
        if said:
            spoken += 1
            assert said.values["minutes"] == Minutes(problem.parts[-1])
    assert spoken > 2


def test_one_more_date_is_spoken_of_where_it_helps_and_nowhere_else() -> None:
    spoken = 0
    for plan, problem in plans():
        wider = {
            problem.first_date - DAY: replace(problem, first_date=problem.first_date - DAY),
            problem.last_date + DAY: replace(problem, last_date=problem.last_date + DAY),
        }
        found = {day: place(one) for day, one in wider.items()}
        better = {
            day: key(one) for day, one in found.items() if isinstance(one, Plan) and key(one) < key(plan)
        }
        few = few_for_worst(plan, problem, Trials(PLENTY)) if plan.worst else None
        sentences = better_sentences(plan, problem, few, Trials(PLENTY))
        said = [one for one in sentences if one.text.startswith("If %(date)s were")]
        assert len(said) == (1 if any(key(plan)) and better else 0), problem
        for sentence in said:
            spoken += 1
            day = sentence.values["date"]
            assert isinstance(day, Day)
            assert better[day.on] == min(better.values())
    assert spoken > 2


@pytest.mark.parametrize("objective", Objective)
def test_without_any_trial_nothing_is_said(objective: Objective) -> None:
    problem = a_random_problem("an ordinary week", 3)
    plan = place(problem, objective)
    assert isinstance(plan, Plan)
    assert plan.worst > 0
    assert better_sentences(plan, problem, None, Trials(0)) == ()
