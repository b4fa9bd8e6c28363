"""A file taken over: parts and slots made, changed and moved at once, with the letters they owe."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain, count

from webinars.domain.errors import N_, Stale
from webinars.domain.places import romanised
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import reading_of, to_local
from webinars.models.database import db, transaction
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Slot
from webinars.queries.programmes import Programme, programme
from webinars.queries.slots import Span, slots_of, spans
from webinars.services import invitations
from webinars.services.edits import edit
from webinars.services.imports.choices import Choice, Reading, zone_of
from webinars.services.imports.planning import plan
from webinars.services.imports.plans import Change, Plan, PlannedPart, PlannedSlot
from webinars.services.moves import is_ahead, raise_changed
from webinars.services.records import Actor, record
from webinars.services.registrations import lock_sessions_of
from webinars.services.renaming import tell_renamed_slot
from webinars.services.seminars import RESERVED, lock_editable, touch
from webinars.services.sessions import LONGEST_KEY, SessionFields, SessionTime, add_session, give_time
from webinars.services.slots import SlotFields, append_slot


def take_over(
    seminar_id: int,
    reading: Reading,
    choices: Sequence[Choice],
    removed: Collection[str],
    *,
    language: str,
    expected: int,
    by: Actor,
    now: datetime,
) -> int:
    """Take the talks of a calendar file over as `plan` says, all of them or none; return how much changed.

    The file is read before: nobody waits for a lock while lines are counted. *expected* is the seminar's
    revision that the plan was shown with. Raises Stale, or the first reason why the plan cannot be.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        if (seminar.revision, seminar.zone) != (expected, reading.zone):
            raise Stale(
                N_("Somebody changed the programme meanwhile. Look at the plan as it is now, then confirm."),
                theirs={},
            )
        lock_sessions_of(seminar_id)
        whole = programme(seminar_id)
        planned = plan(reading, choices, removed, whole, language)
        for _, reason in planned.wrong:
            raise reason
        if planned.changes:
            _Taking(whole, language, by=by, now=now).apply(planned)
    return planned.changes


class _Taking:
    """One taking over, in the caller's transaction, which holds every part."""

    def __init__(self, whole: Programme, language: str, *, by: Actor, now: datetime) -> None:
        self._whole = whole
        self._seminar: Seminar = whole.seminar
        self._language = language
        self._by = by
        self._now = now
        # Who was put down to present in what is past is not invited, and has to be once it is ahead.
        over = [part for part in whole.sessions if not is_ahead(part.session, now=now)]
        self._over = {one.slot.id for part in over for one in part.slots}

    def apply(self, planned: Plan) -> None:
        """Do what is planned; each event of a calendar is raised once, whatever all the changes were."""
        before = self._spans()
        dropped = chain.from_iterable(part.dropped for part in planned.parts)
        for slot in (*(one.slot for one in planned.missing if one.is_removed), *dropped):
            self._remove(slot)
        placed = [self._place(part) for part in planned.parts]
        db.session.flush()
        every = (*(part.session for part in self._whole.sessions), *placed)
        for session in {one.id: one for one in every}.values():
            self._close_up(session, before)
        touch(self._seminar.id, now=self._now)

    def _spans(self) -> Mapping[int, Span]:
        found: dict[int, Span] = {}
        for part in self._whole.sessions:
            found |= spans(part.session, [one.slot for one in part.slots])
        return found

    def _close_up(self, session: Session, before: Mapping[int, Span]) -> None:
        """Number the slots of a part, owe its presenters what has changed, and invite who was forgotten."""
        slots = slots_of(session.id)
        for position, slot in enumerate(slots):
            slot.position = position
        raise_changed(session, slots, before, now=self._now)
        forgotten = [slot.id for slot in slots if slot.id in self._over]
        if forgotten and is_ahead(session, now=self._now) and session.takes_place(self._seminar):
            invitations.invite_forgotten(session, forgotten, now=self._now)

    def _place(self, part: PlannedPart) -> Session:
        session = part.session or self._new_part(part)
        if part.change is Change.CHANGED:
            give_time(
                session,
                self._seminar,
                self._time(part, session.zone),
                expected=None,
                by=self._by,
                now=self._now,
            )
        for position, planned in enumerate(part.slots):
            self._put(planned, session, position)
        return session

    def _new_part(self, part: PlannedPart) -> Session:
        fields = SessionFields(key=self._free_key(part.name), name=self._text(part.name))
        time = self._time(part, zone_of(self._whole))
        session = add_session(self._seminar.id, fields, time, by=self._by, now=self._now)
        session.source_uid = next(slot.uid for slot in part.slots if slot.talk)
        db.session.flush()
        return session

    def _put(self, planned: PlannedSlot, session: Session, position: int) -> None:
        slot = planned.slot
        if slot is None:
            self._add(planned, session, position)
            return
        was = slot.title
        changes: dict[str, object] = {"minutes": planned.minutes}
        if planned.talk is not None and planned.title:
            changes["title"] = LocalizedText.from_mapping({**was.to_mapping(), self._language: planned.title})
        if slot.session_id != session.id:
            changes["session_id"] = session.id
            invitations.carry_slot(slot.id, session.id)
        slot.position = position
        ident = self._seminar.id
        edit(slot, changes, expected=None, by=self._by, now=self._now, seminar_id=ident, verb="imported")
        tell_renamed_slot(slot, was, now=self._now)

    def _add(self, planned: PlannedSlot, session: Session, position: int) -> None:
        wanted = SlotFields(kind=planned.kind, minutes=planned.minutes, title=self._text(planned.title))
        slot = append_slot(session.id, wanted, position=position)
        slot.source_uid = planned.uid
        record("imported", slot, by=self._by, now=self._now, seminar_id=self._seminar.id)

    def _remove(self, slot: Slot) -> None:
        slot.removed_at = self._now
        slot.version += 1
        invitations.close_slot(slot.id, now=self._now)
        record("removed", slot, by=self._by, now=self._now, seminar_id=self._seminar.id)

    def _time(self, part: PlannedPart, zone: str | None) -> SessionTime:
        zone = zone or zone_of(self._whole)
        return SessionTime(
            local_start=to_local(part.starts_at, zone).replace(tzinfo=None),
            zone=zone,
            minutes=part.minutes,
            reading=reading_of(part.starts_at, zone),
        )

    def _text(self, words: str) -> LocalizedText:
        return LocalizedText.from_mapping({self._language: words})

    def _free_key(self, name: str) -> str:
        """Return a short name for a new part, made of its *name* as far as that has Latin letters."""
        base = romanised(name).replace(" ", "-")[: LONGEST_KEY - 4].strip("-") or "part"
        taken = {session.key for session in lock_sessions_of(self._seminar.id).values()} | RESERVED
        keys = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(key for key in keys if key not in taken)
