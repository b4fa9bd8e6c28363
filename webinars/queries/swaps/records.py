"""What the log says of a programme: the last swap, which can be undone, and what changed meanwhile."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from webinars.models.database import db
from webinars.models.records import Record
from webinars.models.slots import Slot

SWAPPED = "swapped"
_OF_PROGRAMMES = ("session", "slot")
_MOST = 20


def last_change(seminar_id: int) -> int:
    """Return the number of the last entry of the log about the programme; 0 for none. One statement."""
    statement = select(func.max(Record.id)).where(
        Record.seminar_id == seminar_id, Record.noun.in_(_OF_PROGRAMMES)
    )
    return db.session.scalar(statement) or 0


def programme_changes(seminar_id: int, *, since: int) -> Sequence[Record]:
    """Return what the log says of the programme after entry *since*, the latest first; one statement."""
    return db.session.scalars(_latest(seminar_id).where(Record.id > since).limit(_MOST)).all()


def last_swap(seminar_id: int) -> tuple[Record, tuple[str, str]] | None:
    """Return the last change of the programme if it was a swap, with the keys of both slots; two statements.

    None after any other change: to change places again would not bring back what was.
    """
    last = db.session.scalars(_latest(seminar_id).limit(2)).all()
    if [one.verb for one in last] != [SWAPPED, SWAPPED] or last[0].at != last[1].at:
        return None
    of = select(Slot.key).where(Slot.id.in_([one.noun_id for one in last]), Slot.removed_at.is_(None))
    keys = db.session.scalars(of.order_by(Slot.session_id, Slot.position)).all()
    return (last[0], (keys[0], keys[1])) if len(keys) == 2 else None


def _latest(seminar_id: int) -> Select[Record]:
    return (
        select(Record)
        .where(Record.seminar_id == seminar_id, Record.noun.in_(_OF_PROGRAMMES))
        .order_by(Record.id.desc())
    )
