"""Lists of people that a city sends: shown first, confirmed then, and never asked twice."""

import io
import re
from base64 import b64encode
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.lists import ANNA, BELA, HEADS, a_csv, a_workbook
from tests.support.naming import a_city_coming, letters_to, registered, states_of
from tests.support.registrants import an_evening, token
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import (
    Delegation,
    Notice,
    NoticeKind,
    ParticipantRole,
    Registration,
    Seat,
    Seminar,
    Session,
)

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def parts(seminar: Seminar) -> tuple[Session, Session]:
    return builders.a_session(seminar), an_evening(seminar)


@pytest.fixture
def paris(seminar: Seminar, parts: tuple[Session, Session]) -> Delegation:
    return a_city_coming(seminar, session_id=parts[1].id, focal_language="ja")


def url(delegation: Delegation, page: str = "people/import/") -> str:
    return f"/delegations/{token(Purpose.DELEGATION, delegation)}/{page}"


def text(response: TestResponse) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).split())


def send(
    client: FlaskClient, city: Delegation, content: bytes, name: str = "people.xlsx", **values: Any
) -> TestResponse:
    form = {"file": (io.BytesIO(content), name), "parts": "evening"} | values
    return client.post(url(city), data=form, content_type="multipart/form-data")


def carried(shown: TestResponse) -> dict[str, Any]:
    """Return what the page that shows a list posts when it is confirmed."""
    inputs = re.findall(r'<input[^>]*name="(content|parts)"[^>]*value="([^"]*)"', shown.text)
    return {name: [value for other, value in inputs if other == name] for name, _value in inputs}


def confirm(client: FlaskClient, city: Delegation, shown: TestResponse) -> TestResponse:
    return client.post(url(city, "people/import/confirm"), data=carried(shown))


def people(database: SQLAlchemy) -> int:
    return database.session.scalar(select(func.count(Registration.id))) or 0


