"""The search for the best tuple of starts, in passes: each settles one number of the objective.

First how few cities are left without a part, then the largest cost or the sum, then the rest. A pass visits
the dates in the order of a bound that costs next to nothing, and skips those that cannot better what it has.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import and_

from webinars.domain.hours import CELL_MINUTES
from webinars.domain.planner.placing.hunts import Aim, Gate, Hunt, dive, polished
from webinars.domain.planner.placing.levels import LevelHunt, levels_of
from webinars.domain.planner.placing.plans import Bound
from webinars.domain.planner.placing.windows import Date, Scene, Window
from webinars.domain.planner.weights import DEAREST_MINUTE, IMPOSSIBLE

Chosen = tuple[int, ...]


class Search:
    """The best tuple so far, and what the last pass has excluded."""

    def __init__(self, scene: Scene, dates: Sequence[Date]) -> None:
        self.scene = scene
        self.dates = sorted(dates, key=lambda date: (date.unserved, date.base))
        self.unserved = sum(scene.ones) + 1
        self.worst = IMPOSSIBLE
        self.sum = 0
        self.tally: Counter[Bound] = Counter()
        self.looked_at = 0
        self.closed_by: Bound | None = None
        self._best: tuple[Window, Chosen] | None = None
        self._dearest = DEAREST_MINUTE * CELL_MINUTES * max(scene.lengths)

    @property
    def starts(self) -> tuple[int, ...]:
        """Return the starts of the best tuple, as cells."""
        window, chosen = self._found()
        return window.cells_of(chosen)

    @property
    def costs(self) -> tuple[int, ...]:
        """Return the costs of the best tuple that count, from the largest down."""
        window, chosen = self._found()
        served = [(cost, count) for cost, count in window.costs_of(chosen) if cost < IMPOSSIBLE]
        return tuple(cost for cost, count in sorted(served, reverse=True) for _ in range(count))

    # --- the objectives -------------------------------------------------------------------------------------

    def minimax(self) -> None:
        """Find the least largest cost, and of all tuples that keep it the least sum."""
        self._settle_worst()
        self._settle_sum(self.worst, Bound.WORST)

    def total(self) -> None:
        """Find the least sum, and of all tuples that keep it the least largest cost."""
        self._settle_sum(self._dearest, Bound.UNSERVED)
        self._settle_ties()

    def leximin(self) -> None:
        """Find the costs that are least from the largest down."""
        self._settle_worst()
        self._settle_levels()

    # --- the passes -----------------------------------------------------------------------------------------

    def serve(self) -> bool:
        """Settle how few cities are left without a part; say whether there is any tuple at all."""
        weigh = self.scene.weigher
        cities = sum(self.scene.ones)
        for date in self.dates:
            if date.unserved >= self.unserved or not date.window.possible:
                continue
            window = date.window
            layer = window.masks(IMPOSSIBLE - 1)
            aim = Aim(layer, and_, lambda one, other: weigh[one & other], weigh.full, self.unserved - 1)
            for chosen, found in Hunt(window, Gate(layer, cities, Bound.UNSERVED), aim).tuples():
                self._best, self.unserved, aim.limit = (window, chosen), found, found - 1
                if found == date.unserved:
                    break
            date.unserved = max(date.unserved, aim.limit + 1)
        for date in self.dates:
            if date.unserved <= self.unserved and date.window.possible:
                date.worst = date.window.least_worst(self.unserved)
        return self._best is not None

    def _settle_worst(self) -> None:
        self.worst = self._worst_of(*self._found())
        for date in self.dates:
            if date.unserved > self.unserved or not date.window.possible:
                continue
            ceiling = self.worst - CELL_MINUTES  # Most dates better nothing: one look says so.
            while date.worst < self.worst:
                found = self._first(date.window, ceiling)
                if found is None:
                    date.worst = ceiling + CELL_MINUTES
                else:
                    self._best, self.worst = (date.window, found), self._worst_of(date.window, found)
                halfway = ((self.worst - date.worst) // CELL_MINUTES - 1) // 2
                ceiling = date.worst + CELL_MINUTES * halfway

    def _settle_sum(self, ceiling: int, bound: Bound) -> None:
        """Settle the least sum of tuples in which only the unserved cost more than *ceiling*."""
        window, chosen = self._found()
        gate, aim = self._within(window, ceiling, bound), self._summing(window, ceiling)
        tries = {chosen, dive(window, gate, aim) or chosen}
        self.sum, chosen = min(polished(window, begin, gate, aim) for begin in tries)
        self._best = (window, chosen)
        for date in self._visit(lambda date: date.window.least_sum(ceiling)):
            window, limit = date.window, self._limit(date, self.sum, 1)
            date.sum = window.least_sum(ceiling)
            if date.sum > limit:
                self._tally(Bound.COSTS, window.possible)
                continue
            aim = self._summing(window, ceiling, limit)
            hunt = Hunt(window, self._within(window, ceiling, bound), aim)
            for chosen, found in hunt.tuples():
                if found < self.sum or window.cells_of(chosen) < self.starts:
                    self._best, self.sum = (window, chosen), found
                aim.limit = found - 1
            date.sum = max(date.sum, aim.limit + 1)
            self._count(hunt)

    def _settle_ties(self) -> None:
        """Settle the least largest cost of the tuples with the least sum."""
        earliest = self._found()
        self.worst = self._worst_of(*earliest)
        for date in self._visit(lambda date: date.sum):
            if date.sum > self.sum:
                self._tally(Bound.COSTS, date.window.possible)
                continue
            # No tuple with the least sum is earlier than the one that settled it: a tie with it is no use.
            is_first = self._found() is earliest
            ceiling = self.worst - CELL_MINUTES if is_first else self._limit(date, self.worst, CELL_MINUTES)
            while ceiling >= date.worst:
                aim = self._summing(date.window, self._dearest, self.sum)
                hunt = Hunt(date.window, self._within(date.window, ceiling, Bound.WORST), aim)
                if (first := next(hunt.tuples(), None)) is None:
                    self._count(hunt)
                    break
                ceiling = self._adopt_tie(date.window, first[0]) - CELL_MINUTES
            else:
                self._tally(Bound.WORST, date.window.possible)

    def _adopt_tie(self, window: Window, chosen: Chosen) -> int:
        """Take a tuple whose sum is the least, if it is better otherwise; return its largest cost."""
        worst = self._worst_of(window, chosen)
        if worst < self.worst or window.cells_of(chosen) < self.starts:
            self._best, self.worst = (window, chosen), worst
        return worst

    def _settle_levels(self) -> None:
        """Settle the costs from the largest down."""
        window, chosen = self._found()
        start = LevelHunt(window, levels_of(window, chosen), ties=False)
        start.polish(chosen)
        self._best, levels = (window, start.found or chosen), start.levels
        for date in self._visit(lambda date: date.worst):
            hunt = LevelHunt(date.window, levels, ties=self._may_be_earlier(date))
            hunt.walk()
            if hunt.found and (hunt.levels != levels or date.window.cells_of(hunt.found) < self.starts):
                self._best, levels = (date.window, hunt.found), hunt.levels
            self._count(hunt)

    # --- the dates of a pass --------------------------------------------------------------------------------

    def _visit(self, key: Callable[[Date], int]) -> Iterator[Date]:
        """Yield the dates that can hold the best tuple, the most promising first, and count the others."""
        self.tally, self.looked_at = Counter(), 0
        open_ = []
        for date in self.dates:
            self._tally(Bound.TWIN, date.twins * date.tuples)
            if date.unserved > self.unserved:
                self._tally(Bound.UNSERVED, date.tuples)
            else:
                self._tally(Bound.FORBIDDEN, date.tuples - date.window.possible)
                open_.append(date)
        for date in sorted(open_, key=lambda date: (key(date), date.base)):
            if date.worst > self.worst:
                self._tally(Bound.WORST, date.window.possible)
            elif date.window.possible:
                yield date

    def _count(self, hunt: Hunt | LevelHunt) -> None:
        self.looked_at += hunt.looked_at
        for bound, number in hunt.tally.items():
            self._tally(bound, number)

    def _tally(self, bound: Bound, number: int) -> None:
        if number:
            self.tally[bound] += number
            self.closed_by = bound

    # --- a window -------------------------------------------------------------------------------------------

    def _found(self) -> tuple[Window, Chosen]:
        if self._best is None:
            raise ValueError("nothing is found yet")
        return self._best

    def _may_be_earlier(self, date: Date) -> bool:
        return date.base <= self.starts[0]

    def _limit(self, date: Date, best: int, step: int) -> int:
        """Return what a tuple of *date* may reach: what is as good must be earlier."""
        return best if self._may_be_earlier(date) else best - step

    def _worst_of(self, window: Window, chosen: Chosen) -> int:
        return max((cost for cost, _ in window.costs_of(chosen) if cost < IMPOSSIBLE), default=0)

    def _within(self, window: Window, ceiling: int, bound: Bound) -> Gate:
        if bound is Bound.UNSERVED:
            ceiling = IMPOSSIBLE - 1
        return Gate(window.masks(ceiling), self.unserved, bound)

    def _summing(self, window: Window, ceiling: int, limit: int = 0) -> Aim:
        lanes = self.scene.lanes
        return Aim(window.sums(ceiling), lanes.join, lanes.score, lanes.full, limit)

    def _first(self, window: Window, ceiling: int) -> Chosen | None:
        """Return the earliest tuple in which only the unserved cost more than *ceiling*."""
        gate, full = self._within(window, ceiling, Bound.WORST), self.scene.weigher.full
        hunt = Hunt(window, gate, Aim(gate.layer, and_, and_, full, full))
        return next((chosen for chosen, _ in hunt.tuples()), None)
