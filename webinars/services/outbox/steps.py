"""A letter is begun, in bare statements: thousands of letters take them in a row.

They take part in the transaction of the caller's connection, and no row becomes an object of the session.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
)

from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import Notice, SentLetter
from webinars.models.prepared import Prepared, PreparedRead
from webinars.models.slots import Answer
from webinars.services import invitations
from webinars.services.invitations import Dispatch
from webinars.services.outbox.dispatches import plain


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
    """Keep a letter as begun by *worker*, until *until*; one statement where it is not first nor repeated.

    *notice* is as it was read after the claim: whoever claimed it is the only one to change it, and it is
    not changed here, for all its indexes would be.
    """
    if notice.is_repeated:
        # What was kept of it goes, and only by who may keep it anew.
        if not _is_held(connection, notice, worker):
            return Begun.NOT_OURS
        _FORGET.run(connection, {"which": notice.id})
    keep = _KEEP_UNCHANGED if letter.written_from else _KEEP
    if not keep.run(connection, _values(notice, letter, worker=worker, until=until)):
        return _why_not_begun(connection, notice, worker)
    if notice.invitation_id is not None and letter.dispatch is not None and may_be_first(letter):
        invitations.keep_organizer(connection, notice.invitation_id, letter.dispatch)
    return Begun.YES


def may_be_first(letter: Outgoing) -> bool:
    """Say whether a calendar letter is the first about its invitation, whose row it then changes."""
    is_known = letter.written_from is not None and letter.written_from.organizer is not None
    return letter.dispatch is not None and not is_known


def can_begin_at_once(dialect: Dialect, notice: Notice, letter: Outgoing) -> bool:
    """Say whether `begun_at_once` serves: a calendar letter that is neither the first nor repeated.

    SQLite, whose database is in this process, would gain nothing by it.
    """
    is_plain = letter.written_from is not None and not notice.is_repeated and not may_be_first(letter)
    return dialect.name == "postgresql" and is_plain


def begun_at_once(
    connection: Connection, notice: Notice, letter: Outgoing, *, worker: str, until: datetime
) -> Begun:
    """Do what `begun` does in one statement, whose transaction is its own and waits for no disk.

    Every way to PostgreSQL and back takes as long as what it does there.
    """
    if _KEEP_AT_ONCE.rows(connection, _values(notice, letter, worker=worker, until=until)):
        return Begun.YES
    return _why_not_begun(connection, notice, worker)


def _why_not_begun(connection: Connection, notice: Notice, worker: str) -> Begun:
    return Begun.OUTDATED if _is_held(connection, notice, worker) else Begun.NOT_OURS


def _is_held(connection: Connection, notice: Notice, worker: str) -> bool:
    return connection.scalar(_HELD, {"which": notice.id, "worker": worker}) is not None


def _values(notice: Notice, letter: Outgoing, *, worker: str, until: datetime) -> dict[str, object]:
    values: dict[str, object] = {
        "which": notice.id,
        "worker": worker,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "message": None if letter.is_secret else letter.message,
        "message_id": letter.message_id,
        "dispatch": plain(letter.dispatch),
        "begun_until": until,
    }
    if letter.written_from is None:
        return values
    return values | {
        "invitation": notice.invitation_id,
        "was_state": letter.written_from.state,
        "was_sequence": letter.written_from.sequence,
        "was_changed_at": letter.written_from.changed_at,
        "was_answer": letter.written_from.answer,
    }


_NOTICES, _INVITATIONS = cast("Table", Notice.__table__), cast("Table", Invitation.__table__)
_LETTERS = cast("Table", SentLetter.__table__)
_notice, _invitation = _NOTICES.c, _INVITATIONS.c
# Who claims writes its name, and whoever takes the letter away removes it.
_is_ours = and_(_notice.id == bindparam("which"), _notice.claimed_by == bindparam("worker"))
_is_unchanged = exists().where(
    _invitation.id == bindparam("invitation"),
    _invitation.state == bindparam("was_state"),
    _invitation.sequence == bindparam("was_sequence"),
    _invitation.changed_at == bindparam("was_changed_at"),
    _invitation.answer == bindparam("was_answer"),
)
_HELD = select(_notice.id).where(_is_ours).with_for_update(key_share=True)
_FORGET = Prepared(delete(_LETTERS).where(_LETTERS.c.notice_id == bindparam("which")))


def _kept_where(which: ColumnElement[bool]) -> Insert:
    """Return what keeps a letter if *which* is so, and holds its notice: its lease may run out meanwhile."""
    given = ("recipient", "subject", "message", "message_id", "dispatch", "begun_until")
    values = [bindparam(name, type_=_LETTERS.c[name].type) for name in given]
    found = select(_notice.id, _notice.claimed_by, *values).where(which)
    names = ["notice_id", "begun_by", *given]
    held = found.with_for_update(of=_NOTICES, key_share=True)
    return insert(_LETTERS).from_select(names, held, include_defaults=False)


_unchanged = _kept_where(and_(_is_ours, _is_unchanged))
_KEEP, _KEEP_UNCHANGED = Prepared(_kept_where(_is_ours)), Prepared(_unchanged)
# For PostgreSQL: waits for no disk.
_KEEP_AT_ONCE = PreparedRead(_unchanged.returning(func.set_config("synchronous_commit", "off", True)))
