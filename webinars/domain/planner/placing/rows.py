"""What a part costs a group from each candidate of a window, kept for all windows in which it is the same."""

from collections.abc import Sequence

from webinars.domain.planner.placing.work import Work
from webinars.domain.planner.weights import FORBIDDEN, costs, least_costs

_DIGITS = bytes.maketrans(b"\0\1", b"01")
_OPEN = bytes([1]) * FORBIDDEN + b"\0"


class Row:
    """The costs of a part for one group, by candidate."""

    __slots__ = ("_over", "_summed", "costs", "least")

    def __init__(self, found: Sequence[int]) -> None:
        self.costs = found
        self.least = min(found)
        self._over: dict[int, bytes] = {}
        self._summed: dict[tuple[int, int], list[int]] = {}

    def over(self, ceiling: int) -> bytes:
        """Return a digit for each candidate: 1 where it costs more than *ceiling*, else 0."""
        if ceiling not in self._over:
            self._over[ceiling] = bytes(map(ceiling.__lt__, self.costs)).translate(_DIGITS)
        return self._over[ceiling]

    def summed(self, ceiling: int, count: int) -> list[int]:
        """Return what *count* cities cost together, each *ceiling* where it is more."""
        key = (ceiling, count)
        if key not in self._summed:
            most = count * ceiling
            counted = [count * cost for cost in self.costs]
            self._summed[key] = [cost if cost < most else most for cost in counted]  # noqa: FURB136 # a call more
        return self._summed[key]


class Rows:
    """The rows of one shape of window, by what their group feels in it."""

    def __init__(self, positions: Sequence[int], slot: int, work: Work) -> None:
        self._positions = positions
        self._slot = slot
        self._work = work
        self._known: dict[tuple[bytes, int, bool], Row] = {}
        self._runs: dict[tuple[bytes, int], bool] = {}

    def row(self, cells: bytes, length: int, *, is_whole: bool) -> Row:
        """Return the row of a part of *length* cells; not whole: of the best talk in it."""
        key = (cells, length, is_whole)
        if key not in self._known:
            self._work.spend(len(cells))
            self._known[key] = Row(
                costs(cells, self._positions, length)
                if is_whole
                else least_costs(cells, self._positions, length, slot=self._slot)
            )
        return self._known[key]

    def has_run(self, cells: bytes, length: int) -> bool:
        """Say whether *length* cells on end are possible: where not, no candidate can be."""
        key = (cells, length)
        if key not in self._runs:
            self._runs[key] = b"\1" * length in cells.translate(_OPEN)
        return self._runs[key]
