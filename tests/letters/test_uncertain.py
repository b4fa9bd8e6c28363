"""A first invitation that was given up, although it may have arrived: what follows it."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER
from tests.support.letters import post_round, waiting
from tests.support.outboxes import begin, claim, notice_of
from tests.support.scenes import a_scene, method_and_sequence
from webinars import letters
from webinars.models import Invitation, NoticeState, Registration
from webinars.models.database import db, transaction
from webinars.services import invitations, outbox
from webinars.services.outbox import Outgoing, TroubleKind, Wish


def give_up(kind: TroubleKind) -> int:
    """Let the one letter that is owed fail in one way until it is given up; return its id."""
    (notice,) = waiting()
    letter = letters.compose(notice, now=NOW)
    assert letter is not None
    outgoing = Outgoing(
        letter.recipient, letter.subject, letter.message, letter.message_id, dispatch=letter.dispatch
    )
    moment, state = NOW, NoticeState.OWED
    while state is NoticeState.OWED:
        moment += timedelta(hours=5)
        assert claim(now=moment) == (notice.id,)
        assert begin(notice.id, letter=outgoing, now=moment)
        state = outbox.fail(notice.id, "one", kind, "the line broke", now=moment) or NoticeState.DROPPED
    assert state is NoticeState.FAILED
    return notice.id


def withdraw(person: Registration, *, now: datetime) -> None:
    with transaction():
        invitations.close_registrant(person, None, now=now)


def test_an_invitation_that_may_have_arrived_is_cancelled(database: SQLAlchemy, now: datetime) -> None:
    session, person = a_scene()
    give_up(TroubleKind.UNCERTAIN)
    withdraw(person, now=now + timedelta(days=9))
    (cancel,) = post_round(now + timedelta(days=9))
    assert method_and_sequence(cancel) == ("CANCEL", 1)
    assert cancel.event.start == session.starts_at


@pytest.mark.parametrize("kind", [TroubleKind.REFUSED, TroubleKind.LATER])
def test_an_invitation_that_surely_did_not_arrive_is_not_cancelled(
    database: SQLAlchemy, now: datetime, kind: TroubleKind
) -> None:
    _session, person = a_scene()
    give_up(kind)
    withdraw(person, now=now + timedelta(days=9))
    assert post_round(now + timedelta(days=9)) == []


def test_an_invitation_that_may_have_arrived_is_a_first_one_when_it_is_tried_again(
    database: SQLAlchemy, now: datetime
) -> None:
    a_scene()
    ident = give_up(TroubleKind.UNCERTAIN)
    outbox.fulfil_one(Wish.RETRY, ident, by=ORGANISER, now=now + timedelta(days=9))
    (again,) = post_round(now + timedelta(days=9))
    assert method_and_sequence(again) == ("REQUEST", 0)
    assert again.message["Subject"].startswith("Your seat is kept")
    assert notice_of(ident).state is NoticeState.SENT


def test_an_update_that_may_have_arrived_leaves_what_surely_did(database: SQLAlchemy, now: datetime) -> None:
    session, person = a_scene()
    post_round(now)
    with transaction():
        assert session.starts_at is not None
        session.move_to(session.starts_at + timedelta(hours=1), session.minutes, now=now)
        invitations.raise_session(session.id, now=now)
    give_up(TroubleKind.UNCERTAIN)
    held = db.session.scalars(select(Invitation).execution_options(populate_existing=True)).one()
    assert (held.sent_sequence, held.sequence) == (0, 1)
    withdraw(person, now=now + timedelta(days=9))
    (cancel,) = post_round(now + timedelta(days=9))
    assert method_and_sequence(cancel) == ("CANCEL", 2)
