"""What the planner is asked for a seminar, as a problem of the domain."""

from collections import Counter
from collections.abc import Sequence

from webinars.domain.errors import N_, BadProblem
from webinars.domain.planner.problems import PlanCity, Problem
from webinars.models.plans import SeminarPlan
from webinars.queries.plans.cities import PlannedCity


def problem_of(plan: SeminarPlan, cities: Sequence[PlannedCity], *, language: str) -> Problem:
    """Return what the planner is asked, with the cities in their order and named for readers of *language*.

    Raises BadProblem, whose field is a column of *plan*, "host", or a path like "cities[3].tz". No statement.
    """
    names = names_of(cities, language)
    hosts = [name for name, one in zip(names, cities, strict=True) if one.is_host]
    if not hosts:
        raise BadProblem(
            N_("Nobody knows yet by whose clock to plan. Choose the city of the host, then plan."),
            field="host",
        )
    return Problem(
        host=hosts[0],
        cities=tuple(_plan_city(number, one, names[number]) for number, one in enumerate(cities)),
        first_date=plan.first_date,
        last_date=plan.last_date,
        grid=plan.grid,
        parts=tuple(plan.parts),
        gap=plan.gap,
        span_days=plan.span_days,
        presence=plan.presence,
        slot_minutes=plan.slot_minutes,
    )


def names_of(cities: Sequence[PlannedCity], language: str) -> tuple[str, ...]:
    """Return a name for each city that no other one of them has, for readers of *language*; no statement."""
    plain = [one.city.name.best(language) for one in cities]
    with_country = [
        name if is_alone or not one.city.country else f"{name} ({one.city.country})"
        for name, one, is_alone in zip(plain, cities, _alone(plain), strict=True)
    ]
    return tuple(
        name if is_alone else f"{short} ({one.city.slug})"
        for name, short, one, is_alone in zip(with_country, plain, cities, _alone(with_country), strict=True)
    )


def _plan_city(number: int, planned: PlannedCity, name: str) -> PlanCity:
    try:
        return planned.as_plan_city(name)
    except BadProblem as refusal:
        raise refusal.within(f"cities[{number}]") from None


def _alone(names: Sequence[str]) -> list[bool]:
    times = Counter(names)
    return [times[name] == 1 for name in names]
