"""The pages behind mailed links as a browser sends them: with the fields that the page itself carries."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.reading import read
from tests.support.registrants import a_seated, an_evening, an_unconfirmed, token
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import Registration, Seminar, SeminarState, Session, SessionState
from webinars.queries.registrations import seats_of
from webinars.services.registrations import address_link, correct_address, hand_over

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def colleague(database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime) -> Registration:
    person = a_seated(seminar, evening)
    hand_over(person.id, name="Luc Dubois", email="luc@paris.example", now=now)
    return database.session.scalars(select(Registration).where(Registration.name == "Luc Dubois")).one()


def carried(answer: TestResponse) -> dict[str, str]:
    """Return what the form of a page sends when nobody touches it: hidden fields and ticked boxes."""
    fields = [one.attributes for one in read(answer.text).tags("input")]
    kept = [one for one in fields if one.get("type") == "hidden" or "checked" in one]
    return {one["name"]: one.get("value", "") for one in kept}


def confirmation(person: Registration) -> str:
    return f"/registrations/{token(Purpose.CONFIRM, person)}/confirm"


def test_a_colleague_takes_over_with_what_the_page_carries(
    client: FlaskClient, colleague: Registration, evening: Session
) -> None:
    url = confirmation(colleague)
    form = carried(client.get(url)) | {"consent": "y"}
    assert client.post(url, data=form).status_code == 303
    assert [(seat.session_id, seat.state) for seat in seats_of(colleague.id)] == [
        (evening.id, SeatState.SEATED)
    ]


def test_who_agreed_to_an_older_text_reads_the_new_one_and_agrees_again(
    client: FlaskClient, colleague: Registration
) -> None:
    url = confirmation(colleague)
    form = carried(client.get(url)) | {"consent": "y"}
    refused = client.post(url, data=form | {"consent_number": "0"})
    assert refused.status_code == 422
    assert "The text has changed. Read it, then agree again." in refused.text
    assert "consent" not in carried(refused)
    assert client.post(url, data=carried(refused) | {"consent": "y"}).status_code == 303


def test_a_registration_that_was_cancelled_meanwhile_is_not_confirmed_and_says_why(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    person = an_unconfirmed(seminar, evening)
    url = confirmation(person)
    form = carried(client.get(url))
    cancelled = {"state": "cancelled", "cancelled_at": builders.NOW}
    database.session.execute(update(Registration).where(Registration.id == person.id).values(**cancelled))
    database.session.commit()
    answer = client.post(url, data=form)
    assert answer.status_code == 422
    assert "This registration was cancelled. Register again to take part." in answer.text


def test_an_address_that_registered_itself_meanwhile_is_not_taken_and_the_page_says_why(
    client: FlaskClient, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = a_seated(seminar, evening, email="claire@paris.example")
    correct_address(person.id, "new@paris.example", now=now)
    a_seated(seminar, evening, email="new@paris.example")
    url = f"/registrations/{token(Purpose.CONFIRM_ADDRESS, address_link(person))}/confirm-address"
    answer = client.post(url, data=carried(client.get(url)))
    assert answer.status_code == 422
    assert "This address has a registration of its own." in answer.text


@pytest.mark.parametrize("changes", [{"state": SeminarState.CANCELLED}, {"state": SeminarState.ARCHIVED}, {}])
def test_a_closed_registration_says_why(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, now: datetime, changes: dict[str, object]
) -> None:
    an_evening(seminar)
    values = changes or {"registration_closes_at": now}
    database.session.execute(update(Seminar).where(Seminar.id == seminar.id).values(**values))
    database.session.commit()
    says = {
        SeminarState.CANCELLED: "This seminar does not take place.",
        SeminarState.ARCHIVED: "This seminar is over.",
        None: "Write to the organiser if you still want to take part.",
    }
    page = client.get("/seminars/partners-7/register").text
    shown = [state for state, words in says.items() if words in page]
    assert shown == [changes.get("state")]


def test_the_own_page_says_what_keeps_somebody_out_of_another_part(
    client: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_seated(seminar, evening)
    full = an_evening(seminar, key="night", capacity=1)
    a_seated(seminar, full)
    builders.a_session(seminar, "morning", state=SessionState.CANCELLED)
    page = client.get(f"/registrations/{token(Purpose.REGISTRATION, person)}/").text
    assert "This part is cancelled" in page
    assert "Full: you join the waiting list" in page


def test_parts_are_changed_five_times_a_minute(
    make_app: Callable[..., Flask], seminar: Seminar, evening: Session
) -> None:
    url = f"/registrations/{token(Purpose.REGISTRATION, a_seated(seminar, evening))}/change"
    client = make_app(RATE_LIMITS=True).test_client()
    assert [client.post(url).status_code for _ in range(6)] == [422] * 5 + [429]
