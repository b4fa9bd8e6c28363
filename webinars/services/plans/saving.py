"""What the planner is asked for a seminar: checked as the planner would, and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, BadProblem
from webinars.domain.hours import DAY_MINUTES
from webinars.domain.planner import checks
from webinars.domain.planner.placing import proposals
from webinars.domain.planner.problems import Presence
from webinars.models.database import transaction
from webinars.models.plans import SeminarPlan
from webinars.queries.plans import planned_cities, problem_of
from webinars.services.plans.rows import find, write
from webinars.services.records import Actor
from webinars.services.seminars import lock_editable

LONGEST_GAP = 7 * DAY_MINUTES
MOST_SPAN_DAYS = 31


@dataclass(frozen=True, kw_only=True)
class PlanFields:
    """What a person asks of the planner: the host's dates, and lengths in minutes (see SeminarPlan)."""

    first_date: date
    last_date: date
    parts: tuple[int, ...]
    grid: int = 15
    gap: int = 60
    span_days: int = 1
    presence: Presence = Presence.WHOLE
    slot_minutes: int | None = None

    def columns(self) -> dict[str, object]:
        """Return the values by column, as the table holds them."""
        return vars(self) | {"parts": list(self.parts)}


def save_plan(
    seminar_id: int, wanted: PlanFields, *, expected: int | None, by: Actor, now: datetime
) -> SeminarPlan:
    """Keep what the planner is asked for a seminar. Raises Refusal at a field ("parts[1]"), or Stale.

    *expected* is the version that the form was opened with; 0 where nothing had been asked before. Where
    something else is asked after a plan was applied, the times are open again.
    """
    check_plan(wanted)
    _check_search(seminar_id, wanted, now=now)
    with transaction():
        lock_editable(seminar_id)
        whose = {"seminar_id": seminar_id}
        values = wanted.columns()
        if _is_asked_anew(find(SeminarPlan, whose), values):
            values |= {"objective": None, "applied_at": None}
        plan, _ = write(SeminarPlan, whose, values, expected=expected, by=by, now=now)
    return plan


def check_plan(wanted: PlanFields) -> None:
    """Raise Refusal at the first field that no problem of the planner can have."""
    checks.dates(wanted.first_date, wanted.last_date)
    checks.grid(wanted.grid)
    checks.parts(wanted.parts)
    checks.gap(wanted.gap)
    _at_most(wanted.gap, LONGEST_GAP)
    checks.span(wanted.span_days)
    if wanted.span_days > MOST_SPAN_DAYS:
        text = N_("The parts cannot spread over %(days)s dates. Enter %(most)s or fewer.")
        raise BadProblem(text, field="span_days", days=wanted.span_days, most=MOST_SPAN_DAYS)
    checks.talk(wanted.slot_minutes, wanted.parts, is_needed=wanted.presence is Presence.TALK)


def _check_search(seminar_id: int, wanted: PlanFields, *, now: datetime) -> None:
    """Refuse dates that are all over, and what nobody can wait for.

    Of other dates the planner leaves out those that are over. Where no host or a zone is missing, the page
    of the plan says so.
    """
    plan = SeminarPlan(seminar_id=seminar_id, **wanted.columns())
    try:
        problem = problem_of(plan, planned_cities(seminar_id), language="en")
    except BadProblem:
        return
    if is_past(problem.last_date, now=now, zone=problem.host_city.zone):
        raise BadProblem(N_("These dates are past. Choose later ones."), field="last_date")
    proposals(problem)


def _is_asked_anew(plan: SeminarPlan | None, values: Mapping[str, object]) -> bool:
    """Say whether a plan was applied to which *values* are another question."""
    if plan is None or plan.applied_at is None:
        return False
    return any(getattr(plan, name) != value for name, value in values.items())


def _at_most(gap: int, most: int) -> None:
    if gap > most:
        text = N_("%(minutes)s minutes is too long. Enter %(most)s or fewer.")
        raise BadProblem(text, field="gap", minutes=gap, most=most)
