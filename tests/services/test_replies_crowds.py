"""Mails with a good token without end: the last answer counts, and what is kept of them is bounded."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.support.invited import a_guest, a_speaker, again, history
from tests.support.moments import DAY, HOUR, MINUTE
from tests.support.proposals import PROPOSED, proposed
from tests.support.replies import INBOX, answered, mail, receive, said
from tests.support.scenes import move
from webinars.domain.calendar.replies import ReplyMethod, Said
from webinars.models import Answer, Invitation, Record, ReplyKind, Standing
from webinars.models.database import db
from webinars.services import replies
from webinars.services.records import Actor
from webinars.services.replies.crowds import MOST_A_DAY_EACH


def changing_mind(invitation: Invitation, times: int, *, now: datetime) -> list[Standing | None]:
    """Accept and decline in turns, once a minute."""
    both = (Said.ACCEPTED, Said.DECLINED)
    return [answered(invitation, both[number % 2], now=now + number * MINUTE) for number in range(times)]


def recorded() -> int:
    return len(db.session.scalars(select(Record.id).where(Record.verb == "answered")).all())


def test_a_robot_that_changes_its_mind_without_end_fills_a_days_places_and_its_last_answer_counts(
    database: SQLAlchemy, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    _session, _person, invitation = a_guest(now)
    assert changing_mind(invitation, MOST_A_DAY_EACH + 4, now=now) == [Standing.KEPT] * (MOST_A_DAY_EACH + 4)
    last = answered(invitation, Said.TENTATIVE, now=now + HOUR, comment="Perhaps.")
    assert (last, len(history()), recorded()) == (Standing.KEPT, MOST_A_DAY_EACH, MOST_A_DAY_EACH)
    assert (again(invitation).answer, again(invitation).answer_comment) == (Answer.TENTATIVE, "Perhaps.")
    assert (history()[-1].said, history()[-1].comment) == (Said.TENTATIVE, "Perhaps.")
    assert caplog.messages[-1] == (
        f"Invitation {invitation.id} got more than 30 mails with REPLY within a day. "
        "This one (kept) counts. The history has it in place of the one before."
    )


def test_one_too_many_that_changes_nothing_is_not_kept_and_the_log_says_so(
    database: SQLAlchemy, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    session, _person, invitation = a_guest(now)
    move(session, 60, now=now)
    became = [answered(invitation, now=now + HOUR, sequence=0) for _ in range(MOST_A_DAY_EACH + 2)]
    assert became == [Standing.OLD_TIME] * MOST_A_DAY_EACH + [None] * 2
    assert len(history()) == MOST_A_DAY_EACH
    assert (
        caplog.messages
        == [
            f"Invitation {invitation.id} got more than 30 mails with REPLY within a day. "
            "This one (old time) changed nothing and is not kept."
        ]
        * 2
    )
    assert answered(invitation, Said.DECLINED, now=now + 2 * HOUR, sequence=1) is Standing.KEPT
    assert again(invitation).answer is Answer.DECLINED
    assert history()[-1].said is Said.DECLINED


def test_places_are_free_again_a_day_later_and_another_persons_were_never_taken(
    database: SQLAlchemy, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    _session, _person, invitation = a_guest(now)
    _other, _another, theirs = a_guest(now)
    changing_mind(invitation, MOST_A_DAY_EACH, now=now)
    assert answered(theirs, now=now + HOUR) is Standing.KEPT
    assert answered(invitation, now=now + 2 * DAY) is Standing.KEPT
    assert len(history()) == MOST_A_DAY_EACH + 2
    assert caplog.records == []


def test_an_answer_that_its_owner_confirmed_makes_room_for_no_robot(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    changing_mind(invitation, MOST_A_DAY_EACH - 1, now=now)
    receive(mail(invitation, said(invitation, stamped_at=now + HOUR), recipients=(INBOX,)), now=now + HOUR)
    (asked,) = [reply for reply in history() if reply.standing is Standing.UNPROVEN]
    replies.confirm_answer(asked.key, by=Actor("Rosa"), now=now + HOUR)
    changing_mind(invitation, 3, now=now + 2 * HOUR)
    assert replies.confirm_answer(asked.key, by=Actor("Rosa"), now=now + 3 * HOUR) is Standing.KEPT
    assert len(history()) == MOST_A_DAY_EACH


def test_of_proposals_without_end_the_last_one_waits_for_the_organiser(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    for number in range(MOST_A_DAY_EACH + 3):
        told = PROPOSED + number * MINUTE
        assert proposed(invitation, told, now=now + number * MINUTE) is Standing.WAITING
    assert len(history()) == MOST_A_DAY_EACH
    (waiting,) = [reply for reply in history() if reply.standing is Standing.WAITING]
    assert waiting.proposed_starts_at == PROPOSED + (MOST_A_DAY_EACH + 2) * MINUTE
    assert answered(invitation, now=now + HOUR) is Standing.KEPT


def test_wishes_without_end_are_served_once_an_hour_and_kept_for_a_day_of_them(
    database: SQLAlchemy, now: datetime
) -> None:
    _session, _person, invitation = a_guest(now)
    wish = said(invitation, None, method=ReplyMethod.REFRESH)
    became = [receive(mail(invitation, wish), now=now + number * 5 * MINUTE) for number in range(40)]
    assert became.count(Standing.SERVED) == 4
    assert {reply.kind for reply in history()} == {ReplyKind.REFRESH}
    assert len(history()) == MOST_A_DAY_EACH
