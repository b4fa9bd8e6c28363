"""What a proposal of the planner costs against the others, and what it brings in return, in sentences."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from webinars.domain.planner.placing import Evaluation, Plan
from webinars.domain.planner.problems import Objective
from webinars.web.organise.planning_words import listed, worst_words


def prices_of(plan: Plan, plans: Sequence[Plan]) -> list[str]:
    """Say what *plan* costs against the others, in discomfort."""
    least_worst, least_total = min(one.worst for one in plans), min(one.total for one in plans)
    said = []
    if plan.worst > least_worst:
        said.append(
            gettext(
                "For %(cities)s it is %(worst)s; %(least)s would be the least that somebody must bear.",
                cities=worst_words(plan), worst=plan.worst, least=least_worst,
            )
        )  # fmt: skip
    if plan.total > least_total:
        said.append(
            gettext(
                "All cities together bear %(more)s more than they need to: %(total)s, not %(least)s.",
                more=plan.total - least_total, total=plan.total, least=least_total,
            )
        )  # fmt: skip
    said += dict.fromkeys(words for other in plans if (words := _in_return(plan, other)))
    if not said and len(plans) > 1:
        said.append(gettext("Nothing: neither the worst-off city nor the sum could be better."))
    return said


def _in_return(plan: Plan, other: Plan) -> str:
    """Say for whom a plan, as good as *other* for the worst-off city, is better; "" where for nobody.

    Of the cities that gain, those are named that would bear most.
    """
    if plan.objective is not Objective.LEXIMIN or plan.worst != other.worst:
        return ""
    steps = {name: step for name in plan.attendance if (step := _step(plan, other, name))}
    if not steps:
        return ""
    was, now = max(steps.values(), key=lambda step: (step[0], -step[1]))
    names = [name for name, step in steps.items() if step == (was, now)]
    return str(
        ngettext(
            "In return %(cities)s bears %(now)s, not %(was)s.",
            "In return %(cities)s bear %(now)s each, not %(was)s.",
            len(names), cities=listed(names), now=now, was=was,
        )
    )  # fmt: skip


def _step(plan: Evaluation, other: Evaluation, name: str) -> tuple[int, int] | None:
    """Return what a city bears in *other* and in *plan*, at the first of its costs that falls; else None."""
    pairs = zip(_borne(other, name), _borne(plan, name), strict=False)
    was, now = next(((was, now) for was, now in pairs if was != now), (0, 0))
    return (was, now) if now < was else None


def _borne(evaluation: Evaluation, name: str) -> list[int]:
    """Return what a city bears in the parts that it attends, from the largest down."""
    felt = (evaluation.discomfort[name][part] or 0 for part in evaluation.attendance[name])
    return sorted(felt, reverse=True)
