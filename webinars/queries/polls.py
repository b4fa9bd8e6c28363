"""Polls: what the focal point of a city is asked about its hours, what holds for it, and where it stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from webinars.domain.errors import BadLink
from webinars.domain.polls import Told, days_asked, span_asked, told_in
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.plans import Availability, Holiday, SeminarPlan
from webinars.models.records import Record
from webinars.models.seminars import Seminar
from webinars.queries.delegations import REPLACED, delegation_by_link
from webinars.queries.plans import PlannedCity, holidays_of
from webinars.queries.plans.rows import availabilities_of, fresh, usual_hours

_DATES = frozenset({"first_date", "last_date"})


class Standing(StrEnum):
    """Where a city stands with the question for its hours."""

    UNREACHABLE = "unreachable"  # no address to write to
    NEW = "new"
    SILENT = "silent"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Poll:
    """A city and what it is asked: *plan* has the dates of the host (None: no plan), *planned* its hours."""

    seminar: Seminar
    plan: SeminarPlan | None
    planned: PlannedCity
    delegation: Delegation

    @property
    def city(self) -> City:
        """Return the city."""
        return self.planned.city

    @property
    def days(self) -> tuple[date, ...]:
        """Return the dates that the city is asked about, on its own calendar."""
        if self.plan is None:
            return ()
        first, last = self.plan.first_date, self.plan.last_date
        return days_asked(first, last, host_zone=self.host_zone, zone=self.planned.zone)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """Return the first and the last instant (UTC) that the city is asked about."""
        if self.plan is None:
            return None
        return span_asked(self.plan.first_date, self.plan.last_date, host_zone=self.host_zone)

    @property
    def host_zone(self) -> str:
        """Return the zone of the dates of the plan; where nobody knows the host, the city's own."""
        host = self.seminar.host_city
        return self.seminar.zone or (host.zone if host else self.planned.zone)

    def told_on(self, days: Collection[date]) -> Told:
        """Return the absences that are known, as whole days of *days* and as other stretches."""
        return told_in(self.planned.absences, days)

    @property
    def holidays(self) -> tuple[Holiday, ...]:
        """Return the public holidays that are known on the dates asked about, in order."""
        asked = set(self.days)
        known = (holiday for holiday in self.planned.holidays if holiday.on_date in asked)
        return tuple(sorted(known, key=lambda holiday: holiday.on_date))

    @property
    def availability(self) -> Availability | None:
        """Return what the organiser entered or the city answered; None before either."""
        return self.planned.availability

    @property
    def standing(self) -> Standing:
        """Return where the city stands."""
        kept = self.availability
        if kept is not None and kept.has_answered:
            return Standing.ANSWERED
        if not self.delegation.focal_email:
            return Standing.UNREACHABLE
        return Standing.NEW if kept is None or kept.asked_at is None else Standing.SILENT

    @property
    def is_asked_again(self) -> bool:
        """Say whether the city answered before, and was asked once more since."""
        kept = self.availability
        return kept is not None and kept.answered_at is not None and not kept.has_answered

    def is_answer_to(self, moments: "PlanMoments") -> bool:
        """Say whether the city answered about the dates that the plan has now."""
        kept = self.availability
        if kept is None or kept.answered_at is None:
            return False
        return moments.dates_at is None or moments.dates_at <= kept.answered_at

    @property
    def last_letter_at(self) -> datetime | None:
        """Return when the city was last written to about its hours (UTC)."""
        kept = self.availability
        return (kept.reminded_at or kept.asked_at) if kept else None


def polls_of(seminar: Seminar, plan: SeminarPlan | None, cities: Sequence[PlannedCity]) -> tuple[Poll, ...]:
    """Return those of *cities* that can be asked, in their order: all but the host; no statement.

    *seminar* is loaded with its host city, *plan* is its plan, *cities* are as from planned_cities.
    """
    return tuple(Poll(seminar, plan, one, one.delegation) for one in cities if one.delegation is not None)


@dataclass(frozen=True)
class PlanMoments:
    """When a plan was last saved or applied, and when it got the dates that it has (UTC; None: not known)."""

    saved_at: datetime | None = None
    dates_at: datetime | None = None


def moments_of(plan: SeminarPlan | None) -> PlanMoments:
    """Return when *plan* was saved, and its dates, as the log has it; one statement."""
    if plan is None:
        return PlanMoments()
    of_plan = (Record.noun == SeminarPlan.__tablename__, Record.noun_id == plan.id)
    lines = db.session.execute(select(Record.at, Record.verb, Record.changes).where(*of_plan)).all()
    saved = [line.at for line in lines] + ([plan.applied_at] if plan.applied_at else [])
    dated = [line.at for line in lines if line.verb == "created" or _DATES.intersection(line.changes or ())]
    return PlanMoments(max(saved, default=None), max(dated, default=None))


def told_since(moments: PlanMoments, polls: Sequence[Poll]) -> tuple[Poll, ...]:
    """Return the cities that answered after the plan was last saved or applied; no statement."""
    return tuple(
        poll
        for poll in polls
        if (kept := poll.availability)
        and kept.answered_at
        and (moments.saved_at is None or kept.answered_at > moments.saved_at)
    )


def polls_about(asked: Sequence[tuple[Delegation, Seminar]]) -> Mapping[int, Poll]:
    """Return, by id, what the delegations are asked; each with its city and seminar, in four statements.

    Left out are delegations without a city.
    """
    named = [(delegation, seminar, delegation.city) for delegation, seminar in asked if delegation.city]
    if not named:
        return {}
    seminar_ids, city_ids = [one.id for _, one, _ in named], [city.id for _, _, city in named]
    plans, usual = _plans(seminar_ids), usual_hours(city_ids)
    kept, holidays = availabilities_of(seminar_ids), holidays_of(city_ids)
    return {
        delegation.id: Poll(
            seminar,
            plans.get(seminar.id),
            PlannedCity(
                city=city,
                delegation=delegation,
                availability=kept.get((seminar.id, city.id)),
                usual=usual.get(city.id),
                holidays=holidays.get(city.id, ()),
            ),
            delegation,
        )
        for delegation, seminar, city in named
    }


def poll_by_link(key: str, revision: int) -> Poll:
    """Return what the city that a link names is asked; five statements.

    Raises BadLink when it is gone, has newer links, or has no named city.
    """
    delegation = delegation_by_link(key, revision)
    poll = polls_about([(delegation, delegation.seminar)]).get(delegation.id)
    if poll is None:
        raise BadLink(REPLACED)
    return poll


def _plans(seminar_ids: Sequence[int]) -> Mapping[int, SeminarPlan]:
    statement = select(SeminarPlan).where(SeminarPlan.seminar_id.in_(seminar_ids))
    return {plan.seminar_id: plan for plan in db.session.scalars(fresh(statement))}
