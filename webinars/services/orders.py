"""A running order that was proposed, put in place: slots move, waiting presentations get theirs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from webinars.domain.errors import N_, Refusal, Stale
from webinars.models.database import transaction
from webinars.models.presentations import Presentation
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Slot, SlotKind
from webinars.queries.orders import sight_of
from webinars.queries.presentations import waiting_presentations
from webinars.queries.programmes import ProgrammeSession, programme
from webinars.queries.slots import slots_of, spans
from webinars.services import invitations
from webinars.services.edits import edit
from webinars.services.moves import is_ahead, raise_changed
from webinars.services.presentations import lock_waiting
from webinars.services.presenters import PresenterFields, add_presenter
from webinars.services.presenters.rows import check_held
from webinars.services.records import Actor, record
from webinars.services.registrations import lock_sessions_of
from webinars.services.seminars import lock_editable, touch
from webinars.services.sessions import lock_session
from webinars.services.slots import (
    MOST_SLOTS,
    SlotFields,
    append_slot,
    check_length,
    slot_name,
)

Order = Mapping[str, Sequence[str]]  # by the key of a part: keys of its slots and of presentations, in order
PLACED = "placed"


def apply_order(
    seminar_id: int, order: Order, minutes: int, *, expected: str, by: Actor, now: datetime
) -> Seminar:
    """Give the parts of *order* their slots in that order, and each presentation in it a slot of its own.

    A slot has the *minutes* of the talks where its presentation asks for no others. Who presents is invited,
    who has another time now is told once. *expected* is what was seen (`sight_of`). Raises Stale when that is
    not so any more, or Refusal.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        lock_sessions_of(seminar_id)
        whole, waiting = programme(seminar_id), waiting_presentations(seminar_id)
        parts = [part for part in whole.planned if part.session.key in order]
        if sight_of(whole, waiting) != expected or not _is_whole(order, parts, waiting):
            raise Stale(
                N_("Somebody changed the programme meanwhile. Look at what is proposed now, then decide."),
                theirs={},
            )
        for part in parts:
            check_held(part.session, seminar)
        _Ordering(seminar, by=by, now=now).put(parts, order, waiting, minutes)
    return seminar


def place(presentation_id: int, session_id: int, minutes: int | None, *, by: Actor, now: datetime) -> Slot:
    """Give a presentation that waits a slot at the end of a part. Raises Refusal at a field, or Missing."""
    with transaction():
        _row, delegation = lock_waiting(presentation_id)
        session, seminar = lock_session(session_id)
        if session.seminar_id != delegation.seminar_id:
            raise Refusal(N_("Choose a part of this seminar."), field="session")
        # Read again with its city, whose clock the presenter is written to by.
        presentation = next(one for one in waiting_presentations(seminar.id) if one.id == presentation_id)
        check_held(session, seminar)
        position = len(slots_of(session_id))
        slot = _Ordering(seminar, by=by, now=now).make(presentation, session, position, minutes)
        touch(seminar.id, now=now)
    return slot


class _Ordering:
    """One running order put in place, in the caller's transaction, which holds the seminar and its parts."""

    def __init__(self, seminar: Seminar, *, by: Actor, now: datetime) -> None:
        self._seminar = seminar
        self._by = by
        self._now = now

    def put(
        self,
        parts: Sequence[ProgrammeSession],
        order: Order,
        waiting: Sequence[Presentation],
        minutes: int,
    ) -> None:
        """Put the *parts* into *order*, with slots of *minutes* for what is *waiting*."""
        sessions = [part.session for part in parts]
        slots = {one.slot.key: one.slot for part in parts for one in part.slots}
        before = {
            ident: span
            for part in parts
            for ident, span in spans(part.session, [one.slot for one in part.slots]).items()
        }
        presentations = {one.key: one for one in waiting}
        names = {part.session.id: [slot_name(one.slot) for one in part.slots] for part in parts}
        for session in sessions:
            for position, key in enumerate(order[session.key]):
                if key in slots:
                    self._stand(slots[key], session, position)
                else:
                    one = presentations[key]
                    self.make(one, session, position, one.minutes or minutes)
        for session in sessions:
            self._note(session, names[session.id])
            raise_changed(session, slots_of(session.id), before, now=self._now)
        touch(self._seminar.id, now=self._now)

    def make(self, presentation: Presentation, session: Session, position: int, minutes: int | None) -> Slot:
        """Make the slot of a *presentation*, and ask who presents in it."""
        wanted = SlotFields(
            kind=SlotKind.PRESENTATION,
            minutes=minutes,
            title=presentation.title,
            delegation_id=presentation.delegation_id,
            theme_id=presentation.theme_id,
        )
        check_length(minutes, session, now=self._now)
        if position >= MOST_SLOTS:
            raise Refusal(N_("A part has at most %(limit)d slots."), limit=MOST_SLOTS)
        slot = append_slot(session.id, wanted, position=position)
        record("created", slot, by=self._by, now=self._now, seminar_id=self._seminar.id)
        edit(
            presentation,
            {"slot_id": slot.id},
            expected=None,
            by=self._by,
            now=self._now,
            seminar_id=self._seminar.id,
            verb=PLACED,
        )
        self._ask(presentation, slot, session)
        return slot

    def _stand(self, slot: Slot, session: Session, position: int) -> None:
        """Put a slot that stands at its place, in another part with its invitations."""
        if slot.session_id != session.id:
            changes = {"session_id": session.id, "position": position}
            ident = self._seminar.id
            edit(slot, changes, expected=None, by=self._by, now=self._now, seminar_id=ident, verb="moved")
            invitations.carry_slot(slot.id, session.id)
        slot.position = position

    def _note(self, session: Session, was: list[str]) -> None:
        """Write down the new order of a part, where it is another one."""
        now = [slot_name(slot) for slot in slots_of(session.id)]
        if now != was:
            changes: dict[str, tuple[object, object]] = {"order": (was, now)}
            ident = self._seminar.id
            record("reordered", session, by=self._by, now=self._now, seminar_id=ident, changes=changes)

    def _ask(self, presentation: Presentation, slot: Slot, session: Session) -> None:
        """Ask the person who was named for the presentation, where there is one and the part is ahead."""
        delegation = presentation.delegation
        named = presentation if presentation.presenter_email else delegation
        if not named.presenter_email or not is_ahead(session, now=self._now):
            return
        city_zone = delegation.city.zone if delegation.city else None
        wanted = PresenterFields(
            name=named.presenter_name or named.presenter_email,
            email=named.presenter_email,
            language=delegation.focal_language or self._seminar.languages[0],
            zone=city_zone or session.zone or "UTC",
        )
        add_presenter(slot, session, wanted, by=self._by, now=self._now)


def _is_whole(order: Order, parts: Sequence[ProgrammeSession], waiting: Sequence[Presentation]) -> bool:
    """Say whether *order* names every slot of the parts once, and besides only what waits, at most once."""
    named = Counter(key for keys in order.values() for key in keys)
    slots = {one.slot.key for part in parts for one in part.slots}
    others = set(named) - slots
    is_once = all(count == 1 for count in named.values())
    known = {one.key for one in waiting}
    return len(parts) == len(order) and is_once and slots <= set(named) and others <= known
