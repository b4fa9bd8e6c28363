"""The walk for leximin: costs are compared from the largest down, one level after the other.

Of two lists of one length, sorted from the largest down, the lower has fewer costs above the first level at
which they differ. So levels stand for the list: how many cities may cost more than this, for each cost that
the best tuple has, and just below it. Most tuples fail at one of the first levels.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import and_

from webinars.domain.hours import CELL_MINUTES
from webinars.domain.planner.placing.hunts import joined_others, moves
from webinars.domain.planner.placing.lanes import Layer
from webinars.domain.planner.placing.plans import Bound
from webinars.domain.planner.placing.windows import Window
from webinars.domain.planner.weights import IMPOSSIBLE

Chosen = tuple[int, ...]
Levels = list[tuple[int, int]]


def levels_of(window: Window, chosen: Chosen) -> Levels:
    """Return from the top how many cities of a tuple cost more than so much, the unserved included."""
    counts: Counter[int] = Counter()
    for cost, count in window.costs_of(chosen):
        counts[min(cost, IMPOSSIBLE)] += count
    above = counts.pop(IMPOSSIBLE, 0)
    found: Levels = []
    for cost in sorted(counts, reverse=True):
        if not found or found[-1][0] > cost:
            found.append((cost, above))
        above += counts[cost]
        if cost:
            found.append((cost - CELL_MINUTES, above))
    return found


class LevelHunt:
    """One walk for tuples that are lower than *levels*, or as low while *ties* count."""

    def __init__(self, window: Window, levels: Levels, *, ties: bool) -> None:
        self.tally: Counter[Bound] = Counter()
        self.looked_at = 0
        self.found: Chosen | None = None
        self.levels = levels
        self._ties = ties
        self._window = window
        self._last = len(window.tree.places) - 1

    def walk(self, part: int = 0, begin: int = 0, chosen: Chosen = ()) -> None:
        """Walk through the candidates of *part* from *begin* on; the lowest tuple of all is then *found*."""
        window = self._window
        options: Sequence[int] = range(begin, len(window.tree.places[part]))
        kept = self._kept(part, options, chosen)
        if part == self._last:
            self.looked_at += len(kept)
            while kept:
                self._adopt((*chosen, kept[0]))
                kept = self._kept(part, kept[1:], chosen, tally=False)
            return
        for number in kept:
            self.walk(part + 1, window.tree.nexts[part][number], (*chosen, number))

    def polish(self, chosen: Chosen) -> None:
        """Move one start at a time to where the costs are lower, until none moves."""
        part = still = 0
        while still < len(chosen):
            columns = self._moving(chosen, part)
            better, _, _ = self._sift(moves(self._window, chosen, part), columns)
            while better:
                chosen, still = (*chosen[:part], better[0], *chosen[part + 1 :]), 0
                self._adopt(chosen)
                better, _, _ = self._sift(better[1:], columns)
            part, still = (part + 1) % len(chosen), still + 1

    def _adopt(self, chosen: Chosen) -> None:
        self.found, self.levels, self._ties = chosen, levels_of(self._window, chosen), False

    def _kept(self, part: int, options: Sequence[int], chosen: Chosen, *, tally: bool = True) -> list[int]:
        """Return the options that can lead to a lower tuple, and count the others."""

        def reached(layer: Layer) -> tuple[int, list[int]]:
            columns = (layer.columns[other][number] for other, number in enumerate(chosen))
            return reduce(and_, columns, self._window.scene.weigher.full), layer.reach[part]

        better, level, above = self._sift(options, reached)
        kept = sorted(better + level) if self._ties else sorted(better)
        if tally:
            below = self._window.tree.below[part]
            everything = sum(below[number] for number in options)
            high = sum(below[number] for number in above)
            self.tally[Bound.WORST] += high
            self.tally[Bound.COSTS] += everything - high - sum(below[number] for number in kept)
        return kept

    def _moving(self, chosen: Chosen, part: int) -> Callable[[Layer], tuple[int, list[int]]]:
        full = self._window.scene.weigher.full
        return lambda layer: (joined_others(layer, chosen, part, and_, full), layer.columns[part])

    def _sift(
        self, options: Iterable[int], columns: Callable[[Layer], tuple[int, list[int]]]
    ) -> tuple[list[int], list[int], list[int]]:
        """Return the options that are lower, those that are level, and those above the very first level."""
        weigh = self._window.scene.weigher
        better: list[int] = []
        above: list[int] = []
        level = list(options)
        for place, (ceiling, count) in enumerate(self.levels):
            if not level:
                break
            self._window.scene.work.spend(len(level))
            mask, column = columns(self._window.masks(ceiling))
            weighed = [(number, weigh[mask & column[number]]) for number in level]
            better += [number for number, found in weighed if found < count]
            level = [number for number, found in weighed if found == count]
            if place == 0:
                above = [number for number, found in weighed if found > count]
        return better, level, above
