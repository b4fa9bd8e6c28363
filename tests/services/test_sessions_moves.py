"""Moving, cancelling and restoring a part, and what everybody is owed."""

from datetime import datetime
from functools import partial

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update

from tests.builders import (
    NOW,
    ORGANISER,
    a_presenter,
    a_registration,
    a_seat,
    a_seminar,
    a_session,
    a_slot,
    an_invitation,
    slots,
    text,
)
from tests.support.parts import LATER, at, fresh_invitation, instant
from webinars.domain.errors import DoubledTime, Refusal, Stale
from webinars.domain.seating import SeatState
from webinars.domain.timezones import Reading
from webinars.models import (
    InvitationState,
    Notice,
    Record,
    Seat,
    Seminar,
    SeminarState,
    Session,
)
from webinars.models.database import transaction
from webinars.queries.sessions import session_by_key
from webinars.services.sessions import (
    SessionFields,
    cancel_session,
    create_session,
    edit_session,
    foresee_move,
    move_session,
    restore_session,
)

EVENING = SessionFields(key="evening", name=text("Evening part"))


def test_a_moved_part_raises_every_sequence_and_owes_settling_updates(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    held = [an_invitation(a_registration(seminar, f"{n}@x.example"), session) for n in range(3)]
    move_session(session.id, at("2026-11-25T10:30", minutes=155), expected=1, by=ORGANISER, now=LATER)
    assert [fresh_invitation(database, one).sequence for one in held] == [1, 1, 1]
    notices = database.session.scalars(select(Notice)).all()
    assert sorted(notice.invitation_id or 0 for notice in notices) == [one.id for one in held]
    assert {(notice.is_settling, notice.due_at) for notice in notices} == {(True, LATER)}
    assert (session.starts_at, session.sequence) == (instant("2026-11-25T01:30"), 1)
    assert (session.moved_from, session.moved_at) == (instant("2026-11-25T01:00"), LATER)


def test_a_draft_that_moves_owes_updates_too(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.DRAFT)
    session = a_session(seminar)
    an_invitation(a_registration(seminar), session)
    move_session(session.id, at("2026-11-26T10:00"), by=ORGANISER, now=LATER)
    assert len(database.session.scalars(select(Notice)).all()) == 1


def test_a_move_to_the_same_time_changes_nothing(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    an_invitation(a_registration(seminar), session)
    move_session(session.id, at("2026-11-25T10:00", minutes=155), by=ORGANISER, now=LATER)
    assert (session.version, session.sequence, session.moved_at) == (1, 0, None)
    assert database.session.scalars(select(Notice)).all() == []
    assert database.session.scalars(select(Record)).all() == []


def test_the_other_reading_of_a_doubled_clock_is_a_move(database: SQLAlchemy) -> None:
    zone, clock = "Europe/Paris", "2026-10-25T02:30"
    first = at(clock, zone, reading=Reading.FIRST)
    session = create_session(a_seminar().id, EVENING, first, by=ORGANISER, now=NOW)
    move_session(session.id, at(clock, zone, reading=Reading.SECOND), by=ORGANISER, now=LATER)
    assert (session.starts_at, session.sequence) == (instant("2026-10-25T01:30"), 1)


def test_a_moved_part_raises_the_presenters_of_all_its_slots(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    held = [
        an_invitation(a_presenter(slot, f"{slot.id}@x.example"), session) for slot in slots(session, [20, 30])
    ]
    move_session(session.id, at("2026-11-25T10:30", minutes=155), by=ORGANISER, now=LATER)
    assert [fresh_invitation(database, one).sequence for one in held] == [1, 1]


def test_a_slot_whose_place_is_not_known_moves_with_its_part(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    unknown, later = slots(session, [None, 20])
    held = [an_invitation(a_presenter(slot, f"{slot.id}@x.example"), session) for slot in (unknown, later)]
    move_session(session.id, at("2026-11-25T10:30", minutes=155), by=ORGANISER, now=LATER)
    assert [fresh_invitation(database, one).sequence for one in held] == [1, 1]


def test_another_length_of_the_part_leaves_its_slots_alone(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    held = an_invitation(a_presenter(a_slot(session)), session)
    move_session(session.id, at("2026-11-25T10:00", minutes=180), by=ORGANISER, now=LATER)
    assert (fresh_invitation(database, held).sequence, session.sequence) == (0, 1)


def test_a_stale_move_is_refused_and_moves_nothing(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    move_session(session.id, at("2026-11-25T10:30", minutes=155), expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as refused:
        move_session(session.id, at("2026-11-25T11:00", minutes=155), expected=1, by=ORGANISER, now=NOW)
    assert refused.value.theirs["local_start"] == datetime.fromisoformat("2026-11-25T10:30")
    assert session.starts_at == instant("2026-11-25T01:30")


def test_a_cancelled_part_closes_its_invitations_and_a_restored_one_opens_them(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    registration = a_registration(seminar)
    a_seat(registration, session)
    held = an_invitation(registration, session)
    cancel_session(session.id, by=ORGANISER, now=NOW)
    closed = fresh_invitation(database, held)
    assert (closed.state, closed.sequence, session.is_cancelled) == (InvitationState.CLOSED, 1, True)
    restore_session(session.id, by=ORGANISER, now=LATER)
    opened = fresh_invitation(database, held)
    assert (opened.state, opened.sequence, session.is_cancelled) == (InvitationState.OPEN, 2, False)
    assert session.sequence == 2


def test_seats_that_became_free_while_a_part_was_cancelled_are_given_when_it_is_restored(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    session = a_session(seminar, capacity=1)
    seat = a_seat(a_registration(seminar), session, state=SeatState.WAITING, queue_number=1)
    cancel_session(session.id, by=ORGANISER, now=NOW)
    restore_session(session.id, by=ORGANISER, now=LATER)
    assert database.session.scalar(select(Seat.state).where(Seat.id == seat.id)) is SeatState.SEATED


def test_a_part_is_cancelled_once_and_restored_once(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    with pytest.raises(Refusal):
        restore_session(session.id, by=ORGANISER, now=NOW)
    cancel_session(session.id, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal):
        cancel_session(session.id, by=ORGANISER, now=NOW)


def test_a_part_in_the_archive_refuses_every_change(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.ARCHIVED)
    session = a_session(seminar)
    changes = (
        partial(create_session, seminar.id, EVENING, at("2026-11-25T17:00")),
        partial(edit_session, session.id, EVENING, expected=None),
        partial(move_session, session.id, at("2026-11-25T17:00")),
        partial(cancel_session, session.id),
        partial(restore_session, session.id),
    )
    for change in changes:
        with pytest.raises(Refusal, match="archive"):
            change(by=ORGANISER, now=NOW)
    assert database.session.scalars(select(Session.version)).all() == [1]


def test_a_foreseen_move_is_refused_as_the_move_would_be_and_changes_nothing(database: SQLAlchemy) -> None:
    a_session(a_seminar(slug="one"))
    session = session_by_key("one", "morning")
    assert foresee_move(session, at("2026-11-25T10:30"), expected=1, now=NOW) == instant("2026-11-25T01:30")
    with pytest.raises(Stale) as refused:
        foresee_move(session, at("2026-11-25T11:00", minutes=155), expected=7, now=NOW)
    assert refused.value.theirs.keys() == {"local_start", "starts_at", "ends_at"}
    with pytest.raises(DoubledTime):
        foresee_move(session, at("2026-10-25T02:30", "Europe/Paris"), expected=1, now=NOW)
    with pytest.raises(Refusal, match="Choose the time zone"):
        foresee_move(session, at("2026-08-25T02:30", None), expected=1, now=NOW)
    assert (list(database.session.dirty), session.version) == ([], 1)
    with transaction():
        database.session.execute(update(Seminar).values(state=SeminarState.ARCHIVED))
    with pytest.raises(Refusal, match="archive"):
        foresee_move(session_by_key("one", "morning"), at("2026-11-25T11:00"), expected=1, now=NOW)
