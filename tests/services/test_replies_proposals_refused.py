"""Proposals that can no longer be accepted say why, and stay in the queue."""

from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.support.invited import a_speaker, history
from tests.support.letters import post_round
from tests.support.moments import DAY, HOUR
from tests.support.proposals import OLGA, PROPOSED, latest, proposed, start_of
from tests.support.scenes import call_off
from webinars.domain.errors import Refusal, Stale
from webinars.models import Invitation, Seminar, SeminarState, Session, Standing
from webinars.models.database import db, transaction
from webinars.services import invitations, replies


def test_a_stale_view_of_the_part_is_refused(database: SQLAlchemy, now: datetime) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + HOUR)
    shown = session.version
    with transaction():
        session.version += 1
    with pytest.raises(Stale):
        replies.accept_proposal(latest(), expected=shown, by=OLGA, now=now + DAY)
    assert history()[-1].standing is Standing.WAITING


def _spoil(session: Session, how: str, now: datetime) -> None:
    if how == "cancelled":
        call_off(session, now=now)
    elif how == "archived":
        with transaction():
            db.session.get_one(Seminar, session.seminar_id).state = SeminarState.ARCHIVED
    elif how == "moved":
        with transaction():
            invitations.raise_slots([slot_id_of(session)], now=now)


def slot_id_of(session: Session) -> int:
    invitation = db.session.query(Invitation).filter_by(session_id=session.id).one()
    return invitation.slot_id or 0


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("cancelled", "does not take place"),
        ("archived", "in the archive"),
        ("moved", "has changed since this was proposed"),
    ],
)
def test_a_part_that_can_no_longer_be_moved_says_why(
    database: SQLAlchemy, now: datetime, how: str, words: str
) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + HOUR)
    _spoil(session, how, now + 2 * HOUR)
    with pytest.raises(Refusal, match=words):
        replies.accept_proposal(latest(), expected=None, by=OLGA, now=now + DAY)
    assert history()[-1].standing is Standing.WAITING


@pytest.mark.parametrize(
    ("starts_at", "at", "words"),
    [
        (PROPOSED, datetime(2026, 11, 25, 8, tzinfo=UTC), "has started"),
        (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC), "in the past"),
        (datetime(2026, 11, 25, 8, 15, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC), "already"),
        (datetime(2040, 1, 1, tzinfo=UTC), datetime(2026, 10, 2, tzinfo=UTC), "database knows"),
    ],
)
def test_a_time_that_cannot_be_says_why(
    database: SQLAlchemy, now: datetime, starts_at: datetime, at: datetime, words: str
) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, starts_at, now=now + HOUR)
    with pytest.raises(Refusal, match=words):
        replies.accept_proposal(latest(), expected=None, by=OLGA, now=at)
    assert start_of(database, session) == datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_a_proposal_to_what_no_longer_takes_place_can_still_be_refused(
    database: SQLAlchemy, now: datetime
) -> None:
    session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + HOUR)
    call_off(session, now=now + 2 * HOUR)
    replies.refuse_proposal(latest(), by=OLGA, now=now + DAY)
    assert history()[-1].standing is Standing.REFUSED
    assert [str(one.calendar["METHOD"]) for one in post_round(now + DAY)] == ["CANCEL"]


def test_a_proposal_cannot_be_taken_out_unanswered(database: SQLAlchemy, now: datetime) -> None:
    _session, _slot, _presenter, invitation = a_speaker(now)
    proposed(invitation, now=now + timedelta(hours=1))
    with pytest.raises(Refusal, match="waits for a decision"):
        replies.take_out(latest(), by=OLGA, now=now + DAY)
