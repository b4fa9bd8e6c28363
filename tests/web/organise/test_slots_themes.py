"""Themes of slots and parts, chosen in their forms and shown to everybody; the page of a long order."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import a_city, a_presenter, a_seminar, a_session, a_slot, a_theme, slots
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import Session
from webinars.queries.slots import slots_of

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

BASE = "/organise/seminars/one"
ORDER = f"{BASE}/sessions/morning/slots/"
TALK = {"kind": "presentation", "minutes": "20", "title-en": "Parks", "delegation": "", "version": "1"}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def session(database: SQLAlchemy) -> Session:
    return a_session(a_seminar(slug="one"))


def test_a_slot_gets_a_theme_which_everybody_sees(
    session: Session, organiser: FlaskClient, client: FlaskClient
) -> None:
    theme = a_theme("Smart city", slug="smart-city")
    assert organiser.post(f"{ORDER}new", data=TALK | {"theme": "smart-city"}).status_code == 303
    assert [slot.theme_id for slot in slots_of(session.id)] == [theme.id]
    assert "20 minutes · Smart city" in organiser.get(ORDER).text
    assert "Presentation · Smart city" in client.get("/seminars/one/").text


def test_a_theme_that_the_title_names_already_is_not_said_twice(
    session: Session, organiser: FlaskClient, client: FlaskClient
) -> None:
    a_theme("Smart city", slug="smart-city")
    organiser.post(f"{ORDER}new", data=TALK | {"theme": "smart-city", "title-en": "Smart city"})
    assert organiser.get(ORDER).text.count("· Smart city") == 0
    assert client.get("/seminars/one/").text.count("Presentation · Smart city") == 0


def test_the_order_of_a_part_stands_on_the_clocks_of_both_hosts(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    two = a_seminar(slug="two", second_host_city_id=a_city("Ulaanbaatar", zone="Asia/Ulaanbaatar").id)
    a_session(two)
    page = organiser.get("/organise/seminars/two/sessions/morning/slots/").text
    assert re.findall(r'class="zone">([^<]+)<', page)[:2] == ["Tokyo, UTC+9", "Ulaanbaatar, UTC+8"]


def test_the_theme_of_a_slot_is_shown_in_its_form_and_taken_off(
    session: Session, organiser: FlaskClient
) -> None:
    slot = a_slot(session, theme_id=a_theme("Smart city", slug="smart-city").id)
    path = f"{BASE}/slots/{slot.key}/edit"
    assert '<option selected value="smart-city">' in organiser.get(path).text
    assert organiser.post(path, data=TALK | {"theme": ""}).status_code == 303
    assert [slot.theme_id for slot in slots_of(session.id)] == [None]


def test_a_stale_form_names_the_theme_that_somebody_else_chose(
    session: Session, organiser: FlaskClient
) -> None:
    slot = a_slot(session)
    a_theme("Smart city", slug="smart-city")
    path = f"{BASE}/slots/{slot.key}/edit"
    organiser.post(path, data=TALK | {"theme": "smart-city"})
    answer = organiser.post(path, data=TALK | {"theme": ""})
    assert (answer.status_code, "Smart city</del>" in answer.text) == (409, True)


def test_a_theme_that_is_none_is_refused_at_its_field(session: Session, organiser: FlaskClient) -> None:
    answer = organiser.post(f"{ORDER}new", data=TALK | {"theme": "no-such"})
    assert (answer.status_code, 'id="theme-error"' in answer.text) == (422, True)


def test_a_part_gets_a_theme_which_everybody_sees(
    session: Session, organiser: FlaskClient, client: FlaskClient
) -> None:
    a_theme("Seismic risk", slug="seismic-risk")
    path = f"{BASE}/sessions/morning/edit"
    posted = {"name-en": "Morning", "key": "morning", "capacity": "", "join_url": "", "version": "1"}
    assert organiser.post(path, data=posted | {"theme": "seismic-risk"}).status_code == 303
    assert '<option selected value="seismic-risk">' in organiser.get(path).text
    assert "Theme: Seismic risk" in client.get("/seminars/one/").text


def test_what_a_change_says_is_said_once_by_the_page_that_is_sent_in_pieces(
    session: Session, organiser: FlaskClient
) -> None:
    organiser.post(f"{ORDER}new", data=TALK)
    first, second = (unescape(organiser.get(ORDER).text) for _ in range(2))
    assert ("The slot is kept." in first, "The slot is kept." in second) == (True, False)
    assert "Content-Length" not in organiser.get(ORDER).headers


@pytest.mark.parametrize("count", [1, 3])
def test_a_running_order_takes_as_many_statements_for_one_slot_as_for_three(
    session: Session, organiser: FlaskClient, count: int
) -> None:
    for slot in slots(session, [10] * count):
        a_presenter(slot, f"{slot.id}@x.example")
    with count_statements() as statements:
        organiser.get(ORDER)
    assert len(statements) == 10, statements
