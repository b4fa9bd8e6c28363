"""What is owed, and that one letter is enough for several causes."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.statements import count_statements
from webinars.models import Invitation, Notice, NoticeKind, NoticeState, Session
from webinars.models.database import transaction
from webinars.services import notices
from webinars.services.notices import Cause


def owed(database: SQLAlchemy) -> list[Notice]:
    statement = select(Notice).order_by(Notice.id).execution_options(populate_existing=True)
    return list(database.session.scalars(statement))


def three_invitations() -> list[Invitation]:
    seminar = builders.a_seminar()
    session = builders.a_session(seminar)
    people = [builders.a_registration(seminar, f"person{number}@city.example") for number in range(3)]
    return [builders.an_invitation(person, session) for person in people]


def test_a_posted_letter_is_due_at_once_unless_a_moment_is_named(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    later = now + timedelta(days=1)
    with transaction():
        notices.post(NoticeKind.CITY_INVITATION, now=now, seminar_id=seminar.id)
        notices.post(NoticeKind.CITY_REMINDER, now=now, seminar_id=seminar.id, due_at=later)
    assert [(notice.state, notice.due_at) for notice in owed(database)] == [
        (NoticeState.OWED, now),
        (NoticeState.OWED, later),
    ]


def test_a_calendar_letter_cannot_be_posted_without_an_invitation(
    database: SQLAlchemy, now: datetime
) -> None:
    with pytest.raises(ValueError, match="for an invitation"):
        notices.post(NoticeKind.CALENDAR, now=now)


def test_one_statement_owes_every_invitation_its_letter(database: SQLAlchemy, now: datetime) -> None:
    invitations = three_invitations()
    with transaction(), count_statements() as statements:
        notices.owe_calendar(Invitation.id > 0, now=now, is_settling=True, cause=Cause.RESTORED)
    assert len(statements) == 1, statements
    found = owed(database)
    assert [notice.invitation_id for notice in found] == [invitation.id for invitation in invitations]
    assert {notice.details["cause"] for notice in found} == {"restored"}
    assert {(notice.is_settling, notice.attempts, notice.is_repeated) for notice in found} == {
        (True, 0, False)
    }
    session = database.session.get_one(Session, invitations[0].session_id)
    assert {notice.seminar_id for notice in found} == {session.seminar_id}


def test_every_letter_of_a_bulk_has_a_key_of_its_own_that_nobody_guesses(
    database: SQLAlchemy, now: datetime
) -> None:
    three_invitations()
    with transaction():
        notices.owe_calendar(Invitation.id > 0, now=now, is_settling=False)
    keys = {notice.key for notice in owed(database)}
    assert len(keys) == 3
    assert {len(key) for key in keys} == {22}


@pytest.mark.parametrize("state", [NoticeState.OWED, NoticeState.HELD])
def test_a_second_cause_joins_the_letter_that_waits(
    database: SQLAlchemy, now: datetime, state: NoticeState
) -> None:
    three_invitations()
    with transaction():
        notices.owe_calendar(Invitation.id > 0, now=now, is_settling=False)
        for notice in owed(database):
            notice.state = state
    with transaction():
        notices.owe_calendar(Invitation.id > 0, now=now, is_settling=True)
    assert [(notice.state, notice.is_settling) for notice in owed(database)] == [(state, False)] * 3


def test_a_letter_on_its_way_takes_no_second_cause_and_another_is_owed(
    database: SQLAlchemy, now: datetime
) -> None:
    three_invitations()
    with transaction():
        notices.owe_calendar(Invitation.id > 0, now=now, is_settling=False)
        owed(database)[0].state = NoticeState.CLAIMED
    with transaction():
        notices.owe_calendar(Invitation.id > 0, now=now, is_settling=True)
    assert [notice.is_settling for notice in owed(database)] == [False, False, False, True]
