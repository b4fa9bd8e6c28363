"""The ribbon on the overview of a seminar: the office sees every city that may come, the public does not."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from webinars.models import DelegationRole, Seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

OFFICE, PUBLIC = "/organise/seminars/autumn/", "/seminars/autumn/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    host = builders.a_city("Tokyo", zone="Asia/Tokyo")
    return builders.a_seminar(slug="autumn", host_city_id=host.id)


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def rows(client: FlaskClient, path: str) -> dict[str, str]:
    """Return, by the city of each row, what the table of the ribbon says of its parts."""
    table = (
        client.get(path).get_data(as_text=True).partition('class="ribbon-words"')[2].partition("</table>")[0]
    )
    found = re.findall(r'(?s)<tr><th scope="row">([^<]+?) <span class="zone">.*?</th>(.*?)</tr>', table)
    return {name: " ".join(unescape(re.sub(r"<[^>]+>", " ", cells)).split()) for name, cells in found}


def test_invited_cities_have_a_row_for_the_office_and_none_for_the_public(
    office: FlaskClient, client: FlaskClient, seminar: Seminar
) -> None:
    builders.a_session(seminar)
    for name, role in (
        ("Lima", DelegationRole.INVITED),
        ("Oslo", DelegationRole.ATTENDING),
        ("Rome", DelegationRole.ABSENT),
    ):
        builders.a_delegation(seminar, builders.a_city(name), role=role)
    assert list(rows(office, OFFICE)) == ["Tokyo", "Lima", "Oslo"]
    assert list(rows(client, PUBLIC)) == ["Tokyo", "Oslo"]


def test_the_part_that_a_city_was_put_down_for_is_said(office: FlaskClient, seminar: Seminar) -> None:
    morning = builders.a_session(seminar, "morning")
    builders.a_delegation(seminar, builders.a_city("Lima"), session_id=morning.id)
    builders.a_delegation(seminar, builders.a_city("Oslo"))
    said = rows(office, OFFICE)
    assert ["attends" in said[name] for name in ("Lima", "Oslo", "Tokyo")] == [True, False, False]


def test_the_hours_of_the_cities_are_one_step_away_from_a_public_seminar(
    office: FlaskClient, seminar: Seminar
) -> None:
    builders.a_session(seminar)
    overview = office.get(OFFICE).get_data(as_text=True)
    assert f'<a href="{OFFICE}hours">Hours of the cities</a>' in overview
    assert office.get(f"{OFFICE}hours").status_code == 200


def test_nothing_is_drawn_before_the_first_part(office: FlaskClient, seminar: Seminar) -> None:
    assert "Who is awake when" not in office.get(OFFICE).get_data(as_text=True)
