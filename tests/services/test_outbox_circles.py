"""A worker never waits while it holds several invitations: a move holds them all, in an order of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from tests.builders import NOW, ORGANISER
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
from webinars.models.database import transaction
from webinars.models.singles import single_statements
from webinars.services import outbox
from webinars.services.outbox import Wish

pytestmark = ON_POSTGRESQL

SENT, CLAIMED, OWED = NoticeState.SENT, NoticeState.CLAIMED, NoticeState.OWED


@contextmanager
def a_move(database: SQLAlchemy) -> Iterator[Connection]:
    """Give the connection of a move, which does not wait long for anybody."""
    with database.engine.connect() as move:
        move.execute(text("SET lock_timeout = '200ms'"))
        yield move
        move.rollback()


def take(move: Connection, invitation_id: int) -> None:
    move.execute(text(f"SELECT id FROM invitation WHERE id = {invitation_id} FOR UPDATE"))


@contextmanager
def before_one_is_waited_for(move: Connection, *, wanted: int) -> Iterator[list[int]]:
    """Let the move take the invitation *wanted*, and end, when a letter is to be marked by itself."""
    taken: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT notice.id") and statement.endswith("FOR NO KEY UPDATE"):
            taken.append(wanted)
            take(move, wanted)
            move.rollback()

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield taken
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def begun_by(worker: str) -> tuple[list[Invitation], list[outbox.Left]]:
    """Begin two letters; return their invitations, and what is to be marked of them."""
    invited = [an_invitation(), an_invitation()]
    for invitation in invited:
        owe_calendar(invitation)
    letter = a_letter(a_dispatch())
    letters = claim(worker)
    for ident in letters:
        assert begin(ident, worker, letter)
    return invited, [outbox.left_of(notice_of(ident), letter.dispatch) for ident in letters]


def test_a_worker_has_let_go_of_all_others_when_it_waits_for_one_that_a_move_holds(
    database: SQLAlchemy,
) -> None:
    (first, second), left = begun_by("one")
    ids = first.id, second.id
    database.session.rollback()
    with a_move(database) as move:
        take(move, ids[1])
        with before_one_is_waited_for(move, wanted=ids[0]) as taken:
            done = outbox.finish(left, worker="one", now=NOW)
    assert done == {one.notice_id for one in left}
    assert taken == [ids[0]]
    assert states() == [SENT, SENT]


def test_the_last_letter_is_marked_last_whichever_a_move_holds(database: SQLAlchemy) -> None:
    """Who dies in between leaves in doubt the one that it began last, and no other."""
    (first, second), left = begun_by("one")
    ids = first.id, second.id
    database.session.rollback()
    seen: list[list[NoticeState]] = []
    with a_move(database) as move:
        take(move, ids[0])

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if statement.startswith("SELECT notice.id") and statement.endswith("FOR NO KEY UPDATE"):
                move.rollback()
                query = text("SELECT state FROM notice ORDER BY id")
                seen.append([NoticeState(one) for one in move.scalars(query)])

        event.listen(Engine, "before_cursor_execute", note)
        try:
            outbox.finish(left, worker="one", now=NOW)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    assert seen == [[CLAIMED, CLAIMED], [SENT, CLAIMED]]
    assert states() == [SENT, SENT]


@pytest.mark.parametrize("held", [0, 1])
def test_what_a_dead_worker_had_begun_waits_for_a_move_that_holds_it(database: SQLAlchemy, held: int) -> None:
    invited, _left = begun_by("dead")
    ident = invited[held].id
    database.session.rollback()
    later = NOW + LEASE + timedelta(minutes=1)
    with a_move(database) as move:
        take(move, ident)
        assert claim("two", now=later) == ()
        assert states() == [CLAIMED, CLAIMED]
    database.session.rollback()
    claim("two", now=later, limit=0)
    assert states() == [SENT, OWED]


@pytest.mark.parametrize("organizer", [None, "office@tokyo.example"])
def test_a_letter_is_not_begun_while_it_is_taken_away(database: SQLAlchemy, organizer: str | None) -> None:
    """Its lease has run out, and nothing but the lock tells whoever had it. The first, and a later one."""
    invitation = an_invitation()
    with transaction():
        invitation.organizer = organizer
    owe_calendar(invitation)
    (ident,) = claim("one")
    notice, written_from = notice_of(ident), outbox.snapshot_of(invitation)
    letter = replace(a_letter(a_dispatch()), written_from=written_from)
    database.session.rollback()
    with a_move(database) as other:
        other.execute(text("UPDATE notice SET state = 'owed', claimed_by = NULL"))
        with single_statements() as single:
            for connection in (database.session, single):
                connection.execute(text("SET lock_timeout = '200ms'"))
                connection.commit()
        with pytest.raises(OperationalError, match="lock timeout"):
            outbox.begin(notice, letter, worker="one", now=NOW, lease=LEASE)
        other.commit()
    assert outbox.begin(notice, letter, worker="one", now=NOW, lease=LEASE) is outbox.Begun.NOT_OURS


def test_who_holds_letters_waits_for_no_worker_that_marks_them_as_sent(database: SQLAlchemy) -> None:
    """It may itself wait for a move, and the move for who holds letters."""
    _invited, left = begun_by("one")
    ids = [one.notice_id for one in left]
    database.session.rollback()
    with a_move(database) as worker:
        worker.execute(text(f"SELECT id FROM notice WHERE id = {ids[0]} FOR UPDATE"))
        database.session.execute(text("SET lock_timeout = '200ms'"))
        done = outbox.fulfil(Wish.HOLD, ids, by=ORGANISER, now=NOW)
        database.session.execute(text("RESET lock_timeout"))
        database.session.commit()
    assert (done.changed, done.skipped) == (0, 2)
    assert states() == [CLAIMED, CLAIMED]
