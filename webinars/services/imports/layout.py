"""The layout of one part: the talks of a file in order of time, around the slots of ours that stay."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from webinars.domain.calendar.imports import Talk
from webinars.models.slots import Slot, SlotKind
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot
from webinars.services.imports.choices import known_slots
from webinars.services.imports.plans import Change, Detail, PlannedPart, PlannedSlot

PAUSE = "pause:"  # before the UID of the talk that a pause of the file leads to


class Layout:
    """Lays the talks of a file out in one part, around the slots of ours that stay."""

    def __init__(
        self,
        part: ProgrammeSession | None,
        talks: Sequence[Talk],
        gone: Collection[int],
        whole: Programme,
        language: str,
    ) -> None:
        self._session = part.session if part else None
        self._talks = talks
        self._known = known_slots(whole)
        self._language = language
        here = [one for one in (part.slots if part else ()) if one.slot.id not in gone]
        self._pauses = {one.slot.source_uid: one.slot for one in here if is_pause(one.slot)}
        self._kept = self._kept_after([one for one in here if not is_pause(one.slot)])
        self._slots: list[PlannedSlot] = []

    def part(self, name: str) -> PlannedPart:
        """Return the part, which is called *name* when it is new."""
        starts_at = self._start()
        self._now = starts_at
        self._keep("")
        for talk in self._talks:
            self._pause_before(talk)
            self._take(talk)
            self._keep(talk.uid)
        used = {slot.slot.id for slot in self._slots if slot.slot}
        return PlannedPart(
            session=self._session,
            name=name.strip(),
            starts_at=starts_at,
            minutes=self._minutes(starts_at),
            slots=tuple(self._slots),
            dropped=tuple(slot for slot in self._all_pauses() if slot.id not in used),
        )

    def _all_pauses(self) -> Iterator[Slot]:
        """Yield the pauses of the part, and those elsewhere that led to talks which come here."""
        yield from self._pauses.values()
        for talk in self._talks:
            session, one = self._known.get(PAUSE + talk.uid, (None, None))
            if one is not None and session is not self._session:
                yield one.slot

    def _kept_after(self, here: Sequence[ProgrammeSlot]) -> Mapping[str, list[ProgrammeSlot]]:
        """Return the slots of ours by the UID of the talk that they follow, "" for those before the first."""
        kept: dict[str, list[ProgrammeSlot]] = {}
        uids, after = {talk.uid for talk in self._talks}, ""
        for one in here:
            if one.slot.source_uid in uids:
                after = str(one.slot.source_uid)
            else:
                kept.setdefault(after, []).append(one)
        return kept

    def _start(self) -> datetime:
        """Return when the part starts: with the file where it came from one, else no later than it does."""
        before = sum(one.slot.minutes or 0 for one in self._kept.get("", ()))
        needed = self._talks[0].starts_at - timedelta(minutes=before)
        session = self._session
        if session is None or session.source_uid or session.starts_at is None:
            return needed
        return min(session.starts_at, needed)

    def _minutes(self, starts_at: datetime) -> int:
        filled = (self._now - starts_at) // timedelta(minutes=1)
        session = self._session
        if session is None or session.source_uid or session.ends_at is None:
            return filled
        return max(filled, (session.ends_at - starts_at) // timedelta(minutes=1))

    def _keep(self, uid: str) -> None:
        for one in self._kept.get(uid, ()):
            slot = one.slot
            self._add(
                Change.KEPT,
                slot.kind,
                slot.minutes,
                slot.title.best(self._language),
                slot=slot,
                uid=slot.source_uid,
            )

    def _pause_before(self, talk: Talk) -> None:
        minutes = (talk.starts_at - self._now) // timedelta(minutes=1)
        if minutes <= 0:
            return
        uid = PAUSE + talk.uid
        there = self._pauses.get(uid)
        if there is None:
            self._add(Change.NEW, SlotKind.BREAK, minutes, "", uid=uid)
            return
        details = (Detail.LENGTH,) if there.minutes != minutes else ()
        change = Change.CHANGED if details else Change.SAME
        title = there.title.best(self._language)
        self._add(change, there.kind, minutes, title, slot=there, uid=uid, details=details)

    def _take(self, talk: Talk) -> None:
        _, there = self._known.get(talk.uid, (None, None))
        late = max(0, (self._now - talk.starts_at) // timedelta(minutes=1))
        if there is None:
            kind = SlotKind.BREAK if talk.is_break else SlotKind.PRESENTATION
            self._add(Change.NEW, kind, talk.minutes, talk.title, talk=talk, uid=talk.uid, late=late)
            return
        details = tuple(self._details(talk, there))
        change = Change.CHANGED if details else Change.SAME
        title = talk.title or there.slot.title.best(self._language)
        slot = there.slot
        self._add(
            change, slot.kind, talk.minutes, title,
            slot=slot, talk=talk, uid=talk.uid, details=details, late=late,
        )  # fmt: skip

    def _details(self, talk: Talk, there: ProgrammeSlot) -> Iterator[Detail]:
        slot = there.slot
        if talk.title and slot.title.to_mapping().get(self._language) != talk.title:
            yield Detail.TITLE
        if there.starts_at != self._now:
            yield Detail.TIME
        if slot.minutes != talk.minutes:
            yield Detail.LENGTH
        if self._session is None or slot.session_id != self._session.id:
            yield Detail.PART

    def _add(
        self,
        change: Change,
        kind: SlotKind,
        minutes: int | None,
        title: str,
        *,
        slot: Slot | None = None,
        talk: Talk | None = None,
        uid: str | None = None,
        details: tuple[Detail, ...] = (),
        late: int = 0,
    ) -> None:
        self._slots.append(
            PlannedSlot(
                change=change,
                kind=kind,
                minutes=minutes,
                title=title,
                starts_at=self._now,
                slot=slot,
                talk=talk,
                uid=uid,
                details=details,
                late=late,
            )
        )
        self._now += timedelta(minutes=minutes or 0)


def is_pause(slot: Slot) -> bool:
    """Say whether a slot stands for a pause between two talks of a file."""
    return bool(slot.source_uid and slot.source_uid.startswith(PAUSE))
