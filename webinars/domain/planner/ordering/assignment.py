"""Linear assignment: every talk a slot of its own, at the least sum of costs, with prices that prove it.

The Hungarian method in phases (Kuhn 1955, Munkres 1957): match along edges without a reduced cost; when no
more fit, one shortest path search from all talks without a slot tells how far prices must move. There are as
many phases as different distances, and costs here are few different numbers: 500 talks take a second or two.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from webinars.domain.planner.ordering.matching import augment

Costs = Sequence[Sequence[int | None]]

_NEVER = 1 << 50  # More than any sum of costs, and a sum of a few of it stays exact.


@dataclass(frozen=True, slots=True)
class Assignment:
    """A slot for each talk; a reduced cost is cost - talk price - slot price, never below 0.

    It is 0 for each talk in its slot. Slot prices are never above 0, and 0 for slots that stay empty: so no
    other choice of slots costs less than *total*.
    """

    slots: tuple[int, ...]
    total: int
    talk_prices: tuple[int, ...]
    slot_prices: tuple[int, ...]


def assign(costs: Costs, *, slots: int) -> Assignment | None:
    """Return the cheapest assignment of each row of *costs* to one of *slots* columns; None where none is.

    None as a cost forbids the slot.
    """
    table = [[_NEVER if cost is None else cost for cost in row] for row in costs]
    if len(table) > slots:
        return None
    prices = _Prices([min(row) for row in table] if slots else [], [0] * slots)
    placed: dict[int, int] = {}
    holder: dict[int, int] = {}
    while True:
        edges = prices.tight(table)
        free = [talk for talk in range(len(table)) if talk not in placed]
        free = [talk for talk in free if not augment(talk, edges, placed, holder)]
        if not free:
            break
        if not prices.move(table, free, holder):
            return None
    chosen = tuple(placed[talk] for talk in range(len(table)))
    total = sum(table[talk][slot] for talk, slot in enumerate(chosen))
    return Assignment(chosen, total, tuple(prices.talks), tuple(prices.slots)) if total < _NEVER else None


@dataclass(slots=True)
class _Prices:
    """The prices of talks and slots while they move."""

    talks: list[int]
    slots: list[int]

    def tight(self, table: list[list[int]]) -> list[list[int]]:
        """List for each talk the slots without a reduced cost."""
        return [
            [
                slot
                for slot, (cost, price) in enumerate(zip(row, self.slots, strict=True))
                if cost - price == own
            ]
            for row, own in zip(table, self.talks, strict=True)
        ]

    def move(self, table: list[list[int]], free: list[int], holder: dict[int, int]) -> bool:
        """Move the prices so that a path from *free* to an empty slot is tight; False when there is none."""
        distance_of = dict.fromkeys(free, 0)
        best = [_NEVER] * len(self.slots)
        for talk in free:
            best = self._nearer(best, table[talk], self.talks[talk])
        reached: dict[int, int] = {}
        while True:
            open_slots = [(far, slot) for slot, far in enumerate(best) if slot not in reached]
            distance, slot = min(open_slots, default=(_NEVER, 0))
            if distance >= _NEVER // 2:
                return False
            if slot not in holder:
                break
            reached[slot] = distance
            talk = holder[slot]
            distance_of[talk] = distance
            best = self._nearer(best, table[talk], self.talks[talk] - distance)
        for talk, way in distance_of.items():
            self.talks[talk] += distance - way
        for slot, way in reached.items():
            self.slots[slot] -= distance - way
        return True

    def _nearer(self, best: list[int], row: list[int], base: int) -> list[int]:
        """Return the distances to all slots when a talk with *row* may be passed too."""
        return [
            known if known <= (new := cost - price - base) else new
            for known, cost, price in zip(best, row, self.slots, strict=True)
        ]
