"""What the pages of planning are about: a draft with its plan, its cities and its parts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache

from webinars.domain.deadlines import day_of
from webinars.domain.errors import N_, BadProblem, Missing
from webinars.domain.planner.placing import NoPlan, Plan, proposals
from webinars.domain.planner.problems import Objective, Problem
from webinars.domain.timezones import to_local
from webinars.models.plans import SeminarPlan
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.queries.plans import PlannedCity, plan_of, planned_cities, problem_of
from webinars.queries.seminars import seminar_by_slug
from webinars.queries.sessions import sessions_of
from webinars.web import clock
from webinars.web.organise.planning_words import part_names
from webinars.web.reader import language


@dataclass(frozen=True)
class Planning:
    """A draft that is planned: its host and cities, and its parts in order of start, without cancelled ones.

    *problem* is None before something is looked for, and where it makes no sense: then *senseless* says why.
    It begins today where its first dates are over.
    """

    seminar: Seminar
    plan: SeminarPlan | None
    cities: tuple[PlannedCity, ...]
    sessions: tuple[Session, ...]
    problem: Problem | None
    senseless: BadProblem | None = None

    @cached_property
    def asked(self) -> Problem:
        """Return the problem. Raises Missing where there is none."""
        if self.senseless is not None:
            raise Missing(self.senseless.text, field=None, **self.senseless.values)
        if self.problem is None:
            raise Missing(N_("Say first what you look for, on the page “Planning”."))
        return self.problem

    @property
    def proposals(self) -> dict[Objective, Plan] | NoPlan | BadProblem:
        """Return the best plan of each objective; why there is none, or why none is looked for."""
        return _proposed(self.asked)

    @property
    def refusal(self) -> BadProblem | None:
        """Return why no plan is looked for: there is no problem, or one that nobody can wait for."""
        if self.problem is None:
            return self.senseless
        return found if isinstance(found := self.proposals, BadProblem) else None

    @property
    def zone(self) -> str:
        """Return the zone of the host's clock."""
        return self.asked.host_city.zone

    @property
    def applied_on(self) -> date | None:
        """Return the host's date on which a plan was applied, None before."""
        if self.plan is None or self.plan.applied_at is None:
            return None
        return to_local(self.plan.applied_at, self.seminar.zone or "UTC").date()

    @property
    def left_out_before(self) -> date | None:
        """Return the date before which the dates that are asked for are over, None where none is."""
        if self.plan is None or self.problem is None or self.problem.first_date == self.plan.first_date:
            return None
        return self.problem.first_date

    @property
    def parts(self) -> list[str]:
        """Return the names of the parts that are looked for."""
        return part_names(self.sessions, len(self.asked.parts))

    @cached_property
    def by_name(self) -> Mapping[str, PlannedCity]:
        """Return the cities by the names that the planner knows them by."""
        return {one.name: city for one, city in zip(self.asked.cities, self.cities, strict=True)}

    def best(self, objective: Objective = Objective.MINIMAX) -> Plan | None:
        """Return what *objective* proposes."""
        found = self.proposals
        return found[objective] if isinstance(found, dict) else None


# One page asks for three plans, the next for the same again. Two parts take some hundredths of a second, but
# three parts over several dates take a second or two: only they are why anything is kept.
@lru_cache(maxsize=16)
def _proposed(problem: Problem) -> dict[Objective, Plan] | NoPlan | BadProblem:
    try:
        return proposals(problem)
    except BadProblem as refusal:
        return refusal


def planning(slug: str) -> Planning:
    """Return a draft with everything that planning needs; eight statements. Raises Missing."""
    seminar = seminar_by_slug(slug)
    if seminar.state is not SeminarState.DRAFT:
        raise Missing(N_("Only a draft is planned. Move the parts of this seminar on its own page."))
    plan, cities = plan_of(seminar.id), planned_cities(seminar.id)
    sessions = tuple(session for session in sessions_of(seminar.id) if not session.is_cancelled)
    problem, senseless = None, None
    if plan is not None:
        try:
            problem = _coming(problem_of(plan, cities, language=language()), now=clock.now())
        except BadProblem as refusal:
            senseless = refusal
    return Planning(seminar, plan, cities, sessions, problem, senseless)


def _coming(problem: Problem, *, now: datetime) -> Problem:
    """Return *problem* without the dates that are over for its host. Raises BadProblem where all are."""
    today = day_of(now, problem.host_city.zone)
    if problem.last_date < today:
        raise BadProblem(N_("The dates of the plan are past. Choose later ones."), field="last_date")
    return replace(problem, first_date=max(problem.first_date, today))
