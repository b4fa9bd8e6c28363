"""The running order of a session: when each slot starts, what is wrong with it, and moving a slot."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from webinars.domain.errors import N_, Missing, Refusal

_OVERRUN = N_("This slot ends %(over)d minutes after the part. Shorten a slot, or make the part longer.")


class Level(StrEnum):
    """What a finding does to publishing."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class SlotLength:
    """What the running order needs of a slot; *minutes* None means unknown, *presenters* are addresses."""

    minutes: int | None
    title: str = ""
    presenters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedSlot:
    """A slot with its place: UTC instants, None where they cannot be known."""

    index: int
    slot: SlotLength
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunningSession:
    """A session and its slots in order; *starts_at* is None when its zone is not known."""

    key: str
    name: str
    starts_at: datetime | None
    minutes: int | None
    slots: tuple[SlotLength, ...]

    @property
    def ends_at(self) -> datetime | None:
        """Return the UTC instant at which the session is over; None when that is not known."""
        if self.starts_at is None or self.minutes is None:
            return None
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, where it stands: at a slot, or at the whole session (*slot* None).

    *text* is an untranslated sentence that *values* fill.
    """

    level: Level
    text: str
    session: str
    slot: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def lay_out(starts_at: datetime | None, slots: Sequence[SlotLength]) -> tuple[PlacedSlot, ...]:
    """Place *slots* one after the other from *starts_at* (UTC).

    After a slot of unknown length no start is known; with *starts_at* None no start is known at all.
    """
    placed = []
    for index, slot in enumerate(slots):
        known = starts_at is not None and slot.minutes is not None
        ends_at = starts_at + timedelta(minutes=slot.minutes or 0) if starts_at and known else None
        placed.append(PlacedSlot(index, slot, starts_at, ends_at))
        starts_at = ends_at
    return tuple(placed)


def findings(sessions: Sequence[RunningSession], *, now: datetime) -> tuple[Finding, ...]:
    """Return everything wrong with the sessions of one seminar, session by session, in running order."""
    found = [finding for session in sessions for finding in _session_findings(session, now)]
    found += _clashes(sessions)
    places = {session.key: place for place, session in enumerate(sessions)}
    return tuple(sorted(found, key=lambda one: (places[one.session], -1 if one.slot is None else one.slot)))


def blocks_publishing(found: Sequence[Finding]) -> bool:
    """Say whether any of the findings blocks publishing."""
    return any(finding.level is Level.BLOCKS for finding in found)


def check_minutes(minutes: int, session_minutes: int | None = None) -> None:
    """Raise Refusal at "minutes" for a length below one minute, or above that of its session."""
    if minutes < 1:
        raise Refusal(N_("Enter a length of 1 minute or more."), field="minutes")
    if session_minutes is not None and minutes > session_minutes:
        raise Refusal(
            N_("The part has %(session)d minutes. Enter %(session)d or less, or make the part longer."),
            field="minutes",
            session=session_minutes,
        )


def moved(order: Sequence[int], slot: int, to: int) -> tuple[int, ...]:
    """Return *order* (slot ids) with *slot* at place *to*, counted from 0.

    Raise Missing when the slot is not in it, Refusal at "place" when there is no such place.
    """
    if slot not in order:
        raise Missing(N_("This slot is no longer in the part. Load the page again."))
    if not 0 <= to < len(order):
        raise Refusal(N_("Choose a place from 1 to %(last)d."), field="place", last=len(order))
    rest = [other for other in order if other != slot]
    return (*rest[:to], slot, *rest[to:])


def moved_up(order: Sequence[int], slot: int) -> tuple[int, ...]:
    """Return *order* with *slot* one place earlier; the first slot stays."""
    return moved(order, slot, max(0, order.index(slot) - 1 if slot in order else 0))


def moved_down(order: Sequence[int], slot: int) -> tuple[int, ...]:
    """Return *order* with *slot* one place later; the last slot stays."""
    return moved(order, slot, min(len(order) - 1, order.index(slot) + 1 if slot in order else 0))


def _session_findings(session: RunningSession, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong inside one session."""
    if not session.slots:
        text = N_("This part has no slots. Add what happens in it.")
        yield Finding(Level.WARNS, text, session.key)
        return
    if session.ends_at is not None and session.ends_at > now:
        yield from _unknown_lengths(session)
    if session.minutes is not None:
        yield from _misfits(session, session.minutes)
        yield from _free_time(session, session.minutes)


