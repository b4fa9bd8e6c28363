"""The least worst cost and, keeping it, the least total: both exact, with parts filled from their first slot.

The worst is a search among the costs that occur, each tried by matching. The total is an assignment that may
leave holes; where equally cheap choices all have one, the number of slots of that part is branched on, and
the branch with the least bound goes first (branch and bound; Land and Doig 1960).
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from webinars.domain.planner.ordering.assignment import Assignment, Costs, assign
from webinars.domain.planner.ordering.matching import Box, fill, firsts, hole

Row = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Cheapest:
    """A slot for each talk at the least *total*.

    *root* is the assignment without the law against holes: its prices bound every other choice from below.
    """

    slots: tuple[int, ...]
    total: int
    root: Assignment


def least_worst(costs: Costs, sizes: tuple[int, ...]) -> int | None:
    """Return the least possible largest cost (0 without talks); None when not all talks fit."""
    if not costs:
        return 0
    levels = sorted({cost for row in costs for cost in row if cost is not None})
    low, high = 0, len(levels)
    while low < high:
        middle = (low + high) // 2
        edges = _edges(up_to(costs, levels[middle]), sum(sizes))
        if fill(edges, Box.whole(sizes), talks=len(costs)) is None:
            low = middle + 1
        else:
            high = middle
    return levels[low] if low < len(levels) else None


def up_to(costs: Costs, worst: int) -> list[Row]:
    """Return *costs* with all above *worst* forbidden."""
    return [[cost if cost is not None and cost <= worst else None for cost in row] for row in costs]


def least_total(costs: Costs, sizes: tuple[int, ...]) -> Cheapest | None:
    """Return the cheapest choice without holes; None when not all talks fit."""
    numbers = count()
    root = _relaxed(costs, Box.whole(sizes))
    heap = [(found.bound, next(numbers), found) for found in [root] if found]
    while heap:
        node = heapq.heappop(heap)[-1]
        slots = node.without_holes(costs)
        if slots is not None and root is not None:
            return Cheapest(slots, node.bound, root.assignment)
        gap = hole(set(node.assignment.slots), sizes)
        assert gap is not None  # Without one, the assignment itself is a choice without holes.
        for half in node.box.halves(*gap):
            narrowed = half.for_talks(len(costs))
            found = narrowed and _relaxed(costs, narrowed)
            if found:
                heapq.heappush(heap, (found.bound, next(numbers), found))
    return None


@dataclass(frozen=True, slots=True)
class _Node:
    """The cheapest assignment in a box, holes allowed: it costs *bound*; each needed slot lent *bonus*."""

    box: Box
    bound: int
    bonus: int
    assignment: Assignment

    def without_holes(self, costs: Costs) -> tuple[int, ...] | None:
        """Return a choice in the box without holes that costs no more than the bound; None without one.

        Every such choice, and no other, uses edges without reduced cost and all slots with a price below 0.
        """
        prices = self.assignment.slot_prices
        needed = set(self.box.needed())
        edges: list[list[int]] = [[] for _ in prices]
        for talk, (row, own) in enumerate(zip(costs, self.assignment.talk_prices, strict=True)):
            for slot, cost in enumerate(row):
                if cost is not None and cost - self.bonus * (slot in needed) == own + prices[slot]:
                    edges[slot].append(talk)
        filled = fill(edges, self._with_priced_slots(), talks=len(costs))
        if filled is None:
            return None
        slot_of = {talk: slot for slot, talk in filled.items()}
        return tuple(slot_of[talk] for talk in range(len(costs)))

    def _with_priced_slots(self) -> Box:
        """Return the box in which slots with a price below 0 are needed."""
        box, prices = self.box, self.assignment.slot_prices
        least = tuple(
            max([low, *(place + 1 for place in range(size) if prices[first + place] < 0)])
            for first, size, low in zip(firsts(box.sizes), box.sizes, box.least, strict=True)
        )
        return Box(box.sizes, least, box.most)


def _relaxed(costs: Costs, box: Box) -> _Node | None:
    """Return the cheapest assignment in *box*, holes allowed; None when not all talks fit.

    A needed slot lends every talk in it more than all costs together, so as many as possible are used.
    """
    needed, allowed = set(box.needed()), set(box.allowed())
    bonus = 1 + sum(max((cost for cost in row if cost is not None), default=0) for row in costs)
    lent = [
        [
            cost - bonus * (slot in needed) if cost is not None and slot in allowed else None
            for slot, cost in enumerate(row)
        ]
        for row in costs
    ]
    found = assign(lent, slots=sum(box.sizes))
    if found is None or not needed <= set(found.slots):
        return None
    return _Node(box, found.total + bonus * len(needed), bonus, found)


def _edges(costs: Costs, slots: int) -> list[list[int]]:
    """List for each slot the talks that may take it."""
    return [[talk for talk, row in enumerate(costs) if row[slot] is not None] for slot in range(slots)]
