"""Wishes: what an organiser can do to a letter that is not on its way: hold it, release it, try it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, func, select

from webinars.domain.errors import N_, Refusal
from webinars.models.database import db, transaction
from webinars.models.notices import WAITING, Notice, NoticeState
from webinars.services.notices import spread_crowds
from webinars.services.outbox.claims import owe_again
from webinars.services.records import Actor, record

# SQLite takes some 32,000 values in a statement, PostgreSQL 65,000.
ROWS_AT_ONCE = 500


class Wish(StrEnum):
    """What is wished."""

    HOLD = "hold"
    RELEASE = "release"
    RETRY = "retry"


VERBS = {Wish.HOLD: "held", Wish.RELEASE: "released", Wish.RETRY: "retried"}
TOO_LATE = {
    Wish.HOLD: N_("This letter can no longer be held: only one that waits can. Load the page again."),
    Wish.RELEASE: N_("This letter is not held. Load the page again."),
    Wish.RETRY: N_("This letter was not given up and does not pause. Load the page again."),
}


@dataclass(frozen=True)
class Done:
    """How many letters were changed, and how many were in no state for it."""

    changed: int
    skipped: int


def spread() -> None:
    """Make the letters of crowds, for whoever wishes something for all."""
    with transaction():
        spread_crowds()


def fulfil(wish: Wish, notice_ids: Sequence[int], *, by: Actor, now: datetime) -> Done:
    """Do *wish* to every one of the letters that is in a state for it, in one transaction.

    A held letter that is released goes at once. One that is tried again is written anew, and is dropped
    where a newer one about the same invitation waits.
    """
    changed = 0
    with transaction():
        for notice in _locked(notice_ids):
            before = notice.state
            after = _change(notice, wish, now=now)
            if after is not None:
                changed += 1
                states = {"state": (before, after)}
                record(VERBS[wish], notice, by=by, now=now, seminar_id=notice.seminar_id, changes=states)
    return Done(changed, len(notice_ids) - changed)


def fulfil_one(wish: Wish, notice_id: int, *, by: Actor, now: datetime) -> None:
    """Do *wish* to one letter; raise Refusal when it is in no state for it."""
    if not fulfil(wish, (notice_id,), by=by, now=now).changed:
        raise Refusal(TOO_LATE[wish])


def can(wish: Wish, notice: Notice) -> bool:
    """Say whether *notice* is in a state for *wish*."""
    is_pausing = notice.state is NoticeState.OWED and notice.attempts > 0
    return {
        Wish.HOLD: notice.state is NoticeState.OWED,
        Wish.RELEASE: notice.state is NoticeState.HELD,
        Wish.RETRY: notice.state is NoticeState.FAILED or is_pausing,
    }[wish]


def _locked(notice_ids: Sequence[int]) -> Iterator[Notice]:
    # In the order in which a move holds the letters that wait (services/notices.owe_calendar), so that an
    # organiser who holds letters and one who moves their part cannot lock each other out.
    order = (func.coalesce(Notice.invitation_id, 0), Notice.id)
    wanted: list[tuple[int, int]] = []
    for some in _in_batches(notice_ids):
        found = db.session.execute(select(*order).where(Notice.id.in_(some)))
        wanted += [(invitation_id, ident) for invitation_id, ident in found]
    for some in _in_batches([ident for _, ident in sorted(wanted)]):
        # Nor is a worker held up that marks letters as sent, and may itself wait for a move.
        changeable = and_(Notice.id.in_(some), Notice.state.in_((*WAITING, NoticeState.FAILED)))
        statement = select(Notice).where(changeable).order_by(*order).with_for_update(of=Notice)
        yield from db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _in_batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + ROWS_AT_ONCE] for start in range(0, len(ids), ROWS_AT_ONCE))


def _change(notice: Notice, wish: Wish, *, now: datetime) -> NoticeState | None:
    """Change one locked letter and return its new state; None when it is in no state for it."""
    if not can(wish, notice):
        return None
    if wish is Wish.HOLD:
        notice.state = NoticeState.HELD
    elif notice.state is NoticeState.FAILED:
        # Somebody decided to send it again: it is a new letter from the present state, not a repetition.
        return owe_again(notice, now=now, due_at=now, is_repeated=False, attempts=0)
    else:
        notice.state, notice.due_at, notice.is_settling = NoticeState.OWED, now, False
    return notice.state
