"""Sending somebody's event once more: what is owed and written down, and what is refused."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.invited import a_guest, a_speaker, again
from tests.support.letters import waiting
from webinars.domain.errors import Missing, Refusal
from webinars.models import SeminarState, Session, SessionState
from webinars.models.database import transaction
from webinars.models.records import Record
from webinars.models.seminars import Seminar
from webinars.services.histories import send_again


def last_record(database: SQLAlchemy) -> Record:
    return database.session.scalars(select(Record).order_by(Record.id.desc()).limit(1)).one()


def test_the_event_is_owed_once_more_with_a_later_stamp(database: SQLAlchemy) -> None:
    session, person, invitation = a_guest(NOW)
    sent_at = invitation.changed_at
    send_again(invitation.id, by=ORGANISER, now=NOW)
    event = again(invitation)
    assert (event.sequence, event.changed_at) == (0, sent_at + timedelta(seconds=1))
    assert [notice.invitation_id for notice in waiting()] == [invitation.id]
    record = last_record(database)
    assert (record.verb, record.noun, record.noun_id) == ("sent again", "registration", person.id)
    assert record.changes == {"session_id": [None, session.name.best("en")]}


def test_a_presenters_event_is_written_down_with_the_presenter(database: SQLAlchemy) -> None:
    _session, _slot, presenter, invitation = a_speaker(NOW)
    send_again(invitation.id, by=ORGANISER, now=NOW)
    record = last_record(database)
    assert (record.noun, record.noun_id) == ("presenter", presenter.id)


@pytest.mark.parametrize(
    ("changes", "of", "why"),
    [
        ({"state": SeminarState.CANCELLED}, Seminar, "does not take place"),
        ({"state": SessionState.CANCELLED}, Session, "does not take place"),
        ({"ends_at": NOW, "starts_at": NOW - timedelta(hours=1)}, Session, "is over"),
    ],
)
def test_what_does_not_take_place_or_is_over_is_not_sent(
    database: SQLAlchemy, changes: dict[str, datetime], of: type[Seminar | Session], why: str
) -> None:
    session, _person, invitation = a_guest(NOW)
    ident = session.id if of is Session else session.seminar_id
    with transaction():
        row = database.session.get_one(of, ident)
        for name, value in changes.items():
            setattr(row, name, value)
    with pytest.raises(Refusal, match=why):
        send_again(invitation.id, by=ORGANISER, now=NOW)
    assert waiting() == []


def test_an_event_that_is_not_there_is_missing(database: SQLAlchemy) -> None:
    builders.a_seminar()
    with pytest.raises(Missing):
        send_again(4711, by=ORGANISER, now=NOW)
