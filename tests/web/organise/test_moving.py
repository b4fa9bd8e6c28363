"""Moving a part over HTTP: first what it changes, city by city, and nothing is stored; then the move."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    a_city,
    a_delegation,
    a_registration,
    a_seminar,
    a_session,
    an_invitation,
    kept,
)
from tests.support.moving import carried, cells, shown_cities
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.domain.planner.problems import Attend, Presence
from webinars.models import (
    Availability,
    City,
    Invitation,
    Notice,
    Seminar,
    SeminarPlan,
    Session,
    SessionState,
)
from webinars.models.database import db

MOVE = "/organise/seminars/one/sessions/morning/move"
# From 24 November 2027 to 27 October: in America and in Europe it is still summer time.
NOVEMBER = datetime.fromisoformat("2027-11-24T10:00")
OCTOBER = {"local_start": "2027-10-27T10:00", "zone": "Asia/Tokyo", "minutes": "155", "version": "1"}
YES = {"step": "move"}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def part(database: SQLAlchemy) -> Session:
    """Tokyo hosts at ten; Los Angeles, London and Seoul are invited."""
    tokyo = a_city("Tokyo", zone="Asia/Tokyo", country="JP")
    seminar = a_seminar(slug="one", host_city_id=tokyo.id)
    part = a_session(seminar, local_start=NOVEMBER)
    a_delegation(seminar, a_city("Los Angeles", zone="America/Los_Angeles"), session_id=part.id)
    for name, zone in (("London", "Europe/London"), ("Seoul", "Asia/Seoul")):
        a_delegation(seminar, a_city(name, zone=zone))
    return part


def stored() -> tuple[str, int]:
    db.session.remove()
    session = db.session.scalars(select(Session)).one()
    return session.local_start.isoformat(timespec="minutes"), session.version


@pytest.mark.usefixtures("part")
def test_before_anything_is_stored_each_city_hears_what_its_clock_will_say(organiser: FlaskClient) -> None:
    page = organiser.post(MOVE, data=OCTOBER)
    assert page.status_code == 200
    assert cells(page.text, "Los Angeles") == [
        "17:00 –19:35 Tuesday 23 November 2027 , UTC−8",
        "18:00 –20:35 Tuesday 26 October 2027 , UTC−7",
        "Worse Leaves: good hours. Discomfort: 95, then 155.",
    ]
    assert cells(page.text, "London")[2] == "Still cannot attend Within: impossible hours. Discomfort: –."
    assert shown_cities(page.text) == ["Los Angeles", "London"]
    assert "2 cities keep their hour" in page.text
    assert "Tokyo" in page.text.partition("<details")[2]
    assert stored() == ("2027-11-24T10:00", 1)
    assert db.session.scalars(select(Notice)).all() == []


def test_the_move_is_made_by_one_more_post_of_what_the_page_carries(
    part: Session, organiser: FlaskClient
) -> None:
    for email in ("a@x.example", "b@x.example"):
        an_invitation(a_registration(db.session.get_one(Seminar, part.seminar_id), email), part)
    form = organiser.get(MOVE).text
    assert "2 calendar invitations are updated by letters" in form
    assert 'value="2027-11-24T10:00"' in form
    page = organiser.post(MOVE, data=OCTOBER)
    assert "2 calendar invitations are updated by letters" in page.text
    assert carried(page.text) == OCTOBER | {"reading": ""}
    assert organiser.post(MOVE, data=carried(page.text) | YES).status_code == 303
    assert stored() == ("2027-10-27T10:00", 2)
    assert db.session.scalars(select(Invitation.sequence)).all() == [1, 1]
    assert len(db.session.scalars(select(Notice)).all()) == 2


@pytest.mark.usefixtures("part")
def test_what_was_typed_can_be_changed_after_a_look(organiser: FlaskClient) -> None:
    looked = carried(organiser.post(MOVE, data=OCTOBER | {"minutes": "160"}).text)
    page = organiser.post(MOVE, data=looked | {"step": "change"})
    assert page.status_code == 200
    assert ('value="2027-10-27T10:00"' in page.text, 'value="160"' in page.text) == (True, True)
    assert stored() == ("2027-11-24T10:00", 1)


@pytest.mark.usefixtures("part")
def test_a_part_that_was_moved_meanwhile_is_neither_previewed_nor_moved(organiser: FlaskClient) -> None:
    looked = carried(organiser.post(MOVE, data=OCTOBER).text)
    assert organiser.post(MOVE, data=OCTOBER | {"local_start": "2027-10-27T10:30"} | YES).status_code == 303
    for step in ({}, YES):
        answer = organiser.post(MOVE, data=looked | step)
        assert answer.status_code == 409
        assert "<del>Wednesday 27 October 2027, 10:30</del>" in answer.text
        assert "<ins>Wednesday 27 October 2027, 10:00</ins>" in answer.text
    assert stored() == ("2027-10-27T10:30", 2)
    # The form that shows the difference saves over it: first the look, then the move.
    over = carried(organiser.post(MOVE, data=OCTOBER | {"version": "2"}).text)
    assert organiser.post(MOVE, data=over | YES).status_code == 303
    assert stored() == ("2027-10-27T10:00", 3)


@pytest.mark.usefixtures("part")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"zone": "Tokyo/Asia"}, "no IANA zone"),
        ({"local_start": ""}, "Choose the date and the time"),
        ({"minutes": "0"}, "Enter a length of 1 minute or more."),
        ({"zone": "Europe/Paris", "local_start": "2027-03-28T02:30"}, "does not exist in Paris"),
        ({"zone": ""}, "Choose the time zone of this clock."),
    ],
)
def test_a_wrong_time_is_told_before_the_preview(
    organiser: FlaskClient, typed: dict[str, str], words: str
) -> None:
    answer = organiser.post(MOVE, data=OCTOBER | typed)
    assert (answer.status_code, words in answer.text) == (422, True)


@pytest.mark.usefixtures("part")
def test_a_clock_that_comes_twice_is_asked_about_and_its_answer_is_carried(organiser: FlaskClient) -> None:
    doubled = OCTOBER | {"zone": "europe/paris", "local_start": "2027-10-31T02:30"}
    assert "The second time (UTC+1)" in organiser.post(MOVE, data=doubled).text
    page = organiser.post(MOVE, data=doubled | {"reading": "second"})
    assert carried(page.text)["reading"] == "second"
    again = organiser.post(MOVE, data=carried(page.text) | {"step": "change"})
    assert 'value="second" checked' in again.text
    assert organiser.post(MOVE, data=carried(page.text) | YES).status_code == 303
    starts_at = db.session.scalars(select(Session.starts_at)).one()
    assert starts_at is not None
    assert starts_at.isoformat() == "2027-10-31T01:30:00+00:00"


@pytest.mark.usefixtures("part")
def test_the_same_time_changes_nothing_and_offers_no_move(organiser: FlaskClient) -> None:
    page = organiser.post(MOVE, data=OCTOBER | {"local_start": "2027-11-24T10:00"}).text
    assert ("Nothing changes." in page, 'value="move"' in page) == (True, False)


def test_the_city_of_another_part_has_no_line_and_who_attends_all_has_one(
    part: Session, organiser: FlaskClient
) -> None:
    seminar = db.session.get_one(Seminar, part.seminar_id)
    evening = a_session(seminar, "evening", local_start=datetime.fromisoformat("2027-11-24T17:00"))
    for name, attend in (("Paris", Attend.ONE), ("Rome", Attend.ALL)):
        city = a_city(name)
        a_delegation(seminar, city, session_id=evening.id)
        kept(Availability(seminar_id=seminar.id, city_id=city.id, attend=attend))
    page = organiser.post(MOVE, data=OCTOBER).text
    assert sorted(shown_cities(page)) == ["London", "Los Angeles", "Rome"]


def test_where_cities_come_for_a_talk_the_best_of_it_counts(part: Session, organiser: FlaskClient) -> None:
    plan = {"first_date": date(2027, 11, 1), "last_date": date(2027, 11, 30), "parts": [155]}
    talk: dict[str, Any] = {"presence": Presence.TALK, "slot_minutes": 10}
    kept(SeminarPlan(seminar_id=part.seminar_id, **plan, **talk))
    page = organiser.post(MOVE, data=OCTOBER).text
    assert cells(page, "Los Angeles")[2].endswith("Discomfort: 0, then 10.")


def test_a_part_without_a_zone_has_no_clock_before(database: SQLAlchemy, organiser: FlaskClient) -> None:
    seminar = a_seminar(slug="one", host_city_id=a_city("Tokyo", zone="Asia/Tokyo").id)
    a_session(seminar, local_start=datetime.fromisoformat("2016-11-07T14:00"), zone=None)
    page = organiser.post(MOVE, data=OCTOBER).text
    assert cells(page, "Tokyo")[0] == "not known"
    past = {"local_start": "2016-11-08T14:00", "zone": ""}
    assert "No city of this seminar is known yet" in organiser.post(MOVE, data=OCTOBER | past).text


@pytest.mark.parametrize("cities", [1, 3])
def test_the_preview_costs_the_same_however_many_cities_there_are(
    database: SQLAlchemy, organiser: FlaskClient, cities: int
) -> None:
    seminar = a_seminar(slug="one", host_city_id=a_city("Tokyo", zone="Asia/Tokyo").id)
    a_session(seminar, local_start=NOVEMBER)
    for number in range(cities):
        a_delegation(seminar, a_city(f"City {number}", zone="Europe/London"))
    organiser.post(MOVE, data=OCTOBER)
    with count_statements() as statements:
        assert len(shown_cities(organiser.post(MOVE, data=OCTOBER).text)) == cities
    # Who asks, the part with its seminar, five for the cities, the plan, the other parts, the invitations.
    assert len(statements) == 10, statements


def test_a_move_over_another_part_is_warned_of_before_it_is_made(
    part: Session, organiser: FlaskClient
) -> None:
    seminar = db.session.get_one(Seminar, part.seminar_id)
    a_session(seminar, "evening", local_start=datetime.fromisoformat("2027-10-27T12:30"))
    a_session(seminar, "night", local_start=datetime.fromisoformat("2027-10-27T15:05"))
    a_session(
        seminar, "gone", local_start=datetime.fromisoformat("2027-10-27T10:00"), state=SessionState.CANCELLED
    )
    page = organiser.post(MOVE, data=OCTOBER).text
    assert page.count("The part would overlap") == 1
    assert "The part would overlap “Evening part”." in page
    assert "would overlap" not in organiser.post(MOVE, data=OCTOBER | {"minutes": "150"}).text


@pytest.mark.usefixtures("part")
def test_a_move_into_the_past_is_warned_of_before_it_is_made(organiser: FlaskClient) -> None:
    past = OCTOBER | {"local_start": "2020-10-27T10:00"}
    assert "“Morning part” would start in the past." in organiser.post(MOVE, data=past).text
    assert "in the past" not in organiser.post(MOVE, data=OCTOBER).text


@pytest.mark.usefixtures("database")
def test_a_part_that_is_over_is_corrected_without_a_warning(organiser: FlaskClient) -> None:
    a_session(a_seminar(slug="one"), local_start=datetime.fromisoformat("2020-10-27T10:00"))
    page = organiser.post(MOVE, data=OCTOBER | {"local_start": "2020-10-27T11:00"}).text
    assert "Nothing is stored yet." in page
    assert "in the past" not in page


def test_two_cities_of_one_name_are_told_apart(part: Session, organiser: FlaskClient) -> None:
    seminar = db.session.get_one(Seminar, part.seminar_id)
    other: City = a_city("London", zone="America/Toronto", country="CA")
    a_delegation(seminar, other)
    assert {"London (FR)", "London (CA)"} < set(shown_cities(organiser.post(MOVE, data=OCTOBER).text))
