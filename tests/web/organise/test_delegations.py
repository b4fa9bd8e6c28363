"""The cities of a seminar for the organiser: listed, added, edited, invited, reminded."""

import csv
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.delegates import a_city_of
from tests.support.organisers import signed_in
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.models import (
    Answer,
    Delegation,
    DelegationRole,
    RoleName,
    Seminar,
    SeminarState,
    Session,
)

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/seminars/partners-7/delegations/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7", answer_by=date(2026, 10, 1))


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def office(app: Flask, evening: Session) -> FlaskClient:
    return signed_in(app)


def form_of(delegation: Delegation, **values: str) -> dict[str, str]:
    kept = {
        "focal_name": delegation.focal_name or "",
        "focal_email": delegation.focal_email or "",
        "focal_language": "",
        "role": delegation.role.value,
        "part": "",
        "places": "",
        "answer_by": "",
        "presenter_name": "",
        "presenter_email": "",
        "version": str(delegation.version),
    }
    return kept | values


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def stored(database: SQLAlchemy, delegation: Delegation) -> Delegation:
    return database.session.get_one(Delegation, delegation.id, populate_existing=True)


def test_the_list_says_how_many_present_and_who_is_silent(office: FlaskClient, seminar: Seminar) -> None:
    for number in range(13):
        a_city_of(seminar, f"P{number}", role=DelegationRole.PRESENTING, answered_at=NOW)
    for _ in range(8):
        builders.a_delegation(seminar, role=DelegationRole.ATTENDING, answered_at=NOW)
    a_city_of(seminar, "Paris", invited_at=NOW)
    said = text(office.get(URL))
    assert "13 of 21 cities present." in said
    assert "1 city has not answered" in said


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Durban", "Lima", "Paris"]),
        ("?role=presenting", ["Durban"]),
        ("?silent=y", ["Paris"]),
        ("?part=evening", ["Durban"]),
        ("?q=focal+lima", ["Lima"]),
        ("?q=zz", []),
    ],
)
def test_the_list_is_searched_and_filtered(
    office: FlaskClient, seminar: Seminar, evening: Session, query: str, found: list[str]
) -> None:
    a_city_of(seminar, "Durban", role=DelegationRole.PRESENTING, answered_at=NOW, session_id=evening.id)
    a_city_of(seminar, "Paris", invited_at=NOW)
    a_city_of(seminar, "Lima")
    said = text(office.get(URL + query))
    assert [name for name in ("Durban", "Lima", "Paris") if f">{name}</a>" in said] == found
    rows = list(csv.DictReader(office.get(f"{URL}table.csv{query}").text.lstrip("\ufeff").splitlines()))
    assert [row["city"] for row in rows] == found


@pytest.mark.parametrize("query", ["?role=king", "?part=noon", "?silent=perhaps"])
def test_a_filter_that_is_no_choice_is_refused(office: FlaskClient, query: str) -> None:
    assert office.get(URL + query).status_code == 400


@pytest.mark.parametrize("page", ["0", "-1", "2", "x"])
def test_a_page_that_the_list_does_not_have_is_not_found(office: FlaskClient, page: str) -> None:
    assert office.get(f"{URL}?page={page}").status_code == 404


def test_a_table_holds_no_formula(office: FlaskClient, seminar: Seminar) -> None:
    a_city_of(seminar, "Paris", focal_name="=1+1")
    assert "'=1+1" in office.get(f"{URL}table.csv").text


def test_several_cities_are_added_and_the_host_is_not_offered(app: Flask, database: SQLAlchemy) -> None:
    host = builders.a_city("Tokyo", slug="tokyo", zone="Asia/Tokyo")
    builders.a_seminar(slug="partners-7", host_city_id=host.id)
    for name in ("Paris", "Seoul"):
        builders.a_city(name, slug=name.lower())
    office = signed_in(app)
    assert 'value="tokyo"' not in text(office.get(f"{URL}add"))
    assert office.post(f"{URL}add", data={"cities": ["paris", "seoul"]}).status_code == 303
    assert "2 cities are added." in text(office.get(URL))
    assert len(database.session.scalars(select(Delegation)).all()) == 2
    assert 'value="paris"' not in text(office.get(f"{URL}add"))
    refused = office.post(f"{URL}add", data={"cities": ["tokyo"]})
    assert refused.status_code == 422
    assert "Tokyo is a host" in text(refused)


@pytest.mark.parametrize("values", [{}, {"cities": ["atlantis"]}])
def test_only_members_can_be_added(office: FlaskClient, database: SQLAlchemy, values: dict[str, Any]) -> None:
    builders.a_city("Paris", slug="paris")
    assert office.post(f"{URL}add", data=values).status_code == 422
    assert database.session.scalars(select(Delegation)).all() == []


@pytest.mark.parametrize(("count", "status"), [("8", 303), ("0", 422), ("-1", 422), ("x", 422), ("", 422)])
def test_cities_without_a_name_are_added_by_number(
    office: FlaskClient, database: SQLAlchemy, count: str, status: int
) -> None:
    answer = office.post(f"{URL}unnamed", data={"count": count, "role": "attending"})
    assert answer.status_code == status
    added = len(database.session.scalars(select(Delegation)).all())
    assert added == (8 if status == 303 else 0)


