"""Handing over: seats and places pass on to a colleague who confirms."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.registrants import (
    a_person,
    a_seated,
    a_waiting,
    again,
    an_evening,
    an_unconfirmed,
    invitations,
    kinds,
    seat_of,
    states,
)
from webinars.domain.errors import Refusal
from webinars.domain.seating import SeatState
from webinars.models import (
    InvitationState,
    NoticeKind,
    Registration,
    RegistrationState,
    Seminar,
    Session,
)
from webinars.services.consents import IN_FORCE
from webinars.services.records import SYSTEM
from webinars.services.registrations import (
    cancel,
    confirm,
    hand_over,
)

AGREED = IN_FORCE.number


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar, capacity=2)


def offered(database: SQLAlchemy, giver: Registration, now: datetime) -> Registration:
    hand_over(giver.id, name="Luc Dubois", email="luc@paris.example", now=now)
    statement = select(Registration).where(Registration.email_key == "luc@paris.example")
    return database.session.scalars(statement).one()


def test_a_seat_passes_on_when_the_colleague_confirms(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver = an_unconfirmed(seminar, evening)
    confirm(giver.id, now=now)
    waiting = a_waiting(seminar, evening, 1)
    luc = offered(database, giver, now)
    assert (states(giver), states(luc)) == ([SeatState.SEATED], [])
    assert kinds(database, luc) == [NoticeKind.HAND_OVER]
    confirm(luc.id, consent_number=AGREED, now=now)
    assert states(giver, luc, waiting) == [SeatState.GIVEN_UP, SeatState.SEATED, SeatState.WAITING]
    assert again(database, giver).state is RegistrationState.CANCELLED
    assert [state for _, state in invitations(database, giver)] == [InvitationState.CLOSED]
    assert invitations(database, luc) == [("luc@paris.example", InvitationState.OPEN)]


def test_a_place_in_the_queue_passes_on_with_its_number(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver, _behind = a_waiting(seminar, evening, 3), a_waiting(seminar, evening, 4)
    luc = offered(database, giver, now)
    confirm(luc.id, consent_number=AGREED, now=now)
    assert (seat_of(luc).state, seat_of(luc).queue_number) == (SeatState.WAITING, 3)


def test_who_only_waited_is_told_by_letter_that_the_place_passed_on(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver = a_waiting(seminar, evening, 1)
    confirm(offered(database, giver, now).id, consent_number=AGREED, now=now)
    assert kinds(database, giver) == [NoticeKind.REGISTRATION_STATE]


def test_a_colleague_with_a_seat_keeps_it_and_frees_the_other(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver, colleague = a_seated(seminar, evening), a_seated(seminar, evening, email="luc@paris.example")
    waiting = a_waiting(seminar, evening, 1)
    luc = offered(database, giver, now)
    assert luc.id == colleague.id
    confirm(luc.id, consent_number=AGREED, now=now)
    assert states(giver, luc, waiting) == [SeatState.GIVEN_UP, SeatState.SEATED, SeatState.SEATED]


def test_a_colleague_whom_the_organiser_refused_gets_no_seat_by_hand(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    colleague = a_person(seminar, email="luc@paris.example")
    builders.a_seat(colleague, evening, state=SeatState.REFUSED)
    giver = a_seated(seminar, evening, builders.a_session(seminar))
    waiting = a_waiting(seminar, evening, 1)
    confirm(offered(database, giver, now).id, consent_number=AGREED, now=now)
    assert states(colleague, waiting) == [SeatState.REFUSED, SeatState.SEATED, SeatState.SEATED]


def test_nobody_agrees_for_a_colleague(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver = a_seated(seminar, evening)
    luc = offered(database, giver, now)
    with pytest.raises(Refusal, match="Agree") as refused:
        confirm(luc.id, now=now)
    assert refused.value.field == "consent"
    assert states(giver) == [SeatState.SEATED]


def test_seats_that_were_given_up_meanwhile_cannot_be_taken_over(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    giver = a_seated(seminar, evening)
    luc = offered(database, giver, now)
    cancel(giver.id, by=SYSTEM, now=now)
    with pytest.raises(Refusal, match="no longer available"):
        confirm(luc.id, consent_number=AGREED, now=now)


def test_who_has_nothing_cannot_hand_it_over(database: SQLAlchemy, seminar: Seminar, now: datetime) -> None:
    person = a_person(seminar)
    with pytest.raises(Refusal, match="no seat to hand over"):
        hand_over(person.id, name="Luc Dubois", email="luc@paris.example", now=now)
