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
    """A part from *starts_at* (UTC) for *minutes*, with its items in running order.

    Talks come after the last one that stands there; where none does, after the first *opening* items (None:
    after all of them).
    """

    starts_at: datetime
    minutes: int
    items: tuple[Item, ...]
    opening: int | None = None

    @property
    def talks(self) -> tuple[Item, ...]:
        """Return the items that are talks."""
        return tuple(item for item in self.items if item.city is not None)

    @property
    def after_talks(self) -> int:
        """Return the number of items after which there is room for further talks."""
        numbers = [number for number, item in enumerate(self.items, start=1) if item.city is not None]
        if numbers:
            return numbers[-1]
        return len(self.items) if self.opening is None else self.opening


def problem_from(
    programmes: Sequence[Programme], *, attended: Mapping[str, int], waiting: Sequence[Item] = ()
) -> OrderProblem:
    """Return the problem of ordering the talks of all *programmes* anew, and those that are *waiting* too.

    A part's slots are where its talks stand now, and as many more after the last of them as its free time
    holds. *attended* has the part (from 0) that each city attends, by its name; who is not in it is open.
    Raises BadProblem when the talks differ in length, or a slot lies off the five-minute grid.
    """
    talks = [*(item for programme in programmes for item in programme.talks), *waiting]
    minutes = _length(talks)
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
            for item in talks
            if item.city is not None
        ),
    )


def programmes_from(
    ordering: Ordering, programmes: Sequence[Programme], *, waiting: Sequence[Item] = ()
) -> tuple[Programme, ...]:
    """Return *programmes* with their talks, and those *waiting*, as *ordering* has them.

    What stood after moved talks closes up.
    """
    items = {item.key: item for programme in programmes for item in programme.talks}
    items |= {item.key: item for item in waiting}
    return tuple(
        replace(programme, items=tuple(_rearranged(programme, [items[key] for key in keys])))
        for programme, keys in zip(programmes, ordering.parts, strict=True)
    )


def _length(talks: Sequence[Item]) -> int:
    """Return the length that all talks have."""
    lengths = sorted({item.minutes for item in talks})
    if not lengths:
        raise BadProblem(N_("There is no talk. Add the talks first."), field="talks")
    if len(lengths) > 1:
        text = N_("Talks of %(minutes)s minutes cannot change places. Give all talks the same length.")
        raise BadProblem(text, field="talks", minutes=" / ".join(map(str, lengths)))
    return lengths[0]


def _slots(programme: Programme, minutes: int) -> Iterator[datetime]:
    """Yield the starts of the slots for talks of *minutes*."""
    at = after_talks = programme.starts_at
    for number, item in enumerate(programme.items, start=1):
        if item.city is not None:
            yield at
        at += timedelta(minutes=item.minutes)
        if number == programme.after_talks:
            after_talks = at
    free = programme.minutes - sum(item.minutes for item in programme.items)
    for number in range(free // minutes):
        yield after_talks + timedelta(minutes=number * minutes)


def _rearranged(programme: Programme, talks: Sequence[Item]) -> Iterator[Item]:
    """Yield the fixed items with *talks* in their places, and further ones after the last such place."""
    waiting = list(talks)
    for number, item in enumerate(programme.items):
        if number == programme.after_talks:
            yield from waiting
            waiting = []
        if item.city is None:
            yield item
        elif waiting:
            yield waiting.pop(0)
    yield from waiting  # The room for further talks is at the end of the part.
