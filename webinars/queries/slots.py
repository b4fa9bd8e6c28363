"""Slots of a running order, and when each of them starts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.domain.running_order import SlotLength, lay_out
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Slot

Span = tuple[datetime | None, datetime | None, str | None]


def slots_of(session_id: int) -> tuple[Slot, ...]:
    """Return the slots of a part in running order, removed ones left out, as they are now; one statement."""
    statement = (
        select(Slot)
        .where(Slot.session_id == session_id, Slot.removed_at.is_(None))
        .order_by(Slot.position, Slot.id)
    )
    return tuple(db.session.scalars(statement.execution_options(populate_existing=True)))


def slot_by_key(slug: str, key: str) -> Slot:
    """Return the slot of that seminar with its part, seminar, theme and delegation (its city too).

    Raises Missing when there is none, or when it was removed.
    """
    statement = (
        select(Slot)
        .join(Slot.session)
        .join(Session.seminar)
        .where(Seminar.slug == slug, Slot.key == key, Slot.removed_at.is_(None))
        .options(
            joinedload(Slot.session).joinedload(Session.seminar),
            joinedload(Slot.delegation).joinedload(Delegation.city),
            joinedload(Slot.theme),
        )
    )
    slot = db.session.scalars(statement).one_or_none()
    if slot is None:
        raise Missing(N_("This slot is no longer in the programme. Go back to the running order."))
    return slot


def spans(session: Session, slots: Sequence[Slot]) -> Mapping[int, Span]:
    """Return start and end (UTC, None: not known) and zone of each slot's event by its id; no statement.

    Where they hang on an unknown length they are those of the part, as in calendars (letters/events).
    """
    placed = lay_out(session.starts_at, [SlotLength(slot.minutes) for slot in slots])
    whole = (session.starts_at, session.ends_at, session.zone)
    return {
        slot.id: (place.starts_at, place.ends_at, session.zone) if place.ends_at else whole
        for slot, place in zip(slots, placed, strict=True)
    }
