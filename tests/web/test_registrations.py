"""Registering over HTTP: the form, the letter's link, and what bad input is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.reading import read
from tests.support.registrants import a_seated, an_evening, an_unconfirmed, token
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import (
    Notice,
    NoticeKind,
    Registration,
    RegistrationState,
    Seminar,
    SeminarState,
    Session,
)
from webinars.queries.registrations import seats_of
from webinars.services.consents import IN_FORCE

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

FORM = {
    "name": "Claire Fontaine",
    "email": "claire@paris.example",
    "city": "",
    "organisation": "City of Paris",
    "role": "city official",
    "parts": "evening",
    "language": "en",
    "consent": "y",
    "consent_number": str(IN_FORCE.number),
}
URL = "/seminars/partners-7/register"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def morning(seminar: Seminar) -> Session:
    return builders.a_session(seminar, "morning")


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def registrations(database: SQLAlchemy) -> list[Registration]:
    return list(database.session.scalars(select(Registration).order_by(Registration.id)))


def test_of_city_and_organisation_neither_is_called_optional_where_one_is_needed(
    client: FlaskClient, evening: Session
) -> None:
    labels = [one.words for one in read(client.get(URL).text).tags("label")]
    assert labels[1:3] == ["City", "Organisation"]


def test_registering_asks_to_look_into_the_mailbox(
    client: FlaskClient, database: SQLAlchemy, evening: Session
) -> None:
    answer = client.post(URL, data=FORM)
    assert (answer.status_code, answer.location) == (303, f"{URL}/sent")
    assert "7 days" in text(client.get(answer.location))
    person = registrations(database)[0]
    assert (person.name, person.zone, person.language) == ("Claire Fontaine", "Asia/Tokyo", "en")


def test_the_zone_of_the_person_is_that_of_the_city(
    client: FlaskClient, database: SQLAlchemy, evening: Session
) -> None:
    builders.a_city("Paris", slug="paris")
    client.post(URL, data=FORM | {"city": "paris", "organisation": ""})
    assert registrations(database)[0].zone == "Europe/Paris"


def test_the_zone_of_who_names_no_city_is_the_readers(
    client: FlaskClient, database: SQLAlchemy, evening: Session
) -> None:
    client.post(f"{URL}?zone=Africa/Nairobi", data=FORM)
    assert registrations(database)[0].zone == "Africa/Nairobi"


def test_a_known_address_gets_the_same_answer_as_a_new_one(
    client: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    a_seated(seminar, evening, email="known@paris.example")
    an_unconfirmed(seminar, evening, email="waits@paris.example")
    answers = [
        client.post(URL, data=FORM | {"email": email})
        for email in ("new@paris.example", "waits@paris.example", "known@paris.example")
    ]
    assert len({(answer.status_code, answer.location, answer.data) for answer in answers}) == 1


def test_a_chosen_city_is_shown_its_part_and_its_own_clock(
    client: FlaskClient, morning: Session, evening: Session
) -> None:
    builders.a_city("Paris", slug="paris")
    shown = text(client.get(f"{URL}?city=paris"))
    assert "“Evening part” is 09:00–11:25 in Paris, within working hours." in shown
    assert shown.count("Recommended") == 1
    assert "Paris, UTC+1" in shown
    assert '<option selected value="paris">' in shown


def test_the_form_shows_the_hosts_clock_before_a_city_is_chosen(
    client: FlaskClient, evening: Session
) -> None:
    shown = text(client.get(URL))
    assert "17:00" in shown
    assert "Recommended" not in shown


def test_a_full_part_says_that_one_joins_the_waiting_list(client: FlaskClient, seminar: Seminar) -> None:
    evening = an_evening(seminar, capacity=1)
    a_seated(seminar, evening)
    assert "Full: you join the waiting list" in text(client.get(URL))


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"name": ""}, "name", "Write your name."),
        ({"name": "C" * 300}, "name", "Write at most 200 characters. This text has 300."),
        ({"name": "Claire\r\nBcc: all@city.example"}, "name", "Write this on one line"),
        ({"email": "claire at paris"}, "email", "This is no mail address."),
        ({"email": "claire@paris.example\r\nBcc: all@city.example"}, "email", "This is no mail address."),
        ({"city": "atlantis"}, "city", "Choose a city from the list"),
        ({"city": "", "organisation": ""}, "organisation", "name your organisation"),
        ({"role": "king"}, "role", "Choose a role from the list."),
        ({"parts": ""}, "parts", "no such part"),
        ({"parts": []}, "parts", "Choose at least one part."),
        ({"parts": "noon"}, "parts", "no such part"),
        ({"language": "tlh"}, "language", "Choose a language from the list."),
        ({"consent": ""}, "consent", "Agree, so that we can register you."),
        ({"consent_number": "0"}, "consent", "The text has changed."),
        ({"consent_number": "rubbish"}, "consent", "The text has changed."),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_rest_is_kept(
    client: FlaskClient,
    database: SQLAlchemy,
    evening: Session,
    values: Mapping[str, object],
    field: str,
    says: str,
) -> None:
    answer = client.post(URL, data={**FORM, "name": "Keep Me", **values})
    assert answer.status_code == 422
    error = text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert says in error
    if field != "name":
        assert 'value="Keep Me"' in text(answer)
    assert registrations(database) == []


def test_a_part_that_has_started_is_refused_at_the_parts(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    past = builders.a_session(seminar, "morning", local_start=datetime.fromisoformat("2026-09-01T10:00"))
    assert past.starts_at is not None
    assert past.starts_at < now
    answer = client.post(URL, data=FORM | {"parts": "morning"})
    assert answer.status_code == 422
    assert "Registration for “Morning part” is closed." in text(answer)


def test_a_closed_registration_says_whom_to_write_to(
    client: FlaskClient, database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar(slug="partners-7", registration_closes_at=now)
    an_evening(seminar)
    assert "seminar@tokyo.example" in text(client.get(URL))
    assert client.post(URL, data=FORM).status_code == 422
    assert registrations(database) == []


def test_a_draft_has_no_form(client: FlaskClient, database: SQLAlchemy) -> None:
    an_evening(builders.a_seminar(slug="partners-7", state=SeminarState.DRAFT))
    assert client.get(URL).status_code == 404
    assert client.post(URL, data=FORM).status_code == 404


def test_opening_the_mailed_link_confirms_nothing(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    person = an_unconfirmed(seminar, evening)
    answer = client.get(f"/registrations/{token(Purpose.CONFIRM, person)}/confirm")
    assert answer.status_code == 200
    assert '<button type="submit"' in text(answer)
    assert registrations(database)[0].state is RegistrationState.UNCONFIRMED


def test_pressing_the_button_confirms_and_shows_the_personal_page(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    person = an_unconfirmed(seminar, evening)
    answer = client.post(f"/registrations/{token(Purpose.CONFIRM, person)}/confirm")
    assert answer.status_code == 303
    assert answer.location == f"/registrations/{token(Purpose.REGISTRATION, person)}/"
    assert "Your seat is kept" in text(client.get(answer.location))


def test_a_replayed_confirmation_is_harmless(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    person = an_unconfirmed(seminar, evening)
    url = f"/registrations/{token(Purpose.CONFIRM, person)}/confirm"
    answers = [client.post(url) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert [seat.state for seat in seats_of(person.id)] == [SeatState.SEATED]
    kinds = list(database.session.scalars(select(Notice.kind)))
    assert kinds == [NoticeKind.CALENDAR]


def test_an_outdated_a_forged_and_a_replaced_link_say_what_to_do(
    client: FlaskClient, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening, link_revision=2)
    outdated = token(Purpose.CONFIRM, person, expires_at=now - timedelta(seconds=1))
    person.link_revision = 1
    replaced = token(Purpose.CONFIRM, person)
    forged = replaced[:-2] + ("A" if replaced[-2] != "A" else "B") + replaced[-1]
    other_purpose = token(Purpose.JOIN, person)
    says = {
        outdated: "This link has run out. Register again: a letter brings you a new one.",
        replaced: "This link was replaced by a newer one.",
        forged: "This link is not complete.",
        other_purpose: "This link is not complete.",
    }
    for link, sentence in says.items():
        for answer in (
            client.get(f"/registrations/{link}/confirm"),
            client.post(f"/registrations/{link}/confirm"),
        ):
            assert answer.status_code == 410
            assert sentence in text(answer)


def test_a_cancelled_registration_is_not_confirmed_by_its_old_link(
    client: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = an_unconfirmed(seminar, evening, state=RegistrationState.CANCELLED)
    url = f"/registrations/{token(Purpose.CONFIRM, person)}/confirm"
    answer = client.post(url)
    assert answer.status_code == 422
    assert "Register again" in text(answer)


@pytest.mark.parametrize("parts", [1, 3])
def test_the_form_costs_the_same_statements_for_one_and_for_three_parts(
    client: FlaskClient, seminar: Seminar, parts: int
) -> None:
    for number in range(parts):
        an_evening(seminar, key=f"part-{number}")
    builders.a_city("Paris", slug="paris")
    with count_statements() as statements:
        client.get(URL)
    assert len(statements) == 4, statements
