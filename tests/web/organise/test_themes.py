"""The directory of themes: listed with their uses, added, renamed, removed."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests.builders import a_seminar, a_session, a_theme
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import RoleName
from webinars.queries.themes import every_theme

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/themes/"
FORM = {"name-en": "Compact city", "name-ja": "", "sort_key": "", "version": ""}


@pytest.fixture
def office(app: Flask, database: SQLAlchemy) -> FlaskClient:
    return signed_in(app)


def said(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def names() -> list[str]:
    return [str(theme.name) for theme in every_theme()]


def test_an_empty_directory_says_what_to_do(office: FlaskClient) -> None:
    assert "Add the themes of your network" in said(office.get(URL))


def test_a_theme_is_added_listed_and_found(office: FlaskClient) -> None:
    answer = office.post(f"{URL}new", data=FORM | {"name-ja": "集約都市"})
    assert (answer.status_code, answer.location) == (303, URL)
    assert "集約都市" in said(office.get(f"{URL}?q=compact"))
    assert "No theme fits" in said(office.get(f"{URL}?q=harbour"))


def test_a_theme_without_a_name_is_asked_for_one(office: FlaskClient) -> None:
    answer = office.post(f"{URL}new", data=FORM | {"name-en": ""})
    assert answer.status_code == 422
    assert "Write this in at least one language." in said(answer)


def test_several_themes_are_added_at_once_and_what_is_wrong_keeps_what_was_typed(office: FlaskClient) -> None:
    a_theme("ICT")
    wrong = office.post(f"{URL}several", data={"names": f"Smart city\n{'x' * 121}"})
    assert wrong.status_code == 422
    assert ("Smart city" in said(wrong), "Write at most 120 characters" in said(wrong)) == (True, True)
    assert office.post(f"{URL}several", data={"names": "Smart city\r\n\r\n ict "}).status_code == 303
    assert names() == ["ICT", "Smart city"]
    assert "2 themes of the list are kept." in said(office.get(URL))


def test_a_stale_form_shows_what_changed(office: FlaskClient) -> None:
    a_theme("Smart city", slug="smart-city")
    office.post(f"{URL}smart-city", data=FORM | {"name-en": "Smart cities", "version": "1"})
    answer = office.post(f"{URL}smart-city", data=FORM | {"name-en": "Clever cities", "version": "1"})
    assert answer.status_code == 409
    assert "Smart cities" in said(answer)
    assert names() == ["Smart cities"]


def test_a_theme_in_use_is_kept_and_an_idle_one_removed(office: FlaskClient) -> None:
    used = a_theme("Smart city", slug="smart-city")
    a_theme("ICT", slug="ict")
    a_session(a_seminar(), theme_id=used.id)
    assert "used 1 time" in said(office.get(f"{URL}smart-city"))
    refused = office.post(f"{URL}smart-city/remove")
    assert (refused.status_code, "This theme is in use." in said(refused)) == (422, True)
    assert office.post(f"{URL}ict/remove").status_code == 303
    assert names() == ["Smart city"]


def test_a_theme_that_is_not_there_is_missing(office: FlaskClient) -> None:
    assert office.get(f"{URL}no-such").status_code == 404


def test_who_only_looks_changes_nothing(app: Flask, database: SQLAlchemy) -> None:
    a_theme("ICT", slug="ict")
    viewer = signed_in(app, RoleName.VIEWER)
    page = said(viewer.get(URL))
    assert ("ICT" in page, "/organise/themes/ict" in page) == (True, False)
    assert viewer.post(f"{URL}ict/remove").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_one_theme_as_for_three(
    office: FlaskClient, count: int
) -> None:
    for number in range(count):
        a_theme(f"Theme {number}")
    with count_statements() as statements:
        office.get(URL)
    assert len(statements) == 3, statements
