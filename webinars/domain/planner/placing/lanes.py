"""Integers that hold a number for each group side by side, so that one operation works on all of them.

A mask has a bit for each lane: the group is not within some ceiling. Masks of several starts are joined by
`and`: a group is within it when one part is. Sums have 32 bits for each lane: what the cities of the group
cost together. They are joined by the lesser of each two lanes: a city attends the part that costs it least.
"""

import sys
from array import array
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

BITS = 32
_ALL = (1 << BITS) - 1

Join = Callable[[int, int], int]


class Weigher(dict[int, int]):
    """How many cities the groups of a mask have; *counts* from the highest lane down."""

    def __init__(self, counts: Sequence[int]) -> None:
        super().__init__({0: 0})
        self.full = (1 << len(counts)) - 1
        lanes = [(1 << (len(counts) - 1 - place), count) for place, count in enumerate(counts)]
        widest = max(counts, default=0).bit_length()
        self._planes = [
            (power, sum(lane for lane, count in lanes if count >> power & 1)) for power in range(widest)
        ]

    def __missing__(self, mask: int) -> int:
        found = sum((mask & plane).bit_count() << power for power, plane in self._planes)
        self[mask] = found
        return found


def masks(rows: Iterable[bytes], width: int) -> list[int]:
    """Return a mask for each of *width* candidates from a row of digits for each lane, highest lane first."""
    digits = b"".join([b"0" * width, *rows])
    return [int(digits[candidate::width], 2) for candidate in range(width)]


def sums(rows: Sequence[Sequence[int]], width: int) -> list[int]:
    """Return the lanes for each of *width* candidates from a row of sums for each lane."""
    if not rows:
        return [0] * width
    return [int.from_bytes(array("I", column).tobytes(), sys.byteorder) for column in zip(*rows, strict=True)]


class Lanes:
    """The arithmetic of so many lanes of 32 bits; none may reach half of their range."""

    def __init__(self, number: int) -> None:
        self._tops = sum(1 << (BITS * lane + BITS - 1) for lane in range(number))
        self.full = (1 << BITS * number) - 1 - self._tops

    def join(self, one: int, other: int) -> int:
        """Return the lesser of each two lanes."""
        tops = self._tops
        # The top bit of a lane stays where nothing had to be borrowed: where `one` is not the lesser.
        greater = ((one | tops) - other) & tops
        return one ^ ((one ^ other) & (greater - (greater >> BITS - 1)))

    def score(self, one: int, other: int) -> int:
        """Return the sum over all lanes of the lesser of each two."""
        tops = self._tops
        greater = ((one | tops) - other) & tops
        return (one ^ ((one ^ other) & (greater - (greater >> BITS - 1)))) % _ALL


class Layer:
    """One number for each candidate of each part, and the best that it can come to with later parts."""

    __slots__ = ("columns", "reach")

    def __init__(self, columns: Sequence[list[int]], nexts: Sequence[list[int]], join: Join) -> None:
        self.columns = columns
        self.reach = [columns[-1]]
        for own, following in zip(reversed(columns[:-1]), reversed(nexts), strict=True):
            tails = list(accumulate(reversed(self.reach[0]), join))
            count = len(tails)
            best = [
                join(value, tails[count - 1 - after]) for value, after in zip(own, following, strict=True)
            ]
            self.reach.insert(0, best)
