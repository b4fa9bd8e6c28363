"""What a calendar got and sent back: each event with its own letters and replies, the latest ones only."""

from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.registrants import a_seated, an_evening
from tests.support.returned import a_reply
from tests.support.statements import count_statements
from webinars.domain.errors import Missing
from webinars.models import Invitation, NoticeKind, NoticeState, Seminar
from webinars.models.database import db, transaction
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.queries.histories import MOST, history_of_presenter, history_of_registrant, invitation_of


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


def a_letter(event: Invitation, minute: int, **values: Any) -> None:
    """Write a letter about *event* that was sent *minute* minutes after the builders' moment."""
    at = NOW + timedelta(minutes=minute)
    sent: dict[str, Any] = {"kind": NoticeKind.CALENDAR, "state": NoticeState.SENT, "sent_at": at}
    notice = builders.a_notice(invitation_id=event.id, **sent | values)
    builders.a_sent_letter(notice, message=b"%d" % minute)


def test_each_event_has_its_own_letters_and_replies_oldest_first(seminar: Seminar) -> None:
    one, two = (an_evening(seminar, key=key) for key in ("one", "two"))
    person = a_seated(seminar, one, two)
    first, second = (builders.an_invitation(person, part) for part in (one, two))
    for minute, event in ((3, first), (1, first), (2, second)):
        a_letter(event, minute)
    later = a_reply(first, received_at=NOW + timedelta(hours=1))
    sooner = a_reply(first)
    history = history_of_registrant(person)
    messages = [[letter.message for letter in event.letters] for event in history.events]
    assert messages == [[b"1", b"3"], [b"2"]]
    assert [[reply.id for reply in event.replies] for event in history.events] == [[sooner.id, later.id], []]
    assert history.is_whole


def test_letters_that_were_not_sent_tell_nothing(seminar: Seminar) -> None:
    part = an_evening(seminar)
    person = a_seated(seminar, part)
    a_letter(builders.an_invitation(person, part), 1, sent_at=None, state=NoticeState.CLAIMED)
    assert history_of_registrant(person).events[0].letters == ()


def test_only_the_latest_of_many_are_read(seminar: Seminar) -> None:
    part = an_evening(seminar)
    person = a_seated(seminar, part)
    event = builders.an_invitation(person, part)
    with transaction():
        db.session.add_all(
            Reply(
                kind=ReplyKind.REPLY,
                standing=Standing.KEPT,
                invitation_id=event.id,
                received_at=NOW + timedelta(minutes=minute),
            )
            for minute in range(MOST + 1)
        )
    history = history_of_registrant(person)
    received = [reply.received_at for reply in history.events[0].replies]
    assert (len(received), received[0]) == (MOST, NOW + timedelta(minutes=1))
    assert not history.is_whole


def test_a_presenters_event_has_its_slot(seminar: Seminar) -> None:
    part = an_evening(seminar)
    presenter = builders.a_presenter(builders.a_slot(part))
    builders.an_invitation(presenter, part)
    (event,) = history_of_presenter(presenter).events
    assert event.invitation.slot is not None
    assert event.invitation.session is not None
    assert event.invitation.session.key == "evening"


def test_an_event_is_found_only_with_its_own_person(seminar: Seminar) -> None:
    part = an_evening(seminar)
    one, other = a_seated(seminar, part), a_seated(seminar, part)
    event = builders.an_invitation(one, part)
    assert invitation_of(one, event.key).id == event.id
    with pytest.raises(Missing):
        invitation_of(other, event.key)


@pytest.mark.parametrize("count", [1, 3])
def test_a_history_costs_three_statements(seminar: Seminar, count: int) -> None:
    parts = [an_evening(seminar, key=f"part-{number}") for number in range(count)]
    person = a_seated(seminar, *parts)
    for part in parts:
        event = builders.an_invitation(person, part)
        a_letter(event, 1)
        a_reply(event)
    with count_statements() as statements:
        assert len(history_of_registrant(person).events) == count
    assert len(statements) == 3, statements
