"""A crowd is owed its letters by one row, and a worker makes a letter of it for each."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_POSTGRESQL
from tests.support.outboxes import claim
from tests.support.statements import count_statements
from webinars.models import Crowd, Invitation, Method, Notice, NoticeState, Session
from webinars.models.database import transaction
from webinars.queries.letters import crowds_waiting
from webinars.services import invitations, notices, outbox
from webinars.services.invitations.rows import close_all

HOUR = timedelta(hours=1)


@pytest.fixture
def small_crowds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three people be a crowd: a hundred take long to invite."""
    monkeypatch.setattr(notices, "CROWD", 2)


def a_held_part(people: int = 3) -> Session:
    seminar = builders.a_seminar()
    session = builders.a_session(seminar)
    for number in range(people):
        person = builders.a_registration(seminar, f"person{number}@city.example")
        builders.an_invitation(person, session, sent_method=Method.REQUEST, sent_sequence=0)
    return session


def raise_(session: Session, now: datetime = NOW) -> None:
    with transaction():
        invitations.raise_session(session.id, now=now)


def waiting(database: SQLAlchemy) -> list[tuple[int | None, datetime]]:
    found = select(Notice.invitation_id, Notice.posted_at).where(Notice.state == NoticeState.OWED)
    return [(ident, posted_at) for ident, posted_at in database.session.execute(found.order_by(Notice.id))]


def held(database: SQLAlchemy) -> list[int]:
    return list(database.session.scalars(select(Invitation.id).order_by(Invitation.id)))


def test_a_few_are_owed_their_letters_at_once(database: SQLAlchemy) -> None:
    raise_(a_held_part())
    assert (len(waiting(database)), crowds_waiting()) == (3, 0)


@pytest.mark.usefixtures("small_crowds")
def test_a_crowd_is_one_row_however_many_it_has(database: SQLAlchemy) -> None:
    counted = []
    for people in (3, 6):
        session = a_held_part(people)
        with count_statements() as statements:
            raise_(session)
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert (waiting(database), crowds_waiting()) == ([], 2)


@pytest.mark.usefixtures("small_crowds")
def test_a_worker_makes_a_letter_for_each_as_of_the_moment_of_the_cause(database: SQLAlchemy) -> None:
    raise_(a_held_part())
    assert claim(now=NOW + HOUR) != ()
    found = select(Notice.invitation_id, Notice.posted_at, Notice.state).order_by(Notice.id)
    made = [tuple(row) for row in database.session.execute(found)]
    assert made == [(ident, NOW, NoticeState.CLAIMED) for ident in held(database)]
    assert crowds_waiting() == 0


@pytest.mark.usefixtures("small_crowds")
def test_who_is_owed_a_letter_already_gets_no_second_one(database: SQLAlchemy) -> None:
    session = a_held_part()
    with transaction():
        notices.owe_calendar(Invitation.id == held(database)[1], now=NOW, is_settling=True)
    raise_(session, NOW + HOUR)
    raise_(session, NOW + 2 * HOUR)
    outbox.spread()
    assert sorted(waiting(database), key=lambda row: row[0] or 0) == [
        (held(database)[0], NOW + HOUR),
        (held(database)[1], NOW),
        (held(database)[2], NOW + HOUR),
    ]


@pytest.mark.usefixtures("small_crowds")
def test_who_left_before_the_letters_were_made_gets_no_update(database: SQLAlchemy) -> None:
    session = a_held_part()
    raise_(session)
    gone = held(database)[0]
    with transaction():
        close_all(Invitation.id == gone, now=NOW, is_settling=False)
        database.session.query(Notice).delete()  # the CANCEL has left
    outbox.spread()
    assert [ident for ident, _ in waiting(database)] == held(database)[1:]


@ON_POSTGRESQL
@pytest.mark.usefixtures("small_crowds")
def test_a_crowd_that_another_worker_has_in_hand_is_left_to_it(database: SQLAlchemy) -> None:
    raise_(a_held_part())
    with database.engine.begin() as other:
        other.execute(select(Crowd).with_for_update())
        outbox.spread()
        assert waiting(database) == []
    outbox.spread()
    assert len(waiting(database)) == 3
