"""What a calendar letter tells, kept beside its bytes: the invitation has to know it once they have left."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webinars.models.database import db
from webinars.models.invitations import Method
from webinars.models.notices import Notice, SentLetter
from webinars.services import invitations
from webinars.services.invitations import Dispatch

FIELDS = tuple(field.name for field in fields(Dispatch))


def plain(dispatch: Dispatch | None) -> dict[str, Any] | None:
    """Return *dispatch* as JSON holds it; `dispatch_of` reads it back."""
    return {name: _as_json(getattr(dispatch, name)) for name in FIELDS} if dispatch else None


def dispatch_of(notice: Notice, kept: Mapping[str, Any] | None) -> Dispatch | None:
    """Return what the letter of *notice* tells, from what was *kept*; None for one without a calendar."""
    if kept is None:
        return None
    # One that was begun by an older version lacks DTSTAMP: the moment of its cause is never later.
    stamp = kept.get("changed_at")
    return Dispatch(
        method=Method(kept["method"]),
        sequence=kept["sequence"],
        changed_at=datetime.fromisoformat(stamp) if stamp else notice.posted_at,
        organizer=kept["organizer"],
        is_answerable=kept["is_answerable"],
        starts_at=datetime.fromisoformat(kept["starts_at"]),
        ends_at=datetime.fromisoformat(kept["ends_at"]),
    )


def keep_uncertain(notice: Notice) -> None:
    """Keep with its invitation that a letter which is given up may have arrived."""
    kept = db.session.scalar(select(SentLetter.dispatch).where(SentLetter.notice_id == notice.id))
    dispatch = dispatch_of(notice, kept)
    if notice.invitation_id is not None and dispatch is not None:
        invitations.keep_perhaps_sent(notice.invitation_id, dispatch)


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
