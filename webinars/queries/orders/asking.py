"""What the planner is asked for a running order: the parts ahead, the talks in them, and those that wait."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from webinars.domain.errors import N_, BadProblem
from webinars.domain.hours import CELL_MINUTES
from webinars.domain.planner.ordering import Item
from webinars.domain.planner.ordering import Programme as OrderedPart
from webinars.domain.planner.problems import PlanCity
from webinars.models.presentations import Presentation
from webinars.models.slots import SlotKind
from webinars.queries.plans import PlannedCity, names_of
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot

USUAL_MINUTES = 15
_AFTER_TALKS = (SlotKind.BREAK, SlotKind.DISCUSSION)


class Why(StrEnum):
    """Why a presentation that waits has no place in a proposal."""

    NO_CITY = "no city"  # it is a city's that takes no part, or of no known one
    OTHER_LENGTH = "other length"
    CLOSED_PART = "closed part"  # its city attends a part that begins no more, or whose times are not known


@dataclass(frozen=True)
class OrderWish:
    """What is asked: talks of *minutes* (None: as they are now); a place for the waiting ones alone."""

    minutes: int | None = None
    is_for_waiting: bool = False
    may_change_part: bool = False


@dataclass(frozen=True)
class Waiting:
    """A presentation that waits; *why* it has no place (None: it gets one)."""

    presentation: Presentation
    why: Why | None


@dataclass(frozen=True)
class Asked:
    """A running order that is asked for: *parts* are those ahead, and *programmes* the same for the planner.

    *cities* are by the id of their delegation, *slots* and *presentations* by the key of their item.
    """

    parts: tuple[ProgrammeSession, ...]
    programmes: tuple[OrderedPart, ...]
    minutes: int
    attended: Mapping[str, int]
    items: tuple[Item, ...]
    waiting: tuple[Waiting, ...]
    cities: Mapping[int, PlanCity]
    slots: Mapping[str, ProgrammeSlot]
    presentations: Mapping[str, Presentation]


def asked(
    whole: Programme,
    waiting: Sequence[Presentation],
    cities: Sequence[PlannedCity],
    wish: OrderWish,
    *,
    language: str,
    now: datetime,
) -> Asked:
    """Return what the planner is asked; no statement. Raises BadProblem where it cannot be."""
    parts = tuple(part for part in whole.planned if _is_open(part, now))
    if not parts:
        raise BadProblem(N_("There is no part ahead whose slots all have a length. Add one first."))
    known = _plan_cities(cities, language)
    minutes = wish.minutes or _usual(parts, known)
    places = {part.session.id: number for number, part in enumerate(parts)}
    found = tuple(
        Waiting(one, _why(one, minutes, known, places, may_change=wish.may_change_part)) for one in waiting
    )
    programmes = tuple(_programme(part, minutes, known, wish) for part in parts)
    _check_grid(parts, programmes)
    return Asked(
        parts=parts,
        programmes=programmes,
        minutes=minutes,
        attended=_attended(cities, known, places),
        items=tuple(_waiting_item(one.presentation, minutes, known, wish) for one in found if not one.why),
        waiting=found,
        cities=known,
        slots={one.slot.key: one for part in parts for one in part.slots},
        presentations={one.key: one for one in waiting},
    )


def sight_of(whole: Programme, waiting: Iterable[Presentation]) -> str:
    """Return what somebody sees of a programme and of what waits: another one when anything of it changes."""
    seen = [
        (part.session.key, str(part.session.starts_at), one.slot.key, one.slot.version)
        for part in whole.planned
        for one in part.slots
    ]
    return sha256(repr((seen, [(one.key, one.version) for one in waiting])).encode()).hexdigest()


def _is_open(part: ProgrammeSession, now: datetime) -> bool:
    """Say whether the part is ahead, and every slot's time is known."""
    starts_at = part.session.starts_at
    return starts_at is not None and starts_at > now and all(one.slot.minutes for one in part.slots)


def _plan_cities(cities: Sequence[PlannedCity], language: str) -> Mapping[int, PlanCity]:
    named = zip(cities, names_of(cities, language), strict=True)
    return {one.delegation.id: one.as_plan_city(name) for one, name in named if one.delegation}


