"""The planner: parts placed exactly, against CP-SAT on the same model, and against itself on larger problems.

CP-SAT runs in a process of its own, first with eight workers, then for as long with one; the faster counts.
It need neither merge cities and dates that are the same nor weigh hours: that is done for it and not timed.
Both must agree, and on small problems with the literal definition too. It takes two to six minutes.

The least sum in a month is more than CP-SAT finds in a quarter of an hour: it is asked for that of a week.
The sorted costs it cannot be asked for at all: what it takes for the largest of them alone must do.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from benchmarks.figures import Figure, at_least, at_most
from tests.domain.planner.builders import ODDITIES, a_random_problem, example, problem_of
from tests.domain.planner.literal import solve
from webinars.domain.hours import CELL_MINUTES, Band, Hours
from webinars.domain.planner.placing import NoPlan, Plan, evaluate, place
from webinars.domain.planner.placing.days import candidates, horizon
from webinars.domain.planner.placing.groups import groups_of
from webinars.domain.planner.problems import Attend, Objective, PlanCity, Presence, Problem
from webinars.domain.planner.weights import IMPOSSIBLE, costs, weights
from webinars.domain.timezones import zone_names

TRIES = 7
FIRST = date(2021, 10, 15)
ZONES, DAYS, PARTS = 40, 31, (150, 150, 150)
OF_CPSAT, LARGER, OWN = 50, 2.0, 4.0
A_FRAME = 0.016  # what a browser has for each picture while a handle is dragged, in seconds
OF_A_FRAME = 0.125
A_WEEK = 7
LONGEST = 150  # seconds for CP-SAT
MANY, ALONE = 8, 1  # workers
ORDERS = {Objective.MINIMAX: ("worst", "total"), Objective.TOTAL: ("total", "worst")}


def run() -> Iterator[Figure]:
    """Measure what the machine at hand does."""
    _agree_on_small_problems()
    plain = a_large_problem(200)
    own = {objective: _best(partial(place, plain, objective)) for objective in Objective}
    month, week = _faster(plain, Objective.MINIMAX), a_large_problem(200, days=A_WEEK)
    yield _against("200 cities, minimax: CP-SAT, of ours", month, own[Objective.MINIMAX])
    yield _against("200 cities, leximin: CP-SAT for minimax alone, of ours", month, own[Objective.LEXIMIN])
    yield _against(
        "200 cities in a week, total: CP-SAT, of ours",
        _faster(week, Objective.TOTAL),
        _best(partial(place, week, Objective.TOTAL)),
    )
    larger = {
        "2,000 cities, of 200": (a_large_problem(2000), LARGER),
        "200 cities with hours of their own, of plain": (a_large_problem(200, is_own=True), OWN),
    }
    for name, (problem, limit) in larger.items():
        for objective in Objective:
            taken, plainly = _in_turns(partial(place, problem, objective), partial(place, plain, objective))
            details = f"{taken * 1e3:.0f} ms against {plainly * 1e3:.0f} ms"
            yield at_most(f"{name}: {objective}", taken / plainly, limit, details)
    yield _while_dragged()


def _against(name: str, solver: tuple[float, int], taken: float) -> Figure:
    seconds, workers = solver
    details = f"CP-SAT ({workers} at work) {seconds:.1f} s against {taken * 1e3:.0f} ms"
    return at_least(name, seconds / taken, OF_CPSAT, details)


def a_large_problem(number: int, *, days: int = DAYS, is_own: bool = False, seed: int = 10) -> Problem:
    """Return three parts for *number* cities in 40 zones; the same for the same seed."""
    chance = random.Random(seed)
    zones = random.Random(7).sample(zone_names(), ZONES)
    cities = [PlanCity(f"City {place}", chance.choice(zones)) for place in range(number)]
    if is_own:
        cities = [_with_own_hours(city, chance) for city in cities]
    cities[0] = replace(cities[0], attend=Attend.ALL)
    last = FIRST + timedelta(days=days - 1)
    return Problem(cities[0].name, tuple(cities), FIRST, last, parts=PARTS)


def _with_own_hours(city: PlanCity, chance: random.Random) -> PlanCity:
    begin = chance.randrange(7 * 60, 11 * 60, 30)
    hours = Hours(Band(begin, begin + 8 * 60), Band(begin - 60, begin + 660), Band(6 * 60, 23 * 60))
    return replace(city, hours=hours, holidays=frozenset([FIRST + timedelta(days=chance.randrange(DAYS))]))


def _best(work: Callable[[], object]) -> float:
    """Return the shortest of several times, in seconds: the rest is other work of the machine."""
    return min(_time(work) for _ in range(TRIES))


def _in_turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Return the shortest time of each, measured in turns: so both meet the same machine."""
    times = [(_time(one), _time(other)) for _ in range(TRIES)]
    return min(first for first, _ in times), min(second for _, second in times)


