"""Letters about a registration without a calendar."""

import re
from datetime import datetime, timedelta

import pytest
from flask import current_app
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.registrants import a_person, a_seated, a_waiting, an_evening, an_unconfirmed
from webinars.domain.errors import BadLink
from webinars.domain.links import Purpose, read
from webinars.domain.seating import SeatState
from webinars.models import NoticeKind, Registration, RegistrationState, Seat
from webinars.models.database import db, transaction
from webinars.services import notices

pytestmark = ON_SQLITE

LEADS = {
    SeatState.REQUESTED: "Your request is not confirmed yet.",
    SeatState.PENDING: "Your registration waits for the organiser’s approval.",
    SeatState.WAITING: "You are on the waiting list.",
    SeatState.SEATED: "Your seat is kept.",
    SeatState.REFUSED: "The organiser did not accept your registration.",
    SeatState.GIVEN_UP: "You gave up your seat.",
    SeatState.EXPIRED: "Registration closed before you confirmed.",
}


def letters_about(person: Registration, kind: NoticeKind, *, now: datetime) -> list[Read]:
    with transaction():
        notices.post(kind, now=now, seminar_id=person.seminar_id, registration_id=person.id)
    return post_round(now)


def token_in(letter: Read, path: str) -> str:
    found = re.search(rf"{path}/([\w.-]+)", letter.text)
    assert found, letter.text
    return found[1]


