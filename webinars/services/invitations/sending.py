"""What a letter told its reader, kept with the invitation once it has left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, bindparam, or_, update

from webinars.models.database import db
from webinars.models.invitations import Invitation, Method
from webinars.models.prepared import Prepared


@dataclass(frozen=True)
class Dispatch:
    """What a calendar letter tells its reader; kept with the invitation once it is sent.

    *changed_at* is its DTSTAMP.
    """

    method: Method
    sequence: int
    changed_at: datetime
    organizer: str
    is_answerable: bool
    starts_at: datetime
    ends_at: datetime


def keep_organizer(connection: Connection, invitation_id: int, dispatch: Dispatch) -> None:
    """Set ORGANIZER for the whole life of the invitation, before its first letter leaves; one statement."""
    values = {"organizer": dispatch.organizer, "is_answerable": dispatch.is_answerable}
    _KEEP_ORGANIZER.run(connection, {"which": invitation_id, **values})


def keep_sent(connection: Connection, got: Mapping[int, Dispatch], *, now: datetime) -> None:
    """Keep what several people have now got, by invitation; a statement for each that is not like others."""
    alike: dict[Dispatch, list[int]] = {}
    for invitation_id, dispatch in got.items():
        alike.setdefault(dispatch, []).append(invitation_id)
    for dispatch, ids in alike.items():
        those = update(_INVITATIONS).where(_INVITATIONS.c.id.in_(ids))
        connection.execute(those.values(_values(dispatch, now=now)))


def _values(dispatch: Dispatch, *, now: datetime) -> dict[str, object]:
    return {
        "sent_method": dispatch.method,
        "sent_sequence": dispatch.sequence,
        "sent_changed_at": dispatch.changed_at,
        "sent_starts_at": dispatch.starts_at,
        "sent_ends_at": dispatch.ends_at,
        "sent_at": now,
    }


def keep_perhaps_sent(invitation_id: int, dispatch: Dispatch) -> None:
    """Keep that the person may have got a REQUEST of which nobody will know; one statement.

    Without a SEQUENCE, so that it is news whenever it is written again, and a CANCEL follows it. What they
    surely hold stays.
    """
    if dispatch.method is not Method.REQUEST:
        return
    holds_none = or_(Invitation.sent_method.is_(None), Invitation.sent_method != Method.REQUEST)
    db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id, holds_none)
        .values(
            sent_method=dispatch.method,
            sent_sequence=None,
            sent_changed_at=None,
            sent_starts_at=dispatch.starts_at,
            sent_ends_at=dispatch.ends_at,
        )
    )


_INVITATIONS = cast("Table", Invitation.__table__)
_ORGANIZER = ("organizer", "is_answerable")
_which = update(_INVITATIONS).where(_INVITATIONS.c.id == bindparam("which"))
_KEEP_ORGANIZER = Prepared(
    _which.where(_INVITATIONS.c.organizer.is_(None)).values({name: bindparam(name) for name in _ORGANIZER})
)
