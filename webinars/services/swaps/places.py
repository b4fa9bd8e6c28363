"""Two slots change places: their rows and UIDs stay, and whoever has another time now is told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Missing, Refusal, Stale
from webinars.models.database import db, lock, transaction
from webinars.models.sessions import Session
from webinars.models.slots import Slot
from webinars.queries.programmes import Programme, programme
from webinars.queries.slots import Span, slots_of, spans
from webinars.queries.swaps import SWAPPED, Stand, stand_of
from webinars.services import invitations
from webinars.services.edits import edit
from webinars.services.moves import is_ahead, raise_changed
from webinars.services.records import Actor
from webinars.services.seminars import lock_editable, touch
from webinars.services.sessions import lock_session
from webinars.services.slots import check_length


def swap(
    first_id: int, second_id: int, *, expected: tuple[str, str] | None, by: Actor, now: datetime
) -> None:
    """Let two slots of a seminar change places; the same again brings back what was.

    *expected* is what was seen of both (`Stand.sight`; None: whatever they are). Raises Refusal where they
    cannot, Missing when one is gone, Stale when one is no longer as it was seen.
    """
    with transaction():
        # Whatever changes a programme holds its seminar: what is read from here on stays so.
        seminar = lock_editable(_seminar_of(first_id, second_id))
        whole = programme(seminar.id)
        first, second = _stand(whole, first_id), _stand(whole, second_id)
        if expected is not None and (first.sight, second.sight) != expected:
            raise Stale(
                N_(
                    "Somebody else changed the programme meanwhile. See what is different, then decide again."
                ),
                theirs={},
            )
        change_places(whole, first, second, by=by, now=now)


def check_possible(first: Stand, second: Stand, *, now: datetime) -> None:
    """Raise Refusal where two slots cannot change places at all; no statement."""
    if first.placed.slot.id == second.placed.slot.id:
        raise Refusal(N_("Choose two different slots."))
    if first.session.is_cancelled or second.session.is_cancelled:
        raise Refusal(N_("One of these slots is in a cancelled part. Restore the part, then change places."))
    if first.session is not second.session:
        check_length(first.placed.slot.minutes, second.session, now=now)
        check_length(second.placed.slot.minutes, first.session, now=now)


def change_places(whole: Programme, first: Stand, second: Stand, *, by: Actor, now: datetime) -> None:
    """Do it in the caller's transaction, who holds the seminar of *whole*. Raises Refusal."""
    check_possible(first, second, now=now)
    parts = [lock_session(ident)[0] for ident in sorted({first.session.id, second.session.id})]
    was_ahead = {part.id: is_ahead(part, now=now) for part in parts}
    before = _spans(parts)
    _exchange(first, second, seminar_id=whole.seminar.id, by=by, now=now)
    for part in parts:
        raise_changed(part, slots_of(part.id), before, now=now)
    for stand, target in ((first, second.session), (second, first.session)):
        # Who was put down for what is past was not invited; what takes place ahead needs them to be.
        if was_ahead[target.id] and not was_ahead[stand.session.id] and target.takes_place(whole.seminar):
            invitations.invite_forgotten(target, [stand.placed.slot.id], now=now)
    touch(whole.seminar.id, now=now)


def _exchange(first: Stand, second: Stand, *, seminar_id: int, by: Actor, now: datetime) -> None:
    """Give each slot the part and the position of the other, with the invitations to it."""
    places = [_place_of(second), _place_of(first)]
    rows = [lock(Slot, stand.placed.slot.id) for stand in (first, second)]
    for row, place in zip(rows, places, strict=True):
        edit(row, place, expected=None, by=by, now=now, seminar_id=seminar_id, verb=SWAPPED)
        invitations.carry_slot(row.id, row.session_id)


def _place_of(stand: Stand) -> dict[str, object]:
    return {"session_id": stand.session.id, "position": stand.placed.slot.position}


def _spans(parts: Sequence[Session]) -> dict[int, Span]:
    return {ident: span for part in parts for ident, span in spans(part, slots_of(part.id)).items()}


def _stand(whole: Programme, slot_id: int) -> Stand:
    stand = stand_of(whole, slot_id)
    if stand is None:
        raise Missing(N_("This slot is no longer in the programme. Go back to the running order."))
    return stand


def _seminar_of(first_id: int, second_id: int) -> int:
    """Return the seminar of two slots. Raises Missing, or Refusal when they are of two seminars."""
    statement = select(Session.seminar_id).join(Slot, Slot.session_id == Session.id)
    found = db.session.scalars(statement.where(Slot.id.in_([first_id, second_id])).distinct()).all()
    if not found:
        raise Missing(N_("This slot is no longer in the programme. Go back to the running order."))
    if len(found) > 1:
        raise Refusal(N_("Choose two slots of one seminar."))
    return found[0]