def test_the_confirming_letter_has_a_link_that_is_good_for_seven_days(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    person = an_unconfirmed(seminar, an_evening(seminar))
    (letter,) = letters_about(person, NoticeKind.CONFIRM_REGISTRATION, now=now)
    token = token_in(letter, "registrations")
    secret = current_app.config["SECRET_KEY"]
    last = now + timedelta(days=7)
    assert read(secret, Purpose.CONFIRM, token, now=last) == (person.key, 1)
    with pytest.raises(BadLink):
        read(secret, Purpose.CONFIRM, token, now=last + timedelta(seconds=1))
    assert "This link is valid for 7 days." in letter.text
    assert f"/registrations/{token}/confirm" in letter.html
    assert "Evening part" in letter.text
    assert [part.get_content_type() for part in letter.message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("state", [RegistrationState.CONFIRMED, RegistrationState.CANCELLED])
def test_who_confirmed_or_cancelled_is_not_asked_to_confirm(
    database: SQLAlchemy, now: datetime, state: RegistrationState
) -> None:
    person = a_person(builders.a_seminar(), state=state)
    assert letters_about(person, NoticeKind.CONFIRM_REGISTRATION, now=now) == []


@pytest.mark.parametrize("state", list(SeatState), ids=lambda state: state.value)
def test_each_state_has_a_sentence_of_its_own(database: SQLAlchemy, now: datetime, state: SeatState) -> None:
    seminar = builders.a_seminar()
    person = a_person(seminar)
    queue_number = 1 if state is SeatState.WAITING else None
    builders.a_seat(person, an_evening(seminar), state=state, queue_number=queue_number)
    (letter,) = letters_about(person, NoticeKind.REGISTRATION_STATE, now=now)
    assert LEADS[state] in letter.text
    assert not [other for other in LEADS.values() if other != LEADS[state] and other in letter.text]


def test_the_waiting_list_names_ones_place_as_it_is_now(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    first, _second, third = (a_waiting(seminar, session, number) for number in (4, 7, 9))
    (letter,) = letters_about(third, NoticeKind.REGISTRATION_STATE, now=now)
    assert "You have place 3." in letter.text
    with transaction():
        seat = db.session.scalars(db.select(Seat).where(Seat.registration_id == first.id)).one()
        seat.state, seat.queue_number = SeatState.GIVEN_UP, None
    (letter,) = letters_about(third, NoticeKind.REGISTRATION_STATE, now=now)
    assert "You have place 2." in letter.text


def test_different_states_are_told_part_by_part(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    morning, evening = builders.a_session(seminar), an_evening(seminar)
    person = a_seated(seminar, morning)
    builders.a_seat(person, evening, state=SeatState.PENDING)
    (letter,) = letters_about(person, NoticeKind.REGISTRATION_STATE, now=now)
    text = letter.text
    assert "This is where your registration stands." in text
    assert text.index("Morning part") < text.index(LEADS[SeatState.SEATED])
    assert text.index("Evening part") < text.index(LEADS[SeatState.PENDING])


def test_a_person_registered_already_gets_the_personal_link_again(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    person = a_seated(seminar, an_evening(seminar))
    (letter,) = letters_about(person, NoticeKind.REGISTRATION_STATE, now=now)
    token = token_in(letter, "registrations")
    secret = current_app.config["SECRET_KEY"]
    assert read(secret, Purpose.REGISTRATION, token, now=now) == (person.key, person.link_revision)


def test_a_cancelled_registration_gets_no_key_but_a_way_to_register_again(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    person = a_person(seminar, state=RegistrationState.CANCELLED)
    builders.a_seat(person, an_evening(seminar), state=SeatState.GIVEN_UP)
    (letter,) = letters_about(person, NoticeKind.REGISTRATION_STATE, now=now)
    assert "Your registration is cancelled." in letter.text
    assert "/registrations/" not in letter.text + letter.html
    assert f"/seminars/{seminar.slug}/register" in letter.text


def test_a_new_address_is_asked_itself(database: SQLAlchemy, now: datetime) -> None:
    person = a_person(builders.a_seminar(), pending_email="new@city.example")
    (letter,) = letters_about(person, NoticeKind.CONFIRM_ADDRESS, now=now)
    assert letter.letter.recipient == "new@city.example"
    assert "/confirm-address" in letter.text


def test_the_link_to_a_new_address_is_good_for_seven_days(database: SQLAlchemy, now: datetime) -> None:
    person = a_person(builders.a_seminar(), pending_email="new@city.example")
    (letter,) = letters_about(person, NoticeKind.CONFIRM_ADDRESS, now=now)
    secret, token = current_app.config["SECRET_KEY"], token_in(letter, "registrations")
    last = now + timedelta(days=7)
    assert read(secret, Purpose.CONFIRM_ADDRESS, token, now=last)[1] == person.link_revision
    with pytest.raises(BadLink):
        read(secret, Purpose.CONFIRM_ADDRESS, token, now=last + timedelta(seconds=1))
    assert "This link is valid for 7 days." in letter.text


def test_a_new_address_that_was_taken_back_is_not_written_to(database: SQLAlchemy, now: datetime) -> None:
    person = a_person(builders.a_seminar(), pending_email=None)
    assert letters_about(person, NoticeKind.CONFIRM_ADDRESS, now=now) == []


def test_a_colleague_is_offered_the_seat_by_name(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    giver = a_seated(seminar, an_evening(seminar), name="Gina Giver")
    colleague = an_unconfirmed(seminar, takes_over_id=giver.id)
    (letter,) = letters_about(colleague, NoticeKind.HAND_OVER, now=now)
    assert "Gina Giver hands a seat over to you." in letter.text
    assert "/confirm" in letter.text


def test_an_offer_whose_giver_cancelled_is_not_made(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    giver = a_seated(seminar, an_evening(seminar), state=RegistrationState.CANCELLED)
    colleague = an_unconfirmed(seminar, takes_over_id=giver.id)
    assert letters_about(colleague, NoticeKind.HAND_OVER, now=now) == []


def test_an_offer_that_was_taken_is_not_repeated(database: SQLAlchemy, now: datetime) -> None:
    person = a_person(builders.a_seminar())
    assert letters_about(person, NoticeKind.HAND_OVER, now=now) == []


def test_an_erased_person_gets_no_letter(database: SQLAlchemy, now: datetime) -> None:
    person = a_person(builders.a_seminar(), email="")
    assert letters_about(person, NoticeKind.REGISTRATION_STATE, now=now) == []
