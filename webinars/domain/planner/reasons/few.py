"""The few cities that alone already force a plan's largest discomfort, or that there is no plan."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from webinars.domain.planner.placing import Evaluation, NoPlan, Plan, evaluate
from webinars.domain.planner.placing.groups import groups_of
from webinars.domain.planner.problems import Attend, PlanCity, Problem
from webinars.domain.planner.reasons.forcing import forcing
from webinars.domain.planner.reasons.times import worst_off
from webinars.domain.planner.reasons.trials import Trials, only

IsWorse = Callable[[PlanCity, Evaluation], bool]


@dataclass(frozen=True, slots=True)
class Few:
    """Names of cities, and whether no fewer force the same; if not, still none of them can be left out."""

    names: tuple[str, ...]
    is_smallest: bool


def few_for_worst(plan: Plan, problem: Problem, trials: Trials) -> Few | None:
    """Return the cities that alone force the largest discomfort of *plan*, where no plan has a smaller one.

    Where some cities cannot be served, this asks about the others: whatever serves all of them, serves as
    many as can be, and so a plan for some of them is never worse than one for all. None when the trials did
    not suffice. The host and those who have it worst come first.
    """
    served = [city for city in problem.cities if plan.attendance[city.name]]
    first = (problem.host, *worst_off(plan))
    ranked = sorted(served, key=lambda city: first.index(city.name) if city.name in first else len(first))

    def is_good(found: Plan) -> bool:
        return found.worst < plan.worst

    def is_worse(city: PlanCity, found: Evaluation) -> bool:
        felt = found.discomfort[city.name]
        possible = [cost for cost in felt if cost is not None]
        if city.attend is Attend.ALL:
            return len(possible) < len(felt) or max(possible) >= plan.worst
        return not possible or min(possible) >= plan.worst

    return _few(_distinct(ranked), problem, trials, is_good=is_good, is_worse=is_worse)


def few_for_none(problem: Problem, trials: Trials) -> Few | None:
    """Return the cities that alone make every plan impossible; none at all where it is not for cities.

    None when the trials did not suffice.
    """
    host_first = sorted(problem.cities, key=lambda city: city.name != problem.host)
    binding = [city for city in host_first if city.attend is Attend.ALL]

    def is_worse(city: PlanCity, found: Evaluation) -> bool:
        return None in found.discomfort[city.name]

    return _few(_distinct(binding), problem, trials, is_good=lambda _: True, is_worse=is_worse)


def _distinct(cities: Iterable[PlanCity]) -> list[PlanCity]:
    """Return the first of each cities that are the same to the planner."""
    return [group.city for group in groups_of(tuple(cities))]


def _few(
    cities: Sequence[PlanCity],
    problem: Problem,
    trials: Trials,
    *,
    is_good: Callable[[Plan], bool],
    is_worse: IsWorse,
) -> Few | None:
    everybody = only(problem, {city.name for city in cities})

    def attempt(mask: int) -> int | None:
        names = {city.name for place, city in enumerate(cities) if mask >> place & 1}
        found = trials.place(only(problem, names))
        if isinstance(found, NoPlan) or not is_good(found):
            return None
        trials.spend(len(cities) * len(problem.parts) // 100)
        brought = evaluate(everybody, found.starts)
        return sum(1 << place for place, city in enumerate(cities) if is_worse(city, brought))

    found = forcing(attempt)
    if found is None:
        return None
    return Few(tuple(cities[place].name for place in found.members), found.is_smallest)
