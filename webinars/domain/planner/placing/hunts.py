"""Depth-first walks through the tuples of one window, which count what they exclude."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_

from webinars.domain.planner.placing.lanes import Join, Layer
from webinars.domain.planner.placing.plans import Bound
from webinars.domain.planner.placing.windows import Window


@dataclass(slots=True)
class Gate:
    """At most so many cities may lie beyond the ceiling of *layer*; *bound* is what it is called."""

    layer: Layer
    allowance: int
    bound: Bound


@dataclass(slots=True)
class Aim:
    """The score of a tuple may be *limit* at most; whoever walks lowers it."""

    layer: Layer
    join: Join
    score: Join
    full: int
    limit: int


class Hunt:
    """One walk: every tuple of the window is yielded, or counted under the bound that excludes it."""

    def __init__(self, window: Window, gate: Gate, aim: Aim) -> None:
        self.tally: Counter[Bound] = Counter()
        self.looked_at = 0
        self._window = window
        self._gate = gate
        self._aim = aim
        self._last = len(window.tree.places) - 1

    def tuples(self) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield the tuples within gate and aim, the earliest first, with their scores."""
        yield from self._from(0, 0, self._window.scene.weigher.full, self._aim.full, ())

    def _from(
        self, part: int, begin: int, mask: int, lane: int, chosen: tuple[int, ...]
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """Walk through the candidates of *part* from *begin* on, joined to what is chosen."""
        window, aim = self._window, self._aim
        open_ = self._within_gate(part, begin, mask)
        window.scene.work.spend(len(window.tree.places[part]) - begin + len(open_))
        reach, score = aim.layer.reach[part], aim.score
        scored = [(number, score(lane, reach[number])) for number in open_]
        if part == self._last:
            self.looked_at += len(scored)
            for number, found in scored:
                if found <= aim.limit:
                    yield (*chosen, number), found
            return
        mask_column, lane_column = self._gate.layer.columns[part], aim.layer.columns[part]
        for number, found in scored:
            if found > aim.limit:
                self.tally[Bound.COSTS] += window.tree.below[part][number]
                continue
            following = window.tree.nexts[part][number]
            joined = aim.join(lane, lane_column[number])
            yield from self._from(part + 1, following, mask & mask_column[number], joined, (*chosen, number))

    def _within_gate(self, part: int, begin: int, mask: int) -> list[int]:
        """Return the candidates with which the gate can still be kept, and count the others."""
        window, gate = self._window, self._gate
        reach, allowance = gate.layer.reach[part], gate.allowance
        everything = range(begin, len(reach))
        if allowance:
            weigh = window.scene.weigher
            kept = [number for number in everything if weigh[mask & reach[number]] <= allowance]
        else:
            kept = [number for number in everything if not mask & reach[number]]
        below = window.tree.below[part]
        self.tally[gate.bound] += window.after[part][begin] - sum([below[number] for number in kept])
        return kept


def polished(window: Window, chosen: tuple[int, ...], gate: Gate, aim: Aim) -> tuple[int, tuple[int, ...]]:
    """Move one start at a time to where the score is least, until none moves; return the score and the tuple.

    A good tuple to begin with is what makes a walk short.
    """
    parts = range(len(chosen))
    best = reduce(aim.join, (aim.layer.columns[part][chosen[part]] for part in parts))
    least = aim.score(best, aim.full)
    moved = True
    while moved:
        moved = False
        for part in parts:
            number, found = _best_move(window, chosen, part, gate, aim)
            if found < least:
                chosen, least, moved = (*chosen[:part], number, *chosen[part + 1 :]), found, True
    return least, chosen


def dive(window: Window, gate: Gate, aim: Aim) -> tuple[int, ...] | None:
    """Return the tuple of which each start promises the least score; None where the gate leaves none."""
    weigh = window.scene.weigher
    mask, lane, begin, chosen = weigh.full, aim.full, 0, tuple[int, ...]()
    for part, reach in enumerate(aim.layer.reach):
        scored = [
            (aim.score(lane, reach[number]), number)
            for number in range(begin, len(reach))
            if weigh[mask & gate.layer.reach[part][number]] <= gate.allowance
        ]
        if not scored:
            return None
        _, number = min(scored)
        mask &= gate.layer.columns[part][number]
        lane = aim.join(lane, aim.layer.columns[part][number])
        begin = window.tree.nexts[part][number] if part < len(window.tree.nexts) else 0
        chosen = (*chosen, number)
    return chosen


def moves(window: Window, chosen: tuple[int, ...], part: int) -> range:
    """Return the candidates between the parts before and after, which stay."""
    nexts = window.tree.nexts
    begin = nexts[part - 1][chosen[part - 1]] if part else 0
    if part == len(nexts):
        return range(begin, len(window.tree.places[part]))
    return range(begin, bisect_right(nexts[part], chosen[part + 1]))


def joined_others(layer: Layer, chosen: tuple[int, ...], part: int, join: Join, full: int) -> int:
    """Return what all starts but that of *part* come to."""
    others = (layer.columns[other][number] for other, number in enumerate(chosen) if other != part)
    return reduce(join, others, full)


def _best_move(window: Window, chosen: tuple[int, ...], part: int, gate: Gate, aim: Aim) -> tuple[int, int]:
    weigh = window.scene.weigher
    mask = joined_others(gate.layer, chosen, part, and_, weigh.full)
    lane = joined_others(aim.layer, chosen, part, aim.join, aim.full)
    own, column = gate.layer.columns[part], aim.layer.columns[part]
    scored = [
        (aim.score(lane, column[number]), number)
        for number in moves(window, chosen, part)
        if weigh[mask & own[number]] <= gate.allowance
    ]
    found, number = min(scored)
    return number, found
