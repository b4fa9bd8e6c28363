"""The cities of the seventh seminar: those of the sixth present again, others attend, two are silent."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from webinars.domain.planner.problems import PlanCity
from webinars.domain.recommendation import Listener, Part, recommend
from webinars.models.cities import City
from webinars.models.delegations import DelegationRole
from webinars.models.sessions import Session
from webinars.queries.delegations import delegations_of
from webinars.queries.sessions import sessions_of
from webinars.services.delegations import DelegationFields, add_cities, edit_delegation, invite
from webinars.services.demonstration import invented
from webinars.services.demonstration.lookups import cities_by_name
from webinars.services.records import SYSTEM


def plan_delegations(seminar_id: int, *, now: datetime) -> None:
    """Give every city its role, its people and the part that suits its hours, and ask the silent ones."""
    cities = cities_by_name()
    names = [name for name, _ in (*invented.ATTENDING, *invented.SILENT)]
    add_cities(seminar_id, [cities[name].slug for name in names], by=SYSTEM, now=now)
    delegations = {delegation.city_id: delegation for delegation in delegations_of(seminar_id)}
    for name, wanted in _wanted(cities, sessions_of(seminar_id)):
        delegation = delegations[cities[name].id]
        edit_delegation(delegation.id, wanted, expected=None, by=SYSTEM, now=now)
        if wanted.role is DelegationRole.INVITED and delegation.invited_at is None:
            invite(delegation.id, None, by=SYSTEM, now=now)


def part_for(city: City, sessions: Sequence[Session]) -> Session:
    """Return the part whose hours suit *city* best."""
    parts = [
        Part(session.key, session.key, session.starts_at, session.minutes)
        for session in sessions
        if session.starts_at is not None
    ]
    advice = recommend(parts, Listener(PlanCity(str(city.name), city.zone)))
    return next(session for session in sessions if advice and session.key == advice.part_key)


def _wanted(
    cities: Mapping[str, City], sessions: Sequence[Session]
) -> Iterator[tuple[str, DelegationFields]]:
    """Yield what is written about each delegation, by the name of its city."""
    presenting, attending, asked = (
        DelegationRole.PRESENTING,
        DelegationRole.ATTENDING,
        DelegationRole.INVITED,
    )
    for talk in invented.TALKS:
        yield talk.city, _fields(talk.city, talk.presenter, presenting, part_for(cities[talk.city], sessions))
    for name, person in invented.ATTENDING:
        yield name, _fields(name, person, attending, part_for(cities[name], sessions))
    for name, person in invented.SILENT:
        yield name, _fields(name, person, asked, None)


def _fields(city: str, person: str, role: DelegationRole, session: Session | None) -> DelegationFields:
    presents = role is DelegationRole.PRESENTING
    email = invented.address_of(person, city)
    return DelegationFields(
        role=role,
        session_id=session.id if session else None,
        places=invented.PLACES.get(city),
        focal_name=person,
        focal_email=email,
        focal_language="en",
        presenter_name=person if presents else None,
        presenter_email=email if presents else None,
    )
