"""Who listens to a seminar, and with what hours: for the part that is recommended to them."""

from dataclasses import replace

from sqlalchemy import and_, select

from webinars.domain.planner.problems import Attend, PlanCity, Presence
from webinars.domain.recommendation import Listener
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan
from webinars.models.seminars import Seminar
from webinars.queries.plans import PlannedCity


def listener_in(seminar: Seminar, city: City, *, name: str) -> Listener:
    """Return who registers for *city*, called *name*, with the hours that it is planned with; one statement.

    A city that is not of the seminar keeps its usual hours and its holidays, and comes to one part.
    """
    statement = (
        select(SeminarPlan, Delegation, Availability, CityHours, Holiday)
        .select_from(City)
        .outerjoin(SeminarPlan, SeminarPlan.seminar_id == seminar.id)
        .outerjoin(Delegation, and_(Delegation.seminar_id == seminar.id, Delegation.city_id == City.id))
        .outerjoin(Availability, and_(Availability.seminar_id == seminar.id, Availability.city_id == City.id))
        .outerjoin(CityHours, CityHours.city_id == City.id)
        .outerjoin(Holiday, Holiday.city_id == City.id)
        .where(City.id == city.id)
        .order_by(Holiday.on_date)
    )
    rows = db.session.execute(statement).all()
    plan, delegation, availability, usual, _ = rows[0]
    is_host = city.id in (seminar.host_city_id, seminar.second_host_city_id)
    is_guest = delegation is not None and delegation.role is not DelegationRole.ABSENT
    planned = PlannedCity(
        city=city,
        delegation=delegation,
        availability=availability if is_host or is_guest else None,
        usual=usual,
        holidays=tuple(row[-1] for row in rows if row[-1] is not None),
    )
    listens = planned.as_plan_city(name)
    if not is_host and not is_guest:
        listens = replace(listens, attend=Attend.ONE)
    return Listener(listens, _talk(plan))


def listener_at(seminar_id: int, zone: str, *, name: str) -> Listener:
    """Return who listens in *zone*, with the hours of everybody; one statement."""
    statement = select(SeminarPlan).where(SeminarPlan.seminar_id == seminar_id)
    return Listener(PlanCity(name, zone), _talk(db.session.scalars(statement).one_or_none()))


def _talk(plan: SeminarPlan | None) -> int | None:
    return plan.slot_minutes if plan and plan.presence is Presence.TALK else None
