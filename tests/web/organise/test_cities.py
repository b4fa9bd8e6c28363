"""The directory of members: listed, searched, added to, edited."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import City, RoleName

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/cities/"
FORM = {
    "name-en": "Bergen",
    "name-ja": "ベルゲン",
    "kind": "city",
    "country": "NO",
    "zone": "",
    "sort_key": "",
    "version": "",
}


@pytest.fixture
def office(app: Flask, database: SQLAlchemy) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def slugs(database: SQLAlchemy) -> list[str]:
    return list(database.session.scalars(select(City.slug).order_by(City.sort_key)))


def test_an_empty_directory_offers_the_cities_that_come_with_it(
    office: FlaskClient, database: SQLAlchemy
) -> None:
    assert "Start with the 73 cities" in text(office.get(URL))
    assert office.post(f"{URL}directory").status_code == 303
    assert len(slugs(database)) == 73
    assert "1 to 2" in text(office.get(f"{URL}?page=3"))


def test_members_are_listed_by_sort_key_and_found_by_any_name(
    office: FlaskClient, database: SQLAlchemy
) -> None:
    office.post(f"{URL}directory")
    said = text(office.get(f"{URL}?q=パリ"))
    assert ("Paris" in said, "Seoul" in said) == (True, False)
    states = text(office.get(f"{URL}?kind=state"))
    assert states.index("New South Wales") < states.index("Queensland")
    assert "2 entries" in states


def test_an_added_member_gets_its_zone_by_its_country(office: FlaskClient, database: SQLAlchemy) -> None:
    answer = office.post(f"{URL}new", data=FORM)
    assert (answer.status_code, answer.location) == (303, URL)
    assert "Its time zone: Europe/Oslo." in text(office.get(URL))
    city = database.session.scalars(select(City)).one()
    assert (city.slug, city.zone, city.name.best("ja")) == ("bergen", "Europe/Oslo", "ベルゲン")


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"name-en": "Springfield", "country": "US"}, "zone", "America/Chicago"),
        ({"zone": "Europe/Atlantis"}, "zone", "is no IANA zone"),
        ({"country": "XX"}, "country", "Choose a country from the list."),
        ({"name-en": ""}, "sort_key", "Write the name in Latin letters"),
        ({"name-en": "", "name-ja": ""}, "name-en", "Write this in at least one language."),
        ({"name-en": "B" * 300}, "name-en", "at most 120 characters"),
        ({"name-en": "Bergen\nX"}, "name-en", "on one line"),
        ({"name-en": "Oslo"}, "name-en", "in the directory already"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_rest_is_kept(
    office: FlaskClient, database: SQLAlchemy, values: dict[str, str], field: str, says: str
) -> None:
    builders.a_city("Oslo", zone="Europe/Oslo", slug="oslo")
    answer = office.post(f"{URL}new", data=FORM | {"sort_key": ""} | values)
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    if "name-ja" not in values:
        assert 'value="ベルゲン"' in text(answer)
    assert slugs(database) == ["oslo"]


def test_a_stale_form_shows_the_difference_and_can_be_saved_over_it(
    office: FlaskClient, database: SQLAlchemy
) -> None:
    builders.a_city("Oslo", zone="Europe/Oslo", slug="oslo", country="NO")
    mine = FORM | {"name-en": "Kristiania", "zone": "Europe/Oslo", "version": "1"}
    assert office.post(f"{URL}oslo", data=mine | {"name-en": "Christiania"}).status_code == 303
    answer = office.post(f"{URL}oslo", data=mine)
    assert answer.status_code == 409
    assert "Christiania" in text(answer).partition("<del>")[2].partition("</del>")[0]
    assert 'value="Kristiania"' in text(answer)
    assert office.post(f"{URL}oslo", data=mine | {"version": "2"}).status_code == 303
    assert database.session.scalars(select(City)).one().name.best("en") == "Kristiania"


@pytest.mark.parametrize(
    ("address", "status"),
    [("?page=0", 404), ("?page=-1", 404), ("?page=x", 404), ("?kind=moon", 400), ("atlantis", 404)],
)
def test_an_address_that_names_nothing_says_so(
    office: FlaskClient, database: SQLAlchemy, address: str, status: int
) -> None:
    assert office.get(URL + address).status_code == status


def test_a_viewer_sees_the_directory_and_changes_nothing(app: Flask, database: SQLAlchemy) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    builders.a_city("Oslo", slug="oslo")
    assert "Add a member" not in text(viewer.get(URL))
    answers: list[Callable[..., TestResponse]] = [viewer.get, viewer.post]
    assert [ask(f"{URL}new").status_code for ask in answers] == [403, 403]
    assert viewer.post(f"{URL}directory").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_for_one_and_for_three_members(
    office: FlaskClient, database: SQLAlchemy, count: int
) -> None:
    for number in range(count):
        builders.a_city(f"City {number}")
    with count_statements() as statements:
        office.get(URL)
    assert len(statements) == 2, statements
