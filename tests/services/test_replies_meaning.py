"""What a believed reply means: an answer, a delegation, a wish for the present event."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.support.invited import a_guest, a_speaker, again, held, history
from tests.support.letters import post_round
from tests.support.moments import DAY, HOUR, MINUTE
from tests.support.replies import answered, mail, receive, said, without_token
from webinars.domain.calendar.replies import ReplyMethod, Said
from webinars.models import Answer, Seminar, Standing
from webinars.models.database import transaction
from webinars.services import invitations


@pytest.mark.parametrize("sequence", [1, 2**40])
def test_an_answer_to_a_sequence_that_nobody_was_sent_waits_in_the_queue(
    database: SQLAlchemy, now: datetime, sequence: int
) -> None:
    _session, _person, invitation = a_guest(now)
    assert answered(invitation, now=now + HOUR, sequence=sequence) is Standing.UNKNOWN
    assert held(invitation) == (Answer.NEEDS_ACTION, "")


def test_a_reply_that_says_nothing_waits_in_the_queue(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    assert answered(invitation, None, now=now + HOUR) is Standing.UNKNOWN


def test_needs_action_is_history_and_no_answer(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    answered(invitation, now=now + HOUR)
    assert answered(invitation, Said.NEEDS_ACTION, now=now + 2 * HOUR) is Standing.KEPT
    assert held(invitation) == (Answer.ACCEPTED, "")
    assert [reply.said for reply in history()] == [Said.ACCEPTED, Said.NEEDS_ACTION]


def test_a_delegation_is_shown_and_never_followed(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    answered(invitation, Said.TENTATIVE, now=now + HOUR)
    told = {"delegated_to": "deputy@paris.example"}
    assert answered(invitation, Said.DELEGATED, now=now + 2 * HOUR, **told) is Standing.KEPT
    row = again(invitation)
    assert (row.answer, row.delegated_to) == (Answer.TENTATIVE, "deputy@paris.example")
    assert history()[-1].delegated_to == "deputy@paris.example"
    assert post_round(now + DAY) == []


def test_an_answer_of_their_own_takes_the_delegation_away(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    answered(invitation, Said.DELEGATED, now=now + HOUR, delegated_to="deputy@paris.example")
    answered(invitation, now=now + 2 * HOUR)
    assert again(invitation).delegated_to is None


def test_a_presenters_calendar_and_page_give_one_answer(database: SQLAlchemy, now: datetime) -> None:
    session, _slot, presenter, invitation = a_speaker(now)
    revision = _revision(database, session.seminar_id)
    told = {"comment": "If the train runs."}
    assert answered(invitation, Said.TENTATIVE, now=now + HOUR, **told) is Standing.KEPT
    database.session.refresh(presenter)
    assert (presenter.answer, presenter.answer_comment) == (Answer.TENTATIVE, "If the train runs.")
    assert presenter.answered_at == now + HOUR
    assert held(invitation) == (Answer.TENTATIVE, "If the train runs.")
    assert _revision(database, session.seminar_id) == revision + 1


def test_a_registrants_answer_leaves_the_public_page_as_it_is(database: SQLAlchemy, now: datetime) -> None:
    session, _person, invitation = a_guest(now)
    revision = _revision(database, session.seminar_id)
    answered(invitation, now=now + HOUR)
    assert _revision(database, session.seminar_id) == revision


def test_a_wish_for_the_present_event_is_served_once_an_hour(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    wish = said(invitation, None, method=ReplyMethod.REFRESH)
    assert receive(mail(invitation, wish), now=now + HOUR) is Standing.SERVED
    (letter,) = post_round(now + HOUR)
    assert (str(letter.calendar["METHOD"]), int(letter.event["SEQUENCE"])) == ("REQUEST", 0)
    assert letter.event["DTSTAMP"].dt > now
    assert receive(mail(invitation, wish), now=now + HOUR + MINUTE) is Standing.OUTDATED
    assert post_round(now + 2 * HOUR) == []
    assert receive(mail(invitation, wish), now=now + 3 * HOUR) is Standing.SERVED
    assert len(post_round(now + 3 * HOUR)) == 1


def test_who_was_told_the_end_is_told_it_again(database: SQLAlchemy, now: datetime) -> None:
    session, person, invitation = a_guest(now)
    with transaction():
        invitations.close_registrant(person, [session.id], now=now + MINUTE)
    post_round(now + MINUTE)
    wish = said(invitation, None, method=ReplyMethod.REFRESH)
    assert receive(mail(invitation, wish), now=now + HOUR) is Standing.SERVED
    (letter,) = post_round(now + HOUR)
    assert (str(letter.calendar["METHOD"]), int(letter.event["SEQUENCE"])) == ("CANCEL", 1)


def test_who_was_never_told_of_an_event_is_not_told_its_end(database: SQLAlchemy, now: datetime) -> None:
    session, person, invitation = a_guest(now)
    with transaction():
        invitations.close_registrant(person, [session.id], now=now)
        row = again(invitation)
        row.sent_method = row.sent_sequence = None
    wish = said(invitation, None, method=ReplyMethod.REFRESH)
    assert receive(mail(invitation, wish), now=now + HOUR) is Standing.CLOSED


def test_a_wish_without_a_token_writes_to_nobody(database: SQLAlchemy, now: datetime) -> None:
    _session, _person, invitation = a_guest(now)
    wish = said(invitation, None, method=ReplyMethod.REFRESH)
    assert receive(without_token(mail(invitation, wish)), now=now + HOUR) is Standing.UNPROVEN
    assert post_round(now + HOUR) == []


def _revision(database: SQLAlchemy, seminar_id: int) -> int:
    return database.session.execute(select(Seminar.revision).where(Seminar.id == seminar_id)).scalar_one()
