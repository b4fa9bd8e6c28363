"""Starts chosen by hand over HTTP: what they bring, what is refused, and the answers to the script."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.planning import HERE, MONDAY, a_draft_to_plan, a_week
from webinars.models import Seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

STARTS, NUMBERS = f"{HERE}starts", f"{HERE}starts.json"
CHOSEN = {"part1-start": "2026-11-24T11:00", "part2-start": "2026-11-24T19:15"}
YEARS = "the years 1970 to 2037. Choose a date in these years."
OFF_GRID, FAR = "2026-11-24T10:16Z", "2099-01-01T00:00Z"
UTC = ["2026-11-24T02:00Z", "2026-11-24T10:15Z"]


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = a_draft_to_plan()
    a_week(seminar)
    return seminar


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse, status: int = 200) -> str:
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


def typed(page: str) -> list[str]:
    return re.findall(r'type="datetime-local" value="([^"]+)"', page)


def live(page: str) -> dict[str, str]:
    """Return every text that follows the starts, by its name."""
    return dict(re.findall(r'data-live="([^"]+)"[^>]*>([^<]*)<', page))


def errors(page: str) -> list[str]:
    return re.findall(r'<p class="wrong" id="[^"]+">([^<]+)</p>', page)


def test_the_form_begins_with_the_first_proposal(office: FlaskClient) -> None:
    assert typed(text(office.get(STARTS))) == ["2026-11-24T11:00", "2026-11-24T19:15"]


def test_the_form_begins_with_the_parts_as_they_are(office: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar, "morning", minutes=155)
    builders.a_session(
        seminar, "evening", local_start=builders.TEN_O_CLOCK.replace(hour=17, minute=5), minutes=145
    )
    page = text(office.get(STARTS))
    assert typed(page) == ["2026-11-25T10:00", "2026-11-25T17:05"]
    assert "Start of Morning part" in page
    assert "A part does not start on the grid of times that you asked for." in page


def test_starts_show_what_they_bring_to_each_city(office: FlaskClient) -> None:
    shown = live(text(office.get(STARTS, query_string=CHOSEN)))
    assert {name: shown[name] for name in ("worst", "worst-cities", "total", "unserved-cities")} == {
        "worst": "265",
        "worst-cities": "Tokyo",
        "total": "660",
        "unserved-cities": "",
    }
    los_angeles = {name.removeprefix("city-6-"): words for name, words in shown.items() if "city-6-" in name}
    assert los_angeles == {
        "0-clock": "18:00–20:35",
        "0-day": "previous day",
        "0-felt": "155",
        "1-clock": "02:15–04:40",
        "1-day": "",
        "1-felt": "not possible",
        "attends": "Part 1",
        "cost": "155",
    }


def test_what_starts_get_wrong_is_said(office: FlaskClient) -> None:
    wrong = {"part1-start": "2026-11-22T11:05", "part2-start": "2026-11-23T11:00"}
    page = text(office.get(STARTS, query_string=wrong))
    assert re.findall(r'<li class="state warn">([^<]+)</li>', page) == [
        "A part does not start on the grid of times that you asked for.",
        "A part is not on one of the dates that you asked for.",
        "The parts spread over more dates than you asked for.",
        "Tokyo attends all parts, and one of them is not possible for it.",
    ]


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("", "Choose the date and the time."),
        ("soon", "Write date and time like 2027-01-20T17:00."),
        ("2026-11-24T11:02", "Tuesday 24 November 2026, 11:02 is no multiple of 5 minutes. Round it."),
        ("1972-11-24T11:00", "The planner knows the years 1973 to 2037. Choose a date in these years."),
        ("9999-12-31T23:55", f"The time zone database knows {YEARS}"),
    ],
)
def test_a_start_that_makes_no_sense_is_refused_at_its_field(
    office: FlaskClient, start: str, said: str
) -> None:
    page = text(office.get(STARTS, query_string=CHOSEN | {"part2-start": start}), 422)
    assert (errors(page), live(page)) == ([said], {})
    assert "2026-11-24T11:00" in typed(page)


def test_a_refusal_in_japanese_has_no_marks_of_another_script(office: FlaskClient) -> None:
    wrong = CHOSEN | {"part2-start": "2026-11-24T11:02"}
    page = text(office.get(STARTS, query_string=wrong, headers={"Accept-Language": "ja"}), 422)
    assert "第2部の開始：2026年11月24日火曜日、11:02は5分単位ではありません。" in page


def test_the_clock_that_counts_is_named_by_its_place_and_offset(office: FlaskClient) -> None:
    assert "On the host’s clock (Tokyo, UTC+9)." in text(office.get(STARTS))
    page = text(office.get(STARTS, query_string=CHOSEN | {"part2-start": ""}), 422)
    assert "On the host’s clock (Tokyo, UTC+9)." in page


def test_the_last_minutes_that_the_zones_know_can_be_tried(office: FlaskClient) -> None:
    page = text(office.get(STARTS, query_string=CHOSEN | {"part2-start": "2037-12-31T23:55"}))
    assert "A part is not on one of the dates that you asked for." in page


def paris(first: date) -> None:
    city = builders.a_city("Paris")
    seminar = a_draft_to_plan([], host_city_id=city.id, zone="Europe/Paris")
    a_week(seminar, first, parts=[60])


def test_a_clock_that_is_jumped_over_is_no_start(app: Flask, database: SQLAlchemy) -> None:
    paris(date(2027, 3, 27))
    page = text(signed_in(app).get(STARTS, query_string={"part1-start": "2027-03-28T02:30"}), 422)
    assert len(errors(page)) == 1


def test_a_clock_that_comes_twice_is_asked_about_and_both_are_starts(
    app: Flask, database: SQLAlchemy
) -> None:
    paris(date(2026, 10, 23))
    office, twice = signed_in(app), {"part1-start": "2026-10-25T02:30"}
    page = text(office.get(STARTS, query_string=twice), 422)
    assert re.findall(r"The (?:first|second) time \([^)]+\)", page) == [
        "The first time (UTC+2)",
        "The second time (UTC+1)",
    ]
    second = text(office.get(STARTS, query_string=twice | {"part1-reading": "second"}))
    assert '"start": "2026-10-25T01:30Z"' in second
    assert re.search(r'value="second" checked', second) is not None


def test_a_dragged_part_is_answered_in_numbers(office: FlaskClient) -> None:
    answer = office.get(NUMBERS, query_string={"start": ["2026-11-24T01:00Z", UTC[1]]})
    found = answer.get_json()
    assert (answer.status_code, sorted(found)) == (
        200, ["bars", "breaches", "fields", "page", "texts", "words"],
    )  # fmt: skip
    assert {name: found["texts"][name] for name in ("worst", "total", "city-6-cost")} == {
        "worst": "265",
        "total": "720",
        "city-6-cost": "95",
    }
    assert found["fields"] == {"part1-start": "2026-11-24T10:00", "part2-start": "2026-11-24T19:15"}
    assert found["words"][0] == "10:00, Tuesday 24 November 2026"
    assert (found["breaches"], found["bars"]["city-0"]) == ([], 100)
    assert found["page"].startswith(f"{STARTS}?part1-start=2026-11-24T10:00")


def test_the_page_and_the_answer_name_the_same_texts(office: FlaskClient) -> None:
    page = live(text(office.get(STARTS, query_string=CHOSEN)))
    answer = office.get(NUMBERS, query_string={"start": UTC}).get_json()
    assert answer["texts"] == page


@pytest.mark.parametrize(
    "starts",
    [[], UTC[:1], [*UTC, UTC[1]], ["x", UTC[1]], [UTC[0], OFF_GRID], [UTC[0], FAR]],
)
def test_a_question_that_makes_no_sense_is_refused(office: FlaskClient, starts: list[str]) -> None:
    answer = office.get(NUMBERS, query_string={"start": starts})
    assert (answer.status_code, sorted(answer.get_json())) == (422, ["error"])


def test_before_a_plan_there_is_nothing_to_try(app: Flask, database: SQLAlchemy) -> None:
    a_draft_to_plan()
    office = signed_in(app)
    for address in (STARTS, NUMBERS, f"{HERE}apply", f"{HERE}reasons/total"):
        assert office.get(address).status_code == 404, address


def test_where_nothing_is_possible_starts_can_be_tried_all_the_same(app: Flask, database: SQLAlchemy) -> None:
    a_week(a_draft_to_plan(), last_date=MONDAY, parts=[700, 600])
    office = signed_in(app)
    assert typed(text(office.get(STARTS))) == []
    assert live(text(office.get(STARTS, query_string=CHOSEN)))["worst"] != ""
