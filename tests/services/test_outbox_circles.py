"""A worker never holds two invitations: a move holds them all, in an order of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event, text

from tests.builders import NOW
from tests.support.databases import ON_POSTGRESQL
from tests.support.outboxes import (
    LEASE,
    a_dispatch,
    a_letter,
    an_invitation,
    begin,
    claim,
    notice_of,
    owe_calendar,
    states,
)
from webinars.models import Invitation, NoticeState
from webinars.services import outbox
from webinars.services.outbox import Begun

pytestmark = ON_POSTGRESQL


@contextmanager
def taken_by_a_move(database: SQLAlchemy, sent: Invitation) -> Iterator[list[str]]:
    """Let another connection take the row of *sent* as soon as a worker sets the organizer of another one."""
    taken: list[str] = []

    def take(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("UPDATE invitation SET organizer"):
            taken.append(statement)
            with database.engine.begin() as other:
                other.execute(text("SET LOCAL lock_timeout = '200ms'"))
                other.execute(text(f"SELECT id FROM invitation WHERE id = {sent.id} FOR UPDATE"))

    event.listen(Engine, "before_cursor_execute", take)
    try:
        yield taken
    finally:
        event.remove(Engine, "before_cursor_execute", take)


def test_a_first_letter_begins_when_the_one_before_has_let_go_of_its_invitation(
    database: SQLAlchemy,
) -> None:
    sent, following = an_invitation(), an_invitation()
    owe_calendar(sent)
    owe_calendar(following)
    first, second = claim()
    letter = a_letter(a_dispatch())
    assert begin(first, letter=letter)
    flights = (notice_of(first), letter), (notice_of(second), letter)
    database.session.rollback()
    with taken_by_a_move(database, sent) as taken:
        outcome = outbox.finish_and_begin(*flights, worker="one", now=NOW, lease=LEASE)
    assert (outcome, len(taken)) == ((True, Begun.YES), 1)
    assert states() == [NoticeState.SENT, NoticeState.SENDING]
