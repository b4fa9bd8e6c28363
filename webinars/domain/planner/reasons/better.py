"""What would make a plan better: a city left out, one more date, a wider spread, one more part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from webinars.domain.errors import N_
from webinars.domain.planner.placing import Plan
from webinars.domain.planner.placing.groups import groups_of
from webinars.domain.planner.problems import Objective, Problem
from webinars.domain.planner.reasons.effects import effects, score
from webinars.domain.planner.reasons.few import Few
from webinars.domain.planner.reasons.sentences import Day, Either, Minutes, Sentence, Value
from webinars.domain.planner.reasons.trials import OutOfTrials, Trials, price, without
from webinars.domain.planner.reasons.variations import Wider, with_date, with_part, with_spread

_WITHOUT = N_("Without %(city)s, %(effects)s.")
_DATE = N_("If %(date)s were possible too, %(effects)s.")
_SPREAD = N_("If the parts could spread over %(days)s days, %(effects)s.")
_DATE_AND_SPREAD = N_("If the parts could spread over %(days)s days, %(date)s included, %(effects)s.")
_PART = N_("With one more part of %(minutes)s, %(effects)s.")
_NOTHING = N_("Nothing better would come of %(changes)s.")
_WORST_STAYS = N_("The largest discomfort would not fall by %(changes)s.")
_ONE_CITY_LESS = N_("leaving out any one city")
_ONE_DATE_MORE = N_("allowing one more date before or after these")
_MORE_SPREAD = N_("spreading the parts over one more day")
_ONE_PART_MORE = N_("adding one more part")

_RESERVED = 6  # trials of the same size for all the other changes

# What a change is called, the sentences that tell what it would bring (none: nothing), and what it brings.
_Change = tuple[str, Iterator[Sentence]]


def better_sentences(plan: Plan, problem: Problem, few: Few | None, trials: Trials) -> tuple[Sentence, ...]:
    """Return what each change would bring where it brings something, or that none would.

    *few* are the cities that force the largest discomfort, where they are known. What the trials do not
    suffice for is not spoken of.
    """
    if not any(score(plan, plan.objective)):
        return ()
    found, idle = list[Sentence](), list[Sentence]()
    for name, told in _changes(plan, problem, few, trials):
        try:
            brought = list(told)
        except OutOfTrials:
            continue
        found += brought
        idle += [] if brought else [Sentence(name)]
    if found or not idle:
        return tuple(found)
    return tuple(_idle(plan, idle))


def _idle(plan: Plan, idle: Sequence[Sentence]) -> Iterator[Sentence]:
    """Tell which changes bring nothing, and no more of each than was tried.

    Under the largest discomfort leaving out a city was not tried for the sum, under all costs no change was.
    """
    narrow = {
        Objective.MINIMAX: {_ONE_CITY_LESS},
        Objective.LEXIMIN: {one.text for one in idle},
        Objective.TOTAL: set[str](),
    }[plan.objective]
    for text, is_narrow in ((_WORST_STAYS, True), (_NOTHING, False)):
        if changes := tuple(one for one in idle if (one.text in narrow) is is_narrow):
            yield Sentence(text, {"changes": Either(changes)})


def _changes(plan: Plan, problem: Problem, few: Few | None, trials: Trials) -> Iterator[_Change]:
    yield _ONE_CITY_LESS, _leaving_one_out(plan, problem, few, trials)
    yield _ONE_DATE_MORE, _widening(plan, with_date(problem), trials)
    if len(problem.parts) > 1:
        yield _MORE_SPREAD, _widening(plan, with_spread(problem), trials)
    for longer in with_part(problem):
        yield _ONE_PART_MORE, _one_part_more(plan, longer, trials)


# --- one city less ------------------------------------------------------------------------------------------


def _leaving_one_out(plan: Plan, problem: Problem, few: Few | None, trials: Trials) -> Iterator[Sentence]:
    """Tell what it would bring to leave out the city whose absence helps the others most."""
    names, are_all = _who_may_help(plan, problem, few, trials)
    best: tuple[Plan, str] | None = None
    for name in names:
        found = trials.place(without(problem, name), _tried(plan))
        if isinstance(found, Plan) and _helps(plan, found, name):
            best = (found, name) if best is None or _is_better(found, best[0], plan) else best
    if best:
        yield Sentence(_WITHOUT, {"city": best[1], "effects": effects(plan, best[0])})
    elif not are_all:
        raise OutOfTrials


def _who_may_help(plan: Plan, problem: Problem, few: Few | None, trials: Trials) -> tuple[list[str], bool]:
    """Return the cities whose absence may help others, and whether it is all of them.

    Where every city attends, only those who force the largest discomfort can bring it down, and not where a
    city like them stays.
    """
    guests = [
        group.names
        for group in groups_of(problem.cities)
        if plan.attendance[group.names[0]] and problem.host not in group.names
    ]
    forcing = [names[0] for names in guests if few and len(names) == 1 and names[0] in few.names]
    if plan.objective is not Objective.TOTAL and not plan.unserved:
        return forcing, few is not None
    if trials.suffice((len(guests) + _RESERVED) * price(problem, _tried(plan))):
        return [names[0] for names in guests], True
    return forcing, False


def _helps(plan: Plan, found: Plan, name: str) -> bool:
    """Say whether *found*, without the city *name*, is better for the others: its own part is no gain."""
    if plan.objective is Objective.TOTAL:
        own = sum(plan.discomfort[name][part] or 0 for part in plan.attendance[name])
        return (found.unserved, found.total) < (plan.unserved, plan.total - own)
    return (found.unserved, found.worst) < (plan.unserved, plan.worst)


# --- more dates, more parts ---------------------------------------------------------------------------------


def _widening(plan: Plan, problems: Iterable[Wider], trials: Trials) -> Iterator[Sentence]:
    """Tell what the best of some wider problems would bring."""
    best: tuple[Plan, Wider] | None = None
    for wider in problems:
        found = trials.place(wider.problem, _tried(plan))
        if not isinstance(found, Plan) or not _is_better(found, best[0] if best else plan, plan):
            continue
        if not wider.day or _needs_spread(plan, wider, found, trials):
            best = (found, wider)
    if best:
        yield _widened(best[1], effects(plan, best[0]))


def _needs_spread(plan: Plan, wider: Wider, found: Plan, trials: Trials) -> bool:
    """Say whether a date alone would not bring what it brings with a wider spread."""
    if wider.span_days is None:
        return True
    narrower = trials.place(replace(wider.problem, span_days=wider.span_days - 1), _tried(plan))
    return not isinstance(narrower, Plan) or _is_better(found, narrower, plan)


def _widened(wider: Wider, brought: tuple[Sentence, ...]) -> Sentence:
    values: dict[str, Value] = {"effects": brought}
    if wider.day:
        values["date"] = Day(wider.day)
    if wider.span_days is None:
        return Sentence(_DATE, values)
    values["days"] = wider.span_days
    return Sentence(_DATE_AND_SPREAD if wider.day else _SPREAD, values)


def _one_part_more(plan: Plan, longer: Problem, trials: Trials) -> Iterator[Sentence]:
    found = trials.place(longer, _tried(plan))
    if isinstance(found, Plan) and _is_better(found, plan, plan):
        yield Sentence(_PART, {"minutes": Minutes(longer.parts[-1]), "effects": effects(plan, found)})


# --- plans compared -----------------------------------------------------------------------------------------


def _tried(plan: Plan) -> Objective:
    """Return under which objective to try a change.

    All costs from the largest down take long to settle, and nobody follows them read aloud: the largest is
    the same where only it and the sum are settled.
    """
    return Objective.MINIMAX if plan.objective is Objective.LEXIMIN else plan.objective


def _is_better(found: Plan, other: Plan, plan: Plan) -> bool:
    return score(found, plan.objective) < score(other, plan.objective)
