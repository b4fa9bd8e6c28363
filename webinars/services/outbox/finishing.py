"""Letters that have left are marked as sent: many together, for each costs the database most by itself.

Bare statements, which take part in the transaction of the caller's connection.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, select, update

from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, NoticeKind, NoticeState
from webinars.models.prepared import Prepared
from webinars.services import invitations
from webinars.services.invitations import Dispatch


@dataclass(frozen=True)
class Left:
    """A letter that has left and is not marked as sent; *told*: its invitation, and what that was told."""

    notice_id: int
    kind: NoticeKind
    told: tuple[int, Dispatch] | None


def left_of(notice: Notice, dispatch: Dispatch | None) -> Left:
    """Return what is kept in mind of a letter until it is marked as sent."""
    told = (notice.invitation_id, dispatch) if notice.invitation_id is not None and dispatch else None
    return Left(notice.id, notice.kind, told)


def finished(connection: Connection, left: Left, *, worker: str, now: datetime) -> bool:
    """Mark a letter as sent, and its invitation as got; two statements. False: it is not ours any more."""
    if not _FINISH.run(connection, {"which": left.notice_id, "worker": worker, "sent_at": now}):
        return False
    _forget_secrets(connection, [left])
    if left.told is not None:
        invitations.keep_sent(connection, *left.told, now=now)
    return True


def finished_together(
    connection: Connection, letters: Sequence[Left], *, worker: str, now: datetime
) -> frozenset[int]:
    """Mark letters as sent, and their invitations as got, without waiting for anybody; return their ids.

    Those are left that somebody holds, or whose invitation somebody holds, and with them the last: see
    outcomes.finish. A few statements, more only where letters tell different times.
    """
    if not letters:
        return frozenset()
    is_ours = (_is_sending, _notice.claimed_by == worker)
    ours = _held(connection, _notice.id, [left.notice_id for left in letters], *is_ours)
    got = _held(connection, _INVITATIONS.c.id, [left.told[0] for left in letters if left.told])
    free = [left for left in letters if left.notice_id in ours and (left.told is None or left.told[0] in got)]
    if len(free) < len(letters):
        free = [left for left in free if left is not letters[-1]]
    ids = frozenset(left.notice_id for left in free)
    connection.execute(update(_NOTICES).where(_notice.id.in_(ids)).values(**_SENT, sent_at=now))
    _forget_secrets(connection, free)
    invitations.keep_all_sent(connection, dict(left.told for left in free if left.told), now=now)
    return ids


def _held(
    connection: Connection, ident: Column[int], ids: Collection[int], *which: ColumnElement[bool]
) -> frozenset[int]:
    """Return those rows of *ids* that nobody holds, and hold them until the transaction ends."""
    rows = select(ident).where(ident.in_(ids), *which)
    return frozenset(connection.scalars(rows.with_for_update(skip_locked=True, key_share=True)))


def _forget_secrets(connection: Connection, letters: Sequence[Left]) -> None:
    """Empty the letters about accounts: their text holds a link that signs in, and it has served."""
    for left in letters:
        if left.kind is NoticeKind.ACCOUNT:
            _EMPTY.run(connection, {"which": left.notice_id, "details": {}})


_NOTICES, _INVITATIONS = cast("Table", Notice.__table__), cast("Table", Invitation.__table__)
_notice = _NOTICES.c
_SENT: dict[str, Any] = {"state": NoticeState.SENT, "claimed_by": None, "claimed_until": None}
_is_it = _notice.id == bindparam("which")
# Not by `==`, as in steps.
_is_sending = _notice.state.is_not_distinct_from(NoticeState.SENDING)
_FINISH = Prepared(
    update(_NOTICES)
    .where(_is_it, _notice.claimed_by == bindparam("worker"), _is_sending)
    .values(**_SENT, sent_at=bindparam("sent_at"))
)
_EMPTY = Prepared(update(_NOTICES).where(_is_it).values(details=bindparam("details")))
