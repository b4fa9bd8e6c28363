"""Outcomes: a letter begun, sent, dropped or failed; each one short transaction that compares and sets."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from webinars.models.database import db, transaction
from webinars.models.notices import Notice, NoticeKind, NoticeState, SentLetter
from webinars.services import invitations
from webinars.services.invitations import Dispatch
from webinars.services.outbox.claims import owe_again
from webinars.services.outbox.dispatches import dispatch_of, keep_dispatch, keep_uncertain
from webinars.services.outbox.troubles import Trouble, TroubleKind, pause_after, with_trouble


@dataclass(frozen=True)
class Outgoing:
    """A letter as it is handed over; *dispatch* is what a calendar letter tells (None for every other).

    A secret one is sent and not kept.
    """

    recipient: str
    subject: str
    message: bytes
    message_id: str
    dispatch: Dispatch | None = None
    is_secret: bool = False


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


def begin(notice_id: int, worker: str, letter: Outgoing, *, now: datetime, lease: timedelta) -> bool:
    """Mark a claimed letter as being sent, keep its bytes, renew the lease; False: it is not ours any more.

    From this commit on nobody can say whether it left until `finish` says so.
    """
    with transaction():
        notice = _held(notice_id, worker, NoticeState.CLAIMED)
        if notice is None:
            return False
        notice.state, notice.message_id = NoticeState.SENDING, letter.message_id
        notice.claimed_until = now + lease
        _keep(notice, letter)
    return True


def finish(notice_id: int, worker: str, *, now: datetime) -> bool:
    """Mark a letter as sent, and its invitation as got; False: another worker has taken it for lost."""
    with transaction():
        notice = _held(notice_id, worker, NoticeState.SENDING)
        if notice is None:
            return False
        _free(notice, NoticeState.SENT)
        notice.sent_at = now
        if notice.kind is NoticeKind.ACCOUNT:
            # Its text holds a link that signs in, and it has served.
            notice.details = {}
        dispatch = dispatch_of(notice)
        if notice.invitation_id is not None and dispatch is not None:
            invitations.keep_sent(notice.invitation_id, dispatch, now=now)
    return True


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


def _keep(notice: Notice, letter: Outgoing) -> None:
    """Keep the letter as it is about to leave, and what its invitation needs to know once it has left."""
    kept = db.session.scalars(select(SentLetter).where(SentLetter.notice_id == notice.id)).one_or_none()
    if kept is None:
        kept = SentLetter(notice_id=notice.id)
        db.session.add(kept)
    kept.recipient, kept.subject = letter.recipient, letter.subject
    kept.message = None if letter.is_secret else letter.message
    if notice.invitation_id is not None and letter.dispatch is not None:
        invitations.keep_organizer(notice.invitation_id, letter.dispatch)
        keep_dispatch(notice, letter.dispatch)
