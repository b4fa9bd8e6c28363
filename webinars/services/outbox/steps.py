"""A letter is begun, in bare statements: thousands of letters take them in a row.

They take part in the transaction of the caller's connection, and no row becomes an object of the session.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import (
    Connection,
    Dialect,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import Notice, NoticeState, SentLetter
from webinars.models.prepared import Prepared, PreparedRead
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


Flight = tuple[Notice, Outgoing]


def snapshot_of(invitation: Invitation) -> Snapshot:
    """Return what must not have changed when a letter about *invitation* is begun."""
    return Snapshot(
        invitation.state,
        invitation.sequence,
        invitation.changed_at,
        invitation.answer,
        invitation.organizer,
    )


def begun(connection: Connection, notice: Notice, letter: Outgoing, *, worker: str, until: datetime) -> Begun:
    """Mark a letter as being sent until *until*, and keep its bytes; two statements where it is no first.

    *notice* is as it was read after the claim: whoever claimed it is the only one to change it.
    """
    details, dispatch = notice.details, letter.dispatch
    if dispatch is not None:
        details = with_dispatch(details, dispatch)
    compared = _compared(notice, worker, letter.written_from)
    set_to = {"message_id": letter.message_id, "claimed_until": until, "details": details}
    begin = _BEGIN_UNCHANGED if letter.written_from else _BEGIN
    if not begin.run(connection, compared | set_to):
        return why_not_begun(connection, notice, worker)
    if notice.invitation_id is not None and dispatch is not None and may_be_first(letter):
        invitations.keep_organizer(connection, notice.invitation_id, dispatch)
    _keep(connection, notice, letter)
    return Begun.YES


def why_not_begun(connection: Connection, notice: Notice, worker: str) -> Begun:
    """Tell why a letter could not be begun; one statement."""
    is_ours = connection.scalar(_HELD, {"which": notice.id, "worker": worker}) is not None
    return Begun.OUTDATED if is_ours else Begun.NOT_OURS


def may_be_first(letter: Outgoing) -> bool:
    """Say whether a calendar letter is the first about its invitation, whose row it then changes."""
    is_known = letter.written_from is not None and letter.written_from.organizer is not None
    return letter.dispatch is not None and not is_known


def can_begin_at_once(dialect: Dialect, notice: Notice, letter: Outgoing) -> bool:
    """Say whether `begun_at_once` serves: a calendar letter that is neither the first nor repeated.

    SQLite has no statement that changes several tables, and needs none: its database is in this process.
    """
    is_plain = letter.written_from is not None and not notice.is_repeated and not may_be_first(letter)
    return dialect.name == "postgresql" and letter.dispatch is not None and is_plain


def begun_at_once(
    connection: Connection, notice: Notice, letter: Outgoing, *, worker: str, until: datetime
) -> Begun:
    """Do what `begun` does in one statement, whose transaction is its own and waits for no disk.

    Every way to PostgreSQL and back takes as long as what it does there.
    """
    assert letter.dispatch is not None
    values = {
        **_compared(notice, worker, letter.written_from),
        "message_id": letter.message_id,
        "claimed_until": until,
        "details": with_dispatch(notice.details, letter.dispatch),
        "recipient": letter.recipient,
        "subject": letter.subject,
        "message": None if letter.is_secret else letter.message,
    }
    ((is_begun, _),) = _BEGIN_AT_ONCE.rows(connection, values)
    return Begun.YES if is_begun else why_not_begun(connection, notice, worker)


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


def _keep(connection: Connection, notice: Notice, letter: Outgoing) -> None:
    """Keep the letter as it is about to leave; only one that is repeated was kept before."""
    if notice.is_repeated:
        _FORGET.run(connection, {"which": notice.id})
    kept = {"notice_id": notice.id, "recipient": letter.recipient, "subject": letter.subject}
    _KEEP.run(connection, kept | {"message": None if letter.is_secret else letter.message})


_NOTICES, _INVITATIONS = cast("Table", Notice.__table__), cast("Table", Invitation.__table__)
_LETTERS = cast("Table", SentLetter.__table__)
_notice, _invitation = _NOTICES.c, _INVITATIONS.c
_is_it = _notice.id == bindparam("which")
_is_ours = and_(_is_it, _notice.claimed_by == bindparam("worker"))
# Not by `==`: where thousands of letters are in turn, the index of states is full of what was there before,
# and PostgreSQL would look into it as gladly as by the id.
_is_claimed = and_(_is_ours, _notice.state.is_not_distinct_from(NoticeState.CLAIMED))
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
_FORGET = Prepared(delete(_LETTERS).where(_LETTERS.c.notice_id == bindparam("which")))
_KEEP = Prepared(
    insert(_LETTERS)
    .values({name: bindparam(name) for name in ("notice_id", "recipient", "subject", "message")})
    .inline()
)


def _begin_at_once() -> PreparedRead:
    """Return the statement of `begun_at_once`, for PostgreSQL."""
    begun = _begin.where(_is_unchanged).returning(_notice.id).cte("begun")
    names = ("recipient", "subject", "message")
    own = [bindparam(name, type_=_LETTERS.c[name].type) for name in names]
    kept = insert(_LETTERS).from_select(
        ["notice_id", *names], select(begun.c.id, *own), include_defaults=False
    )
    is_begun = select(func.count()).select_from(begun).scalar_subquery()
    waits_for_no_disk = func.set_config("synchronous_commit", "off", True)
    return PreparedRead(
        select(is_begun, waits_for_no_disk).add_cte(kept.returning(_LETTERS.c.id).cte("kept_now"))
    )


_BEGIN_AT_ONCE = _begin_at_once()