def _time(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _while_dragged() -> Figure:
    problem = problem_of(example("tokyo-2021"))
    plan = _plan(place(problem))
    taken = _best(partial(evaluate, problem, plan.starts))
    details = f"{taken * 1e3:.2f} ms"
    return at_most("the cities of 2021 evaluated, of a frame", taken / A_FRAME, OF_A_FRAME, details)


# --- CP-SAT -------------------------------------------------------------------------------------------------


def _faster(problem: Problem, objective: Objective) -> tuple[float, int]:
    """Return CP-SAT's time in seconds with the number of workers that suits it better."""
    plan = _plan(place(problem, objective))
    (answer,) = _solver([_question(problem, objective, workers=MANY)])
    _agree(answer, plan)
    seconds: float = answer["seconds"]
    (slower,) = _solver([_question(problem, objective, workers=ALONE, seconds=seconds)])
    if slower["status"] != "OPTIMAL":
        return seconds, MANY
    _agree(slower, plan)
    return min((seconds, MANY), (slower["seconds"], ALONE))


def _question(
    problem: Problem, objective: Objective, *, workers: int, seconds: float = LONGEST
) -> dict[str, Any]:
    return {**_tables(problem), "order": ORDERS[objective], "workers": workers, "seconds": seconds}


def _solver(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.support.solver"]
    given = json.dumps(questions)
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True)
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def _tables(problem: Problem) -> dict[str, Any]:
    """Return the problem as CP-SAT takes it: what every part costs every group at every candidate."""
    begin, end = horizon(problem)
    lengths = [minutes // CELL_MINUTES for minutes in problem.parts]
    groups = groups_of(problem.cities)
    felt = [weights(group.city, begin, end) for group in groups]
    cells = [(cell - begin, day) for day, own in _different_dates(problem, felt, begin) for cell in own]
    places = [cell for cell, _ in cells]
    tables = [
        {"count": len(group.names), "attends_all": group.attends_all, "costs": _rows(own, places, lengths)}
        for group, own in zip(groups, felt, strict=True)
    ]
    return {
        "cells": places, "days": [day for _, day in cells], "lengths": lengths,
        "gap": problem.gap // CELL_MINUTES, "span": problem.span_days, "groups": tables,
    }  # fmt: skip


def _rows(felt: bytes, places: list[int], lengths: list[int]) -> list[list[int | None]]:
    rows = [costs(felt, places, length) for length in lengths]
    return [[cost if cost < IMPOSSIBLE else None for cost in row] for row in rows]


def _different_dates(problem: Problem, felt: list[bytes], begin: int) -> list[tuple[int, list[int]]]:
    """Return the dates with their candidates; where a plan has one date, those that differ for some city."""
    dates = sorted(candidates(problem).items())
    if problem.span_days > 1:
        return dates
    different: dict[object, tuple[int, list[int]]] = {}
    for day, cells in dates:
        first, last = cells[0] - begin, cells[-1] - begin + max(problem.parts) // CELL_MINUTES
        different.setdefault((len(cells), *(own[first:last] for own in felt)), (day, cells))
    return list(different.values())


# --- agreement ----------------------------------------------------------------------------------------------


def _agree_on_small_problems() -> None:
    """Compare the three with each other where trying every tuple is possible."""
    small = [replace(a_random_problem(oddity, 1), presence=Presence.WHOLE) for oddity in ODDITIES]
    cases = [(problem, objective) for problem in small if candidates(problem) for objective in ORDERS]
    answers = _solver([_question(problem, objective, workers=ALONE) for problem, objective in cases])
    for (problem, objective), answer in zip(cases, answers, strict=True):
        found, truth = place(problem, objective), solve(problem)
        if isinstance(found, NoPlan):
            if truth.best or answer["status"] != "INFEASIBLE":
                raise RuntimeError(f"There is a plan for {problem}")
            continue
        if truth.best[objective] != (found.proof.bound, found.starts):
            raise RuntimeError(f"Another plan is better for {problem}")
        _agree(answer, found)


def _agree(answer: dict[str, Any], plan: Plan) -> None:
    known = (answer["status"], answer.get("unserved"), answer.get("worst"), answer.get("total"))
    if known != ("OPTIMAL", plan.unserved, plan.worst, plan.total):
        raise RuntimeError(f"CP-SAT says {known}, the plan {plan.proof.bound}")


def _plan(found: Plan | NoPlan) -> Plan:
    if isinstance(found, NoPlan):
        raise RuntimeError(found.reason)
    return found
