"""Slots of a running order: added, edited, moved, removed; presenters whose time changes are told."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain import running_order
from webinars.domain.errors import N_, Missing, Refusal, Stale
from webinars.domain.running_order import check_minutes
from webinars.domain.texts import LocalizedText
from webinars.models.database import db, lock, transaction
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Slot, SlotKind
from webinars.queries.slots import slots_of, spans
from webinars.services import invitations
from webinars.services.edits import edit
from webinars.services.moves import is_ahead, raise_changed
from webinars.services.records import Actor, record
from webinars.services.renaming import tell_renamed_slot
from webinars.services.seminars import touch
from webinars.services.sessions import lock_session

MOST_SLOTS = 200
NO_TEXT = LocalizedText()


@dataclass(frozen=True, kw_only=True)
class SlotFields:
    """What a person writes about a slot; *minutes* None is not known, for the past only."""

    kind: SlotKind
    minutes: int | None
    title: LocalizedText = NO_TEXT
    speaker: LocalizedText = NO_TEXT
    delegation_id: int | None = None
    theme_id: int | None = None


def add_slot(session_id: int, wanted: SlotFields, *, by: Actor, now: datetime) -> Slot:
    """Add a slot at the end of a part. Raises Refusal at a field."""
    with transaction():
        session, seminar = lock_session(session_id)
        _check(wanted, session, now=now)
        slots = slots_of(session_id)
        if len(slots) >= MOST_SLOTS:
            raise Refusal(N_("A part has at most %(limit)d slots."), limit=MOST_SLOTS)
        slot = append_slot(session_id, wanted, position=len(slots))
        record("created", slot, by=by, now=now, seminar_id=seminar.id)
        touch(seminar.id, now=now)
    return slot


def append_slot(session_id: int, wanted: SlotFields, *, position: int) -> Slot:
    """Put a new slot at *position*, which is free; unchecked and unrecorded, in the caller's transaction."""
    slot = Slot(
        session_id=session_id,
        position=position,
        kind=wanted.kind,
        minutes=wanted.minutes,
        title=wanted.title,
        speaker=wanted.speaker,
        delegation_id=wanted.delegation_id,
        theme_id=wanted.theme_id,
    )
    db.session.add(slot)
    return slot


def edit_slot(slot_id: int, wanted: SlotFields, *, expected: int | None, by: Actor, now: datetime) -> Slot:
    """Change a slot; another length moves every later one, another title is told to its presenters.

    Raises Refusal at a field, or Stale.
    """
    with transaction():
        slot, session, seminar = lock_slot(slot_id)
        _check(wanted, session, now=now)
        values = {
            "kind": wanted.kind,
            "minutes": wanted.minutes,
            "title": wanted.title,
            "speaker": wanted.speaker,
            "delegation_id": wanted.delegation_id,
            "theme_id": wanted.theme_id,
        }
        was = slot.title
        with _running_order(session, now=now):
            edit(slot, values, expected=expected, by=by, now=now, seminar_id=seminar.id)
        tell_renamed_slot(slot, was, now=now)
        touch(seminar.id, now=now)
    return slot


def remove_slot(slot_id: int, *, by: Actor, now: datetime) -> Slot:
    """Take a slot out of the programme; its presenters are owed a CANCEL, the later ones an update."""
    with transaction():
        slot, session, seminar = lock_slot(slot_id)
        with _running_order(session, now=now):
            slot.removed_at = now
            slot.version += 1
            _number([other for other in slots_of(session.id) if other is not slot])
        invitations.close_slot(slot_id, now=now)
        record("removed", slot, by=by, now=now, seminar_id=seminar.id)
        touch(seminar.id, now=now)
    return slot


def reorder(session_id: int, order: Sequence[str], *, by: Actor, now: datetime) -> None:
    """Put the slots of a part into *order*: the key of every slot, once.

    Raises Stale when the part has other slots by now.
    """
    with transaction():
        session, seminar = lock_session(session_id)
        slots = {slot.key: slot for slot in slots_of(session_id)}
        if sorted(order) != sorted(slots):
            raise Stale(
                N_("The running order has other slots now. Look at it as it is, then order it again."),
                theirs={},
            )
        _put(session, seminar, [slots[key] for key in order], by=by, now=now)


def move_slot(slot_id: int, place: int, *, by: Actor, now: datetime) -> None:
    """Put a slot at *place* in its part, counted from 0; the others close up. Raises Refusal at "place"."""
    with transaction():
        _slot, session, seminar = lock_slot(slot_id)
        slots = {slot.id: slot for slot in slots_of(session.id)}
        order = running_order.moved(tuple(slots), slot_id, place)
        _put(session, seminar, [slots[ident] for ident in order], by=by, now=now)


def move_up(slot_id: int, *, by: Actor, now: datetime) -> None:
    """Put a slot one place earlier; the first stays."""
    _step(slot_id, -1, by=by, now=now)


def move_down(slot_id: int, *, by: Actor, now: datetime) -> None:
    """Put a slot one place later; the last stays."""
    _step(slot_id, 1, by=by, now=now)


