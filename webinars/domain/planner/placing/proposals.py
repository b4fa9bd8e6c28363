"""The best plan of each objective, for somebody who waits: what takes longer is refused."""

from webinars.domain.errors import N_, BadProblem
from webinars.domain.planner.placing.placement import place
from webinars.domain.planner.placing.plans import NoPlan, Plan
from webinars.domain.planner.placing.work import TooMuchWork, Work
from webinars.domain.planner.problems import Objective, Problem

MOST_STEPS = 8_000_000  # for all objectives together: some two seconds


def proposals(problem: Problem) -> dict[Objective, Plan] | NoPlan:
    """Return the best plan of each objective, or why no plan is possible.

    Raises BadProblem at "span_days" where that takes more than MOST_STEPS.
    """
    work, found = Work(MOST_STEPS), dict[Objective, Plan]()
    try:
        for objective in Objective:
            plan = place(problem, objective, work=work)
            if isinstance(plan, NoPlan):
                return plan
            found[objective] = plan
    except TooMuchWork:
        text = N_(
            "There are too many ways to place these parts. Enter a smaller spread or fewer dates, or let the"
            " parts start at full hours."
        )
        raise BadProblem(text, field="span_days") from None
    return found
