"""Letters that have left are marked as sent: many together, for each costs the database most by itself.

Bare statements, which take part in the transaction of the caller's connection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Select, Table, select, update

from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, NoticeKind, NoticeState
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
    """Mark a letter as sent, waiting for whoever holds it. False: it is not ours any more."""
    ours = connection.scalars(_ours([left], worker).with_for_update(key_share=True)).all()
    _mark(connection, [left] if ours else [], now=now)
    return bool(ours)


def finished_together(
    connection: Connection, letters: Sequence[Left], *, worker: str, now: datetime
) -> frozenset[int]:
    """Mark letters as sent, and their invitations as got, without waiting for anybody; return their ids.

    Those are left that somebody holds, or whose invitation somebody holds, and with them the last: see
    outcomes.finish. A few statements, more only where letters tell different times.
    """
    if not letters:
        return frozenset()
    ours = _free(connection, _ours(letters, worker))
    told = select(_INVITATIONS.c.id).where(
        _INVITATIONS.c.id.in_([left.told[0] for left in letters if left.told])
    )
    got = _free(connection, told)
    free = [left for left in letters if left.notice_id in ours and (left.told is None or left.told[0] in got)]
    if len(free) < len(letters):
        free = [left for left in free if left is not letters[-1]]
    _mark(connection, free, now=now)
    return frozenset(left.notice_id for left in free)


def _ours(letters: Sequence[Left], worker: str) -> Select[int]:
    its = _notice.id.in_([left.notice_id for left in letters])
    return select(_notice.id).where(its, _notice.claimed_by == worker)


def _free(connection: Connection, rows: Select[int]) -> frozenset[int]:
    """Return those of *rows* that nobody holds, and hold them until the transaction ends."""
    return frozenset(connection.scalars(rows.with_for_update(skip_locked=True, key_share=True)))


def _mark(connection: Connection, letters: Sequence[Left], *, now: datetime) -> None:
    these = _notice.id.in_([left.notice_id for left in letters])
    sent = {"state": NoticeState.SENT, "claimed_by": None, "claimed_until": None, "sent_at": now}
    connection.execute(update(_NOTICES).where(these).values(sent))
    if any(left.kind is NoticeKind.ACCOUNT for left in letters):
        # Their text holds a link that signs in, and it has served.
        connection.execute(
            update(_NOTICES).where(these, _notice.kind == NoticeKind.ACCOUNT).values(details={})
        )
    invitations.keep_sent(connection, dict(left.told for left in letters if left.told), now=now)


_NOTICES, _INVITATIONS = cast("Table", Notice.__table__), cast("Table", Invitation.__table__)
_notice = _NOTICES.c
