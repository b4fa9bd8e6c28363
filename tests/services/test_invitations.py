"""Invitations open, rise and close, and every change owes exactly one letter."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.registrants import a_seated, an_evening
from tests.support.statements import count_statements
from webinars.domain.seating import SeatState
from webinars.models import (
    Answer,
    Invitation,
    InvitationState,
    Method,
    Notice,
    Presenter,
    Registration,
    Seat,
    Session,
    Slot,
)
from webinars.models.database import transaction
from webinars.services import invitations
from webinars.services.invitations import Dispatch

OPEN, CLOSED = InvitationState.OPEN, InvitationState.CLOSED


def all_invitations(database: SQLAlchemy) -> list[Invitation]:
    statement = select(Invitation).order_by(Invitation.id).execution_options(populate_existing=True)
    return list(database.session.scalars(statement))


def owed(database: SQLAlchemy) -> list[Notice]:
    return list(database.session.scalars(select(Notice).order_by(Notice.id)))


def states(database: SQLAlchemy) -> list[tuple[str, InvitationState, int]]:
    return [(one.attendee_email, one.state, one.sequence) for one in all_invitations(database)]


def invited(session: Session, count: int, *, now: datetime) -> list[Registration]:
    """Seat *count* people in *session* and invite them."""
    seminar = session.seminar_id
    people = [a_seated(builders.db.session.get_one(builders.Seminar, seminar), session) for _ in range(count)]
    with transaction():
        for person in people:
            invitations.invite_registrant(person, session, now=now)
    return people


def a_presenting(now: datetime) -> tuple[Session, Slot, Presenter, Invitation]:
    session = builders.a_session(builders.a_seminar())
    slot = builders.a_slot(session)
    presenter = builders.a_presenter(slot)
    with transaction():
        invitation = invitations.invite_presenter(presenter, slot, session, now=now)
    return session, slot, presenter, invitation


def test_a_first_invitation_is_open_with_sequence_0_and_owed_at_once(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    person = invited(session, 1, now=now)[0]
    (invitation,) = all_invitations(database)
    assert (invitation.state, invitation.sequence, invitation.changed_at) == (OPEN, 0, now)
    assert invitation.attendee_email == person.email
    (notice,) = owed(database)
    assert (notice.invitation_id, notice.registration_id, notice.is_settling) == (
        invitation.id,
        person.id,
        False,
    )


def test_inviting_twice_changes_nothing(database: SQLAlchemy, now: datetime) -> None:
    session = an_evening(builders.a_seminar())
    (person,) = invited(session, 1, now=now)
    with transaction():
        invitations.invite_registrant(person, session, now=now + timedelta(minutes=1))
    assert states(database) == [(person.email, OPEN, 0)]
    assert all_invitations(database)[0].changed_at == now
    assert len(owed(database)) == 1


def test_a_closed_invitation_keeps_its_uid_when_it_opens_again_and_rises_with_both(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    (person,) = invited(session, 1, now=now)
    uid = all_invitations(database)[0].uid
    with transaction():
        invitations.close_registrant(person, [session.id], now=now)
    assert states(database) == [(person.email, CLOSED, 1)]
    with transaction():
        invitations.invite_registrant(person, session, now=now)
    assert states(database) == [(person.email, OPEN, 2)]
    assert all_invitations(database)[0].uid == uid


def test_a_corrected_address_closes_the_old_invitation_and_opens_another(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    (person,) = invited(session, 1, now=now)
    old = person.email
    with transaction():
        person.email = "corrected@city.example"
        invitations.invite_registrant(person, session, now=now)
    assert states(database) == [(old, CLOSED, 1), ("corrected@city.example", OPEN, 0)]
    first, second = all_invitations(database)
    assert first.uid != second.uid
    assert sorted(notice.invitation_id or 0 for notice in owed(database)) == [first.id, second.id]


def test_going_back_to_the_first_address_opens_its_own_invitation_again(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    (person,) = invited(session, 1, now=now)
    old = person.email
    for address in ("corrected@city.example", old):
        with transaction():
            person.email = address
            invitations.invite_registrant(person, session, now=now)
    assert states(database) == [(old, OPEN, 2), ("corrected@city.example", CLOSED, 1)]


def test_handing_over_closes_one_person_and_opens_the_other(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    (giver,) = invited(session, 1, now=now)
    colleague = a_seated(seminar, session)
    with transaction():
        invitations.close_registrant(giver, None, now=now)
        invitations.invite_registrant(colleague, session, now=now)
    assert states(database) == [(giver.email, CLOSED, 1), (colleague.email, OPEN, 0)]


def test_closing_some_parts_leaves_the_others(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    morning, evening = builders.a_session(seminar), an_evening(seminar)
    person = a_seated(seminar, morning, evening)
    with transaction():
        for session in (morning, evening):
            invitations.invite_registrant(person, session, now=now)
        invitations.close_registrant(person, [morning.id], now=now)
    assert [one.state for one in all_invitations(database)] == [CLOSED, OPEN]


@pytest.mark.parametrize("count", [1, 3])
def test_moving_a_session_raises_and_owes_everybody_in_two_statements(
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
    assert len(statements) == 2, statements
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


def test_sending_again_keeps_sequence_and_answer_and_has_a_later_dtstamp(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    invited(session, 1, now=now)
    (invitation,) = all_invitations(database)
    with transaction():
        invitations.answer(invitation, Answer.ACCEPTED, "", now=now)
        invitations.send_again(invitation, now=now)
    (invitation,) = all_invitations(database)
    assert (invitation.sequence, invitation.answer) == (0, Answer.ACCEPTED)
    assert invitation.changed_at == now + timedelta(seconds=1)


def test_a_cancelled_session_closes_registrants_and_presenters_in_two_statements(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, presenter, _invitation = a_presenting(now)
    people = invited(session, 2, now=now)
    with transaction(), count_statements() as statements:
        invitations.close_session(session.id, now=now)
    assert len(statements) == 2, statements
    assert states(database) == [(one.email, CLOSED, 1) for one in (presenter, *people)]


def test_a_restored_session_invites_again_who_still_has_a_seat_or_a_slot(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, presenter, _invitation = a_presenting(now)
    keeps, leaves, refused = invited(session, 3, now=now)
    with transaction():
        invitations.close_session(session.id, now=now)
        seat = database.session.scalars(select(Seat).where(Seat.registration_id == refused.id)).one()
        seat.state = SeatState.REFUSED
        leaves.state = builders.RegistrationState.CANCELLED
    with transaction(), count_statements() as statements:
        invitations.reopen_session(session.id, now=now)
    assert len(statements) == 2, statements
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
    assert presenter.answer is Answer.NEEDS_ACTION
    assert all_invitations(database)[0].answer is Answer.NEEDS_ACTION


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


def test_organizer_is_kept_from_the_first_letter_for_life(database: SQLAlchemy, now: datetime) -> None:
    session = an_evening(builders.a_seminar())
    invited(session, 1, now=now)
    ident = all_invitations(database)[0].id
    first = Dispatch(Method.REQUEST, 0, "rsvp+a@office.example", True, now, now + timedelta(hours=1))
    other = Dispatch(Method.REQUEST, 1, "else@office.example", False, now, now + timedelta(hours=1))
    with transaction():
        invitations.keep_organizer(ident, first)
        invitations.keep_organizer(ident, other)
        invitations.keep_sent(ident, other, now=now)
    (kept,) = all_invitations(database)
    assert (kept.organizer, kept.is_answerable) == ("rsvp+a@office.example", True)
    assert (kept.sent_method, kept.sent_sequence, kept.sent_at) == (Method.REQUEST, 1, now)
    assert (kept.sent_starts_at, kept.sent_ends_at) == (now, now + timedelta(hours=1))
