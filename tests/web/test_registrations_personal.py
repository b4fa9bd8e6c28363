"""A person's own page: parts in their own zone, and every change that they may make."""

from collections.abc import Mapping
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.registrants import (
    a_person,
    a_seated,
    a_waiting,
    an_evening,
    an_unconfirmed,
    token,
)
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import Invitation, Registration, RegistrationState, Seminar, Session
from webinars.queries.registrations import seats_of
from webinars.services.consents import IN_FORCE
from webinars.services.registrations import address_link, confirm, correct_address

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

CHANGE = {
    "change-parts": "evening",
    "change-name": "Claire Fontaine",
    "change-zone": "Europe/Paris",
    "change-language": "en",
}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def morning(seminar: Seminar) -> Session:
    return builders.a_session(seminar, "morning")


@pytest.fixture
def person(seminar: Seminar, evening: Session) -> Registration:
    return a_seated(seminar, evening)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def own(person: Registration, action: str = "") -> str:
    return f"/registrations/{token(Purpose.REGISTRATION, person)}/{action}"


def again(database: SQLAlchemy, person: Registration) -> Registration:
    return database.session.get_one(Registration, person.id, populate_existing=True)


def states(person: Registration) -> dict[int, SeatState]:
    return {seat.session_id: seat.state for seat in seats_of(person.id)}


def test_the_page_shows_the_persons_clock_beside_the_hosts(client: FlaskClient, person: Registration) -> None:
    shown = text(client.get(own(person)))
    assert "Your seat is kept" in shown
    assert ("09:00" in shown, "17:00" in shown) == (True, True)
    assert "Paris, UTC+1" in shown


def test_pending_never_reads_as_waiting(client: FlaskClient, seminar: Seminar, evening: Session) -> None:
    person = a_person(seminar)
    builders.a_seat(person, evening, state=SeatState.PENDING)
    shown = text(client.get(own(person)))
    assert "Pending approval" in shown
    assert "aiting" not in shown


def test_who_waits_sees_the_number_in_the_queue(
    client: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    people = [a_waiting(seminar, evening, number) for number in (7, 9, 12)]
    assert "Waiting list, number 2" in text(client.get(own(people[1])))


def test_a_cancelled_part_says_so_and_offers_neither_room_nor_calendar(
    client: FlaskClient, seminar: Seminar
) -> None:
    person = a_seated(seminar, an_evening(seminar, state="cancelled"))
    shown = text(client.get(own(person)))
    assert "This part is cancelled" in shown
    assert ("/join/" in shown, ".ics" in shown) == (False, False)


def test_changing_parts_moves_the_seat(
    client: FlaskClient, morning: Session, evening: Session, person: Registration
) -> None:
    answer = client.post(own(person, "change"), data=CHANGE | {"change-parts": "morning"})
    assert (answer.status_code, answer.location) == (303, own(person))
    assert states(person) == {morning.id: SeatState.SEATED, evening.id: SeatState.GIVEN_UP}


def test_changing_name_zone_and_language_is_kept(
    client: FlaskClient, database: SQLAlchemy, person: Registration
) -> None:
    new = {"change-name": "Claire F.", "change-zone": "Asia/Kathmandu", "change-language": "ja"}
    client.post(own(person, "change"), data=CHANGE | new)
    kept = again(database, person)
    assert (kept.name, kept.zone, kept.language) == ("Claire F.", "Asia/Kathmandu", "ja")


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"change-name": ""}, "change-name", "Write your name."),
        ({"change-name": "a\nb"}, "change-name", "Write this on one line"),
        ({"change-zone": "EST5"}, "change-zone", "America/New_York"),
        ({"change-parts": []}, "change-parts", "Keep at least one part"),
        ({"change-parts": "noon"}, "change-parts", "no such part"),
        ({"change-language": "tlh"}, "change-language", "Choose a language"),
    ],
)
def test_a_bad_change_is_refused_at_its_field(
    client: FlaskClient,
    database: SQLAlchemy,
    person: Registration,
    values: Mapping[str, object],
    field: str,
    says: str,
) -> None:
    answer = client.post(own(person, "change"), data={**CHANGE, **values})
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert again(database, person).version == person.version


def test_a_new_address_is_asked_by_its_own_letter(
    client: FlaskClient, database: SQLAlchemy, person: Registration
) -> None:
    answer = client.post(own(person, "address"), data={"address-email": "new@paris.example"})
    assert answer.status_code == 303
    kept = again(database, person)
    assert (kept.email, kept.pending_email) == (person.email, "new@paris.example")
    assert "new@paris.example is not confirmed yet" in text(client.get(own(person)))


def test_confirming_the_new_address_kills_the_old_links(
    client: FlaskClient, database: SQLAlchemy, person: Registration, now: datetime
) -> None:
    correct_address(person.id, "new@paris.example", now=now)
    old = own(person)
    url = f"/registrations/{token(Purpose.CONFIRM_ADDRESS, address_link(again(database, person)))}"
    assert client.get(f"{url}/confirm-address").status_code == 200
    answer = client.post(f"{url}/confirm-address")
    assert answer.status_code == 303
    assert again(database, person).email == "new@paris.example"
    assert client.get(answer.location).status_code == 200
    assert client.get(old).status_code == 410


