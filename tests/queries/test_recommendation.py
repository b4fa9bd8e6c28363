"""Who listens to a seminar: the hours, days and talk by which a part is recommended to them."""

from datetime import date, datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.statements import count_statements
from webinars.domain.absences import Absence
from webinars.domain.hours import DEFAULT_HOURS, Band, Hours
from webinars.domain.planner.problems import Attend, PlanCity, Presence
from webinars.domain.recommendation import Listener
from webinars.models import City, DelegationRole, Seminar
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan
from webinars.queries.plans import planned_cities
from webinars.queries.recommendation import listener_at, listener_in

EARLY = Hours(Band(360, 720), Band(300, 900), Band(240, 1200))
LATE = Hours(Band(720, 1080), Band(660, 1260), Band(600, 1320))
AWAY = Absence(datetime.fromisoformat("2026-11-25T09:00"), datetime.fromisoformat("2026-11-25T12:00"))


@pytest.fixture
def tokyo(database: SQLAlchemy) -> City:
    return builders.a_city("Tokyo", zone="Asia/Tokyo", country="JP")


@pytest.fixture
def seminar(tokyo: City) -> Seminar:
    return builders.a_seminar(host_city_id=tokyo.id)


@pytest.fixture
def paris(seminar: Seminar) -> City:
    """Write a city of the seminar with usual hours, a holiday, and other hours and an absence for it."""
    city = builders.a_city()
    builders.kept(CityHours(city_id=city.id, hours=EARLY, days_off=[6]))
    for day in (25, 24):
        builders.kept(Holiday(city_id=city.id, on_date=date(2026, 11, day), name="Fête"))
    builders.kept(Availability(seminar_id=seminar.id, city_id=city.id, hours=LATE, absences=(AWAY,)))
    return city


def a_plan(seminar: Seminar, presence: Presence) -> None:
    day = date(2026, 11, 25)
    given = {"first_date": day, "last_date": day, "parts": [60], "slot_minutes": 15}
    builders.kept(SeminarPlan(seminar_id=seminar.id, presence=presence, **given))


def listens(seminar: Seminar, city: City) -> PlanCity:
    return listener_in(seminar, city, name="Here").city


def test_a_city_of_the_seminar_listens_with_the_hours_that_it_is_planned_with(
    seminar: Seminar, paris: City, tokyo: City
) -> None:
    builders.a_delegation(seminar, paris)
    for one in planned_cities(seminar.id):
        assert listens(seminar, one.city) == one.as_plan_city("Here")
    found = listens(seminar, paris)
    assert (found.hours, found.days_off, found.attend) == (LATE, frozenset({6}), Attend.ONE)
    assert (len(found.holidays), len(found.unavailable)) == (2, 1)
    assert listens(seminar, tokyo).attend is Attend.ALL


@pytest.mark.parametrize("role", [None, DelegationRole.ABSENT])
def test_a_city_that_is_not_of_the_seminar_has_its_usual_hours_and_its_holidays(
    seminar: Seminar, paris: City, role: DelegationRole | None
) -> None:
    if role:
        builders.a_delegation(seminar, paris, role=role)
    found = listens(seminar, paris)
    assert (found.hours, found.days_off, found.attend) == (EARLY, frozenset({6}), Attend.ONE)
    assert (len(found.holidays), found.unavailable) == (2, ())


def test_what_was_said_for_another_seminar_does_not_count(paris: City) -> None:
    other = builders.a_seminar()
    builders.a_delegation(other, paris)
    assert (listens(other, paris).hours, listens(other, paris).unavailable) == (EARLY, ())


def test_a_city_of_which_nothing_is_known_has_the_hours_of_everybody(seminar: Seminar) -> None:
    lima = builders.a_city("Lima", zone="America/Lima")
    assert listener_in(seminar, lima, name="Lima") == Listener(PlanCity("Lima", "America/Lima"))
    assert listener_at(seminar.id, "America/Lima", name="Lima") == listener_in(seminar, lima, name="Lima")
    assert listens(seminar, lima).hours == DEFAULT_HOURS


@pytest.mark.parametrize(("presence", "talk"), [(Presence.TALK, 15), (Presence.WHOLE, None)])
def test_whole_or_talk_is_what_the_plan_of_the_seminar_says(
    seminar: Seminar, paris: City, presence: Presence, talk: int | None
) -> None:
    a_plan(seminar, presence)
    a_plan(builders.a_seminar(), Presence.TALK)
    assert listener_in(seminar, paris, name="Paris").talk == talk
    assert listener_at(seminar.id, "Europe/Paris", name="Paris").talk == talk


def test_each_costs_one_statement(seminar: Seminar, paris: City) -> None:
    builders.a_delegation(seminar, paris)
    a_plan(seminar, Presence.TALK)
    zone = paris.zone
    with count_statements() as statements:
        listener_in(seminar, paris, name="Paris")
        listener_at(seminar.id, zone, name="Paris")
    assert len(statements) == 2, statements
