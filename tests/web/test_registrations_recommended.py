"""The part that the form recommends: by the hours of the city that somebody registers for."""

from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.problems import Presence
from webinars.models import Seminar, Session
from webinars.models.plans import Availability, Holiday, SeminarPlan

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/seminars/partners-7/register"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def morning(seminar: Seminar) -> Session:
    return builders.a_session(seminar, "morning")


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


@pytest.mark.parametrize("holidays", [0, 1, 3])
def test_the_part_for_a_city_costs_one_statement_whatever_is_known_of_its_days(
    client: FlaskClient, seminar: Seminar, morning: Session, evening: Session, holidays: int
) -> None:
    paris = builders.a_city("Paris", slug="paris")
    for number in range(holidays):
        builders.kept(Holiday(city_id=paris.id, on_date=date(2026, 12, 1 + number)))
    with count_statements() as statements:
        client.get(f"{URL}?city=paris")
    assert len(statements) == 5, statements


def test_a_city_of_the_seminar_is_recommended_a_part_by_its_own_hours(
    client: FlaskClient, seminar: Seminar, morning: Session, evening: Session
) -> None:
    paris = builders.a_city("Paris", slug="paris")
    builders.a_delegation(seminar, paris)
    by_night = Hours(Band(0, 360), Band(0, 480), Band(0, 480))
    builders.kept(Availability(seminar_id=seminar.id, city_id=paris.id, hours=by_night))
    shown = text(client.get(f"{URL}?city=paris"))
    assert "“Morning part” is 02:00–04:35 in Paris, within working hours." in shown
    assert shown.count("Recommended") == 1


def test_a_holiday_of_the_city_is_said(
    client: FlaskClient, seminar: Seminar, morning: Session, evening: Session
) -> None:
    paris = builders.a_city("Paris", slug="paris")
    builders.kept(Holiday(city_id=paris.id, on_date=date(2026, 11, 25)))
    shown = text(client.get(f"{URL}?city=paris"))
    assert "No part suits Paris. “Evening part” is 09:00–11:25 there, on a public holiday." in shown


def test_the_talk_that_the_plan_counts_is_named(
    client: FlaskClient, seminar: Seminar, morning: Session, evening: Session
) -> None:
    builders.a_city("Rio de Janeiro", zone="America/Sao_Paulo", slug="rio")
    plan = {"first_date": date(2026, 11, 25), "last_date": date(2026, 11, 25), "parts": [155, 145]}
    builders.kept(SeminarPlan(seminar_id=seminar.id, presence=Presence.TALK, slot_minutes=15, **plan))
    shown = text(client.get(f"{URL}?city=rio"))
    assert "A talk at 22:00–22:15 would be at an awkward hour." in shown
