"""The proposed running order over HTTP: what it shows, what is asked of it, and how it is put in place."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests.builders import a_presenter, a_slot, a_theme, an_invitation, text
from tests.support.databases import ON_SQLITE
from tests.support.ordering import Scene, a_scene
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from tests.support.swapping import order_of
from webinars.models import RoleName, SlotKind

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def office(app: Flask, database: SQLAlchemy) -> FlaskClient:
    return signed_in(app)


def said(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def url(scene: Scene, asked: str = "") -> str:
    return f"/organise/seminars/{scene.seminar.slug}/order/{asked}"


def agreed(page: str) -> dict[str, str]:
    """Return what the form of the page posts."""
    return {
        name: value
        for name in ("order", "minutes", "seen")
        for value in re.findall(rf'<input id="{name}" name="{name}"[^>]* value="(.*?)">', page)
    }


def rows(page: str) -> list[str]:
    """Return the lines of the tables as plain words, without what is drawn."""
    found = re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found]


def a_filled_scene() -> Scene:
    """Write a morning with an opening and a talk of Paris, and a talk of Seoul that waits."""
    scene = a_scene()
    a_slot(scene.morning, 0, kind=SlotKind.VIDEO_MESSAGE, title=text("Opening"), minutes=10)
    paris = scene.cities["Paris"].id
    slot = a_slot(scene.morning, 1, delegation_id=paris, title=text("Bicycles"), minutes=15)
    an_invitation(a_presenter(slot, name="Paula"), scene.morning)
    scene.waits("Seoul", "Canals", theme_id=a_theme("Water").id)
    return scene


def test_each_line_shows_both_clocks_the_hours_and_what_changes(office: FlaskClient) -> None:
    page = said(office.get(url(a_filled_scene())))
    assert rows(page) == [
        "10:00 –10:10 Stays Opening",
        "10:10 –10:25 New slot Canals Seoul Water 10:10 –10:25 UTC+9, good hours 0",
        "17:00 –17:15 Moves Now at 10:10 in “Morning part”. Bicycles Paris · Paula"
        " 09:00 –09:15 UTC+1, good hours 0",
    ]
    assert "1 calendar invitation is updated by a letter" in page


def test_the_drawing_has_the_talk_at_its_minutes_over_the_hours_of_its_city(office: FlaskClient) -> None:
    page = said(office.get(url(a_filled_scene())))
    strips = re.findall(r'<svg class="order-strip" viewBox="0 0 60 20".*?</svg>', page)
    assert len(strips) == 3
    assert 'data-level="work" x="0.0" width="60.0"' in strips[1]
    assert 'x="10.0" y="1" width="15"' in strips[1]


def test_the_order_that_was_shown_is_put_in_place(office: FlaskClient) -> None:
    scene = a_filled_scene()
    answer = office.post(url(scene), data=agreed(said(office.get(url(scene)))))
    running_order = f"/organise/seminars/{scene.seminar.slug}/sessions/morning/slots/"
    assert (answer.status_code, answer.location) == (303, running_order)
    assert order_of(scene.morning.id) == {"Opening": "01:00", "Canals": "01:10"}
    assert order_of(scene.evening.id) == {"Bicycles": "08:00"}
    assert "The order is the best one already." in said(office.get(url(scene)))


def test_an_order_of_what_is_not_so_any_more_is_shown_anew(office: FlaskClient) -> None:
    scene = a_filled_scene()
    shown = agreed(said(office.get(url(scene))))
    scene.waits("Lima", "Hills")
    answer = office.post(url(scene), data=shown)
    assert (answer.status_code, "Somebody changed the programme" in said(answer)) == (409, True)
    assert "Hills" in said(answer)
    assert office.post(url(scene), data=agreed(said(answer))).status_code == 303


@pytest.mark.parametrize("order", ["", "[]", "{", "{}", '{"morning": "all"}', '{"morning": [1]}'])
def test_an_order_that_is_none_is_refused(office: FlaskClient, order: str) -> None:
    scene = a_filled_scene()
    shown = agreed(said(office.get(url(scene))))
    assert office.post(url(scene), data=shown | {"order": order}).status_code == 409
    assert len(scene.waiting) == 1


def test_only_those_that_wait_are_placed_on_request(office: FlaskClient) -> None:
    page = said(office.get(url(a_filled_scene(), "?talks=waiting")))
    assert [row[:12] for row in rows(page)] == ["10:00 –10:10", "10:10 –10:25", "10:25 –10:40"]
    assert "Nobody who holds an invitation moves." in page


def test_another_length_leaves_talks_of_the_old_one_where_they_are(office: FlaskClient) -> None:
    page = said(office.get(url(a_filled_scene(), "?minutes=20")))
    assert any(row.startswith("10:25 –10:45 New slot Canals") for row in rows(page))


@pytest.mark.parametrize("minutes", ["7", "0", "soon", "9999"])
def test_a_length_that_cannot_be_is_told_and_not_a_crash(office: FlaskClient, minutes: str) -> None:
    answer = office.get(url(a_filled_scene(), f"?minutes={minutes}"))
    assert answer.status_code == 200
    assert any(words in said(answer) for words in ("multiple of 5", "whole number", "between 5 and 1440"))


def test_why_no_order_is_possible_is_said_with_the_city(office: FlaskClient) -> None:
    scene = a_scene(Lima="evening")
    scene.waits("Lima")
    page = said(office.get(url(scene)))
    assert "Lima can take none of the slots." in page
    assert "Put this order in place" not in page
    assert "Put this order in place" in said(office.get(url(scene, "?parts=any")))


def test_without_any_talk_it_says_what_to_do(office: FlaskClient) -> None:
    assert "Add a presentation first." in said(office.get(url(a_scene())))


def test_what_is_worst_is_said_with_the_reason(office: FlaskClient) -> None:
    scene = a_scene(Lima="morning")
    scene.waits("Lima", "Hills")
    page = said(office.get(url(scene)))
    assert "Lima, “Hills”: 20:00 there, acceptable hours. No slot that it can have suits it better." in page


def test_what_is_left_out_is_said_with_the_reason(office: FlaskClient) -> None:
    scene = a_filled_scene()
    scene.waits("Seoul", "Long one", minutes=40)
    assert "“Long one” asks for 40 minutes, unlike the other talks." in said(office.get(url(scene)))


def test_who_only_looks_may_not_put_anything_in_order(app: Flask, database: SQLAlchemy) -> None:
    scene = a_scene()
    viewer = signed_in(app, RoleName.VIEWER)
    assert viewer.get(url(scene)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_statements_for_one_talk_as_for_three(office: FlaskClient, count: int) -> None:
    scene = a_filled_scene()
    for number in range(count):
        scene.waits("Seoul", f"Talk {number}")
    with count_statements() as statements:
        office.get(url(scene))
    assert len(statements) == 15, statements
