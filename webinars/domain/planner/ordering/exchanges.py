"""Fewer theme breaks by exchanging talks of equal cost: for programmes too large to try every order.

No exchange changes the worst cost or the total. What comes out is no worse than what goes in, and is proved
to be best only where it has as few breaks as its themes allow.
"""

from collections.abc import Sequence

from webinars.domain.planner.ordering.matching import firsts
from webinars.domain.planner.ordering.themes import Cheap, Parts


def least_breaks(cheap: Cheap) -> int:
    """Return a number of breaks that no order undercuts: a part without a break holds one theme."""
    filled = min(len(cheap.themes), sum(size > 0 for size in cheap.sizes))
    return max(0, len(set(cheap.themes)) - filled)


def with_fewer_breaks(cheap: Cheap, parts: Parts) -> Parts:
    """Return *parts* after exchanges of two talks, and moves of one within its part, until none helps."""
    order = _Order(cheap, parts)
    while order.improve():
        pass
    return tuple(tuple(part) for part in order.parts)


class _Order:
    """An order that gets better."""

    def __init__(self, cheap: Cheap, parts: Parts) -> None:
        self.cheap = cheap
        self.themes = cheap.themes
        self.parts = [list(part) for part in parts]
        self.firsts = firsts(cheap.sizes)
        self.places = [(number, place) for number, part in enumerate(parts) for place in range(len(part))]

    def improve(self) -> bool:
        """Go once through all places and change what saves a break; False when nothing does."""
        saved = [(number, place) for number, place in self.places if self._improve_at(number, place)]
        return bool(saved)

    def _improve_at(self, number: int, place: int) -> bool:
        """Make the first change that saves a break next to *place*.

        An exchange that saves one does so at one end or the other, by a talk of a neighbour's theme; that
        end has its turn.
        """
        part = self.parts[number]
        near = [self.themes[talk] for talk in part[max(place - 1, 0) : place + 2]]
        own = self.themes[part[place]]
        wanted = {theme for theme in near if theme != own}
        exchanges = (
            self._exchange((number, place), other)
            for other in self.places
            if self.themes[self._at(other)] in wanted
        )
        moves = (self._move(number, place, there) for there in range(len(part)) if wanted)
        return any(exchanges) or any(moves)

    def _exchange(self, here: tuple[int, int], there: tuple[int, int]) -> bool:
        """Exchange two talks where that costs the same and saves a break."""
        one, two = self._at(here), self._at(there)
        slots = [self.firsts[number] + place for number, place in (here, there)]
        if self._cost((one, two), slots) != self._cost((two, one), slots):
            return False
        before = self._breaks_around(here, there)
        self._put(here, two)
        self._put(there, one)
        if self._breaks_around(here, there) < before:
            return True
        self._put(here, one)
        self._put(there, two)
        return False

    def _at(self, where: tuple[int, int]) -> int:
        return self.parts[where[0]][where[1]]

    def _put(self, where: tuple[int, int], talk: int) -> None:
        self.parts[where[0]][where[1]] = talk

    def _breaks_around(self, *places: tuple[int, int]) -> int:
        """Count the breaks next to *places*, each once."""
        edges = {(number, after) for number, place in places for after in (place, place + 1)}
        return sum(
            self.themes[self.parts[number][after - 1]] != self.themes[self.parts[number][after]]
            for number, after in edges
            if 0 < after < len(self.parts[number])
        )

    def _move(self, number: int, place: int, there: int) -> bool:
        """Move a talk within its part, the others closing up, where that costs the same and saves a break."""
        part = self.parts[number]
        if self._saved(part, place, there) <= 0:
            return False
        moved = [*part[:place], *part[place + 1 :]]
        moved.insert(there, part[place])
        slots = range(self.firsts[number], self.firsts[number] + len(part))
        if self._cost(part, slots) != self._cost(moved, slots):
            return False
        self.parts[number] = moved
        return True

    def _saved(self, part: Sequence[int], place: int, there: int) -> int:
        """Count the breaks that a move would save."""
        rest = [-1, *part[:place], *part[place + 1 :], -1]
        taken = part[place]
        return self._gained(rest, place, taken) - self._gained(rest, there, taken)

    def _gained(self, rest: Sequence[int], place: int, talk: int) -> int:
        """Count the breaks that *talk* adds at *place* of *rest*, which has a -1 at both ends."""
        before, after = rest[place : place + 2]
        return self._break(before, talk) + self._break(talk, after) - self._break(before, after)

    def _break(self, one: int, other: int) -> bool:
        return -1 not in (one, other) and self.themes[one] != self.themes[other]

    def _cost(self, talks: Sequence[int], slots: Sequence[int]) -> int | None:
        """Return what *talks* cost in *slots*; None when one may not stand there."""
        total = 0
        for talk, slot in zip(talks, slots, strict=True):
            surplus = self.cheap.surplus[talk][slot]
            if surplus is None:
                return None
            total += surplus
        return total
