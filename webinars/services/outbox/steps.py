"""A letter's two steps, begun and finished, in bare statements: thousands of letters take them in a row.

Each takes part in the transaction of the caller's connection, and no row becomes an object of the session.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
    update,
)

from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import Notice, NoticeKind, NoticeState, SentLetter
from webinars.models.prepared import Changed, Prepared
from webinars.models.slots import Answer
from webinars.services import invitations
from webinars.services.invitations import Dispatch
from webinars.services.outbox.dispatches import with_dispatch


class Begun(StrEnum):
    """Whether a letter may be handed over now."""

    YES = "yes"
    OUTDATED = "outdated"  # its invitation has changed since it was read: write it anew
    NOT_OURS = "not ours"  # the lease ran out


@dataclass(frozen=True)
class Snapshot:
    """The invitation that a letter was written from; *organizer* None: this letter is the first."""

    state: InvitationState
    sequence: int
    changed_at: datetime
    answer: Answer
    organizer: str | None


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
    return Snapshot(
        invitation.state,
        invitation.sequence,
        invitation.changed_at,
        invitation.answer,
        invitation.organizer,
    )


def begun(
    connection: Connection, notice: Notice, letter: Outgoing, *, worker: str, until: datetime
) -> Changed:
    """Mark a letter as being sent until *until*, and keep its bytes; two statements where it is no first.

    *notice* is as it was read after the claim: whoever claimed it is the only one to change it. What is
    returned tells afterwards whether it was begun: the second statement looks for itself.
    """
    details, dispatch = notice.details, letter.dispatch
    if dispatch is not None:
        details = with_dispatch(details, dispatch)
    compared = _compared(notice, worker, letter.written_from)
    set_to = {"message_id": letter.message_id, "claimed_until": until, "details": details}
    begin = _BEGIN_UNCHANGED if letter.written_from else _BEGIN
    changed = begin.run(connection, compared | set_to)
    step = {"notice": notice.id, "worker": worker, "until": until}
    # A first letter begins in no pipeline (see outcomes), and so it is known already.
    if notice.invitation_id is not None and dispatch is not None and may_be_first(letter) and changed():
        invitations.keep_organizer(connection, notice.invitation_id, dispatch)
    _keep(connection, notice, letter, step)
    return changed


def why_not_begun(notice: Notice, worker: str) -> Begun:
    """Tell why a letter could not be begun; one statement."""
    is_ours = db.session.scalar(_HELD, {"which": notice.id, "worker": worker}) is not None
    return Begun.OUTDATED if is_ours else Begun.NOT_OURS


def may_be_first(letter: Outgoing) -> bool:
    """Say whether a calendar letter is the first about its invitation, whose row it then changes."""
    is_known = letter.written_from is not None and letter.written_from.organizer is not None
    return letter.dispatch is not None and not is_known


def finished(
    connection: Connection, notice: Notice, letter: Outgoing, *, worker: str, now: datetime
) -> Changed:
    """Mark a letter as sent, and its invitation as got; two statements.

    What is returned tells afterwards whether it was still ours: the second statement looks for itself.
    """
    changed = _FINISH.run(connection, {"which": notice.id, "worker": worker, "sent_at": now})
    if notice.kind is NoticeKind.ACCOUNT:
        # Its text holds a link that signs in, and it has served.
        _EMPTY.run(connection, {"which": notice.id, "sent_at": now, "details": {}})
    if notice.invitation_id is not None and letter.dispatch is not None:
        invitations.keep_sent(connection, notice.invitation_id, letter.dispatch, now=now, notice_id=notice.id)
    return changed


def _compared(notice: Notice, worker: str, snapshot: Snapshot | None) -> dict[str, object]:
    """Return what is compared before anything is set."""
    compared: dict[str, object] = {"which": notice.id, "worker": worker}
    if snapshot is None:
        return compared
    return compared | {
        "invitation": notice.invitation_id,
        "was_state": snapshot.state,
        "was_sequence": snapshot.sequence,
        "was_changed_at": snapshot.changed_at,
        "was_answer": snapshot.answer,
    }


def _keep(connection: Connection, notice: Notice, letter: Outgoing, step: Mapping[str, object]) -> None:
    """Keep the letter as it is about to leave; only one that is repeated was kept before."""
    if notice.is_repeated:
        _FORGET.run(connection, step)
    kept = {"recipient": letter.recipient, "subject": letter.subject}
    _KEEP.run(connection, {**step, **kept, "message": None if letter.is_secret else letter.message})


_NOTICES, _INVITATIONS = cast("Table", Notice.__table__), cast("Table", Invitation.__table__)
_LETTERS = cast("Table", SentLetter.__table__)
_notice, _invitation = _NOTICES.c, _INVITATIONS.c
_is_it = _notice.id == bindparam("which")
_is_ours = and_(_is_it, _notice.claimed_by == bindparam("worker"))
_is_claimed = and_(_is_ours, _notice.state == NoticeState.CLAIMED)
_is_unchanged = exists().where(
    _invitation.id == bindparam("invitation"),
    _invitation.state == bindparam("was_state"),
    _invitation.sequence == bindparam("was_sequence"),
    _invitation.changed_at == bindparam("was_changed_at"),
    _invitation.answer == bindparam("was_answer"),
)
_HELD = select(_notice.id).where(_is_claimed)
_begin = (
    update(_NOTICES)
    .where(_is_claimed)
    .values(state=NoticeState.SENDING)
    .values({name: bindparam(name) for name in ("message_id", "claimed_until", "details")})
)
_BEGIN, _BEGIN_UNCHANGED = Prepared(_begin), Prepared(_begin.where(_is_unchanged))
_FINISH = Prepared(
    update(_NOTICES)
    .where(_is_ours, _notice.state == NoticeState.SENDING)
    .values(state=NoticeState.SENT, claimed_by=None, claimed_until=None, sent_at=bindparam("sent_at"))
)
_has_left = and_(_notice.state == NoticeState.SENT, _notice.sent_at == bindparam("sent_at"))
_EMPTY = Prepared(update(_NOTICES).where(_is_it, _has_left).values(details=bindparam("details")))
# The letter is with "worker" until "until", because the statement before has begun it.
_is_begun = and_(
    _notice.id == bindparam("notice"),
    _notice.state == NoticeState.SENDING,
    _notice.claimed_by == bindparam("worker"),
    _notice.claimed_until == bindparam("until"),
)
_FORGET = Prepared(delete(_LETTERS).where(_LETTERS.c.notice_id.in_(select(_notice.id).where(_is_begun))))
_kept = ("recipient", "subject", "message")
_values = [bindparam(name, type_=_LETTERS.c[name].type) for name in _kept]
_KEEP = Prepared(
    insert(_LETTERS).from_select(
        ["notice_id", *_kept],
        select(_notice.id, *_values).where(_is_begun),
        include_defaults=False,
    )
)
