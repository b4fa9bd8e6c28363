"""What another plan would bring, in phrases: who could attend, the largest discomfort, the sum of all."""

from collections.abc import Iterator

from webinars.domain.errors import N_
from webinars.domain.planner.placing import Plan
from webinars.domain.planner.problems import Objective
from webinars.domain.planner.reasons.sentences import Sentence

_EVERYBODY = N_("every city could attend")
_ONE_UNSERVED = N_("only one city could not attend")
_UNSERVED = N_("only %(after)s cities could not attend")
_NO_DISCOMFORT = N_("no city would have any discomfort")
_WORST_FALLS = N_("the largest discomfort would fall from %(before)s to %(after)s")
_WORST_RISES = N_("the largest discomfort would rise from %(before)s to %(after)s")
_TOTAL_FALLS = N_("the sum of all would fall from %(before)s to %(after)s")
_TOTAL_RISES = N_("the sum of all would rise from %(before)s to %(after)s")


def score(plan: Plan, objective: Objective) -> tuple[int, ...]:
    """Return what an objective makes small; of the costs from the largest down, only the first is told."""
    match objective:
        case Objective.MINIMAX:
            return (plan.unserved, plan.worst, plan.total)
        case Objective.LEXIMIN:
            return (plan.unserved, plan.worst)
        case Objective.TOTAL:
            return (plan.unserved, plan.total, plan.worst)


def effects(before: Plan, after: Plan) -> tuple[Sentence, ...]:
    """Return how *after*, which scores better, differs from *before* in what its objective makes small."""
    return (*_attendance(before, after), *_discomfort(before, after))


def _attendance(before: Plan, after: Plan) -> Iterator[Sentence]:
    if after.unserved < before.unserved:
        text = {0: _EVERYBODY, 1: _ONE_UNSERVED}.get(after.unserved, _UNSERVED)
        yield Sentence(text, {"after": after.unserved})


def _discomfort(before: Plan, after: Plan) -> Iterator[Sentence]:
    if before.total and not after.total:
        yield Sentence(_NO_DISCOMFORT)
        return
    if before.worst != after.worst:
        text = _WORST_FALLS if after.worst < before.worst else _WORST_RISES
        yield Sentence(text, {"before": before.worst, "after": after.worst})
    if before.total != after.total and before.objective is not Objective.LEXIMIN:
        text = _TOTAL_FALLS if after.total < before.total else _TOTAL_RISES
        yield Sentence(text, {"before": before.total, "after": after.total})
