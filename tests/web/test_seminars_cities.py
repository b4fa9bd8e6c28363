"""The public page: who takes part, in the reader's language, and when they are awake."""

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import text
from tests.support.databases import ON_SQLITE
from tests.support.reading import Element, page_of, read, section
from tests.support.tokyo import PRESENTING, Held, tokyo_seminar
from webinars.models import Answer, DelegationRole, SeminarState, SlotKind
from webinars.models.seminars import Seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested in test_seminars_budgets.py.


@pytest.fixture
def held(database: SQLAlchemy) -> Held:
    return tokyo_seminar(state=SeminarState.ARCHIVED)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="autumn")


def test_cities_stand_in_the_order_of_their_sort_keys(client: FlaskClient, held: Held) -> None:
    who = section(page_of(client, held.seminar.slug), "Who takes part")
    assert who.with_class("lead")[0].words == "13 of 21 cities presenting"
    assert [one.words for one in who.tags("li")] == [name for name, _, _ in PRESENTING]
    assert who.with_class("flow")[1].words == "Attending 8 cities"


def test_cities_keep_that_order_in_another_language(client: FlaskClient, held: Held) -> None:
    page = page_of(client, held.seminar.slug, language="ja")
    assert [one.words for one in page.with_class("cities")[0].tags("li")] == [ja for _, _, ja in PRESENTING]


def test_attending_cities_without_a_name_are_counted(client: FlaskClient, seminar: Seminar) -> None:
    for name in ("Seoul", "Berlin"):
        builders.a_delegation(seminar, builders.a_city(name), role=DelegationRole.ATTENDING)
    builders.a_delegation(seminar, role=DelegationRole.ATTENDING)
    builders.a_delegation(seminar, builders.a_city("Lima"))  # is invited and has not answered
    who = section(page_of(client), "Who takes part")
    assert who.words == "Who takes part 3 cities take part Attending Berlin Seoul and 1 more"


def test_only_who_said_yes_is_named_as_a_presenter(client: FlaskClient, seminar: Seminar) -> None:
    slot = builders.a_slot(builders.a_session(seminar))
    builders.a_presenter(slot, "ann@city.example", name="Ann", answer=Answer.ACCEPTED, biography="Ann plans.")
    builders.a_presenter(slot, "bob@city.example", name="Bob")
    row = page_of(client).tags("table")[-1].tags("tr")[1]
    assert row.words == "10:00 Talk 1 Presentation Ann Ann plans. 20 minutes"


def test_a_break_is_called_one(client: FlaskClient, seminar: Seminar) -> None:
    builders.a_slot(builders.a_session(seminar), kind=SlotKind.BREAK, title=text(""), minutes=10)
    assert page_of(client).tags("table")[-1].tags("tr")[1].words == "10:00 Break 10 minutes"


def test_dates_take_the_form_of_the_language(client: FlaskClient, held: Held) -> None:
    page = page_of(client, held.seminar.slug, language="ja", zone="America/Los_Angeles")
    assert [one.tags("time")[0].words for one in page.by_id("morning").with_class("date-line")] == [
        "2021年11月23日火曜日",
        "2021年11月24日水曜日",
    ]
    assert page.tags("html")[0].attributes["lang"] == "ja"


def test_a_text_in_another_language_than_the_page_says_so(client: FlaskClient, held: Held) -> None:
    page = page_of(client, held.seminar.slug, language="ja")
    assert page.tags("h1")[0].tags("span")[0].attributes == {"lang": "en"}
    assert page_of(client, held.seminar.slug).tags("h1")[0].tags("span") == []


def test_an_unknown_zone_in_the_address_is_refused_and_taught(client: FlaskClient, seminar: Seminar) -> None:
    answer = client.get("/seminars/autumn/?zone=EST5")
    page = read(answer.text)
    assert answer.status_code == 400
    assert page.with_class("lead")[0].words == "'EST5' is no IANA zone; did you mean America/New_York?"
    assert page.links()["Choose a time zone"] == "/zones?next=/seminars/autumn/?zone%3DEST5"


