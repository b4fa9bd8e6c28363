"""Claims: the compare-and-set by which several workers share the outbox, and what a dead one leaves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from webinars.models.database import db, transaction
from webinars.models.invitations import Invitation
from webinars.models.notices import WAITING, Notice, NoticeKind, NoticeState, SentLetter
from webinars.services.notices import spread_crowds
from webinars.services.outbox.dispatches import dispatch_of, keep_uncertain
from webinars.services.outbox.finishing import finished_together, left_of
from webinars.services.outbox.troubles import Trouble, TroubleKind, pause_after, with_trouble

# A dead worker leaves one batch; more of them are taken up in the next rounds.
RECOVERED_AT_ONCE = 200


def claim(
    worker: str, *, now: datetime, limit: int, lease: timedelta, settling: timedelta
) -> tuple[int, ...]:
    """Take up what dead workers left, then return the ids of at most *limit* due letters, oldest first.

    Crowds become letters of their own before. What is returned is *worker*'s until *lease* is over, a name
    that claims once: by it is known what was begun. Two workers never get the same letter, and never two
    letters of one invitation at once: a CANCEL waits until its REQUEST is sent or given up.
    """
    with transaction():
        spread_crowds()
        _recover(now)
        due = _due(now, settling).limit(limit).with_for_update(of=Notice, skip_locked=True).cte("due")
        mine = {"state": NoticeState.CLAIMED, "claimed_by": worker, "claimed_until": now + lease}
        claimed = update(Notice).where(Notice.id.in_(select(due.c.id))).values(**mine)
        in_order = claimed.returning(Notice.due_at, Notice.id).execution_options(synchronize_session=False)
        return tuple(ident for _, ident in sorted(db.session.execute(in_order)))


def give_back(worker: str, *, now: datetime) -> None:
    """Owe again, unmarked, every letter that *worker* claimed and did not begin to send."""
    with transaction():
        mine = and_(Notice.state == NoticeState.CLAIMED, Notice.claimed_by == worker)
        _unclaim(_locked(and_(mine, ~_is_begun())), now=now)


def put_back(notice_id: int, worker: str, *, now: datetime) -> None:
    """Owe again, unmarked, a letter that *worker* had begun and that surely did not leave."""
    with transaction():
        for notice in _locked(and_(Notice.id == notice_id, Notice.claimed_by == worker)):
            owe_again(notice, now=now, due_at=notice.due_at)


def owe_again(
    notice: Notice, *, now: datetime, due_at: datetime, is_repeated: bool | None = None, **values: object
) -> NoticeState:
    """Put a letter back into the queue, or drop it where a newer one tells everything; return its new state.

    One that surely did not leave will be written anew, so the bytes that were kept of it go.

    A cause that comes while a letter is in flight owes a letter of its own, and of one invitation only one
    may wait. The index decides, so that no cause can slip in between a look and the change.
    """
    mark = notice.is_repeated if is_repeated is None else is_repeated
    freed = {"claimed_by": None, "claimed_until": None, "due_at": due_at, "is_repeated": mark, **values}
    if not mark:
        db.session.execute(delete(SentLetter).where(SentLetter.notice_id == notice.id))
    try:
        with db.session.begin_nested():
            _set(Notice.id == notice.id, state=NoticeState.OWED, **freed)
    except IntegrityError:
        joined = Trouble(now, TroubleKind.JOINED, "")
        freed["error"] = with_trouble(notice.error, joined)
        _set(Notice.id == notice.id, state=NoticeState.DROPPED, **freed)
        return NoticeState.DROPPED
    return NoticeState.OWED


def _due(now: datetime, settling: timedelta) -> Select[int]:
    is_settled = or_(Notice.is_settling.is_(False), Notice.due_at <= now - settling)
    is_due = and_(Notice.state == NoticeState.OWED, Notice.due_at <= now, is_settled)
    return select(Notice.id).where(is_due, ~_is_blocked()).order_by(Notice.due_at, Notice.id)


def _is_blocked() -> ColumnElement[bool]:
    """Say that another letter of the same invitation is in flight, or is one of its calendar's and older.

    A question about an answer holds nothing up: an organiser may hold it, and its calendar goes on.

    States are not compared by `==`: PostgreSQL, which may not know yet that thousands wait, would look for
    the other among all of these, and so compare each with each, instead of by the invitation.
    """
    other = aliased(Notice)
    is_calendar = other.kind == NoticeKind.CALENDAR
    is_waiting = or_(*(other.state.is_not_distinct_from(state) for state in WAITING))
    is_before = and_(is_calendar, is_waiting, other.id < Notice.id)
    return exists().where(
        other.invitation_id == Notice.invitation_id,
        other.id != Notice.id,
        or_(other.state.is_not_distinct_from(NoticeState.CLAIMED), is_before),
    )


def _is_begun(*how: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that whoever claimed a letter has begun it: what was kept of it before is in another's name."""
    its = and_(SentLetter.notice_id == Notice.id, SentLetter.begun_by == Notice.claimed_by)
    return exists().where(its, *how)


