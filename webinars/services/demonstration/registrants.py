"""The people who register for the seventh seminar: as strangers do, each with a confirmation."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from webinars.models.cities import City
from webinars.models.registrations import RegistrationState
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.registrations import registration_by_address
from webinars.queries.sessions import sessions_of
from webinars.services.consents import IN_FORCE
from webinars.services.demonstration import invented
from webinars.services.demonstration.guests import part_for
from webinars.services.demonstration.invented import Registrant
from webinars.services.demonstration.lookups import cities_by_name
from webinars.services.registrations import Application, confirm, has_open_part, register


def register_people(seminar: Seminar, *, now: datetime) -> None:
    """Register and confirm those who are not registered yet; nobody once registration is closed."""
    sessions, cities = sessions_of(seminar.id), cities_by_name()
    if not has_open_part(seminar, sessions, now=now):
        return
    for person in invented.REGISTRANTS:
        _register(seminar.id, _application(person, cities, sessions), now=now)


def is_everybody_registered(seminar_id: int) -> bool:
    """Say whether the last of the people is there: they come in their order."""
    last = invented.REGISTRANTS[-1]
    return registration_by_address(seminar_id, invented.address_of(last.name, last.city)) is not None


def _application(person: Registrant, cities: Mapping[str, City], sessions: Sequence[Session]) -> Application:
    city = cities[person.city]
    wanted = sessions if person.is_for_both else [part_for(city, sessions)]
    return Application(
        name=person.name,
        email=invented.address_of(person.name, person.city),
        city_id=city.id,
        organisation="",
        role=person.role,
        language=person.language,
        zone=city.zone,
        session_keys=frozenset(session.key for session in wanted),
        consent_number=IN_FORCE.number,
    )


def _register(seminar_id: int, application: Application, *, now: datetime) -> None:
    """Leave alone who is known and did more than register: people of the demonstration may change too."""
    if registration_by_address(seminar_id, application.email) is None:
        register(seminar_id, application, now=now)
    person = registration_by_address(seminar_id, application.email)
    if person is not None and person.state is RegistrationState.UNCONFIRMED:
        confirm(person.id, now=now)
