"""Editing parts over HTTP: times that ask, refusals at their field, moves that write letters."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    a_registration,
    a_seat,
    a_seminar,
    a_session,
    an_invitation,
)
from tests.support.organisers import signed_in
from webinars.models import Seminar, Session
from webinars.models.database import db

BASE = "/organise/seminars/one/sessions"
EVENING = {
    "name-en": "Evening part",
    "key": "evening",
    "local_start": "2026-11-25T17:00",
    "zone": "Asia/Tokyo",
    "minutes": "145",
    "capacity": "50",
    "join_url": "https://room.example/1",
}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_seminar(slug="one")


def error_at(text: str, field: str) -> str:
    return text.partition(f'id="{field}-error">')[2].partition("</p>")[0]


def session_named(key: str) -> Session:
    return db.session.scalars(select(Session).where(Session.key == key)).one()


@pytest.mark.usefixtures("seminar")
def test_a_new_part_is_kept_and_leads_to_its_running_order(organiser: FlaskClient) -> None:
    assert 'value="Asia/Tokyo"' in organiser.get(f"{BASE}/new").text
    answer = organiser.post(f"{BASE}/new", data=EVENING)
    assert (answer.status_code, answer.location) == (303, f"{BASE}/evening/slots/")
    session = session_named("evening")
    assert (session.capacity, session.join_url, session.minutes) == (50, "https://room.example/1", 145)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("zone", "Tokyo/Asia", "no IANA zone"),
        ("zone", "", "Choose the time zone of this clock."),
        ("local_start", "", "Choose the date and the time"),
        ("local_start", "tomorrow", "Write date and time like 2027-01-20T17:00."),
        ("local_start", "2038-01-04T10:00", "knows the years 1970 to 2037"),
        ("minutes", "0", "Enter a length of 1 minute or more."),
        ("minutes", "-60", "Enter a length of 1 minute or more."),
        ("minutes", "99999999999999999999", "Enter at most 1440 minutes."),
        ("minutes", "", "Enter how many minutes"),
        ("key", "taken", "Another part of this seminar has this short name."),
        ("key", "Evening part", "Write small letters"),
        ("capacity", "0", "Enter 1 or more"),
        ("capacity", "9999999999999", "Enter at most 100000"),
        ("join_url", "http://room.example", "It starts with https://"),
        ("name-en", "x" * 301, "Write at most 300 characters"),
        ("name-en", "a\tb\nc", "Write this on one line"),
    ],
)
def test_a_wrong_entry_is_told_at_its_field_and_the_rest_is_kept(
    seminar: Seminar, organiser: FlaskClient, field: str, value: str, message: str
) -> None:
    a_session(seminar, "taken")
    answer = organiser.post(f"{BASE}/new", data=EVENING | {"name-ja": "夕方の部"} | {field: value})
    assert answer.status_code == 422
    assert message in error_at(answer.text, field)
    assert 'value="夕方の部"' in answer.text
    assert [one.key for one in db.session.scalars(select(Session))] == ["taken"]


@pytest.mark.usefixtures("seminar")
def test_a_skipped_hour_is_refused_with_the_two_clocks_it_could_mean(organiser: FlaskClient) -> None:
    skipped = EVENING | {"local_start": "2027-03-28T02:30", "zone": "Europe/Paris"}
    answer = organiser.post(f"{BASE}/new", data=skipped)
    assert answer.status_code == 422
    error = error_at(answer.text, "local_start")
    assert "2027-03-28 01:30 (UTC+1) or 2027-03-28 03:30 (UTC+2)" in error


@pytest.mark.usefixtures("seminar")
def test_a_doubled_hour_is_asked_about_with_both_offsets_and_the_answer_is_kept(
    organiser: FlaskClient,
) -> None:
    doubled = EVENING | {"local_start": "2026-10-25T02:30", "zone": "Europe/Paris"}
    answer = organiser.post(f"{BASE}/new", data=doubled)
    assert answer.status_code == 422
    for words in ("The first time (UTC+2)", "The second time (UTC+1)"):
        assert words in answer.text
    # Another mistake beside it: the question stays, and so does its answer.
    again = organiser.post(f"{BASE}/new", data=doubled | {"reading": "second", "key": "A B"})
    assert 'value="second" checked' in again.text
    assert organiser.post(f"{BASE}/new", data=doubled | {"reading": "second"}).status_code == 303
    starts_at = session_named("evening").starts_at
    assert starts_at is not None
    assert starts_at.isoformat() == "2026-10-25T01:30:00+00:00"
    assert 'value="second" checked' in organiser.get(f"{BASE}/evening/move").text


@pytest.mark.usefixtures("seminar")
def test_an_unasked_reading_is_no_answer(organiser: FlaskClient) -> None:
    doubled = EVENING | {"local_start": "2026-10-25T02:30", "zone": "Europe/Paris", "reading": "third"}
    assert organiser.post(f"{BASE}/new", data=doubled).status_code == 422


@pytest.mark.usefixtures("seminar")
def test_a_past_part_without_a_zone_is_shown_as_stated(organiser: FlaskClient) -> None:
    past = EVENING | {"local_start": "2016-11-07T14:00", "zone": ""}
    assert organiser.post(f"{BASE}/new", data=past).status_code == 303
    page = organiser.get("/organise/seminars/one/").text
    assert "Monday 7 November 2016, 14:00" in page
    assert "as stated, without a time zone" in page


def test_a_capacity_below_the_seats_taken_is_refused_at_its_field(
    seminar: Seminar, organiser: FlaskClient
) -> None:
    session = a_session(seminar, "evening", capacity=5)
    for email in ("a@x.example", "b@x.example"):
        a_seat(a_registration(seminar, email), session)
    answer = organiser.post(
        f"{BASE}/evening/edit", data={"name-en": "Evening", "key": "evening", "capacity": "1", "version": "1"}
    )
    assert answer.status_code == 422
    assert "2 seats are taken." in error_at(answer.text, "capacity")


def test_an_edit_saves_and_a_stale_one_shows_the_difference(seminar: Seminar, organiser: FlaskClient) -> None:
    a_session(seminar, "evening", capacity=5)
    posted = {"name-en": "Evening", "key": "evening", "capacity": "6", "version": "1"}
    assert organiser.post(f"{BASE}/evening/edit", data=posted).status_code == 303
    answer = organiser.post(f"{BASE}/evening/edit", data=posted | {"capacity": "7"})
    assert answer.status_code == 409
    assert ("<del>6</del>" in answer.text, "<ins>7</ins>" in answer.text) == (True, True)
    assert session_named("evening").capacity == 6


def test_a_part_is_cancelled_after_a_question_and_restored(seminar: Seminar, organiser: FlaskClient) -> None:
    session = a_session(seminar, "evening")
    an_invitation(a_registration(seminar), session)
    assert "1 calendar invitation is taken back by a letter." in organiser.get(f"{BASE}/evening/cancel").text
    assert organiser.post(f"{BASE}/evening/cancel").status_code == 303
    assert session_named("evening").is_cancelled
    assert organiser.post(f"{BASE}/evening/cancel").status_code == 422
    assert organiser.post(f"{BASE}/evening/restore").status_code == 303
    assert not session_named("evening").is_cancelled


@pytest.mark.usefixtures("seminar")
def test_a_part_that_is_not_there_is_missing(organiser: FlaskClient) -> None:
    for page in ("edit", "move", "cancel", "slots/"):
        assert organiser.get(f"{BASE}/none/{page}").status_code == 404
