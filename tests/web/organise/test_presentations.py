"""Presentations that wait for a slot: listed, added by hand, edited, given a slot, withdrawn."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests.builders import a_slot, a_theme
from tests.support.databases import ON_SQLITE
from tests.support.ordering import Scene, a_scene
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import RoleName

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def office(app: Flask, database: SQLAlchemy) -> FlaskClient:
    return signed_in(app)


def said(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def url(scene: Scene, rest: str = "") -> str:
    return f"/organise/seminars/{scene.seminar.slug}/presentations/{rest}"


def posted(scene: Scene, city: str = "Seoul", **values: str) -> dict[str, str]:
    none = {"minutes": "", "presenter_name": "", "presenter_email": "", "theme": "", "version": ""}
    return none | {"delegation": scene.cities[city].key, "title-en": "Canals"} | values


def test_what_waits_is_listed_with_its_city_theme_part_and_presenter(office: FlaskClient) -> None:
    scene = a_scene(Seoul="morning")
    theme = a_theme("Water")
    scene.waits("Seoul", "Canals", theme_id=theme.id, presenter_name="Sun-hee", minutes=20)
    page = said(office.get(url(scene)))
    for words in ("Canals", "Seoul", "Water", "Morning part", "20 minutes", "Sun-hee"):
        assert words in page.partition("<table")[2].partition("</table>")[0]


def test_cities_that_present_and_have_nothing_are_named_and_get_one_each(office: FlaskClient) -> None:
    scene = a_scene()
    scene.waits("Seoul")
    page = said(office.get(url(scene)))
    assert "Cities that present and have nothing yet" in page
    assert office.post(url(scene, "all")).status_code == 303
    assert "3 presentations are added." in said(office.get(url(scene)))
    assert "have nothing yet" not in said(office.get(url(scene)))


def test_a_presentation_is_added_for_a_city_of_the_list(office: FlaskClient) -> None:
    scene, theme = a_scene(), a_theme("Water", slug="water")
    form = said(office.get(url(scene, f"new?city={scene.cities['Seoul'].key}")))
    assert f'<option selected value="{scene.cities["Seoul"].key}">Seoul' in form
    assert office.post(url(scene, "new"), data=posted(scene, theme="water")).status_code == 303
    (one,) = scene.waiting
    assert (str(one.title), one.theme_id, one.delegation_id) == ("Canals", theme.id, scene.cities["Seoul"].id)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"delegation": ""}, "Choose a city that takes part in this seminar."),
        ({"minutes": "0"}, "Enter a length of 1 minute or more."),
        ({"theme": "no-such"}, "Choose an entry of the list."),
        ({"presenter_name": "Paula"}, "Write the e-mail address of the presenter too."),
        ({"presenter_email": "nobody"}, "This is no mail address."),
    ],
)
def test_a_wrong_entry_is_told_and_the_rest_is_kept(
    office: FlaskClient, values: dict[str, str], says: str
) -> None:
    scene = a_scene()
    answer = office.post(url(scene, "new"), data=posted(scene, **values))
    assert (answer.status_code, says in said(answer), 'value="Canals"' in said(answer)) == (422, True, True)
    assert scene.waiting == ()


def test_one_that_waits_is_edited_and_a_stale_form_is_told(office: FlaskClient) -> None:
    scene, theme = a_scene(), a_theme("Water", slug="water")
    one = scene.waits("Seoul", theme_id=theme.id)
    path = url(scene, f"{one.key}/edit")
    assert '<option selected value="water">Water' in said(office.get(path))
    assert office.post(path, data=posted(scene, version="1", theme="")).status_code == 303
    assert [(str(one.title), one.theme_id) for one in scene.waiting] == [("Canals", None)]
    stale = office.post(path, data=posted(scene, version="1", **{"title-en": "Roads"}))
    assert (stale.status_code, "Somebody else changed this" in said(stale)) == (409, True)


def test_one_gets_a_slot_by_hand_at_the_end_of_a_part(office: FlaskClient) -> None:
    scene = a_scene(Seoul="evening")
    one = scene.waits("Seoul")
    assert '<option selected value="evening">' in said(office.get(url(scene, f"{one.key}/edit")))
    wrong = office.post(url(scene, f"{one.key}/place"), data={"session": "evening", "minutes": "61"})
    assert (wrong.status_code, "The part has 60 minutes." in said(wrong)) == (422, True)
    answer = office.post(url(scene, f"{one.key}/place"), data={"session": "evening", "minutes": "20"})
    running_order = f"/organise/seminars/{scene.seminar.slug}/sessions/evening/slots/"
    assert (answer.status_code, answer.location) == (303, running_order)
    assert scene.waiting == ()
    assert office.get(url(scene, f"{one.key}/edit")).status_code == 404


def test_one_is_withdrawn(office: FlaskClient) -> None:
    scene = a_scene()
    one = scene.waits("Seoul")
    assert office.post(url(scene, f"{one.key}/withdraw")).status_code == 303
    assert scene.waiting == ()
    assert "Nothing waits" in said(office.get(url(scene)))


def test_who_only_looks_is_offered_no_change(app: Flask, database: SQLAlchemy) -> None:
    scene = a_scene()
    scene.waits("Seoul", "Canals")
    viewer = signed_in(app, RoleName.VIEWER)
    page = said(viewer.get(url(scene)))
    assert ("Canals" in page, "Propose an order" in page) == (True, False)
    assert viewer.post(url(scene, "all")).status_code == 403


def test_another_seminar_s_presentation_is_missing_here(office: FlaskClient) -> None:
    scene, other = a_scene(), a_scene()
    assert office.get(url(scene, f"{other.waits('Seoul').key}/edit")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_one_as_for_three(office: FlaskClient, count: int) -> None:
    scene = a_scene()
    for number in range(count):
        scene.waits("Seoul", f"Talk {number}")
    with count_statements() as statements:
        office.get(url(scene))
    assert len(statements) == 8, statements


def test_a_running_order_shows_ten_of_those_that_wait_and_leads_to_the_others(office: FlaskClient) -> None:
    scene = a_scene()
    a_slot(scene.morning)
    for number in range(12):
        scene.waits("Seoul", f"Talk number {number}")
    page = said(office.get(f"/organise/seminars/{scene.seminar.slug}/sessions/morning/slots/"))
    assert ("Talk number 9" in page, "Talk number 10" in page, "All 12 that wait" in page) == (
        True,
        False,
        True,
    )
    assert "3 cities present and have nothing to put in order yet." in page
