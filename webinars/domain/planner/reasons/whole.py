"""Why a plan is the best, and what would make it better."""

from collections.abc import Iterator

from webinars.domain.errors import N_
from webinars.domain.planner.placing import Plan
from webinars.domain.planner.problems import Objective, Problem
from webinars.domain.planner.reasons.better import better_sentences
from webinars.domain.planner.reasons.few import Few, few_for_worst
from webinars.domain.planner.reasons.sentences import Sentence
from webinars.domain.planner.reasons.trials import OutOfTrials, Trials
from webinars.domain.planner.reasons.unserved import unserved_sentences

_NO_MORE = N_("No plan lets more cities attend.")
_ALONE = N_("%(cities)s alone already forces %(worst)s.")
_FEW = N_("%(cities)s alone already force %(worst)s, and no fewer cities do.")
_LEAST = N_("%(cities)s alone already force %(worst)s, and no city of these can be left out.")
_ALONE_SERVED = N_("As long as it attends, %(cities)s alone already forces %(worst)s.")
_FEW_SERVED = N_("As long as they attend, %(cities)s alone already force %(worst)s, and no fewer cities do.")
_LEAST_SERVED = N_(
    "As long as they attend, %(cities)s alone already force %(worst)s, and no city of these can be left out."
)
_PRICE = N_(
    "The largest discomfort could be as little as %(worst)s, but then the sum of all would be %(total)s"
    " instead of %(before)s."
)
_WORK = 120


def reasons_of(plan: Plan, problem: Problem) -> tuple[Sentence, ...]:
    """Return why a plan is as good as can be, and what would make it better.

    Why cities cannot attend, which few cities alone force the largest discomfort, and what it would bring to
    leave one out, to allow another date or a wider spread, and to add a part. The work is bounded: of large
    problems less is said. It takes some dozen times as long as the plan itself.
    """
    trials = Trials(_WORK)
    few = None
    sentences = list(_unserved(plan, problem))
    try:
        cheapest = _fairest(plan, problem, trials)
        if cheapest.worst < plan.worst:
            sentences.append(_price(plan, cheapest))
        elif plan.worst:
            few = few_for_worst(plan, problem, trials)
    except OutOfTrials:
        pass
    if few:
        sentences.append(_few(few, plan))
    return (*sentences, *better_sentences(plan, problem, few, trials))


def _unserved(plan: Plan, problem: Problem) -> Iterator[Sentence]:
    if plan.unserved:
        yield Sentence(_NO_MORE)
        yield from unserved_sentences(plan, problem)


def _fairest(plan: Plan, problem: Problem, trials: Trials) -> Plan:
    """Return the plan with the least largest discomfort: only where the sum counts first, it is another."""
    if plan.objective is not Objective.TOTAL:
        return plan
    found = trials.place(problem)
    return found if isinstance(found, Plan) else plan


def _price(plan: Plan, fairest: Plan) -> Sentence:
    return Sentence(_PRICE, {"worst": fairest.worst, "total": fairest.total, "before": plan.total})


def _few(few: Few, plan: Plan) -> Sentence:
    if len(few.names) == 1:
        text = _ALONE_SERVED if plan.unserved else _ALONE
    elif few.is_smallest:
        text = _FEW_SERVED if plan.unserved else _FEW
    else:
        text = _LEAST_SERVED if plan.unserved else _LEAST
    return Sentence(text, {"cities": few.names, "worst": plan.worst})
