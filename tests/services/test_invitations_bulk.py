"""Invitations of everybody concerned rise, close and open again in a fixed number of statements."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.invitations import a_presenting, all_invitations, invited, owed, states
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.domain.seating import SeatState
from webinars.models import (
    Answer,
    InvitationState,
    Presenter,
    RegistrationState,
    Seat,
    Slot,
)
from webinars.models.database import transaction
from webinars.services import invitations

OPEN, CLOSED = InvitationState.OPEN, InvitationState.CLOSED


@pytest.mark.parametrize("count", [1, 3])
def test_moving_a_session_raises_and_owes_everybody_in_three_statements(
    database: SQLAlchemy, now: datetime, count: int
) -> None:
    session = an_evening(builders.a_seminar())
    people = invited(session, count, now=now)
    with transaction():
        for notice in owed(database):
            database.session.delete(notice)
    later = now + timedelta(minutes=5)
    with transaction(), count_statements() as statements:
        invitations.raise_session(session.id, now=later)
    assert len(statements) == 3, statements
    assert states(database) == [(person.email, OPEN, 1) for person in people]
    assert {one.changed_at for one in all_invitations(database)} == {later}
    assert [notice.is_settling for notice in owed(database)] == [True] * count


def test_moving_a_session_asks_everybody_again(database: SQLAlchemy, now: datetime) -> None:
    session = an_evening(builders.a_seminar())
    invited(session, 1, now=now)
    with transaction():
        invitations.answer(all_invitations(database)[0], Answer.ACCEPTED, "With pleasure", now=now)
    with transaction():
        invitations.raise_session(session.id, now=now)
    assert all_invitations(database)[0].answer is Answer.NEEDS_ACTION


def test_moving_a_session_leaves_who_left_and_other_sessions_alone(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    morning, evening = builders.a_session(seminar), an_evening(seminar)
    (left,) = invited(morning, 1, now=now)
    invited(evening, 1, now=now)
    with transaction():
        invitations.close_registrant(left, None, now=now)
        invitations.raise_session(morning.id, now=now)
    assert [one.sequence for one in all_invitations(database)] == [1, 0]


def test_a_dtstamp_never_falls_back_when_the_clock_does(database: SQLAlchemy, now: datetime) -> None:
    session = an_evening(builders.a_seminar())
    invited(session, 1, now=now)
    with transaction():
        invitations.raise_session(session.id, now=now - timedelta(seconds=30))
    (invitation,) = all_invitations(database)
    assert (invitation.sequence, invitation.changed_at) == (1, now)


def test_a_cancelled_session_closes_registrants_and_presenters_in_two_statements(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, presenter, _invitation = a_presenting(now)
    people = invited(session, 2, now=now)
    with transaction(), count_statements() as statements:
        invitations.close_session(session.id, now=now)
    assert len(statements) == 2, statements
    assert states(database) == [
        (address, CLOSED, 1) for address in [presenter.email, *(one.email for one in people)]
    ]


def test_a_restored_session_invites_again_who_still_has_a_seat_or_a_slot(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, presenter, _invitation = a_presenting(now)
    keeps, leaves, refused = invited(session, 3, now=now)
    with transaction():
        invitations.close_session(session.id, now=now)
        seat = database.session.scalars(select(Seat).where(Seat.registration_id == refused.id)).one()
        seat.state = SeatState.REFUSED
        leaves.state = RegistrationState.CANCELLED
    with transaction(), count_statements() as statements:
        invitations.reopen_session(session.id, now=now)
    assert len(statements) == 3, statements
    assert states(database) == [
        (presenter.email, OPEN, 2),
        (keeps.email, OPEN, 2),
        (leaves.email, CLOSED, 1),
        (refused.email, CLOSED, 1),
    ]


def test_a_restored_session_does_not_write_to_an_address_that_was_corrected(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    (person,) = invited(session, 1, now=now)
    old = person.email
    with transaction():
        person.email = "corrected@city.example"
        invitations.invite_registrant(person, session, now=now)
    with transaction():
        invitations.close_session(session.id, now=now)
    with transaction():
        invitations.reopen_session(session.id, now=now)
    assert states(database) == [(old, CLOSED, 1), ("corrected@city.example", OPEN, 2)]


def test_a_restored_session_leaves_out_presenters_and_slots_that_were_removed(
    database: SQLAlchemy, now: datetime
) -> None:
    session, slot, _presenter, _invitation = a_presenting(now)
    other = builders.a_slot(session, 1)
    removed = builders.a_presenter(other, "gone@city.example")
    with transaction():
        invitations.invite_presenter(removed, other, session, now=now)
        invitations.close_session(session.id, now=now)
        removed.removed_at = now
        slot.removed_at = now
    with transaction():
        invitations.reopen_session(session.id, now=now)
    assert [one.state for one in all_invitations(database)] == [CLOSED, CLOSED]


def test_a_presenter_of_a_restored_session_is_asked_again_on_page_and_in_calendar(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, presenter, invitation = a_presenting(now)
    with transaction():
        invitations.answer(invitation, Answer.ACCEPTED, "Gladly", now=now)
        invitations.close_session(session.id, now=now)
    with transaction():
        invitations.reopen_session(session.id, now=now)
    database.session.refresh(presenter)
    assert presenter.answer is all_invitations(database)[0].answer is Answer.NEEDS_ACTION


def test_swapping_two_slots_keeps_both_uids_and_raises_both_in_three_statements(
    database: SQLAlchemy, now: datetime
) -> None:
    session, first, _presenter, _invitation = a_presenting(now)
    second = builders.a_slot(session, 1)
    other = builders.a_presenter(second, "other@city.example")
    with transaction():
        invitations.invite_presenter(other, second, session, now=now)
    uids = [one.uid for one in all_invitations(database)]
    with transaction(), count_statements() as statements:
        invitations.raise_slots([first.id, second.id], now=now)
    assert len(statements) == 3, statements
    assert [(one.uid, one.sequence) for one in all_invitations(database)] == [(uid, 1) for uid in uids]


def test_a_presenter_whose_slot_moved_is_asked_again_on_page_and_in_calendar(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, slot, presenter, invitation = a_presenting(now)
    with transaction():
        invitations.answer(invitation, Answer.ACCEPTED, "Gladly", now=now)
    database.session.refresh(presenter)
    assert (presenter.answer, presenter.answer_comment, presenter.answered_at) == (
        Answer.ACCEPTED,
        "Gladly",
        now,
    )
    with transaction():
        invitations.raise_slots([slot.id], now=now)
    database.session.refresh(presenter)
    (raised,) = all_invitations(database)
    assert (presenter.answer, presenter.answer_comment) == (Answer.NEEDS_ACTION, "")
    assert (raised.answer, raised.answer_comment, raised.answered_at) == (Answer.NEEDS_ACTION, "", now)


@pytest.mark.parametrize(
    "close",
    [
        lambda slot, presenter, now: invitations.close_slot(slot.id, now=now),
        lambda slot, presenter, now: invitations.close_presenter(presenter, now=now),
    ],
    ids=["slot", "presenter"],
)
def test_a_removed_slot_or_presenter_closes_the_invitation(
    database: SQLAlchemy, now: datetime, close: Callable[[Slot, Presenter, datetime], None]
) -> None:
    _session, slot, presenter, _invitation = a_presenting(now)
    with transaction():
        close(slot, presenter, now)
    assert states(database) == [(presenter.email, CLOSED, 1)]
