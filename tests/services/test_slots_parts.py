"""Slots that change their part: the same event for whoever presents, at another time."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER, a_seminar, a_session, a_slot
from tests.support.databases import ON_POSTGRESQL
from tests.support.programmes import a_programme, sequences
from tests.support.statements import locked_sessions
from webinars.domain.errors import Refusal
from webinars.models import Answer, Invitation, InvitationState, Presenter, Seminar
from webinars.queries.slots import slots_of
from webinars.services.sessions import cancel_session
from webinars.services.slots import move_to_session

LATER = NOW + timedelta(minutes=1)


def test_a_slot_goes_to_another_part_with_the_same_uid(database: SQLAlchemy) -> None:
    session, (first, second) = a_programme([20, 30])
    evening = a_session(database.session.get_one(Seminar, session.seminar_id), "evening")
    a_slot(evening, 0, minutes=15)
    uid = database.session.scalar(select(Invitation.uid).where(Invitation.slot_id == first.id))
    move_to_session(first.id, evening.id, by=ORGANISER, now=LATER)
    assert (slots_of(session.id), slots_of(evening.id)[-1]) == ((second,), first)
    moved = select(Invitation).where(Invitation.slot_id == first.id)
    invitation = database.session.scalars(moved.execution_options(populate_existing=True)).one()
    assert (invitation.uid, invitation.session_id, invitation.sequence) == (uid, evening.id, 1)
    assert sequences(database) == [1, 1]


@ON_POSTGRESQL  # SQLite has one writer at a time
def test_a_slot_that_changes_its_part_locks_both_by_id_like_who_confirms_a_seat(
    database: SQLAlchemy,
) -> None:
    """Else the two would wait for each other in a circle."""
    seminar = a_seminar()
    first, second = a_session(seminar), a_session(seminar, "evening")
    with locked_sessions() as ids:
        move_to_session(a_slot(second).id, first.id, by=ORGANISER, now=NOW)
    assert ids[:2] == [first.id, second.id]


def test_a_slot_saved_from_a_cancelled_part_invites_its_presenter_again(database: SQLAlchemy) -> None:
    session, (first, second) = a_programme([20, 30])
    evening = a_session(database.session.get_one(Seminar, session.seminar_id), "evening")
    cancel_session(session.id, by=ORGANISER, now=NOW)
    move_to_session(first.id, evening.id, by=ORGANISER, now=LATER)
    states = dict(database.session.execute(select(Invitation.slot_id, Invitation.state)).all())
    assert states == {first.id: InvitationState.OPEN, second.id: InvitationState.CLOSED}
    assert sequences(database) == [2, 1]
    asked = select(Presenter.slot_id).where(Presenter.answer == Answer.NEEDS_ACTION)
    assert list(database.session.scalars(asked)) == [first.id]


def test_a_slot_goes_only_to_another_part_of_its_seminar_that_takes_place(database: SQLAlchemy) -> None:
    session, (first, _second) = a_programme([20, 30])
    elsewhere = a_session(a_seminar())
    cancelled = a_session(database.session.get_one(Seminar, session.seminar_id), "evening")
    cancel_session(cancelled.id, by=ORGANISER, now=NOW)
    for target in (elsewhere, cancelled, session):
        with pytest.raises(Refusal) as refused:
            move_to_session(first.id, target.id, by=ORGANISER, now=NOW)
        assert refused.value.field == "session"
