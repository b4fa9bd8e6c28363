"""Moving a whole seminar over HTTP: what another date changes for the cities of each part, then the move."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.builders import (
    a_city,
    a_delegation,
    a_registration,
    a_rehearsal,
    a_seminar,
    a_session,
    an_invitation,
)
from tests.support.moving import carried, cells, shown_cities
from tests.support.organisers import signed_in
from tests.support.reading import read, section
from tests.support.statements import count_statements
from webinars.models import Notice, RoleName, Seminar, SeminarState, Session
from webinars.models.database import db

MOVE = "/organise/seminars/one/move"
OCTOBER = {"first_date": "2027-10-27"}
YES = {"step": "move"}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    """Tokyo hosts at 10:00 and 17:00; Los Angeles comes to the first part, London to the second."""
    tokyo = a_city("Tokyo", zone="Asia/Tokyo", country="JP")
    seminar = a_seminar(slug="one", host_city_id=tokyo.id)
    for key, hour, name, zone in (
        ("morning", 10, "Los Angeles", "America/Los_Angeles"),
        ("evening", 17, "London", "Europe/London"),
    ):
        part = a_session(seminar, key, local_start=at(hour))
        a_delegation(seminar, a_city(name, zone=zone), session_id=part.id)
    return seminar


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.fromisoformat(f"2027-11-24T{hour:02}:{minute:02}")


def starts() -> list[str]:
    db.session.remove()
    found = db.session.scalars(select(Session.local_start).order_by(Session.id))
    return [local_start.isoformat(timespec="minutes") for local_start in found]


def test_the_preview_says_how_many_rehearsals_stay_behind(organiser: FlaskClient, seminar: Seminar) -> None:
    assert "stay where" not in organiser.post(MOVE, data=OCTOBER).text
    a_rehearsal(seminar)
    assert "1 rehearsal stays where it is." in organiser.post(MOVE, data=OCTOBER).text


@pytest.mark.usefixtures("seminar")
def test_a_seminar_that_would_be_in_the_past_is_warned_of_part_by_part(organiser: FlaskClient) -> None:
    page = organiser.post(MOVE, data={"first_date": "2020-10-27"}).text
    assert "“Morning part” would start in the past." in page
    assert "“Evening part” would start in the past." in page
    assert "in the past" not in organiser.post(MOVE, data=OCTOBER).text


@pytest.mark.usefixtures("seminar")
def test_the_overview_leads_to_the_page_and_it_opens_with_the_present_date(organiser: FlaskClient) -> None:
    overview = read(organiser.get("/organise/seminars/one/").text)
    assert overview.links()["Move to another date"] == MOVE
    assert 'value="2027-11-24"' in organiser.get(MOVE).text


@pytest.mark.usefixtures("seminar")
def test_each_part_lists_its_own_cities_and_nothing_is_stored(organiser: FlaskClient) -> None:
    page = organiser.post(MOVE, data=OCTOBER)
    assert page.status_code == 200
    assert shown_cities(page.text) == ["Los Angeles", "London"]
    assert cells(page.text, "Los Angeles")[2].startswith("Worse Leaves: good hours.")
    assert cells(page.text, "London") == [
        "08:00 –10:35 Wednesday 24 November 2027 , UTC+0",
        "09:00 –11:35 Wednesday 27 October 2027 , UTC+1",
        "Better Leaves: acceptable hours. Discomfort: 60, then 0.",
    ]
    morning = section(read(page.text), "Morning part").words
    assert "Worse: 1 city" in morning
    assert "1 city keeps its hour" in morning
    assert starts() == ["2027-11-24T10:00", "2027-11-24T17:00"]


def test_one_more_post_moves_all_parts_and_tells_who_is_invited(
    seminar: Seminar, organiser: FlaskClient
) -> None:
    for part in db.session.scalars(select(Session)).all():
        an_invitation(a_registration(seminar, f"{part.key}@x.example"), part)
    page = organiser.post(MOVE, data=OCTOBER)
    assert "2 calendar invitations are updated by letters" in page.text
    assert carried(page.text) == OCTOBER | {"versions": "morning:1,evening:1"}
    assert organiser.post(MOVE, data=carried(page.text) | YES).location == "/organise/seminars/one/"
    assert starts() == ["2027-10-27T10:00", "2027-10-27T17:00"]
    assert db.session.scalar(select(func.count(Notice.id))) == 2


@pytest.mark.usefixtures("seminar")
def test_a_part_that_was_moved_meanwhile_stops_the_move_until_it_is_looked_at_again(
    organiser: FlaskClient,
) -> None:
    looked = carried(organiser.post(MOVE, data=OCTOBER).text)
    alone = {"local_start": "2027-11-24T18:00", "zone": "Asia/Tokyo", "minutes": "155", "version": "1"}
    assert organiser.post("/organise/seminars/one/sessions/evening/move", data=alone | YES).status_code == 303
    answer = organiser.post(MOVE, data=looked | YES)
    assert (answer.status_code, "Look at what the move changes now" in answer.text) == (409, True)
    assert starts() == ["2027-11-24T10:00", "2027-11-24T18:00"]
    again = carried(organiser.post(MOVE, data=OCTOBER).text)
    assert organiser.post(MOVE, data=again | YES).status_code == 303
    assert starts() == ["2027-10-27T10:00", "2027-10-27T18:00"]


@pytest.mark.usefixtures("seminar")
@pytest.mark.parametrize(
    "versions", ["", "rubbish", "morning:1", "morning:1,evening:1,night:1", "morning:²,evening:1"]
)
def test_a_move_that_was_not_shown_first_is_not_made(organiser: FlaskClient, versions: str) -> None:
    assert organiser.post(MOVE, data=OCTOBER | YES | {"versions": versions}).status_code == 409
    assert starts() == ["2027-11-24T10:00", "2027-11-24T17:00"]


@pytest.mark.usefixtures("seminar")
def test_another_date_can_be_chosen_after_a_look(organiser: FlaskClient) -> None:
    looked = carried(organiser.post(MOVE, data=OCTOBER).text)
    page = organiser.post(MOVE, data=looked | {"step": "change"})
    assert (page.status_code, 'value="2027-10-27"' in page.text) == (200, True)


@pytest.mark.usefixtures("seminar")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Choose a date."),
        ("yesterday", "Write a date as year-month-day"),
        ("2038-01-01", "knows the years 1970 to 2037"),
    ],
)
def test_a_date_that_cannot_be_is_refused_at_its_field(
    organiser: FlaskClient, typed: str, words: str
) -> None:
    answer = organiser.post(MOVE, data={"first_date": typed})
    assert answer.status_code == 422
    assert words in answer.text.partition('id="first_date-error">')[2].partition("</p>")[0]


@pytest.mark.usefixtures("seminar")
def test_the_present_date_changes_nothing_and_offers_no_move(organiser: FlaskClient) -> None:
    page = organiser.post(MOVE, data={"first_date": "2027-11-24"}).text
    assert ("Nothing changes." in page, 'value="move"' in page) == (True, False)


def test_odd_clocks_are_asked_about_and_their_answers_are_carried_to_the_move(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    seminar = a_seminar(slug="one", zone="Europe/Paris")
    a_session(seminar, "night", local_start=at(2, 30), zone="Europe/Paris")
    doubled = {"first_date": "2027-10-31"}
    asked = organiser.post(MOVE, data=doubled)
    assert asked.status_code == 422
    assert "Sunday 31 October 2027, 02:30, UTC+1" in asked.text
    looked = carried(organiser.post(MOVE, data=doubled | {"reading-night": "second"}).text)
    assert looked["reading-night"] == "second"
    back = organiser.post(MOVE, data=looked | {"step": "change"})
    assert 'value="second" checked' in back.text
    assert organiser.post(MOVE, data=looked | YES).status_code == 303
    assert db.session.scalars(select(Session.starts_at)).one() == datetime.fromisoformat("2027-10-31T01:30Z")


def test_a_seminar_in_the_archive_or_without_parts_says_so(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    a_session(a_seminar(slug="old", state=SeminarState.ARCHIVED))
    a_seminar(slug="one")
    assert "is in the archive" in organiser.post("/organise/seminars/old/move", data=OCTOBER).text
    assert "Move to another date" not in organiser.get("/organise/seminars/old/").text
    assert "Add the first part" in organiser.get(MOVE).text
    assert organiser.post(MOVE, data=OCTOBER).status_code == 422
    assert organiser.get("/organise/seminars/none/move").status_code == 404


def test_who_may_only_look_may_not_move(app: Flask, seminar: Seminar) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    assert viewer.get(MOVE).status_code == 403
    assert viewer.post(MOVE, data=OCTOBER | YES).status_code == 403


@pytest.mark.parametrize("parts", [1, 3])
def test_the_preview_costs_the_same_however_many_parts_and_cities_there_are(
    database: SQLAlchemy, organiser: FlaskClient, parts: int
) -> None:
    seminar = a_seminar(slug="one", host_city_id=a_city("Tokyo", zone="Asia/Tokyo").id)
    for number in range(parts):
        part = a_session(seminar, f"part-{number}", local_start=at(10 + number), minutes=30)
        a_delegation(seminar, a_city(f"City {number}", zone="Europe/London"), session_id=part.id)
    organiser.post(MOVE, data=OCTOBER)
    with count_statements() as statements:
        assert len(shown_cities(organiser.post(MOVE, data=OCTOBER).text)) == parts
    # Who asks, the seminar twice, five for its programme, five for the cities, the plan, the invitations,
    # the rehearsals.
    assert len(statements) == 16, statements