@pytest.mark.parametrize("rubbish", ["Mars/Olympus", "../../etc/passwd", "<b>", "x" * 300])
def test_a_cookie_with_rubbish_is_forgotten_with_a_notice(
    client: FlaskClient, seminar: Seminar, rubbish: str
) -> None:
    builders.a_session(seminar)
    client.set_cookie("zone", rubbish, domain="127.0.0.1")
    answer = client.get("/seminars/autumn/")
    assert answer.status_code == 200
    assert read(answer.text).with_class("notice")[0].words == (
        "The time zone that your browser kept is none that we know. Choose it again."
    )
    assert client.get_cookie("zone", domain="127.0.0.1") is None
    assert read(client.get("/seminars/autumn/").text).with_class("notice") == []


def test_the_ribbon_on_the_page_shows_when_people_are_awake(client: FlaskClient, held: Held) -> None:
    page = page_of(client, held.seminar.slug, zone="Asia/Kathmandu")
    assert drawn_hours(page, "Asia/Tokyo", "work") == [(9.0, 18.0)]
    assert drawn_hours(page, "Asia/Tokyo", "night") == [(0.0, 6.0), (23.0, 24.0)]
    assert drawn_hours(page, "Europe/Paris", "work") == [(0.0, 2.0), (17.0, 24.0)]
    assert drawn_hours(page, "America/Los_Angeles", "work") == [(2.0, 11.0)]
    assert drawn_hours(page, "America/Sao_Paulo", "work") == [(0.0, 6.0), (21.0, 24.0)]
    assert drawn_hours(page, "Asia/Kathmandu", "work") == [(12.25, 21.25)]
    assert drawn_parts(page) == {"morning": (10.0, 12.58), "evening": (17.0, 19.42)}


def test_the_readers_row_is_on_top_and_no_city_stands_twice(client: FlaskClient, held: Held) -> None:
    names = row_names(page_of(client, held.seminar.slug, zone="Europe/Paris"))
    assert names[0] == "Paris"
    assert len(names) == len(set(names)) == 14
    assert row_names(page_of(client, held.seminar.slug, zone="Asia/Kathmandu"))[0] == "Kathmandu"
    assert row_names(page_of(client, held.seminar.slug))[0] == "Queensland"  # the easternmost


def row_names(page: Element) -> list[str]:
    table = page.with_class("ribbon-words")[0].tags("table")[0]
    return [row.tags("th")[0].words.rpartition(" ")[0] for row in table.tags("tr")[1:]]


def wide(page: Element) -> Element:
    return next(one for one in page.tags("svg") if "ribbon-wide" in one.attributes["class"])


def drawn_hours(page: Element, zone: str, level: str) -> list[tuple[float, float]]:
    """Read from the first row of *zone* between which hours of the host's day *level* is drawn."""
    row = next(one for one in wide(page) if one.attributes.get("data-zone") == zone)
    bars = [one for one in row.tags("rect") if "data-level" in one.attributes]
    day = sum(float(one.attributes["width"]) for one in bars)
    return [hours(one, day) for one in bars if one.attributes["data-level"] == level]


def drawn_parts(page: Element) -> dict[str, tuple[float, float]]:
    row = next(one for one in wide(page) if one.attributes.get("data-zone") == "Asia/Tokyo")
    day = sum(float(one.attributes["width"]) for one in row.tags("rect"))
    frame = wide(page).with_class("ribbon-veil")[0].tags("rect")[0]
    left = float(frame.attributes["x"])
    return {
        one.attributes["data-part"]: hours(one, day, left=left)
        for one in wide(page).with_class("ribbon-part")
    }


def hours(bar: Element, day: float, *, left: float = 0.0) -> tuple[float, float]:
    begin = float(bar.attributes["x"]) - left
    end = begin + float(bar.attributes["width"])
    return nearly(begin / day * 24), nearly(end / day * 24)


def nearly(hour: float) -> float:
    """Round to the minute: the drawing rounds to a tenth of its units."""
    return round(round(hour * 60) / 60, 2)
