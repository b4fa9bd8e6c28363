"""Answers are ordered by SEQUENCE, then DTSTAMP; what is old stays in the history and changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.support.invited import a_guest, a_speaker, again, history
from tests.support.letters import post_round
from tests.support.moments import DAY, HOUR, MINUTE
from tests.support.registrants import an_evening
from tests.support.replies import answered, mail, receive, said
from tests.support.scenes import call_off, move
from webinars.domain.calendar.replies import Said
from webinars.models import Answer, ReplyKind, Seminar, SeminarState, Session, Standing
from webinars.models.database import db, transaction
from webinars.services import invitations, presenters
from webinars.services.records import Actor


def test_of_two_answers_out_of_order_the_later_stamp_counts(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    late, early = now + 2 * HOUR, now + HOUR
    assert receive(mail(invitation, said(invitation, stamped_at=late)), now=late) is Standing.KEPT
    older = said(invitation, Said.DECLINED, stamped_at=early, comment="No.")
    assert receive(mail(invitation, older), now=now + 3 * HOUR) is Standing.OUTDATED
    row = again(invitation)
    assert (row.answer, row.answer_comment, row.answered_stamp) == (Answer.ACCEPTED, "", late)
    assert [reply.standing for reply in history()] == [Standing.KEPT, Standing.OUTDATED]
    assert history()[1].comment == "No."


def test_of_two_answers_in_one_second_the_one_that_came_last_counts(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    for answer in (Said.ACCEPTED, Said.DECLINED):
        told = said(invitation, answer, stamped_at=now + HOUR)
        assert receive(mail(invitation, told), now=now + 2 * HOUR) is Standing.KEPT
    assert again(invitation).answer is Answer.DECLINED


def test_an_answer_without_a_stamp_was_given_when_it_came(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    received = mail(invitation, said(invitation, stamped_at=None))
    assert receive(received, now=now + 2 * HOUR) is Standing.KEPT
    assert again(invitation).answered_stamp == now + 2 * HOUR


def test_a_clock_in_the_future_does_not_win_against_later_answers(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    future = said(invitation, stamped_at=datetime(2099, 1, 1, tzinfo=UTC))
    assert receive(mail(invitation, future), now=now + HOUR) is Standing.KEPT
    assert again(invitation).answered_stamp == now + HOUR
    assert answered(invitation, Said.DECLINED, now=now + 2 * HOUR) is Standing.KEPT
    assert again(invitation).answer is Answer.DECLINED


def test_an_answer_on_the_page_beats_an_older_reply_and_yields_to_a_newer(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _slot, presenter, invitation = a_speaker(now)
    at = now + 2 * HOUR + timedelta(microseconds=900_000)
    presenters.answer(presenter.id, Answer.ACCEPTED, "", by=Actor("Paula"), now=at)
    row = again(invitation)
    assert (row.answered_sequence, row.answered_stamp) == (0, now + 2 * HOUR)
    older = said(invitation, Said.DECLINED, stamped_at=now + HOUR)
    assert receive(mail(invitation, older), now=now + 3 * HOUR) is Standing.OUTDATED
    assert again(invitation).answer is Answer.ACCEPTED
    in_that_second = said(invitation, Said.DECLINED, stamped_at=now + 2 * HOUR)
    assert receive(mail(invitation, in_that_second), now=now + 3 * HOUR) is Standing.KEPT
    assert again(invitation).answer is Answer.DECLINED


def test_an_answer_on_the_page_stands_in_the_history(database: SQLAlchemy, now: datetime) -> None:
    session, _slot, presenter, invitation = a_speaker(now)
    presenters.answer(presenter.id, Answer.DECLINED, "Ill.", by=Actor("Paula"), now=now + HOUR)
    (kept,) = history()
    assert (kept.kind, kept.standing, kept.said) == (ReplyKind.PAGE, Standing.KEPT, Said.DECLINED)
    assert (kept.comment, kept.sequence, kept.invitation_id) == ("Ill.", 0, invitation.id)
    assert kept.seminar_id == session.seminar_id


def test_an_answer_to_the_old_time_is_marked_and_the_person_asked_again(
    database: SQLAlchemy, now: datetime
) -> None:
    session, person, invitation = a_guest(now)
    move(session, 60, now=now + HOUR)
    post_round(now + HOUR)
    assert answered(invitation, now=now + 2 * HOUR, sequence=0) is Standing.OLD_TIME
    assert again(invitation).answer is Answer.NEEDS_ACTION
    (letter,) = post_round(now + 2 * HOUR)
    assert letter.letter.recipient == person.email
    assert (str(letter.calendar["METHOD"]), int(letter.event["SEQUENCE"])) == ("REQUEST", 1)
    assert letter.event["UID"] == invitation.uid
    assert "The time has changed since you answered. Please answer again." in letter.text


def test_who_answers_the_old_time_for_ever_is_asked_once_for_each_time(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person, invitation = a_guest(now)
    move(session, 60, now=now + HOUR)
    post_round(now + HOUR)
    for hour in (2, 3, 4):
        assert answered(invitation, now=now + hour * HOUR, sequence=0) is Standing.OLD_TIME
        assert len(post_round(now + hour * HOUR)) == (1 if hour == 2 else 0)
    move(session, 60, now=now + DAY)
    post_round(now + DAY)
    answered(invitation, now=now + DAY + HOUR, sequence=0)
    assert len(post_round(now + DAY + HOUR)) == 1


def test_who_gets_the_new_time_anyway_is_not_asked_twice(database: SQLAlchemy, now: datetime) -> None:
    session, _person, invitation = a_guest(now)
    move(session, 60, now=now + HOUR)
    assert answered(invitation, now=now + HOUR + MINUTE, sequence=0) is Standing.OLD_TIME
    assert len(post_round(now + 2 * HOUR)) == 1
    assert answered(invitation, now=now + 3 * HOUR, sequence=0) is Standing.OLD_TIME
    assert len(post_round(now + 3 * HOUR)) == 1


def test_an_answer_to_the_new_time_counts_though_its_clock_is_behind(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _person, invitation = a_guest(now)
    answered(invitation, Said.DECLINED, now=now + HOUR)
    move(session, 60, now=now + 2 * HOUR)
    told = said(again(invitation), stamped_at=now + MINUTE)
    assert receive(mail(invitation, told), now=now + 3 * HOUR) is Standing.KEPT
    assert again(invitation).answer is Answer.ACCEPTED


def test_a_delegation_of_the_old_time_is_no_longer_shown(database: SQLAlchemy, now: datetime) -> None:
    session, person, invitation = a_guest(now)
    deputy = "deputy@paris.example"
    answered(invitation, Said.DELEGATED, now=now + HOUR, delegated_to=deputy)
    move(session, 60, now=now + 2 * HOUR)
    assert again(invitation).delegated_to is None
    answered(invitation, Said.DELEGATED, now=now + 3 * HOUR, sequence=1, delegated_to=deputy)
    assert again(invitation).delegated_to == deputy
    with transaction():
        invitations.close_registrant(person, [session.id], now=now + 4 * HOUR)
        invitations.invite_registrant(person, session, now=now + 4 * HOUR)
    assert again(invitation).delegated_to is None


def test_an_answer_from_before_a_cancellation_and_a_new_invitation_is_to_an_old_time(
    database: SQLAlchemy, now: datetime
) -> None:
    session, person, invitation = a_guest(now)
    with transaction():
        invitations.close_registrant(person, [session.id], now=now + HOUR)
    post_round(now + HOUR)
    with transaction():
        invitations.invite_registrant(person, session, now=now + 2 * HOUR)
    post_round(now + 2 * HOUR)
    assert answered(invitation, now=now + 3 * HOUR, sequence=0) is Standing.OLD_TIME
    assert answered(invitation, now=now + 4 * HOUR, sequence=2) is Standing.KEPT


def _close(session: Session, how: str, now: datetime) -> None:
    if how == "part":
        call_off(session, now=now)
        return
    with transaction():
        if how == "invitation":
            invitations.close_session(session.id, now=now)
        else:
            db.session.get_one(Seminar, session.seminar_id).state = SeminarState(how)


@pytest.mark.parametrize("how", ["invitation", "part", "cancelled", "archived"])
def test_an_answer_to_what_is_over_or_called_off_changes_nothing(
    database: SQLAlchemy, now: datetime, how: str
) -> None:
    session, _person, invitation = a_guest(now)
    _close(session, how, now + HOUR)
    post_round(now + HOUR)
    for sequence in (0, 1):
        assert answered(invitation, now=now + 2 * HOUR, sequence=sequence) is Standing.CLOSED
    assert again(invitation).answer is Answer.NEEDS_ACTION
    assert post_round(now + 2 * HOUR) == []


def test_a_presenters_reply_follows_the_slot_to_another_part(database: SQLAlchemy, now: datetime) -> None:
    session, slot, presenter, invitation = a_speaker(now)
    other = an_evening(db.session.get_one(Seminar, session.seminar_id), key="night")
    with transaction():
        slot.session_id = other.id
        invitations.carry_slot(slot.id, other.id)
    assert answered(invitation, now=now + HOUR) is Standing.KEPT
    database.session.refresh(presenter)
    assert presenter.answer is Answer.ACCEPTED