def test_a_link_to_one_new_address_does_not_confirm_the_next(
    client: FlaskClient, database: SQLAlchemy, person: Registration, now: datetime
) -> None:
    correct_address(person.id, "first@paris.example", now=now)
    first = token(Purpose.CONFIRM_ADDRESS, address_link(again(database, person)))
    correct_address(person.id, "second@paris.example", now=now)
    assert client.post(f"/registrations/{first}/confirm-address").status_code == 410
    assert again(database, person).email == person.email


@pytest.mark.parametrize(
    ("email", "says"),
    [("nonsense", "This is no mail address."), ("own", "We write to this address already.")],
)
def test_a_bad_new_address_is_refused_at_its_field(
    client: FlaskClient, person: Registration, email: str, says: str
) -> None:
    typed = person.email if email == "own" else email
    answer = client.post(own(person, "address"), data={"address-email": typed})
    assert answer.status_code == 422
    assert says in text(answer).partition('id="address-email-error">')[2].partition("</p>")[0]


def test_a_colleague_takes_over_after_agreeing(
    client: FlaskClient, database: SQLAlchemy, evening: Session, person: Registration
) -> None:
    who = {"colleague-name": "Luc Dubois", "colleague-email": "luc@paris.example"}
    assert client.post(own(person, "hand-over"), data=who).status_code == 303
    luc = database.session.scalars(select(Registration).where(Registration.name == "Luc Dubois")).one()
    url = f"/registrations/{token(Purpose.CONFIRM, luc)}/confirm"
    assert client.post(url, data={}).status_code == 422
    agreed = {"consent": "y", "consent_number": str(IN_FORCE.number)}
    assert client.post(url, data=agreed).status_code == 303
    assert states(luc) == {evening.id: SeatState.SEATED}
    assert again(database, person).state is RegistrationState.CANCELLED


def test_handing_over_to_oneself_is_refused_at_its_field(client: FlaskClient, person: Registration) -> None:
    who = {"colleague-name": "Luc Dubois", "colleague-email": person.email.upper()}
    answer = client.post(own(person, "hand-over"), data=who)
    assert answer.status_code == 422
    assert "your own address" in text(answer).partition('id="colleague-email-error">')[2]
    assert 'value="Luc Dubois"' in text(answer)


def test_handing_over_says_the_same_of_a_known_and_an_unknown_colleague(
    client: FlaskClient, seminar: Seminar, evening: Session, person: Registration
) -> None:
    a_seated(seminar, evening, email="known@paris.example")
    answers = []
    for email in ("known@paris.example", "unknown@paris.example"):
        who = {"colleague-name": "Luc Dubois", "colleague-email": email}
        answer = client.post(own(person, "hand-over"), data=who)
        answers.append((answer.status_code, answer.location, answer.data))
    assert answers[0] == answers[1]


def test_cancelling_frees_the_seat_for_the_next(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    evening = an_evening(seminar, capacity=1)
    person, next_one = a_seated(seminar, evening), a_waiting(seminar, evening, 1)
    answer = client.post(own(person, "cancel"))
    assert answer.status_code == 303
    assert "This registration is cancelled" in text(client.get(answer.location))
    assert states(next_one) == {evening.id: SeatState.SEATED}
    assert client.post(own(person, "cancel")).status_code == 303  # a replay is harmless


def test_an_unconfirmed_registration_is_sent_to_its_letter(
    client: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    shown = text(client.get(own(an_unconfirmed(seminar, evening))))
    assert "Open the link in our letter" in shown
    assert "/change" not in shown


def test_the_download_has_the_persons_own_uid_and_no_people(
    client: FlaskClient, database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening)
    confirm(person.id, now=now)
    answer = client.get(own(person, "evening.ics"))
    uid = database.session.scalars(select(Invitation.uid)).one()
    assert f"UID:{uid}\r\n".encode() in answer.data
    assert (b"ATTENDEE" in answer.data, b"METHOD" in answer.data) == (False, False)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache, no-transform"
    same = client.get(own(person, "evening.ics"), headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")


def test_who_has_no_seat_has_nothing_to_add_to_a_calendar(
    client: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_waiting(seminar, evening, 1)
    assert client.get(own(person, "evening.ics")).status_code == 404
    assert client.get(own(person, "noon.ics")).status_code == 404


def test_one_persons_link_opens_nothing_of_another(
    client: FlaskClient, seminar: Seminar, evening: Session, person: Registration
) -> None:
    other = an_unconfirmed(seminar, evening)
    confirm_link = token(Purpose.CONFIRM, other)
    for url in (f"/registrations/{confirm_link}/", f"/join/{confirm_link}", f"{own(person)[:-5]}/"):
        assert client.get(url).status_code == 410


@pytest.mark.parametrize("parts", [1, 3])
def test_the_page_costs_the_same_statements_for_one_and_for_three_parts(
    client: FlaskClient, seminar: Seminar, parts: int
) -> None:
    sessions = [an_evening(seminar, key=f"part-{number}") for number in range(parts)]
    person = a_seated(seminar, *sessions)
    with count_statements() as statements:
        client.get(own(person))
    assert len(statements) == 7, statements
