"""What a registrant's calendar said, on their own page; and the seat that a decliner may give back."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.registrants import a_seated, a_waiting, an_evening, states, token
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import Answer, Registration, Seminar, Session, SessionState
from webinars.models.database import transaction

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

BUTTON = "Give the seat back"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def person(seminar: Seminar, evening: Session) -> Registration:
    return a_seated(seminar, evening)


def invited(person: Registration, session: Session, **values: Any) -> None:
    builders.an_invitation(person, session, **{"is_answerable": True} | values)


def own(person: Registration, action: str = "") -> str:
    return f"/registrations/{token(Purpose.REGISTRATION, person)}/{action}"


def words(response: TestResponse) -> str:
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Answer.ACCEPTED, "Accepted Tuesday 1 September 2026, 11:30"),
        (Answer.TENTATIVE, "Maybe Tuesday 1 September 2026, 11:30"),
        (Answer.DECLINED, "Declined Tuesday 1 September 2026, 11:30"),
        (Answer.NEEDS_ACTION, "No answer Join"),
    ],
)
def test_the_answer_of_the_calendar_stands_with_the_part(
    client: FlaskClient, person: Registration, evening: Session, answer: Answer, word: str
) -> None:
    invited(person, evening, answer=answer, answered_at=None if answer is Answer.NEEDS_ACTION else NOW)
    page = words(client.get(own(person))).replace("Evening part", "")
    assert f"Your calendar’s answer: {word}" in page.replace(
        "You declined, and your seat is still yours.", ""
    )


def test_a_comment_is_shown_as_it_was_written(
    client: FlaskClient, person: Registration, evening: Session
) -> None:
    invited(person, evening, answer=Answer.TENTATIVE, answered_at=NOW, answer_comment="If <b>trains</b> run")
    assert "<q>If &lt;b&gt;trains&lt;/b&gt; run</q>" in client.get(own(person)).get_data(as_text=True)


def test_who_asked_somebody_else_to_come_sees_whom(
    client: FlaskClient, person: Registration, evening: Session
) -> None:
    invited(person, evening, delegated_to="carl@paris.example")
    assert "Asked carl@paris.example to come" in words(client.get(own(person)))


def test_where_no_inbox_reads_answers_none_is_missed(
    client: FlaskClient, person: Registration, evening: Session
) -> None:
    invited(person, evening, is_answerable=False)
    assert "calendar’s answer" not in words(client.get(own(person)))


def test_only_who_declined_is_offered_to_give_the_seat_back(
    client: FlaskClient, seminar: Seminar, evening: Session, person: Registration
) -> None:
    invited(person, evening, answer=Answer.DECLINED, answered_at=NOW)
    other = a_seated(seminar, evening)
    invited(other, evening, answer=Answer.ACCEPTED, answered_at=NOW)
    page = words(client.get(own(person)))
    assert "You declined, and your seat is still yours." in page
    assert f"{BUTTON} Evening part" in page
    assert "Your seat is kept" in page
    assert BUTTON not in words(client.get(own(other)))


def test_nothing_is_given_back_of_what_is_cancelled_or_has_started(
    app: Flask, client: FlaskClient, database: SQLAlchemy, person: Registration, evening: Session
) -> None:
    invited(person, evening, answer=Answer.DECLINED, answered_at=NOW)
    app.config["CLOCK"] = lambda: evening.starts_at
    assert BUTTON not in words(client.get(own(person)))
    app.config["CLOCK"] = lambda: NOW
    with transaction():
        database.session.get_one(Session, evening.id).state = SessionState.CANCELLED
    assert BUTTON not in words(client.get(own(person)))


def test_the_button_gives_the_seat_to_who_waits(
    client: FlaskClient, seminar: Seminar, person: Registration
) -> None:
    morning = builders.a_session(seminar, "morning", capacity=1)
    builders.a_seat(person, morning)
    invited(person, morning, answer=Answer.DECLINED, answered_at=NOW)
    waiting = a_waiting(seminar, morning, 1)
    answer = client.post(own(person, "give-back"), data={"part": "morning"})
    assert (answer.status_code, answer.headers["Location"]) == (303, own(person))
    assert states(person, waiting) == [SeatState.SEATED, SeatState.GIVEN_UP, SeatState.SEATED]
    assert "Your seat is given back." in words(client.get(own(person)))


def test_who_did_not_decline_is_told_so(client: FlaskClient, person: Registration, evening: Session) -> None:
    invited(person, evening, answer=Answer.ACCEPTED, answered_at=NOW - timedelta(days=1))
    page = words(client.post(own(person, "give-back"), data={"part": "evening"}, follow_redirects=True))
    assert "You did not decline this part." in page
    assert states(person) == [SeatState.SEATED]


def test_a_part_that_is_not_there_cannot_be_given_back(client: FlaskClient, person: Registration) -> None:
    assert client.post(own(person, "give-back"), data={"part": "night"}).status_code == 404
    assert client.post(own(person, "give-back")).status_code == 404


def test_a_link_that_was_changed_gives_nothing_back(client: FlaskClient, person: Registration) -> None:
    forged = own(person, "give-back").replace("/registrations/", "/registrations/x")
    assert client.post(forged, data={"part": "evening"}).status_code == 410
    assert states(person) == [SeatState.SEATED]


def test_who_answered_before_the_part_moved_is_asked_again_on_the_own_page(
    client: FlaskClient, person: Registration, evening: Session
) -> None:
    invited(person, evening, answer=Answer.NEEDS_ACTION, answered_at=NOW)
    page = words(client.get(own(person)))
    assert "The time has changed since you answered. Please answer again." in page
    assert "No answer" not in page
