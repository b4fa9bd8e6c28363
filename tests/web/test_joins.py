"""Joining: the personal link opens shortly before the start and leads to the room's present address."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.registrants import a_seated, a_waiting, an_evening, token
from webinars.domain.links import Purpose
from webinars.models import Registration, RegistrationState, Seminar, SeminarState, Session, SessionState
from webinars.models.database import transaction
from webinars.services.registrations import join_link

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

ROOM = "https://meet.example/tokyo?pwd=1"
Visit = Callable[..., TestResponse]


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar, join_url=ROOM)


@pytest.fixture
def person(seminar: Seminar, evening: Session) -> Registration:
    return a_seated(seminar, evening)


@pytest.fixture
def visit(app: Flask, client: FlaskClient, evening: Session) -> Visit:
    """Open the door by the person's link at *minutes* after the start."""

    def open_door(person: Registration, *, minutes: float, method: str = "GET") -> TestResponse:
        assert evening.starts_at is not None
        instant = evening.starts_at + timedelta(minutes=minutes)
        app.config["CLOCK"] = lambda: instant
        link = token(Purpose.JOIN, join_link(person, evening.key))
        return client.open(f"/join/{link}", method=method)

    return open_door


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def test_before_the_room_opens_the_page_tells_when(visit: Visit, person: Registration) -> None:
    shown = text(visit(person, minutes=-16))
    assert "The room opens 15 minutes before the start." in shown
    assert "09:00" in shown
    assert "<form method" not in shown.partition("<main")[2]


def test_knocking_too_early_leads_nowhere(visit: Visit, person: Registration) -> None:
    answer = visit(person, minutes=-16, method="POST")
    assert (answer.status_code, "Location" in answer.headers) == (409, False)


@pytest.mark.parametrize("minutes", [-15, 0, 144])
def test_the_room_is_open_from_shortly_before_the_start_to_the_end(
    visit: Visit, person: Registration, minutes: int
) -> None:
    shown = visit(person, minutes=minutes)
    assert shown.status_code == 200
    assert ROOM not in text(shown)
    answer = visit(person, minutes=minutes, method="POST")
    assert (answer.status_code, answer.location) == (303, ROOM)


def test_the_form_may_lead_to_the_room_and_nowhere_else(visit: Visit, person: Registration) -> None:
    policy = visit(person, minutes=0).headers["Content-Security-Policy"]
    assert "form-action 'self' https://meet.example;" in policy


def test_the_same_link_leads_to_the_present_address(
    visit: Visit, database: SQLAlchemy, person: Registration, evening: Session
) -> None:
    with transaction():
        database.session.merge(evening).join_url = "https://other.example/room"
    assert visit(person, minutes=0, method="POST").location == "https://other.example/room"


def test_after_the_end_the_room_is_closed(visit: Visit, person: Registration) -> None:
    assert "This part is over." in text(visit(person, minutes=145))
    assert visit(person, minutes=145, method="POST").status_code == 409


def test_a_cancelled_part_has_no_room(
    visit: Visit, database: SQLAlchemy, person: Registration, evening: Session
) -> None:
    with transaction():
        database.session.merge(evening).state = SessionState.CANCELLED
    assert "This part is cancelled." in text(visit(person, minutes=0))
    assert visit(person, minutes=0, method="POST").status_code == 409


def test_a_seminar_that_is_called_off_has_no_room(
    visit: Visit, database: SQLAlchemy, seminar: Seminar, person: Registration
) -> None:
    with transaction():
        database.session.merge(seminar).state = SeminarState.CANCELLED
    assert "This part is cancelled." in text(visit(person, minutes=0))
    assert visit(person, minutes=0, method="POST").status_code == 409


def test_who_waits_or_cancelled_is_not_let_in(visit: Visit, seminar: Seminar, evening: Session) -> None:
    waiting = a_waiting(seminar, evening, 1)
    cancelled = a_seated(seminar, evening, state=RegistrationState.CANCELLED)
    for person in (waiting, cancelled):
        assert "You have no seat in this part." in text(visit(person, minutes=0))
        assert visit(person, minutes=0, method="POST").status_code == 409


def test_a_room_without_an_address_says_whom_to_ask(
    visit: Visit, database: SQLAlchemy, person: Registration, evening: Session
) -> None:
    with transaction():
        database.session.merge(evening).join_url = None
    shown = text(visit(person, minutes=0))
    assert "has not entered the address of the room yet" in shown
    assert "seminar@tokyo.example" in shown


def test_a_forged_link_and_one_to_an_unknown_part_open_nothing(
    client: FlaskClient, person: Registration, now: datetime
) -> None:
    assert client.get("/join/forged").status_code == 410
    unknown = token(Purpose.JOIN, join_link(person, "noon"))
    assert client.get(f"/join/{unknown}").status_code == 404


def test_a_replaced_link_opens_nothing(visit: Visit, database: SQLAlchemy, person: Registration) -> None:
    with transaction():
        database.session.merge(person).link_revision = 2
    person.link_revision = 1
    assert visit(person, minutes=0).status_code == 410
