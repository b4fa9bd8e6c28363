"""The rows of planning: a plan for each seminar, and for each city its hours, holidays and availability."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeVar

from sqlalchemy import Select, select

from webinars.domain.planner.problems import Presence
from webinars.models.database import db
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan

T = TypeVar("T")


def plan_of(seminar_id: int) -> SeminarPlan | None:
    """Return what the planner is asked for a seminar, None before anything is; one statement."""
    statement = select(SeminarPlan).where(SeminarPlan.seminar_id == seminar_id)
    return db.session.scalars(fresh(statement)).one_or_none()


def talk_minutes(seminar_ids: Collection[int]) -> Mapping[int, int]:
    """Return the length of a talk by seminar, for those whose cities come for a talk; one statement."""
    statement = select(SeminarPlan).where(
        SeminarPlan.seminar_id.in_(seminar_ids), SeminarPlan.presence == Presence.TALK
    )
    plans = db.session.scalars(fresh(statement))
    return {plan.seminar_id: plan.slot_minutes for plan in plans if plan.slot_minutes is not None}


def hours_of(city_id: int) -> CityHours | None:
    """Return a city's usual hours, None where the defaults hold; one statement."""
    return usual_hours([city_id]).get(city_id)


def availability_of(seminar_id: int, city_id: int) -> Availability | None:
    """Return what holds for a city at a seminar, None before anything was said; one statement."""
    statement = select(Availability).where(
        Availability.seminar_id == seminar_id, Availability.city_id == city_id
    )
    return db.session.scalars(fresh(statement)).one_or_none()


def holidays_of(city_ids: Collection[int]) -> Mapping[int, tuple[Holiday, ...]]:
    """Return the holidays of each city that has any, the earliest first; one statement."""
    statement = select(Holiday).where(Holiday.city_id.in_(city_ids)).order_by(Holiday.on_date)
    found: defaultdict[int, list[Holiday]] = defaultdict(list)
    for holiday in db.session.scalars(fresh(statement)):
        found[holiday.city_id].append(holiday)
    return {city_id: tuple(own) for city_id, own in found.items()}


def availabilities_of(seminar_ids: Collection[int]) -> Mapping[tuple[int, int], Availability]:
    """Return what was said of the cities of the seminars, by seminar and city; one statement."""
    statement = select(Availability).where(Availability.seminar_id.in_(seminar_ids))
    return {(one.seminar_id, one.city_id): one for one in db.session.scalars(fresh(statement))}


def usual_hours(city_ids: Collection[int]) -> Mapping[int, CityHours]:
    """Return the usual hours of each city that has its own; one statement."""
    statement = select(CityHours).where(CityHours.city_id.in_(city_ids))
    return {one.city_id: one for one in db.session.scalars(fresh(statement))}


def fresh(statement: Select[T]) -> Select[T]:
    """Overwrite what is in memory: services decide on a plan inside their transaction."""
    return statement.execution_options(populate_existing=True)
