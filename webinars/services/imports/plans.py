"""Plans: what becomes of each part and slot when a calendar file is taken over."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from webinars.domain.calendar.imports import Talk
from webinars.domain.errors import Refusal
from webinars.models.sessions import Session
from webinars.models.slots import Slot, SlotKind


class Change(StrEnum):
    """What becomes of a slot or a part."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"  # not of this file
    REMOVED = "removed"


class Detail(StrEnum):
    """What changes of a slot."""

    TITLE = "title"
    TIME = "time"
    LENGTH = "length"
    PART = "part"


@dataclass(frozen=True, kw_only=True)
class PlannedSlot:
    """A slot as it will be; *slot* is the one that is there, *talk* the event that it follows.

    *late* is by how many minutes it starts after what the file says, because slots of ours are before it.
    """

    change: Change
    kind: SlotKind
    minutes: int | None
    title: str
    starts_at: datetime | None
    slot: Slot | None = None
    talk: Talk | None = None
    uid: str | None = None
    details: tuple[Detail, ...] = ()
    late: int = 0

    @property
    def ends_at(self) -> datetime | None:
        """Return when it ends; None where its start or its length is not known."""
        if self.starts_at is None or self.minutes is None:
            return None
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, kw_only=True)
class PlannedPart:
    """A part as it will be; *session* is None for a new one, which is called *name*."""

    session: Session | None
    name: str
    starts_at: datetime
    minutes: int
    slots: tuple[PlannedSlot, ...]
    dropped: tuple[Slot, ...]  # pauses that the file no longer has

    @property
    def ends_at(self) -> datetime:
        """Return when the part ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def change(self) -> Change:
        """Say whether the part is new, or gets another time."""
        if self.session is None:
            return Change.NEW
        same = (self.session.starts_at, self.session.minutes) == (self.starts_at, self.minutes)
        return Change.SAME if same else Change.CHANGED


@dataclass(frozen=True)
class Missing:
    """A slot that came from a file, and is not in this one (any more); *is_removed* when it is to go."""

    session: Session
    slot: Slot
    is_removed: bool


@dataclass(frozen=True)
class Plan:
    """Everything that taking a file over does; *wrong* are reasons why it cannot be, by group (None: all)."""

    parts: tuple[PlannedPart, ...]
    missing: tuple[Missing, ...]
    wrong: tuple[tuple[int | None, Refusal], ...]

    @property
    def changes(self) -> int:
        """Count what changes: parts, slots, and slots that go."""
        moved = sum(part.change is not Change.SAME for part in self.parts)
        slots = sum(slot.change in (Change.NEW, Change.CHANGED) for part in self.parts for slot in part.slots)
        dropped = sum(len(part.dropped) for part in self.parts)
        return moved + slots + dropped + sum(one.is_removed for one in self.missing)
