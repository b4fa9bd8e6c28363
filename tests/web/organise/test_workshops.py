"""A part filled with a workshop of pairs: shown first on both home clocks, then made in one action."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import a_city, a_delegation, a_seminar, a_session, a_slot, text
from tests.support.organisers import signed_in
from tests.support.reading import read
from webinars.domain.texts import LocalizedText
from webinars.models import RoleName, Session, Slot, Theme
from webinars.models.database import db

URL = "/organise/seminars/learning/sessions/morning/workshop"
THEMES = "Planning and Investment\nEarly Warning and Training\nEmergency Command Center Operations"
POSTED = {
    "first": "sendai",
    "second": "ulaanbaatar",
    "names": THEMES,
    "presentation": "15",
    "discussion": "20",
    "pause": "0",
}


@pytest.fixture
def part(database: SQLAlchemy) -> Session:
    sendai = a_city("Sendai City", zone="Asia/Tokyo", slug="sendai")
    other = a_city("Ulaanbaatar City", zone="Asia/Ulaanbaatar", slug="ulaanbaatar")
    seminar = a_seminar(slug="learning", host_city_id=sendai.id, second_host_city_id=other.id)
    a_delegation(seminar, a_city("Kobe", zone="Asia/Tokyo", slug="kobe"))
    return a_session(seminar, minutes=160)


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def slots_in_order() -> list[Slot]:
    return list(db.session.scalars(select(Slot).order_by(Slot.position)))


def test_the_hosts_are_the_pair_unless_others_are_chosen(part: Session, organiser: FlaskClient) -> None:
    page = read(organiser.get(URL).text)
    chosen = [
        one.attributes["value"]
        for name in ("first", "second")
        for one in page.by_id(name).tags("option")
        if "selected" in one.attributes
    ]
    offered = [one.attributes["value"] for one in page.by_id("first").tags("option")]
    assert (chosen, offered) == (["sendai", "ulaanbaatar"], ["sendai", "ulaanbaatar", "kobe"])


def test_what_it_makes_is_shown_on_both_clocks_and_nothing_is_stored(
    part: Session, organiser: FlaskClient
) -> None:
    answer = organiser.post(URL, data=POSTED | {"step": "look"})
    (table,) = read(answer.text).with_class("timetable")
    rows = [row.words for row in table.tags("tbody")[0].tags("tr")]
    assert rows[:3] == [
        "10:00 09:00 Planning and Investment Presentation · Sendai City 15 minutes",
        "10:15 09:15 Planning and Investment Presentation · Ulaanbaatar City 15 minutes",
        "10:30 09:30 Planning and Investment Discussion 20 minutes",
    ]
    assert (answer.status_code, len(rows), slots_in_order()) == (200, 9, [])
    assert db.session.scalars(select(Theme)).all() == []


def test_the_slots_are_made_behind_those_that_are_there(part: Session, organiser: FlaskClient) -> None:
    a_slot(part, minutes=10, title=text("Opening"))
    posted = POSTED | {"second": "kobe", "takes_turns": "y", "step": "make"}
    answer = organiser.post(URL, data=posted)
    assert (answer.status_code, answer.location) == (
        303,
        "/organise/seminars/learning/sessions/morning/slots/",
    )
    made = slots_in_order()[1:]
    themes = {one.id: str(one.name) for one in db.session.scalars(select(Theme))}
    assert [themes[one.theme_id or 0] for one in made] == [
        theme for theme in THEMES.splitlines() for _ in range(3)
    ]
    assert [str(one.speaker) or (one.delegation_id is not None) for one in made] == [
        *("Sendai City", True, False),
        *(True, "Sendai City", False),
        *("Sendai City", True, False),
    ]
    assert [one.position for one in slots_in_order()] == list(range(10))


def test_a_theme_of_the_directory_is_used_again(part: Session, organiser: FlaskClient) -> None:
    for _ in range(2):
        organiser.post(URL, data=POSTED | {"names": "early warning", "step": "make"})
    assert len(db.session.scalars(select(Theme)).all()) == 1
    assert len(slots_in_order()) == 6


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"presentation": "40"}, "This takes 300 minutes, and the part has 160 left."),
        ({"second": "sendai"}, "Choose two different cities."),
        ({"names": "\n"}, "Write from 1 to 20 themes."),
        ({"names": "x" * 121}, "Write at most 120 characters"),
        ({"discussion": "0"}, "Write a number of minutes from 1 to 1440."),
        ({"pause": "x"}, "Write a whole number, with digits only."),
        ({"first": "atlantis"}, "Choose"),
    ],
)
@pytest.mark.parametrize("step", ["look", "make"])
def test_what_cannot_be_is_refused_with_what_was_typed(
    part: Session, organiser: FlaskClient, values: dict[str, str], sentence: str, step: str
) -> None:
    answer = organiser.post(URL, data=POSTED | values | {"step": step})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert (slots_in_order(), db.session.scalars(select(Theme)).all()) == ([], [])


def test_the_same_theme_twice_is_refused_and_nothing_is_half_done(
    part: Session, organiser: FlaskClient
) -> None:
    answer = organiser.post(URL, data=POSTED | {"names": "Floods\nfloods", "step": "make"})
    assert (answer.status_code, "Name each theme once." in answer.text) == (422, True)
    assert (slots_in_order(), db.session.scalars(select(Theme)).all()) == ([], [])


def test_without_a_pair_of_cities_the_page_says_what_to_do(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    a_session(a_seminar(slug="learning", host_name=LocalizedText()))
    assert "Choose the hosts, or add the cities that take part." in organiser.get(URL).text


def test_a_viewer_makes_no_workshop(app: Flask, part: Session) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    assert viewer.post(URL, data=POSTED | {"step": "make"}).status_code == 403
