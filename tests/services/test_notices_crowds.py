"""A crowd is owed its letters at once, whatever another process owes at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event, insert, select

from tests import builders
from tests.support.databases import ON_POSTGRESQL
from tests.support.statements import count_statements
from webinars.models import Invitation, Notice, NoticeKind, NoticeState
from webinars.models.database import transaction
from webinars.services import notices


def invitations() -> list[int]:
    seminar = builders.a_seminar()
    session = builders.a_session(seminar)
    people = [builders.a_registration(seminar, f"person{number}@city.example") for number in range(3)]
    return [builders.an_invitation(person, session).id for person in people]


def waiting(database: SQLAlchemy) -> list[int | None]:
    found = select(Notice.invitation_id).where(Notice.state == NoticeState.OWED)
    return sorted(database.session.scalars(found), key=lambda ident: ident or 0)


@contextmanager
def owed_elsewhere(database: SQLAlchemy, invitation_id: int, now: datetime) -> Iterator[None]:
    """Let another connection owe the letter of one invitation just before a crowd is owed its own."""

    intruded: list[str] = []

    def intrude(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not intruded and statement.startswith("INSERT INTO notice"):
            intruded.append(statement)
            row = {"key": "elsewhere", "kind": NoticeKind.CALENDAR, "invitation_id": invitation_id}
            with database.engine.begin() as other:
                other.execute(insert(Notice).values(row | {"posted_at": now, "due_at": now}))

    event.listen(Engine, "before_cursor_execute", intrude)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", intrude)
    assert "ON CONFLICT" not in intruded[0]


@pytest.mark.parametrize("is_one_waiting", [False, True])
def test_a_crowd_is_owed_one_letter_each(database: SQLAlchemy, now: datetime, is_one_waiting: bool) -> None:
    ids = invitations()
    if is_one_waiting:
        with transaction():
            notices.owe_calendar(Invitation.id == ids[1], now=now, is_settling=True)
    with transaction(), count_statements() as statements:
        notices.owe_crowd(Invitation.id.in_(ids), now=now)
    assert waiting(database) == ids
    assert len(statements) == 2, statements


@ON_POSTGRESQL
def test_a_letter_that_is_owed_elsewhere_at_that_moment_is_joined(
    database: SQLAlchemy, now: datetime
) -> None:
    ids = invitations()
    with transaction(), owed_elsewhere(database, ids[1], now):
        notices.owe_crowd(Invitation.id.in_(ids), now=now)
    assert waiting(database) == ids
    assert database.session.scalars(select(Notice.key).where(Notice.invitation_id == ids[1])).all() == [
        "elsewhere"
    ]
