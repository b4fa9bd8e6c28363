"""A date on which a plan may begin: its candidates, what they cost, and the tuples that they form."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from operator import and_

from webinars.domain.planner.placing.days import Day, Shape
from webinars.domain.planner.placing.lanes import BITS, Join, Lanes, Layer, Weigher, masks, sums
from webinars.domain.planner.placing.rows import Row, Rows
from webinars.domain.planner.placing.work import Work
from webinars.domain.planner.weights import IMPOSSIBLE


@dataclass(frozen=True, slots=True)
class Scene:
    """What all windows share. Lengths are in cells; *steps* lead from a start to the earliest next one.

    A group whose cities attend one part has one lane. One whose cities attend all has a lane for each part,
    which the other parts leave at the ceiling.
    """

    lengths: tuple[int, ...]
    steps: tuple[int, ...]
    run: int  # the shortest stretch that a city which attends one part must find
    is_whole: bool
    ones: tuple[int, ...]  # how many cities each group has that attends one part
    alls: tuple[int, ...]  # and each that attends all
    weigher: Weigher
    lanes: Lanes
    work: Work


@dataclass(frozen=True, slots=True)
class Tree:
    """The chronological tuples: by part the candidates, the first of the next part, the tuples below each."""

    places: list[list[int]]
    nexts: list[list[int]]
    below: list[list[int]]

    def reach(self, positions: Sequence[int], lengths: Sequence[int]) -> tuple[int, int]:
        """Return the first cell that any of its parts takes, and the last (without); twice 0 without any."""
        taken = [
            (positions[own[0]], positions[own[-1]] + length)
            for own, length in zip(self.places, lengths, strict=True)
            if own
        ]
        return min((begin for begin, _ in taken), default=0), max((end for _, end in taken), default=0)


def tree_of(positions: Sequence[int], allowed: Sequence[Sequence[int]], steps: Sequence[int]) -> Tree:
    """Return the tuples of *allowed* candidates, without those that lead nowhere."""
    tree = Tree([list(allowed[-1])], [], [[1] * len(allowed[-1])])
    for part in reversed(range(len(allowed) - 1)):
        starts = [positions[place] for place in tree.places[0]]
        after = suffix_sums(tree.below[0])
        nexts = [bisect_left(starts, positions[place] + steps[part]) for place in allowed[part]]
        nexts = [following for following in nexts if following < len(starts)]
        tree.places.insert(0, list(allowed[part][: len(nexts)]))
        tree.nexts.insert(0, nexts)
        tree.below.insert(0, [after[following] for following in nexts])
    return tree


def rows_of_alls(scene: Scene, felt: Sequence[bytes], rows: Rows) -> list[list[Row]]:
    """Return for each part the rows of the groups whose cities attend all, which feel *felt*."""
    return [[rows.row(cells, length, is_whole=True) for cells in felt] for length in scene.lengths]


def possible_tree(scene: Scene, shape: Shape, alls: Sequence[Sequence[Row]]) -> Tree:
    """Return the tuples of a window that no city which attends all forbids."""
    allowed = []
    for part, own in enumerate(alls):
        places: Sequence[int] = shape.firsts if part == 0 else range(len(shape.positions))
        for row in own:
            places = [place for place in places if row.costs[place] < IMPOSSIBLE]
        allowed.append(places)
    return tree_of(shape.positions, allowed, scene.steps)


def suffix_sums(numbers: Sequence[int]) -> list[int]:
    """Return for each place the sum from it on, and at the end 0."""
    return [*accumulate(reversed(numbers), initial=0)][::-1]


class Window:
    """What each candidate of a date costs each group, whose cells from the first candidate on are *felt*."""

    def __init__(self, scene: Scene, day: Day, felt: Sequence[bytes], rows: Rows, tree: Tree) -> None:
        first = len(scene.ones)
        self.scene = scene
        self.ones = [
            [rows.row(cells, length, is_whole=scene.is_whole) for cells in felt[:first]]
            for length in scene.lengths
        ]
        self.alls = rows_of_alls(scene, felt[first:], rows)
        self._day = day
        self._masks: dict[int, Layer] = {}
        self._sums: dict[int, Layer] = {}
        self.tree = tree
        self.after = [suffix_sums(below) for below in tree.below]
        self._least: list[int] = [min(row.least for row in rows) for rows in zip(*self.ones, strict=True)]
        self._least_alls = [row.least for row in chain.from_iterable(self.alls)]

    @property
    def possible(self) -> int:
        """Return the number of tuples that no city which attends all forbids."""
        return self.after[0][0]

    def least_worst(self, unserved: int) -> int:
        """Return what the largest cost of no tuple undercuts that leaves *unserved* cities without a part.

        They may be cities that another tuple could serve: those for which that is dearest.
        """
        worst = max(self._least_alls, default=0)
        for cost, count in sorted(zip(self._least, self.scene.ones, strict=True), reverse=True):
            unserved -= count
            if unserved < 0:
                return max(worst, cost)
        return worst

    def least_sum(self, ceiling: int) -> int:
        """Return what no tuple undercuts: each city in the part of the whole date that suits it best."""
        scene = self.scene
        costs = sum(count * min(cost, ceiling) for count, cost in zip(scene.ones, self._least, strict=True))
        counts = scene.alls * len(scene.lengths)
        return costs + sum(count * cost for count, cost in zip(counts, self._least_alls, strict=True))

    def masks(self, ceiling: int) -> Layer:
        """Return for each candidate the lanes that cost more than *ceiling*."""
        if ceiling not in self._masks:
            self._masks[ceiling] = self._mask_layer(ceiling)
        return self._masks[ceiling]

    def sums(self, ceiling: int) -> Layer:
        """Return for each candidate what it costs each lane, *ceiling* where it is more."""
        if ceiling not in self._sums:
            self._sums[ceiling] = self._sum_layer(ceiling)
        return self._sums[ceiling]

    # --- a tuple --------------------------------------------------------------------------------------------

    def cells_of(self, chosen: Sequence[int]) -> tuple[int, ...]:
        """Return the starts of a tuple, as cells."""
        positions = self._day.shape.positions
        places = zip(self.tree.places, chosen, strict=True)
        return tuple(self._day.base + positions[own[number]] for own, number in places)

    def costs_of(self, chosen: Sequence[int]) -> list[tuple[int, int]]:
        """Return what a tuple costs: for each lane the cost and how many cities bear it."""
        places = [own[number] for own, number in zip(self.tree.places, chosen, strict=True)]
        by_part = [[row.costs[place] for row in rows] for rows, place in zip(self.ones, places, strict=True)]
        alls = [row.costs[place] for rows, place in zip(self.alls, places, strict=True) for row in rows]
        counts = (*self.scene.ones, *self.scene.alls * len(places))
        return list(zip([*map(min, *by_part, by_part[0]), *alls], counts, strict=True))

    # --- parts of the above ---------------------------------------------------------------------------------

    def _beside(self, part: int) -> list[tuple[bool, Row]]:
        """Return the lanes of the cities that attend all, and whether they are those of this part."""
        return [(number == part, row) for number, rows in enumerate(self.alls) for row in rows]

    def _mask_layer(self, ceiling: int) -> Layer:
        width, scene = len(self._day.shape.positions), self.scene
        scene.work.spend(width * len(scene.lengths))
        columns = {}
        for length, rows in zip(scene.lengths, self.ones, strict=True):
            if length not in columns:
                columns[length] = masks([row.over(ceiling) for row in rows], width)
        never = b"1" * width
        beside = [
            masks([row.over(ceiling) if own else never for own, row in self._beside(part)], width)
            for part in range(len(scene.lengths))
        ]
        return self._layer(columns, beside, len(self._least_alls), and_)

    def _sum_layer(self, ceiling: int) -> Layer:
        width, scene = len(self._day.shape.positions), self.scene
        scene.work.spend(width * len(scene.lengths))
        columns = {}
        for length, rows in zip(scene.lengths, self.ones, strict=True):
            if length not in columns:
                counted = zip(scene.ones, rows, strict=True)
                columns[length] = sums([row.summed(ceiling, count) for count, row in counted], width)
        counts = scene.alls * len(scene.lengths)
        beside = []
        for part in range(len(scene.lengths)):
            own = zip(counts, self._beside(part), strict=True)
            lanes = [row.summed(ceiling, n) if is_own else [n * ceiling] * width for n, (is_own, row) in own]
            beside.append(sums(lanes, width))
        return self._layer(columns, beside, BITS * len(self._least_alls), scene.lanes.join)

    def _layer(self, columns: dict[int, list[int]], beside: list[list[int]], shift: int, join: Join) -> Layer:
        joined = [
            [columns[length][place] << shift | own[place] for place in places]
            for length, own, places in zip(self.scene.lengths, beside, self.tree.places, strict=True)
        ]
        return Layer(joined, self.tree.nexts, join)


class Date:
    """One date of the host, and *twins* later ones whose possible tuples are the same for every city.

    *unserved*, *worst* and *sum* are what none of its tuples undercuts; the passes of the search raise them.
    """

    def __init__(
        self, scene: Scene, day: Day, felt: Sequence[bytes], rows: Rows, *, tree: Tree, tuples: int
    ) -> None:
        groups = zip(felt, scene.ones, strict=False)
        self.base = day.base
        self.tuples = tuples
        self.twins = 0
        self.unserved = sum(count for cells, count in groups if not rows.has_run(cells, scene.run))
        self.worst = 0
        self.sum = 0
        self._parts = (scene, day, felt, rows, tree)

    @cached_property
    def window(self) -> Window:
        """Return its candidates and their costs, worked out when the search first comes to it."""
        return Window(*self._parts)