def move_to_session(slot_id: int, session_id: int, *, by: Actor, now: datetime) -> Slot:
    """Put a slot at the end of another part of the same seminar; its presenters keep their event's UID.

    Raises Refusal at "session".
    """
    with transaction():
        _lock_parts(slot_id, session_id)
        slot, session, seminar = lock_slot(slot_id)
        target, other_seminar = lock_session(session_id)
        if other_seminar is not seminar or target.is_cancelled or target is session:
            raise Refusal(N_("Choose another part of this seminar that takes place."), field="session")
        check_length(slot.minutes, target, now=now)
        was = spans(session, slots_of(session.id))[slot_id]
        with _running_order(session, now=now):
            changes = {"session_id": session_id, "position": len(slots_of(session_id))}
            edit(slot, changes, expected=None, by=by, now=now, seminar_id=seminar.id, verb="moved")
            _number(slots_of(session.id))
        invitations.carry_slot(slot_id, session_id)
        if not session.is_cancelled:
            raise_changed(target, slots_of(session_id), {slot_id: was}, now=now)
        # Their invitations are closed where the other part is cancelled, and there are none where it is past.
        is_asked = session.is_cancelled or not is_ahead(session, now=now)
        if is_asked and is_ahead(target, now=now) and target.takes_place(seminar):
            invitations.invite_forgotten(target, [slot_id], now=now)
        touch(seminar.id, now=now)
    return slot


def lock_slot(slot_id: int) -> tuple[Slot, Session, Seminar]:
    """Lock a slot and before it its part and seminar, for a change; raise Missing when it was removed.

    No transaction of its own.
    """
    session_id = db.session.scalar(select(Slot.session_id).where(Slot.id == slot_id))
    if session_id is None:
        raise _gone()
    session, seminar = lock_session(session_id)
    slot = lock(Slot, slot_id)
    # Somebody may have taken it out, or to another part, while this waited for the lock.
    if slot.removed_at is not None or slot.session_id != session_id:
        raise _gone()
    return slot, session, seminar


def check_length(minutes: int | None, session: Session, *, now: datetime) -> None:
    """Raise Refusal at "minutes" for a length that does not fit *session*; unknown is for the past."""
    if minutes is not None:
        check_minutes(minutes, session.minutes)
    elif session.ends_at is not None and session.ends_at > now:
        raise Refusal(
            N_("Enter how many minutes this slot takes. Only what is past may leave it open."),
            field="minutes",
        )


def slot_name(slot: Slot) -> str:
    """Return what the log calls a slot."""
    return str(slot.title) or str(slot.speaker) or slot.kind.value


def _check(wanted: SlotFields, session: Session, *, now: datetime) -> None:
    check_length(wanted.minutes, session, now=now)
    if wanted.delegation_id is None:
        return
    statement = select(Delegation.seminar_id).where(Delegation.id == wanted.delegation_id)
    if db.session.scalar(statement) != session.seminar_id:
        raise Refusal(N_("Choose a city that takes part in this seminar."), field="delegation")


def _step(slot_id: int, by_places: int, *, by: Actor, now: datetime) -> None:
    with transaction():
        _slot, session, seminar = lock_slot(slot_id)
        slots = {slot.id: slot for slot in slots_of(session.id)}
        step = running_order.moved_up if by_places < 0 else running_order.moved_down
        _put(session, seminar, [slots[ident] for ident in step(tuple(slots), slot_id)], by=by, now=now)


def _put(session: Session, seminar: Seminar, order: Sequence[Slot], *, by: Actor, now: datetime) -> None:
    """Give the slots of *session* the places of *order*, and record it when that changes anything."""
    before = [slot_name(slot) for slot in sorted(order, key=lambda slot: slot.position)]
    if [slot.position for slot in order] == list(range(len(order))):
        return
    with _running_order(session, now=now):
        _number(order)
    changes: dict[str, tuple[object, object]] = {"order": (before, [slot_name(slot) for slot in order])}
    record("reordered", session, by=by, now=now, seminar_id=seminar.id, changes=changes)
    touch(seminar.id, now=now)


def _number(order: Sequence[Slot]) -> None:
    for position, slot in enumerate(order):
        slot.position = position


@contextmanager
def _running_order(session: Session, *, now: datetime) -> Iterator[None]:
    """Owe an update to the presenters of those slots of *session* whose start or end the block changes."""
    before = spans(session, slots_of(session.id))
    yield
    raise_changed(session, slots_of(session.id), before, now=now)


def _lock_parts(slot_id: int, session_id: int) -> None:
    """Lock the part that a slot leaves and the one it goes to, by id, as who confirms a seat locks all."""
    leaves = select(Slot.session_id).where(Slot.id == slot_id)
    for ident in sorted({session_id, db.session.scalar(leaves) or session_id}):
        lock_session(ident)


def _gone() -> Missing:
    return Missing(N_("This slot is no longer in the programme. Go back to the running order."))
