"""Outcomes: a letter begun, sent, dropped or failed; each one short transaction that compares and sets."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from webinars.models.database import bare_transaction, db, transaction, wait_for_no_disk
from webinars.models.notices import Notice, NoticeState, SentLetter
from webinars.models.singles import single_statements
from webinars.services.outbox.claims import owe_again
from webinars.services.outbox.dispatches import dispatch_of, keep_uncertain
from webinars.services.outbox.finishing import Left, finished, finished_together
from webinars.services.outbox.steps import (
    Begun,
    Outgoing,
    begun,
    begun_at_once,
    can_begin_at_once,
    may_be_first,
)
from webinars.services.outbox.troubles import Trouble, TroubleKind, pause_after, with_trouble


def repeated_letter(notice: Notice) -> Outgoing | None:
    """Return the letter that a dead worker may have handed over, to be sent as it was; one statement.

    None where it has to be written: not repeated, or too secret to be kept. Whatever changed since has a
    letter of its own (see JOINABLE), so these bytes are never the only news.
    """
    if not notice.is_repeated:
        return None
    kept = db.session.scalars(select(SentLetter).where(SentLetter.notice_id == notice.id)).one_or_none()
    if kept is None or kept.message is None:
        return None
    dispatch = dispatch_of(notice, kept.dispatch)
    return Outgoing(kept.recipient, kept.subject, kept.message, kept.message_id, dispatch)


def begin(notice: Notice, letter: Outgoing, *, worker: str, now: datetime, lease: timedelta) -> Begun:
    """Keep a letter, as it was read after the claim, as begun, for a lease of its own.

    From this commit on nobody can say whether it left until the next is begun or `finish` says so.

    Nobody waits for the disk here, but for the first letter of an invitation. A database that loses its power
    forgets the last few, and they are repeated under their Message-IDs; who is uninvited meanwhile still gets
    the CANCEL.
    """
    if can_begin_at_once(db.engine.dialect, notice, letter):
        with single_statements() as connection:
            return begun_at_once(connection, notice, letter, worker=worker, until=now + lease)
    with bare_transaction() as connection:
        if not may_be_first(letter):
            wait_for_no_disk(connection)
        return begun(connection, notice, letter, worker=worker, until=now + lease)


def finish(letters: Sequence[Left], *, worker: str, now: datetime) -> frozenset[int]:
    """Mark letters that left, in the order in which they were begun, as sent, and their invitations as got.

    Return the ids of those that are *worker*'s still.

    Whoever takes up what a dead worker left knows that all have left but the last that it began (see claims).
    So that is marked together with the others, or last. And they are marked together only as far as nobody
    holds them: who holds several invitations and waits can wait in a circle with a move, which holds them
    all, in another order.
    """
    with bare_transaction() as connection:
        done = finished_together(connection, letters, worker=worker, now=now)
    for left in letters:
        if left.notice_id not in done:
            with bare_transaction() as connection:
                if finished(connection, left, worker=worker, now=now):
                    done |= {left.notice_id}
    return done


def drop(notice_id: int, worker: str) -> None:
    """Mark a claimed letter as no longer needed."""
    with transaction():
        notice = _held(notice_id, worker)
        if notice is not None:
            _free(notice, NoticeState.DROPPED)


def fail(notice_id: int, worker: str, kind: TroubleKind, reason: str, *, now: datetime) -> NoticeState | None:
    """Let a letter pause by the kind of its trouble, or give it up; return its state, None if it is not ours.

    One whose fate is uncertain is repeated as it is, like that of a dead worker.
    """
    with transaction():
        notice = _held(notice_id, worker)
        if notice is None:
            return None
        notice.attempts += 1
        notice.error = with_trouble(notice.error, Trouble(now, kind, reason))
        notice.is_repeated = notice.is_repeated or kind is TroubleKind.UNCERTAIN
        pause = pause_after(kind, notice.attempts)
        if pause is None:
            if notice.is_repeated:
                keep_uncertain(notice)
            _free(notice, NoticeState.FAILED)
            return NoticeState.FAILED
        # The pause is exact: a letter that has settled once does not settle again.
        notice.is_settling = False
        db.session.flush()
        return owe_again(notice, now=now, due_at=now + pause)


def _held(notice_id: int, worker: str) -> Notice | None:
    statement = select(Notice).where(Notice.id == notice_id).with_for_update(of=Notice)
    notice = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    return notice if notice is not None and notice.claimed_by == worker else None


def _free(notice: Notice, state: NoticeState) -> None:
    notice.state, notice.claimed_by, notice.claimed_until = state, None, None
