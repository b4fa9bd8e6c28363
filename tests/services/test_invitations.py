"""Invitations of one person open, close and are answered, and every change owes exactly one letter."""

from datetime import datetime, timedelta

from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.invitations import all_invitations, invited, owed, states
from tests.support.registrants import a_seated, an_evening
from webinars.models import (
    Answer,
    InvitationState,
    Method,
)
from webinars.models.database import db, transaction
from webinars.services import invitations
from webinars.services.invitations import Dispatch

OPEN, CLOSED = InvitationState.OPEN, InvitationState.CLOSED


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


def test_organizer_is_kept_from_the_first_letter_for_life(database: SQLAlchemy, now: datetime) -> None:
    session = an_evening(builders.a_seminar())
    invited(session, 1, now=now)
    ident = all_invitations(database)[0].id
    first = Dispatch(Method.REQUEST, 0, now, "rsvp+a@office.example", True, now, now + timedelta(hours=1))
    other = Dispatch(Method.REQUEST, 1, now, "else@office.example", False, now, now + timedelta(hours=1))
    with transaction():
        invitations.keep_organizer(db.session.connection(), ident, first)
        invitations.keep_organizer(db.session.connection(), ident, other)
        invitations.keep_sent(db.session.connection(), {ident: other}, now=now)
    (kept,) = all_invitations(database)
    assert (kept.organizer, kept.is_answerable) == ("rsvp+a@office.example", True)
    assert (kept.sent_method, kept.sent_sequence, kept.sent_at) == (Method.REQUEST, 1, now)
    assert (kept.sent_starts_at, kept.sent_ends_at) == (now, now + timedelta(hours=1))
