"""A declined reply keeps the seat and offers to give it back; only the button on the own page does it."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.invited import a_guest, notices
from tests.support.letters import post_round
from tests.support.moments import DAY, HOUR
from tests.support.registrants import a_waiting, again, an_evening, seat_of, states
from tests.support.replies import answered
from webinars.domain.calendar.replies import Said
from webinars.domain.errors import Missing, Refusal
from webinars.domain.seating import SeatState
from webinars.models import NoticeKind, RegistrationState, Seminar
from webinars.models.database import db, transaction
from webinars.services import replies
from webinars.services.records import Actor

ROSA = Actor("Rosa Registrant")


def test_who_declines_keeps_the_seat_and_is_offered_to_give_it_back(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, person, invitation = a_guest(now)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    assert states(person) == [SeatState.SEATED]
    (letter,) = post_round(now + HOUR)
    assert letter.letter.recipient == person.email
    assert "Will you give your seat back?" in letter.text
    assert "/registrations/" in letter.text


def test_declining_again_offers_nothing_again(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    for hour in (1, 3):
        answered(invitation, Said.DECLINED, now=now + hour * HOUR)
    assert len(notices(NoticeKind.GIVE_BACK)) == 1


def test_who_accepts_before_the_letter_leaves_gets_none(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    answered(invitation, Said.ACCEPTED, now=now + 2 * HOUR)
    assert post_round(now + 2 * HOUR) == []


def test_a_seat_given_back_goes_to_the_first_who_waits(database: SQLAlchemy, now: datetime) -> None:
    session, person, invitation = a_guest(now)
    seminar = db.session.get_one(Seminar, session.seminar_id)
    first, second = (a_waiting(seminar, session, number) for number in (1, 2))
    with transaction():
        session.capacity = 1
    answered(invitation, Said.DECLINED, now=now + HOUR)
    post_round(now + HOUR)
    replies.give_back(person.id, "evening", by=ROSA, now=now + DAY)
    assert states(person, first, second) == [SeatState.GIVEN_UP, SeatState.SEATED, SeatState.WAITING]
    sent = {one.letter.recipient: str(one.calendar["METHOD"]) for one in post_round(now + DAY)}
    assert sent == {person.email: "CANCEL", first.email: "REQUEST"}


def test_who_gives_the_last_seat_back_is_no_longer_registered(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    for _ in range(2):
        replies.give_back(person.id, "evening", by=ROSA, now=now + DAY)
    row = again(database, person)
    assert (row.state, row.cancelled_at) == (RegistrationState.CANCELLED, now + DAY)


def test_who_has_another_part_stays_registered(database: SQLAlchemy, now: datetime) -> None:
    session, person, invitation = a_guest(now)
    other = an_evening(db.session.get_one(Seminar, session.seminar_id), key="night")
    seat = seat_of(person)
    builders.a_seat(person, other)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    replies.give_back(person.id, "evening", by=ROSA, now=now + DAY)
    assert again(database, person).state is RegistrationState.CONFIRMED
    assert sorted(states(person)) == sorted([SeatState.GIVEN_UP, SeatState.SEATED])
    database.session.refresh(seat)
    assert seat.state is SeatState.GIVEN_UP


def test_who_did_not_decline_leaves_by_changing_the_registration(database: SQLAlchemy, now: datetime) -> None:
    _session, person, invitation = a_guest(now)
    answered(invitation, Said.TENTATIVE, now=now + HOUR)
    with pytest.raises(Refusal, match="did not decline"):
        replies.give_back(person.id, "evening", by=ROSA, now=now + DAY)
    assert states(person) == [SeatState.SEATED]


def test_a_part_that_does_not_exist_is_missing(database: SQLAlchemy, now: datetime) -> None:
    _session, person, _invitation = a_guest(now)
    with pytest.raises(Missing):
        replies.give_back(person.id, "noon", by=ROSA, now=now)
