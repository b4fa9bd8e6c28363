"""Between a seminar's running order and the problem of ordering its talks: fixed items stay, talks move."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from webinars.domain.errors import N_, BadProblem
from webinars.domain.planner.ordering.problems import Ordering, OrderProblem, Talk
from webinars.domain.planner.problems import PlanCity


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a part for *minutes*: a talk of a *city*, or without one a fixed item (a break, a video).

    *key* tells it from all others. A talk stays in the part that its city attends, unless it
    *may_change_part*.
    """

    key: str
    minutes: int
    city: PlanCity | None = None
    theme: str = ""
    may_change_part: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """A part from *starts_at* (UTC) for *minutes*, with its items in running order."""

    starts_at: datetime
    minutes: int
    items: tuple[Item, ...]

    @property
    def talks(self) -> tuple[Item, ...]:
        """Return the items that are talks."""
        return tuple(item for item in self.items if item.city is not None)


def problem_from(programmes: Sequence[Programme], *, attended: Mapping[str, int]) -> OrderProblem:
    """Return the problem of ordering the talks of all *programmes* anew.

    A part's slots are where its talks stand now, and as many more after the last of them as its free time
    holds. *attended* has the part (from 0) that each city attends, by its name; who is not in it is open.
    Raises BadProblem when the talks differ in length, or a slot lies off the five-minute grid.
    """
    minutes = _length(programmes)
    return OrderProblem(
        slot_minutes=minutes,
        parts=tuple(tuple(_slots(programme, minutes)) for programme in programmes),
        talks=tuple(
            Talk(
                item.city,
                item.theme,
                None if item.may_change_part else attended.get(item.city.name),
                item.key,
            )
            for programme in programmes
            for item in programme.items
            if item.city is not None
        ),
    )


def programmes_from(ordering: Ordering, programmes: Sequence[Programme]) -> tuple[Programme, ...]:
    """Return *programmes* with their talks as *ordering* has them; what stood after moved talks closes up."""
    items = {item.key: item for programme in programmes for item in programme.talks}
    return tuple(
        replace(programme, items=tuple(_rearranged(programme, [items[key] for key in keys])))
        for programme, keys in zip(programmes, ordering.parts, strict=True)
    )


def _length(programmes: Sequence[Programme]) -> int:
    """Return the length that all talks have."""
    lengths = sorted({item.minutes for programme in programmes for item in programme.talks})
    if not lengths:
        raise BadProblem(N_("There is no talk. Add the talks first."), field="talks")
    if len(lengths) > 1:
        text = N_("Talks of %(minutes)s minutes cannot change places. Give all talks the same length.")
        raise BadProblem(text, field="talks", minutes=" / ".join(map(str, lengths)))
    return lengths[0]


def _slots(programme: Programme, minutes: int) -> Iterator[datetime]:
    """Yield the starts of the slots for talks of *minutes*."""
    at, after_talk = programme.starts_at, programme.starts_at
    for item in programme.items:
        if item.city is not None:
            yield at
        at += timedelta(minutes=item.minutes)
        if item.city is not None or not programme.talks:
            after_talk = at
    free = programme.minutes - sum(item.minutes for item in programme.items)
    for number in range(free // minutes):
        yield after_talk + timedelta(minutes=number * minutes)


def _rearranged(programme: Programme, talks: Sequence[Item]) -> Iterator[Item]:
    """Yield the fixed items with *talks* in their places, and further ones after the last such place."""
    places = [place for place, item in enumerate(programme.items) if item.city is not None]
    last = places[-1] if places else len(programme.items) - 1
    waiting = list(talks)
    for place, item in enumerate(programme.items):
        if item.city is None:
            yield item
        elif waiting:
            yield waiting.pop(0)
        if place == last:
            yield from waiting
            waiting = []
    yield from waiting  # A part without any item has no last place.
