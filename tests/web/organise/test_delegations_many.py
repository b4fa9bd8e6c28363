"""The list of cities where there are many, and how many people each of them sends."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.naming import a_city_coming, named
from tests.support.organisers import signed_in
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.models import City, Delegation, Seminar, Session
from webinars.models.database import transaction

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/seminars/partners-7/delegations/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def office(app: Flask, evening: Session) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def test_three_hundred_cities_come_in_pages_that_cost_what_one_costs(
    app: Flask, office: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    app.config["PAGE_SIZE"] = 50
    cities = [
        City(
            slug=f"c{n}",
            sort_key=f"{n:03}",
            name=builders.text(f"City {n}"),
            zone="Europe/Paris",
            country="FR",
        )
        for n in range(300)
    ]
    with transaction():
        database.session.add_all(cities)
        database.session.flush()
        database.session.add_all(Delegation(seminar_id=seminar.id, city_id=city.id) for city in cities)
    with count_statements() as statements:
        said = text(office.get(f"{URL}?page=6"))
    assert len(statements) == 9, statements
    assert ["City 249<" in said, "City 250<" in said, "City 299<" in said] == [False, True, True]
    assert "Page 6 of 6" in said


def test_the_list_says_how_many_people_come_of_how_many_places(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    named(a_city_coming(seminar, places=5))
    assert "1 of 5" in text(office.get(URL))