def test_a_delegation_is_edited(office: FlaskClient, database: SQLAlchemy, seminar: Seminar) -> None:
    paris = a_city_of(seminar, "Paris")
    values = form_of(
        paris, focal_email="chloe@paris.example", places="3", part="evening", focal_language="ja"
    )
    answer = office.post(URL + paris.key, data=values)
    assert (answer.status_code, answer.location) == (303, URL + paris.key)
    kept = stored(database, paris)
    assert (kept.focal_email, kept.places, kept.focal_language) == ("chloe@paris.example", 3, "ja")
    assert "evening" in text(office.get(URL + paris.key))


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"focal_email": "chloe"}, "focal_email", "This is no mail address."),
        ({"focal_name": "C" * 300}, "focal_name", "at most 200 characters"),
        ({"focal_name": "Chloé\nBcc: x"}, "focal_name", "on one line"),
        ({"places": "0"}, "places", "Enter a number from 1 to 1000"),
        ({"presenter_name": "Paul"}, "presenter_email", "Write the e-mail address of the presenter too."),
    ],
)
def test_bad_input_is_refused_at_its_field(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar, values: dict[str, str], field: str, says: str
) -> None:
    paris = a_city_of(seminar, "Paris")
    answer = office.post(URL + paris.key, data=form_of(paris, **values))
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert stored(database, paris).version == 1


def test_a_stale_form_shows_the_difference(office: FlaskClient, seminar: Seminar) -> None:
    paris = a_city_of(seminar, "Paris")
    mine = form_of(paris, places="5")
    office.post(URL + paris.key, data=form_of(paris, places="2", role="attending"))
    answer = office.post(URL + paris.key, data=mine)
    assert answer.status_code == 409
    said = text(answer)
    assert [f"<del>{old}</del>" in said for old in ("2", "Attends")] == [True, True]


def test_what_a_city_still_lacks_stands_beside_it(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    a_city_of(seminar, "Durban", role=DelegationRole.PRESENTING, answered_at=NOW)
    paris = a_city_of(seminar, "Paris", role=DelegationRole.ATTENDING, answered_at=NOW)
    slot = builders.a_slot(evening, delegation_id=paris.id)
    builders.a_presenter(slot, answer=Answer.DECLINED)
    said = text(office.get(URL))
    lacks = (
        "Has no slot",
        "Names no presenter yet",
        "Has a slot, and does not present",
        "A presenter declined",
    )
    assert [words in said for words in lacks] == [True] * 4


def test_a_city_whose_substitute_is_asked_lacks_no_presenter(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    paris = a_city_of(seminar, "Paris", role=DelegationRole.PRESENTING, answered_at=NOW)
    slot = builders.a_slot(evening, delegation_id=paris.id)
    first = builders.a_presenter(slot, answer=Answer.DECLINED)
    builders.a_presenter(slot, "sub@paris.example", substitute_for_id=first.id)
    assert "A presenter declined" not in text(office.get(URL))


def test_the_page_of_a_city_hands_out_its_address(
    office: FlaskClient, client: FlaskClient, seminar: Seminar
) -> None:
    paris = a_city_of(seminar, "Paris", invited_at=NOW)
    said = text(office.get(URL + paris.key))
    link = said.partition('data-copy="')[2].partition('"')[0]
    path = link.partition("/delegations/")[2]
    assert "Does Paris take part?" in text(client.get(f"/delegations/{path}"))


def test_a_delegation_of_another_seminar_is_not_found(office: FlaskClient) -> None:
    stranger = a_city_of(builders.a_seminar(), "Paris")
    assert office.get(URL + stranger.key).status_code == 404
    assert office.post(f"{URL}{stranger.key}/invite").status_code == 404


def test_a_viewer_sees_the_list_and_no_buttons(app: Flask, seminar: Seminar, evening: Session) -> None:
    paris = a_city_of(seminar, "Paris", invited_at=NOW)
    viewer = signed_in(app, RoleName.VIEWER)
    said = text(viewer.get(URL))
    assert [word in said for word in ("Paris", "Remind", "Add cities", paris.key)] == [
        True,
        False,
        False,
        False,
    ]
    assert viewer.get(URL + paris.key).status_code == 403
    assert viewer.post(f"{URL}remind").status_code == 403


def test_an_archived_seminar_is_shown_and_closed(app: Flask, database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(slug="partners-7", state=SeminarState.ARCHIVED)
    paris = a_city_of(seminar, "Paris")
    office = signed_in(app)
    assert "Add cities" not in text(office.get(URL))
    answer = office.post(URL + paris.key, data=form_of(paris, places="3"))
    assert answer.status_code == 422
    assert "in the archive" in text(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_for_one_and_for_three_cities(
    office: FlaskClient, seminar: Seminar, evening: Session, count: int
) -> None:
    for number in range(count):
        one = a_city_of(seminar, f"City{number}", role=DelegationRole.PRESENTING)
        builders.a_presenter(builders.a_slot(evening, number, delegation_id=one.id), f"{number}@x.example")
    with count_statements() as statements:
        office.get(URL)
    assert len(statements) == 9, statements
    with count_statements() as statements:
        office.get(f"{URL}table.csv")
    assert len(statements) == 7, statements
