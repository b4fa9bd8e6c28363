"""Calls as everybody sees them: what is open, until when on whose clock, and what is asked."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW, text
from tests.support.calls import DAY, a_question, an_open_call, at, offered, page, pass_time_to
from tests.support.databases import ON_SQLITE
from tests.support.statements import count_statements
from webinars.models import CallState, QuestionKind

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


def test_the_list_has_what_is_open_and_announced_and_below_it_what_is_past(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    an_open_call(title=text("Open one"))
    an_open_call(title=text("Announced"), opens_at=NOW + DAY, closes_at=NOW + 40 * DAY)
    an_open_call(title=text("Closed"), opens_at=NOW - 9 * DAY, closes_at=NOW - DAY)
    an_open_call(title=text("Called off"), state=CallState.CANCELLED)
    an_open_call(title=text("Secret draft"), state=CallState.DRAFT)
    entries = page(client, "/calls/").with_class("entry")
    assert [(one.tags("h3")[0].words, one.with_class("state")[0].words) for one in entries] == [
        ("Open one", "Open"),
        ("Announced", "Not open yet"),
        ("Called off", "Cancelled"),
        ("Closed", "Closed"),
    ]


def test_without_a_call_the_list_says_so(client: FlaskClient, database: SQLAlchemy) -> None:
    assert "No call is open" in page(client, "/calls/").words


@pytest.mark.parametrize("calls", [1, 3])
def test_the_list_takes_as_many_statements_for_three_calls_as_for_one(
    client: FlaskClient, database: SQLAlchemy, calls: int
) -> None:
    for _ in range(calls):
        an_open_call(seminar_id=builders.a_seminar(series_id=builders.a_series().id).id)
        an_open_call(opens_at=NOW - 9 * DAY, closes_at=NOW - DAY)
    client.get("/calls/")
    with count_statements() as statements:
        client.get("/calls/")
    assert len(statements) == 3, statements


def test_a_long_list_has_pages(app: Flask, client: FlaskClient, database: SQLAlchemy) -> None:
    app.config["PAGE_SIZE"] = 2
    for number in range(3):
        an_open_call(title=text(f"Call {number}"), closes_at=NOW + (number + 1) * DAY)
    assert "Call 2" not in page(client, "/calls/").words
    assert "Call 2" in page(client, "/calls/?page=2").words


def test_a_call_closes_on_the_hosts_clock_and_the_readers(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call(closes_at=at("2026-10-31T15:00Z"))
    words = page(client, f"/calls/{call.slug}/?zone=America/Lima").words
    assert "Your time 10:00 Saturday 31 October 2026 previous day Lima, UTC−5" in words
    assert "Host’s time 00:00 Sunday 1 November 2026 Tokyo, UTC+9" in words


def test_a_call_says_what_it_offers_and_asks(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call(introduction=text("Share what works."))
    offered(call, builders.a_theme("ICT"), builders.a_theme("Compact city"))
    a_question(call, label="Which practice?", is_required=True)
    a_question(call, QuestionKind.FILE, "Its description")
    a_question(call, label="Asked no more?", removed_at=NOW)
    with count_statements() as statements:
        said = page(client, f"/calls/{call.slug}/")
    assert len(statements) == 3, statements
    assert [one.words for one in said.tags("li")[-5:]] == [
        "Compact city",
        "ICT",
        "Which practice?",
        "Its description a file optional",
        "Whether your city would like to give a presentation",
    ]
    assert said.links()["Apply for your city"] == f"/calls/{call.slug}/apply"


@pytest.mark.parametrize(
    ("instant", "word"),
    [
        ("2026-09-09T23:59:59Z", "Not open yet"),
        ("2026-09-10T00:00:00Z", "Open"),
        ("2026-10-10T07:59:59Z", "Open"),
        ("2026-10-10T08:00:00Z", "Closed"),
    ],
)
def test_a_call_is_open_from_its_opening_to_before_its_close(
    app: Flask, database: SQLAlchemy, instant: str, word: str
) -> None:
    call = an_open_call(opens_at=at("2026-09-10T00:00Z"), closes_at=at("2026-10-10T08:00Z"))
    pass_time_to(app, instant)
    client = app.test_client()
    said = page(client, f"/calls/{call.slug}/")
    assert said.with_class("state")[0].words == word
    assert ("Apply for your city" in said.links()) == (word == "Open")
    assert ("Send me the link" in page(client, f"/calls/{call.slug}/apply").words) == (word == "Open")


def test_a_city_is_asked_for_by_its_place_in_the_list_or_its_name(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    labels = page(client, f"/calls/{an_open_call().slug}/apply").tags("label")
    assert [one.words for one in labels][-5:] == [
        "Language of our letters",
        "City",
        "Name of the city",
        "Country or territory optional",
        "Time zone optional",
    ]


def test_a_draft_is_nobodys_business(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call(state=CallState.DRAFT)
    assert client.get(f"/calls/{call.slug}/").status_code == 404
    assert client.get(f"/calls/{call.slug}/apply").status_code == 404
    assert client.get("/calls/nothing/").status_code == 404


def test_the_list_of_seminars_leads_to_the_calls(client: FlaskClient, database: SQLAlchemy) -> None:
    assert page(client, "/").links()["Calls for expressions of interest"] == "/calls/"
