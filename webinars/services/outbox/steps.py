"""A letter's two steps, begun and finished, in bare statements: thousands of letters take them in a row.

Each takes part in the caller's transaction. The statements are made once, for making one takes longer than
the database takes to run it; and no row becomes an object of the session.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Row, Table, bindparam, delete, insert, select, update

from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import Notice, NoticeKind, NoticeState, SentLetter
from webinars.models.slots import Answer
from webinars.services import invitations
from webinars.services.invitations import Dispatch
from webinars.services.outbox.dispatches import dispatch_in, with_dispatch


class Begun(StrEnum):
    """Whether a letter may be handed over now."""

    YES = "yes"
    OUTDATED = "outdated"  # its invitation has changed since it was read: write it anew
    NOT_OURS = "not ours"  # the lease ran out


@dataclass(frozen=True)
class Snapshot:
    """The invitation that a letter was written from."""

    state: InvitationState
    sequence: int
    changed_at: datetime
    answer: Answer


@dataclass(frozen=True)
class Outgoing:
    """A letter as it is handed over; *dispatch* is what a calendar letter tells (None for every other).

    A secret one is sent and not kept. *written_from* None: it goes out whatever its invitation says.
    """

    recipient: str
    subject: str
    message: bytes
    message_id: str
    dispatch: Dispatch | None = None
    is_secret: bool = False
    written_from: Snapshot | None = None


def snapshot_of(invitation: Invitation) -> Snapshot:
    """Return what must not have changed when a letter about *invitation* is begun."""
    return Snapshot(invitation.state, invitation.sequence, invitation.changed_at, invitation.answer)


def begun(notice_id: int, worker: str, letter: Outgoing, *, until: datetime) -> Begun:
    """Mark a claimed letter as being sent until *until*, and keep its bytes; at most five statements."""
    held = _held(notice_id, worker, NoticeState.CLAIMED)
    if held is None:
        return Begun.NOT_OURS
    if letter.written_from not in (None, _snapshot_in(held)):
        return Begun.OUTDATED
    details = held.details
    if held.invitation_id is not None and letter.dispatch is not None:
        details = with_dispatch(details, letter.dispatch)
        if held.organizer is None:
            invitations.keep_organizer(held.invitation_id, letter.dispatch)
    _run(_BEGIN, which=notice_id, message_id=letter.message_id, claimed_until=until, details=details)
    _keep(notice_id, letter, is_repeated=held.is_repeated)
    return Begun.YES


def finished(notice_id: int, worker: str, *, now: datetime) -> bool:
    """Mark a letter as sent, and its invitation as got; three statements. False: it is not ours any more."""
    held = _held(notice_id, worker, NoticeState.SENDING)
    if held is None:
        return False
    # The text of an account's letter holds a link that signs in, and it has served.
    details = {} if held.kind is NoticeKind.ACCOUNT else held.details
    _run(_FINISH, which=notice_id, sent_at=now, details=details)
    dispatch = dispatch_in(held.details, posted_at=held.posted_at)
    if held.invitation_id is not None and dispatch is not None:
        invitations.keep_sent(held.invitation_id, dispatch, now=now)
    return True


def _held(notice_id: int, worker: str, state: NoticeState) -> Row[Any] | None:
    """Return the letter, held, and its invitation, if it is still this worker's: compare, then set."""
    row: Row[Any] | None = _run(_HELD, which=notice_id, worker=worker, held_in=state).one_or_none()
    return row


def _snapshot_in(held: Row[Any]) -> Snapshot | None:
    if held.invitation_id is None:
        return None
    return Snapshot(held.state, held.sequence, held.changed_at, held.answer)


def _keep(notice_id: int, letter: Outgoing, *, is_repeated: bool) -> None:
    """Keep the letter as it is about to leave; only one that is repeated was kept before."""
    if is_repeated:
        _run(_FORGET, which=notice_id)
    message = None if letter.is_secret else letter.message
    _run(_KEEP, notice_id=notice_id, recipient=letter.recipient, subject=letter.subject, message=message)


def _run(statement: Any, **values: object) -> Any:
    return db.session.connection().execute(statement, values)


_NOTICES, _INVITATIONS = cast("Table", Notice.__table__), cast("Table", Invitation.__table__)
_LETTERS = cast("Table", SentLetter.__table__)
_notice, _invitation = _NOTICES.c, _INVITATIONS.c
_HELD = (
    select(_notice.kind, _notice.posted_at, _notice.details, _notice.is_repeated, _notice.invitation_id)
    .add_columns(_invitation.organizer, _invitation.state, _invitation.sequence)
    .add_columns(_invitation.changed_at, _invitation.answer)
    .select_from(_NOTICES.outerjoin(_INVITATIONS, _invitation.id == _notice.invitation_id))
    .where(_notice.id == bindparam("which"), _notice.state == bindparam("held_in"))
    .where(_notice.claimed_by == bindparam("worker"))
    .with_for_update(of=_NOTICES)
)
_BEGIN = (
    update(_NOTICES)
    .where(_notice.id == bindparam("which"))
    .values(state=NoticeState.SENDING)
    .values({name: bindparam(name) for name in ("message_id", "claimed_until", "details")})
)
_FINISH = (
    update(_NOTICES)
    .where(_notice.id == bindparam("which"))
    .values(state=NoticeState.SENT, claimed_by=None, claimed_until=None)
    .values({name: bindparam(name) for name in ("sent_at", "details")})
)
_FORGET = delete(_LETTERS).where(_LETTERS.c.notice_id == bindparam("which"))
_KEEP = insert(_LETTERS).values(
    {name: bindparam(name) for name in ("notice_id", "recipient", "subject", "message")}
)