def test_the_page_gives_an_empty_list_in_the_readers_language(client: FlaskClient, paris: Delegation) -> None:
    assert url(paris, "people/list.xlsx") in client.get(url(paris)).text
    answer = client.get(url(paris, "people/list.xlsx"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows == [HEADS]


def test_a_list_is_shown_and_nothing_is_stored(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    shown = send(client, paris, a_workbook(HEADS, ANNA, BELA, ("Carla", "carla at paris")))
    assert shown.status_code == 200
    said = text(shown)
    assert "2 people are new." in said
    assert "1 row is left out." in said
    assert "“carla at paris” is no mail address." in said
    assert "Ask 2 people" in said
    assert people(database) == 0


def test_a_confirmed_list_asks_everybody_in_it_for_their_part_and_in_their_language(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    rows = ((*ANNA, "City of Paris", "Expert", "English", "Morning part"), BELA)
    answer = confirm(client, paris, send(client, paris, a_workbook(HEADS, *rows)))
    assert (answer.status_code, answer.location) == (303, url(paris, "people/"))
    assert "2 people are asked by mail." in text(client.get(answer.location))
    anna, bela = registered(database, ANNA[1]), registered(database, BELA[1])
    assert (anna.organisation, anna.role, anna.language) == ("City of Paris", ParticipantRole.EXPERT, "en")
    assert (bela.organisation, bela.role, bela.language) == ("", ParticipantRole.OFFICIAL, "ja")
    of = select(Session.key).join(Seat).join(Registration).where(Registration.email == ANNA[1])
    assert database.session.scalars(of).all() == ["morning"]
    assert states_of(database, BELA[1]) == [SeatState.REQUESTED]
    assert letters_to(database, BELA[1]) == [NoticeKind.CONFIRM_REGISTRATION]


def test_the_same_list_twice_does_nothing_new(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    content = a_csv(HEADS[:2], ANNA, BELA)
    first = send(client, paris, content, "people.csv")
    confirm(client, paris, first)
    again = send(client, paris, content, "people.csv")
    assert "2 were named or registered before, and stay as they are." in text(again)
    assert "There is nobody to ask." in text(again)
    late = client.post(url(paris, "people/import/confirm"), data=carried(first), follow_redirects=True)
    assert "Everybody in this list was named before." in text(late)
    assert (people(database), database.session.scalar(select(func.count(Notice.id)))) == (2, 2)


def test_who_stands_in_the_list_and_is_registered_elsewhere_looks_new(
    client: FlaskClient, seminar: Seminar, paris: Delegation
) -> None:
    builders.a_registration(seminar, ANNA[1], city_id=builders.a_city("Seoul").id)
    assert "1 person is new." in text(send(client, paris, a_workbook(HEADS, ANNA)))


def test_a_day_at_the_host_names_the_parts_of_that_day(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    rows = ((*ANNA, "", "", "", "25.11.2026"),)
    confirm(client, paris, send(client, paris, a_workbook(HEADS, *rows)))
    assert states_of(database, ANNA[1]) == [SeatState.REQUESTED] * 2


def test_more_people_than_places_are_shown_and_not_asked(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, parts: tuple[Session, Session]
) -> None:
    lyon = a_city_coming(seminar, "Lyon", places=1)
    content = a_workbook(HEADS, ANNA, BELA)
    shown = send(client, lyon, content)
    assert "Places of your city: 1, taken: 0." in text(shown)
    assert "Ask 2 people" not in text(shown)
    form = {"content": b64encode(content).decode(), "parts": "evening"}
    answer = client.post(url(lyon, "people/import/confirm"), data=form)
    assert answer.status_code == 422
    assert people(database) == 0


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "people.xlsx", "This file is empty."),
        (b"%PDF-1.7", "people.pdf", "This is a PDF."),
        (a_csv(HEADS), "people.xlsx", "is not what its name says"),
        (a_workbook(("Anna", "anna@paris.example")), "people.xlsx", "no row with the headings"),
        (
            a_csv(HEADS[:2], *[(f"P{n}", f"p{n}@x.example") for n in range(5000)]),
            "p.csv",
            "more than 1000 rows",
        ),
    ],
)
def test_what_is_no_list_is_refused_at_the_file(
    client: FlaskClient, paris: Delegation, content: bytes, name: str, says: str
) -> None:
    answer = send(client, paris, content, name)
    assert answer.status_code == 422
    assert says in text(answer).partition('id="file-error">')[2].partition("</p>")[0]


def test_without_a_file_or_a_part_the_page_asks_for_it(client: FlaskClient, paris: Delegation) -> None:
    answer = client.post(url(paris), data={"parts": "evening"})
    assert (answer.status_code, "Choose a file." in text(answer)) == (422, True)
    answer = client.post(url(paris), data={"file": (io.BytesIO(a_workbook(HEADS, ANNA)), "p.xlsx")})
    assert (answer.status_code, "Choose at least one part." in text(answer)) == (422, True)


@pytest.mark.parametrize("content", ["", "!!!", "5pel", "UEsDBA=="])
def test_a_file_that_was_lost_on_the_way_is_asked_for_again(
    client: FlaskClient, paris: Delegation, content: str
) -> None:
    answer = client.post(url(paris, "people/import/confirm"), data={"content": content, "parts": ["evening"]})
    assert answer.status_code == 422
    assert 'type="file"' in answer.text


def test_a_part_that_is_none_asks_nobody(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    form = carried(send(client, paris, a_workbook(HEADS, ANNA))) | {"parts": ["noon"]}
    answer = client.post(url(paris, "people/import/confirm"), data=form)
    assert (answer.status_code, people(database)) == (422, 0)
    assert "no such part" in text(answer)


def test_a_long_list_is_shown_in_part_and_asked_in_whole(
    app: Flask, client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    app.config["PAGE_SIZE"] = 2
    rows = [(f"P{number}", f"p{number}@x.example") for number in range(5)]
    shown = send(client, paris, a_workbook(HEADS, *rows))
    assert ["And 3 more." in text(shown), "p1@x.example" in text(shown), "p4@x.example" in text(shown)] == [
        True,
        True,
        False,
    ]
    confirm(client, paris, shown)
    assert people(database) == 5


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Flask:
    return make_app(RATE_LIMITS=True)


def test_a_stranger_who_guesses_links_is_stopped(limited: Flask) -> None:
    client = limited.test_client()
    answers = {client.post("/delegations/x/people/import/").status_code for _ in range(31)}
    assert answers == {410, 429}
