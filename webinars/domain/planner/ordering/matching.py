"""Which slots can be used together when every part is filled from its first slot, without a hole.

Slots of all parts are numbered in one row, part after part; a table of edges lists the talks for each slot.
The sets of slots that talks can fill form a matroid: slots taken greedily, each by an augmenting path, are as
many as can be, and what was taken stays taken. A hole that is left over is decided by branching on how many
slots the part uses, so the answer is exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

Edges = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Box:
    """How many slots each part may use: *least* to *most*, of parts with *sizes* slots."""

    sizes: tuple[int, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]

    @classmethod
    def whole(cls, sizes: tuple[int, ...]) -> "Box":
        """Return the box of every number of slots."""
        return cls(sizes, (0,) * len(sizes), sizes)

    def for_talks(self, talks: int) -> "Box | None":
        """Return the box without the numbers that cannot add up to *talks*; None when nothing is left."""
        low, high = sum(self.least), sum(self.most)
        if not low <= talks <= high:
            return None
        least = tuple(max(a, talks - high + b) for a, b in zip(self.least, self.most, strict=True))
        most = tuple(min(b, talks - low + a) for a, b in zip(self.least, self.most, strict=True))
        if any(a > b for a, b in zip(least, most, strict=True)):
            return None
        return replace(self, least=least, most=most)

    def halves(self, part: int, used: int) -> tuple["Box", "Box"]:
        """Return the box with at most *used* slots of *part*, and the one with more."""
        fewer = (*self.most[:part], min(used, self.most[part]), *self.most[part + 1 :])
        more = (*self.least[:part], max(used + 1, self.least[part]), *self.least[part + 1 :])
        return replace(self, most=fewer), replace(self, least=more)

    def needed(self) -> Iterator[int]:
        """Yield the slots that every choice in the box uses."""
        for first, least in zip(firsts(self.sizes), self.least, strict=True):
            yield from range(first, first + least)

    def allowed(self) -> Iterator[int]:
        """Yield the slots that some choice in the box uses, the first of every part first."""
        for first, most in zip(firsts(self.sizes), self.most, strict=True):
            yield from range(first, first + most)


def firsts(sizes: Sequence[int]) -> list[int]:
    """Return the number of each part's first slot."""
    return [sum(sizes[:part]) for part in range(len(sizes))]


def hole(used: set[int], sizes: Sequence[int]) -> tuple[int, int] | None:
    """Return the part with the most slots left empty before a used one, and how many it uses less one.

    None without a hole. No choice of slots in either half of a box, cut there, is the one at hand.
    """
    worst: tuple[int, int, int] | None = None
    for part, (first, size) in enumerate(zip(firsts(sizes), sizes, strict=True)):
        places = [place for place in range(size) if first + place in used]
        empty = places[-1] + 1 - len(places) if places else 0
        if empty and (worst is None or empty > worst[0]):
            worst = empty, part, len(places) - 1
    return worst and worst[1:]


def fill(edges: Edges, box: Box, *, talks: int) -> dict[int, int] | None:
    """Return a talk for each used slot, so that all *talks* have one and no part a hole; None if none is.

    *edges[slot]* lists the talks that may take the slot.
    """
    boxes: list[Box] = [box]
    while boxes:
        narrowed = boxes.pop().for_talks(talks)
        filled = _greedy(edges, narrowed, talks) if narrowed else None
        if narrowed is None or filled is None:
            continue
        gap = hole(set(filled), box.sizes)
        if gap is None:
            return filled
        boxes.extend(narrowed.halves(*gap))
    return None


def _greedy(edges: Edges, box: Box, talks: int) -> dict[int, int] | None:
    """Fill the needed slots and then, in their order, as many of the others as it takes."""
    filled: dict[int, int] = {}
    holder: dict[int, int] = {}
    needed = list(box.needed())
    if not all(augment(slot, edges, filled, holder) for slot in needed):
        return None
    for slot in box.allowed():
        if len(filled) == talks:
            break
        if slot not in filled:
            augment(slot, edges, filled, holder)
    return filled if len(filled) == talks else None


def augment(start: int, edges: Edges, placed: dict[int, int], holder: dict[int, int]) -> bool:
    """Give *start* a partner along an alternating path, breadth first; False when there is no such path.

    *placed* maps the one side to the other and *holder* back; whoever had a partner keeps one.
    """
    came: dict[int, int] = {}
    queue = [start]
    for near in queue:
        for far in edges[near]:
            if far in came:
                continue
            came[far] = near
            if far not in holder:
                _turn(far, start, came, placed, holder)
                return True
            queue.append(holder[far])
    return False


def _turn(end: int, start: int, came: dict[int, int], placed: dict[int, int], holder: dict[int, int]) -> None:
    """Match along the path that came from *start* to *end*, which is free."""
    far = end
    while True:
        near = came[far]
        before = placed.get(near)
        placed[near], holder[far] = far, near
        if near == start or before is None:
            return
        far = before
