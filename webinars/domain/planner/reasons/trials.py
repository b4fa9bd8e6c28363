"""Problems that differ a little from the one asked, and how many of them may be tried."""

from collections.abc import Collection
from dataclasses import replace
from math import comb

from webinars.domain.hours import DAY_MINUTES, Band, Hours
from webinars.domain.planner.placing import NoPlan, Plan, TooMuchWork, Work, place
from webinars.domain.planner.problems import Attend, Objective, PlanCity, Problem

_WHOLE_DAY = Band(0, 0)
ANY_HOURS = Hours(_WHOLE_DAY, _WHOLE_DAY, _WHOLE_DAY)
# How many tuples of starts, for each of fifty cities and more, are walked through for one unit of work.
_TUPLES = {Objective.MINIMAX: 5_000_000, Objective.LEXIMIN: 1_000_000, Objective.TOTAL: 1_000_000}

_STEPS = 50_000  # that a unit of work may take, on the average: twice what is guessed


class OutOfTrials(Exception):
    """No further problem may be tried."""


class Trials:
    """So much work, spent on plans for variations; each counts by its size, a small one as 1.

    Work and not time is counted, so that the same problem is always told the same reasons. What it comes to
    is guessed before a plan is looked for, and where the guess is far too low, the search is given up.
    """

    def __init__(self, work: int) -> None:
        self._left = work
        self._steps = Work(work * _STEPS)

    def place(self, problem: Problem, objective: Objective = Objective.MINIMAX) -> Plan | NoPlan:
        """Return the plan for a variation; raise OutOfTrials when it would be too much."""
        self.spend(price(problem, objective))
        try:
            return place(problem, objective, work=self._steps)
        except TooMuchWork:
            raise OutOfTrials from None

    def suffice(self, work: int) -> bool:
        """Say whether so much work is left."""
        return work <= self._left

    def spend(self, work: int) -> None:
        """Count work; raise OutOfTrials when it is more than is left."""
        if work > self._left:
            raise OutOfTrials
        self._left -= work


def price(problem: Problem, objective: Objective = Objective.MINIMAX) -> int:
    """Return what it counts to try a problem: about a fiftieth of a second is four."""
    cities, parts = len(problem.cities), len(problem.parts)
    days = (problem.last_date - problem.first_date).days + 1
    candidates = min(problem.span_days, days) * DAY_MINUTES // problem.grid
    free = candidates - sum(minutes + problem.gap for minutes in problem.parts[1:]) // problem.grid
    tuples = comb(max(free, 0) + parts, parts) * (50 + cities)
    return 1 + cities * parts * (days + 9) // 1000 + tuples // _TUPLES[objective]


def only(problem: Problem, names: Collection[str]) -> Problem:
    """Return the problem of some of the cities.

    A host that is none of them lends its clock and its dates, and is there at any hour without discomfort.
    """
    host = problem.host_city
    cities = tuple(city for city in problem.cities if city.name in names)
    return replace(problem, cities=cities if host.name in names else (_carefree(host), *cities))


def without(problem: Problem, name: str) -> Problem:
    """Return the problem without one city, which is not its host."""
    return replace(problem, cities=tuple(city for city in problem.cities if city.name != name))


def changed(problem: Problem, city: PlanCity) -> Problem:
    """Return the problem with *city* in place of the one of its name."""
    cities = (city if other.name == city.name else other for other in problem.cities)
    return replace(problem, cities=tuple(cities))


def _carefree(city: PlanCity) -> PlanCity:
    return PlanCity(city.name, city.zone, Attend.ONE, ANY_HOURS, frozenset())
