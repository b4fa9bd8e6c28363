"""When each part is in each city, who attends which, and who is worst off."""

from collections.abc import Iterator

from webinars.domain.errors import N_
from webinars.domain.planner.placing import Evaluation
from webinars.domain.planner.problems import Attend, PlanCity, Presence, Problem
from webinars.domain.planner.reasons.sentences import (
    Day,
    Minutes,
    Sentence,
    Value,
    Weekday,
    spans_of,
)

_HOST = N_("Part %(part)s is on %(date)s %(time)s in %(city)s.")
_HOST_ONLY = N_("The seminar is on %(date)s %(time)s in %(city)s.")
# The pages with numbers say the same: templates/organise/_discomfort.html.
_UNIT = N_(
    "Discomfort counts minutes: none in a city’s good hours, 1 for each acceptable minute, 4 for each awkward"
    " one."
)
_TALK = N_("A city that attends one part is there for %(minutes)s of it, when that suits it best.")
_EASY = N_("%(city)s attends part %(part)s within its good hours.")
_HARD = N_("%(city)s attends part %(part)s at a discomfort of %(cost)s.")
_ONLY_EASY = N_("%(city)s attends within its good hours.")
_ONLY_HARD = N_("%(city)s attends at a discomfort of %(cost)s.")
_ALL_EASY = N_("%(city)s attends every part within its good hours.")
_ALL = N_("%(city)s attends every part: %(costs)s.")
_EASY_PART = N_("part %(part)s within its good hours")
_HARD_PART = N_("part %(part)s at a discomfort of %(cost)s")
_NOT_ALL = N_("%(city)s has to attend every part and cannot attend %(parts)s.")
_PART = N_("part %(part)s")
_UNSERVED = N_("%(city)s can attend no part and watches the recording.")
_ONLY_UNSERVED = N_("%(city)s cannot attend and watches the recording.")
_THERE = N_("In %(city)s, %(times)s.")
_PART_THERE = N_("part %(part)s is on %(weekday)s %(time)s")
_ONLY_THERE = N_("it is on %(weekday)s %(time)s")
_WORST = N_("%(cities)s has it worst, at a discomfort of %(worst)s.")
_SEVERAL_WORST = N_("%(cities)s have it worst, at a discomfort of %(worst)s each.")
_TOTAL = N_("The discomforts of all cities add up to %(total)s.")
_NONE = N_("Every city that attends does so within its good hours.")


def explanation_of(plan: Evaluation, problem: Problem) -> tuple[Sentence, ...]:
    """Return when each part is in each city, what each attends at what discomfort, and who is worst off.

    What a discomfort is, is said once, and only where there is any. It costs next to nothing.
    """
    return (
        *_host_sentences(plan, problem),
        *_units(plan, problem),
        *(sentence for city in problem.cities for sentence in city_sentences(plan, problem, city)),
        *_worst_sentences(plan),
    )


def city_sentences(plan: Evaluation, problem: Problem, city: PlanCity) -> tuple[Sentence, ...]:
    """Return what *city* attends, and when each part is on its clock (but not for the host)."""
    attendance = _attendance(plan, problem, city)
    if city.name == problem.host:
        return (attendance,)
    text = _PART_THERE if len(plan.starts) > 1 else _ONLY_THERE
    times = tuple(
        Sentence(text, {"part": number, "weekday": Weekday(span.begin.at.date()), "time": span})
        for number, span in enumerate(spans_of(plan.starts, problem.parts, city.zone), 1)
    )
    return (attendance, Sentence(_THERE, {"city": city.name, "times": times}))


def _host_sentences(plan: Evaluation, problem: Problem) -> Iterator[Sentence]:
    text = _HOST if len(plan.starts) > 1 else _HOST_ONLY
    for number, span in enumerate(spans_of(plan.starts, problem.parts, problem.host_city.zone), 1):
        day = Day(span.begin.at.date())
        yield Sentence(text, {"part": number, "date": day, "time": span, "city": problem.host})


def _units(plan: Evaluation, problem: Problem) -> Iterator[Sentence]:
    """Say what the numbers count."""
    if plan.worst:
        yield Sentence(_UNIT)
    if problem.presence is Presence.TALK and problem.slot_minutes:
        yield Sentence(_TALK, {"minutes": Minutes(problem.slot_minutes)})


def _attendance(plan: Evaluation, problem: Problem, city: PlanCity) -> Sentence:
    attended, felt = plan.attendance[city.name], plan.discomfort[city.name]
    is_only = len(plan.starts) == 1
    if city.attend is Attend.ALL and None in felt:
        parts = tuple(
            Sentence(_PART, {"part": number}) for number, cost in enumerate(felt, 1) if cost is None
        )
        return Sentence(_NOT_ALL, {"city": city.name, "parts": parts})
    if not attended:
        return Sentence(_ONLY_UNSERVED if is_only else _UNSERVED, {"city": city.name})
    if len(attended) > 1:
        return _attendance_of_all(city.name, [cost or 0 for cost in felt])
    values: dict[str, Value] = {
        "city": city.name,
        "part": attended[0] + 1,
        "cost": (cost := felt[attended[0]] or 0),
    }
    if is_only:
        return Sentence(_ONLY_HARD if cost else _ONLY_EASY, values)
    return Sentence(_HARD if cost else _EASY, values)


def _attendance_of_all(name: str, felt: list[int]) -> Sentence:
    if not any(felt):
        return Sentence(_ALL_EASY, {"city": name})
    costs = tuple(
        Sentence(_HARD_PART if cost else _EASY_PART, {"part": number, "cost": cost})
        for number, cost in enumerate(felt, 1)
    )
    return Sentence(_ALL, {"city": name, "costs": costs})


def _worst_sentences(plan: Evaluation) -> Iterator[Sentence]:
    """Name who bears the largest discomfort, and the sum of all."""
    if plan.worst == 0:
        if plan.costs:
            yield Sentence(_NONE)
        return
    names = worst_off(plan)
    yield Sentence(_WORST if len(names) == 1 else _SEVERAL_WORST, {"cities": names, "worst": plan.worst})
    if len(plan.costs) > 1:
        yield Sentence(_TOTAL, {"total": plan.total})


def worst_off(plan: Evaluation) -> tuple[str, ...]:
    """Return the cities that bear the largest discomfort."""
    return tuple(
        name
        for name, attended in plan.attendance.items()
        if any(plan.discomfort[name][part] == plan.worst for part in attended)
    )