def _usual(parts: Sequence[ProgrammeSession], known: Mapping[int, PlanCity]) -> int:
    """Return the length that most talks have."""
    lengths = Counter(one.slot.minutes for part in parts for one in part.slots if _is_talk(one, known))
    return next((minutes for minutes, _ in lengths.most_common(1) if minutes), USUAL_MINUTES)


def _is_talk(placed: ProgrammeSlot, known: Mapping[int, PlanCity]) -> bool:
    return placed.slot.kind is SlotKind.PRESENTATION and placed.slot.delegation_id in known


def _programme(
    part: ProgrammeSession, minutes: int, known: Mapping[int, PlanCity], wish: OrderWish
) -> OrderedPart:
    assert part.session.starts_at is not None, "only parts with a time are asked about"
    return OrderedPart(
        starts_at=part.session.starts_at,
        minutes=part.session.minutes,
        items=tuple(_item(one, minutes, known, wish) for one in part.slots),
        opening=sum(1 for _ in _opening(part)),
    )


def _opening(part: ProgrammeSession) -> Iterator[ProgrammeSlot]:
    """Yield what comes before the talks in a part that has none yet: all up to a break or a discussion."""
    last_talk = max(
        (number for number, one in enumerate(part.slots) if one.slot.kind is SlotKind.PRESENTATION),
        default=-1,
    )
    for number, one in enumerate(part.slots):
        if number > last_talk and one.slot.kind in _AFTER_TALKS:
            return
        yield one


def _item(placed: ProgrammeSlot, minutes: int, known: Mapping[int, PlanCity], wish: OrderWish) -> Item:
    """Return a slot as the planner sees it: a talk, or something fixed."""
    slot = placed.slot
    ident, length = slot.delegation_id, slot.minutes or 0
    if wish.is_for_waiting or ident is None or length != minutes or not _is_talk(placed, known):
        return Item(slot.key, length)
    return Item(slot.key, length, known[ident], _theme(slot.theme_id), wish.may_change_part)


def _waiting_item(one: Presentation, minutes: int, known: Mapping[int, PlanCity], wish: OrderWish) -> Item:
    city = known[one.delegation_id]
    return Item(one.key, minutes, city, _theme(one.theme_id), wish.may_change_part)


def _theme(theme_id: int | None) -> str:
    return str(theme_id or "")


def _why(
    one: Presentation,
    minutes: int,
    known: Mapping[int, PlanCity],
    places: Mapping[int, int],
    *,
    may_change: bool,
) -> Why | None:
    if one.delegation_id not in known:
        return Why.NO_CITY
    if one.minutes not in (None, minutes):
        return Why.OTHER_LENGTH
    session_id = one.delegation.session_id
    if session_id is not None and session_id not in places and not may_change:
        return Why.CLOSED_PART
    return None


def _attended(
    cities: Sequence[PlannedCity], known: Mapping[int, PlanCity], places: Mapping[int, int]
) -> Mapping[str, int]:
    """Return the part (from 0) that each city attends, by its name."""
    guests = [one.delegation for one in cities if one.delegation]
    chosen = {one.id: places.get(one.session_id) for one in guests if one.session_id is not None}
    return {known[ident].name: place for ident, place in chosen.items() if place is not None}


def _check_grid(parts: Sequence[ProgrammeSession], programmes: Sequence[OrderedPart]) -> None:
    """Refuse a part in which a talk stands, or would, off the five minutes that the planner counts in."""
    for part, programme in zip(parts, programmes, strict=True):
        before = sum(item.minutes for item in programme.items[: programme.after_talks])
        starts = [one.starts_at for one, item in zip(part.slots, programme.items, strict=True) if item.city]
        is_off = any(start and start.minute % CELL_MINUTES for start in starts) or before % CELL_MINUTES
        if is_off or programme.starts_at.minute % CELL_MINUTES:
            text = N_(
                "In “%(part)s” talks would begin between the multiples of 5 minutes."
                " Change the start, or the lengths of the slots before them."
            )
            raise BadProblem(text, field="parts", part=part.session.name or part.session.key)