def _recover(now: datetime) -> None:
    is_claimed = Notice.state == NoticeState.CLAIMED
    lapsed = _locked(and_(is_claimed, Notice.claimed_until < now, ~_is_begun()))
    # Once more, now that they are held: one may have been begun since the look.
    these = Notice.id.in_([notice.id for notice in lapsed])
    begun = set(db.session.scalars(select(Notice.id).where(these, _is_begun()))) if lapsed else set()
    _unclaim([notice for notice in lapsed if notice.id not in begun], now=now)
    is_silent = _is_begun(SentLetter.begun_until < now)
    workers = select(Notice.claimed_by).where(is_claimed, is_silent).distinct()
    for worker in db.session.scalars(workers).all():
        if worker is not None:
            _recover_begun(worker, now=now)


def _recover_begun(worker: str, *, now: datetime) -> None:
    """Take up what a worker had begun, if it is dead: all but the last have left (see outcomes.finish).

    Who has the last has them all. What a move holds at the moment waits for the next round.
    """
    is_its = and_(Notice.state == NoticeState.CLAIMED, Notice.claimed_by == worker)
    joined = select(Notice, SentLetter.dispatch).join(SentLetter, SentLetter.notice_id == Notice.id)
    in_order = joined.where(is_its, SentLetter.begun_by == worker).order_by(SentLetter.id)
    begun = db.session.execute(in_order.execution_options(populate_existing=True)).all()
    if not begun:
        return
    last: Notice = begun[-1][0]
    is_silent = _is_begun(SentLetter.begun_until < now)
    if not _locked(and_(is_its, Notice.id == last.id, is_silent)):
        return
    if last.invitation_id is not None and not _is_free(last.invitation_id):
        return
    left = [left_of(notice, dispatch_of(notice, kept)) for notice, kept in begun[:-1]]
    done = finished_together(db.session.connection(), left, worker=worker, now=now)
    if len(done) == len(left):
        _repeat(last, now=now)


def _unclaim(claimed: Sequence[Notice], *, now: datetime) -> None:
    """Owe letters again that nobody had begun: all at once, or one by one where some join newer ones."""
    if not claimed:
        return
    freed = {"state": NoticeState.OWED, "claimed_by": None, "claimed_until": None}
    try:
        with db.session.begin_nested():
            _set(Notice.id.in_([notice.id for notice in claimed]), **freed)
    except IntegrityError:
        for notice in claimed:
            owe_again(notice, now=now, due_at=notice.due_at)


def _repeat(notice: Notice, *, now: datetime) -> None:
    """Owe a letter again that may have left: marked, with its Message-ID. Give up one that kills workers."""
    attempts = notice.attempts + 1
    pause = pause_after(TroubleKind.INTERRUPTED, attempts)
    error = with_trouble(notice.error, Trouble(now, TroubleKind.INTERRUPTED, ""))
    if pause is None:
        given_up = {"claimed_by": None, "claimed_until": None, "is_repeated": True}
        _set(Notice.id == notice.id, state=NoticeState.FAILED, attempts=attempts, error=error, **given_up)
        keep_uncertain(notice)
        return
    owe_again(notice, now=now, due_at=now + pause, is_repeated=True, attempts=attempts, error=error)


def _locked(which: ColumnElement[bool]) -> list[Notice]:
    """Return the letters of *which* that nobody else is changing, held until the transaction ends."""
    statement = select(Notice).where(which).order_by(Notice.id).limit(RECOVERED_AT_ONCE)
    locked = statement.with_for_update(of=Notice, skip_locked=True)
    return list(db.session.scalars(locked.execution_options(populate_existing=True)))


def _is_free(invitation_id: int) -> bool:
    """Say whether nobody is changing an invitation, and hold it then until the transaction ends."""
    found = select(Invitation.id).where(Invitation.id == invitation_id)
    return db.session.scalar(found.with_for_update(skip_locked=True, key_share=True)) is not None


def _set(which: ColumnElement[bool], **values: object) -> None:
    db.session.execute(
        update(Notice).where(which).values(**values).execution_options(synchronize_session=False)
    )