def _unknown_lengths(session: RunningSession) -> Iterator[Finding]:
    """Yield the slots without a length, which only the past may have."""
    for index, slot in enumerate(session.slots):
        if slot.minutes is None:
            text = N_("Enter how many minutes this slot takes. Without it, later starts are not known.")
            yield Finding(Level.BLOCKS, text, session.key, index)


def _misfits(session: RunningSession, minutes: int) -> Iterator[Finding]:
    """Yield the slots longer than the session, the one that runs over its end, and those after it."""
    begins = 0
    for index, slot in enumerate(session.slots):
        if slot.minutes is not None and slot.minutes > minutes:
            text = N_("This slot takes %(slot)d minutes. The whole part has %(session)d.")
            values = {"slot": slot.minutes, "session": minutes}
            yield Finding(Level.BLOCKS, text, session.key, index, values)
        if begins >= minutes:
            text = N_("This slot starts when the part is over. Shorten or remove slots before it.")
            yield Finding(Level.BLOCKS, text, session.key, index)
        elif begins + (slot.minutes or 0) > minutes:
            over = begins + (slot.minutes or 0) - minutes
            yield Finding(Level.BLOCKS, _OVERRUN, session.key, index, {"over": over})
        if slot.minutes is None:
            return
        begins += slot.minutes


def _free_time(session: RunningSession, minutes: int) -> Iterator[Finding]:
    """Yield the time that no slot fills, when every length is known."""
    if any(slot.minutes is None for slot in session.slots):
        return
    free = minutes - sum(slot.minutes or 0 for slot in session.slots)
    if free > 0:
        text = N_("%(free)d minutes at the end of the part are free.")
        yield Finding(Level.WARNS, text, session.key, None, {"free": free})


@dataclass(frozen=True, slots=True)
class _Appearance:
    """One presenter in one slot."""

    session: RunningSession
    index: int
    title: str
    presenter: str
    starts_at: datetime
    ends_at: datetime


def _clashes(sessions: Sequence[RunningSession]) -> Iterator[Finding]:
    """Yield, at both slots, each presenter who would be in two places at once.

    Only what one presenter does is compared: a seminar of 500 slots has 125,000 pairs of them.
    """
    by_presenter: defaultdict[str, list[tuple[int, _Appearance]]] = defaultdict(list)
    for place, one in enumerate(_appearances(sessions)):
        by_presenter[one.presenter].append((place, one))
    pairs = (pair for own in by_presenter.values() for pair in combinations(own, 2))
    # In the order in which the slots stand, as who presents twice is not told by the alphabet.
    for (_, one), (_, other) in sorted(pairs, key=lambda pair: (pair[0][0], pair[1][0])):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            yield _clash(one, other)
            yield _clash(other, one)


def _clash(here: _Appearance, there: _Appearance) -> Finding:
    text = N_("%(presenter)s presents “%(slot)s” and, at the same time, “%(other)s” in %(session)s.")
    values = {
        "presenter": here.presenter,
        "slot": here.title,
        "other": there.title,
        "session": there.session.name,
    }
    return Finding(Level.BLOCKS, text, here.session.key, here.index, values)


def _appearances(sessions: Sequence[RunningSession]) -> Iterator[_Appearance]:
    """Yield who presents when, as far as the times are known; a presenter counts once in a slot."""
    for session in sessions:
        for placed in lay_out(session.starts_at, session.slots):
            if placed.starts_at is None or placed.ends_at is None:
                continue
            addresses = {address.strip().casefold() for address in placed.slot.presenters}
            for presenter in sorted(addresses):
                yield _Appearance(
                    session, placed.index, placed.slot.title, presenter, placed.starts_at, placed.ends_at
                )
