"""Outcomes: a letter begun, sent, dropped or failed; each one short transaction that compares and sets."""

from datetime import datetime, timedelta

from sqlalchemy import select

from webinars.models.database import bare_transaction, db, transaction, wait_for_no_disk
from webinars.models.notices import Notice, NoticeState, SentLetter
from webinars.models.singles import single_statements
from webinars.services.outbox.claims import owe_again
from webinars.services.outbox.dispatches import dispatch_of, keep_uncertain
from webinars.services.outbox.steps import (
    Begun,
    Flight,
    Outgoing,
    begun,
    can_be_one,
    finished,
    finished_and_begun,
    may_be_first,
    why_not_begun,
)
from webinars.services.outbox.troubles import Trouble, TroubleKind, pause_after, with_trouble


def repeated_letter(notice: Notice) -> Outgoing | None:
    """Return the letter that a dead worker may have handed over, to be sent as it was; one statement.

    None where it has to be written: not repeated, or too secret to be kept. Whatever changed since has a
    letter of its own (see JOINABLE), so these bytes are never the only news.
    """
    if not notice.is_repeated or notice.message_id is None:
        return None
    kept = db.session.scalars(select(SentLetter).where(SentLetter.notice_id == notice.id)).one_or_none()
    if kept is None or kept.message is None:
        return None
    return Outgoing(kept.recipient, kept.subject, kept.message, notice.message_id, dispatch_of(notice))


def begin(notice: Notice, letter: Outgoing, *, worker: str, now: datetime, lease: timedelta) -> Begun:
    """Mark a letter, as it was read after the claim, as being sent; keep its bytes, renew the lease.

    From this commit on nobody can say whether it left until `finish` says so.
    """
    with bare_transaction() as connection:
        return begun(connection, notice, letter, worker=worker, until=now + lease)


def finish(notice: Notice, letter: Outgoing, *, worker: str, now: datetime) -> bool:
    """Mark a letter as sent, and its invitation as got; False: another worker has taken it for lost."""
    with bare_transaction() as connection:
        return finished(connection, notice, letter, worker=worker, now=now)


def finish_and_begin(
    sent: Flight, following: Flight, *, worker: str, now: datetime, lease: timedelta
) -> tuple[bool, Begun]:
    """Finish one letter and begin the next in one transaction: a commit for each letter, not two.

    Until it ends the one that left is the one in flight: never more than one letter is of uncertain fate.
    A first letter begins in a transaction of its own: it changes its invitation as well, and who holds two
    invitations can wait in a circle with a move, which holds them all in another order.

    Nobody waits for the disk here. A database that loses its power forgets that the last few updates left,
    and they are repeated under their Message-IDs; who is uninvited meanwhile still gets the CANCEL, for the
    first letter was waited for.
    """
    if may_be_first(following[1]):
        is_finished = finish(*sent, worker=worker, now=now)
        return is_finished, begin(*following, worker=worker, now=now, lease=lease)
    if can_be_one(db.engine.dialect, sent, following):
        with single_statements() as connection:
            times = {"now": now, "until": now + lease}
            is_finished, is_begun = finished_and_begun(connection, sent, following, worker=worker, **times)
            return is_finished, Begun.YES if is_begun else why_not_begun(connection, following[0], worker)
    with bare_transaction() as connection:
        wait_for_no_disk(connection)
        is_finished = finished(connection, *sent, worker=worker, now=now)
        return is_finished, begun(connection, *following, worker=worker, until=now + lease)


def drop(notice_id: int, worker: str) -> None:
    """Mark a claimed letter as no longer needed."""
    with transaction():
        notice = _held(notice_id, worker, NoticeState.CLAIMED)
        if notice is not None:
            _free(notice, NoticeState.DROPPED)


def fail(notice_id: int, worker: str, kind: TroubleKind, reason: str, *, now: datetime) -> NoticeState | None:
    """Let a letter pause by the kind of its trouble, or give it up; return its state, None if it is not ours.

    One whose fate is uncertain is repeated as it is, like that of a dead worker.
    """
    with transaction():
        notice = _held(notice_id, worker, NoticeState.CLAIMED, NoticeState.SENDING)
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


def _held(notice_id: int, worker: str, *states: NoticeState) -> Notice | None:
    statement = select(Notice).where(Notice.id == notice_id).with_for_update(of=Notice)
    notice = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    is_ours = notice is not None and notice.claimed_by == worker and notice.state in states
    return notice if is_ours else None


def _free(notice: Notice, state: NoticeState) -> None:
    notice.state, notice.claimed_by, notice.claimed_until = state, None, None
