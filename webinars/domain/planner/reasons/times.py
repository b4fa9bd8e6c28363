"""When each part is in each city, who attends which, and who is worst off."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from webinars.domain.errors import N_
from webinars.domain.planner.placing import Evaluation
from webinars.domain.planner.problems import PlanCity, Problem
from webinars.domain.planner.reasons.sentences import Sentence
from webinars.domain.timezones import to_local

_HOST = N_("Part %(part)s is on %(date)s from %(start)s to %(end)s in %(city)s.")
_CITY = N_("%(city)s attends part %(attended)s at a discomfort of %(cost)s. Its clock says: %(times)s.")
_UNSERVED = N_("No part is possible for %(city)s, which watches the recording. Its clock says: %(times)s.")
_WORST = N_("%(cities)s has it worst, at a discomfort of %(worst)s.")
_SEVERAL_WORST = N_("%(cities)s have it worst, at a discomfort of %(worst)s each.")
_NONE = N_("Every city attends within its preferred hours.")


def explanation_of(plan: Evaluation, problem: Problem) -> tuple[Sentence, ...]:
    """Return the times of the parts in each city, its own attendance, and who is worst off.

    A discomfort counts minutes: 1 for each acceptable one, 4 for each awkward one.
    """
    parts = tuple(_host_sentences(plan, problem))
    cities = tuple(_city_sentence(plan, problem, city) for city in problem.cities)
    return (*parts, *cities, _worst_sentence(plan))


def _host_sentences(plan: Evaluation, problem: Problem) -> Iterator[Sentence]:
    zone = problem.host_city.zone
    for number, start in enumerate(plan.starts):
        local = to_local(start, zone)
        values = {
            "part": number + 1,
            "date": f"{local:%Y-%m-%d}",
            "start": f"{local:%H:%M}",
            "end": f"{to_local(start + timedelta(minutes=problem.parts[number]), zone):%H:%M}",
            "city": problem.host,
        }
        yield Sentence(_HOST, values)


def _city_sentence(plan: Evaluation, problem: Problem, city: PlanCity) -> Sentence:
    attended = plan.attendance[city.name]
    times = [
        f"{number + 1}) {_times(start, minutes, city.zone)}"
        for number, (start, minutes) in enumerate(zip(plan.starts, problem.parts, strict=True))
    ]
    values = {"city": city.name, "times": "; ".join(times)}
    if not attended:
        return Sentence(_UNSERVED, values)
    costs = [plan.discomfort[city.name][part] or 0 for part in attended]
    numbers = ", ".join(str(part + 1) for part in attended)
    return Sentence(_CITY, {**values, "attended": numbers, "cost": ", ".join(map(str, costs))})


def _times(start: datetime, minutes: int, zone: str) -> str:
    """Return the stretch on the clocks of *zone*: "2021-11-24 23:00–01:35"."""
    local, end = to_local(start, zone), to_local(start + timedelta(minutes=minutes), zone)
    return f"{local:%Y-%m-%d %H:%M}–{end:%H:%M}"


def _worst_sentence(plan: Evaluation) -> Sentence:
    """Name who pays the largest cost."""
    if plan.worst == 0:
        return Sentence(_NONE)
    names = [
        name
        for name, attended in plan.attendance.items()
        if any(plan.discomfort[name][part] == plan.worst for part in attended)
    ]
    text = _WORST if len(names) == 1 else _SEVERAL_WORST
    return Sentence(text, {"cities": ", ".join(names), "worst": plan.worst})
