"""The smallest set that meets every one of some sets: sets are masks, the members with lower bits first."""

from collections.abc import Sequence


class TooMany(Exception):
    """The search would take longer than it may."""


class Hitting:
    """Searches that together may take so many *steps*."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    def first(self, sets: Sequence[int], *, least: int) -> int:
        """Return the smallest mask that meets all *sets*, none of them empty.

        Of several it is the one with the lowest member, then the lowest second, and so on. It is known to
        have *least* members or more. Raises TooMany.
        """
        sets = minimal(sets)
        size = max(least, packed(sets))
        while (found := self._search(sets, size)) is None:
            size += 1
        return found

    def _search(self, sets: Sequence[int], size: int) -> int | None:
        """Return the first mask of at most *size* members."""
        if not sets:
            return 0
        if packed(sets) > size:
            return None
        self._left -= 1
        if self._left < 0:
            raise TooMany
        # The lowest member chosen may not lie above all members of any set.
        for place in range(min(members.bit_length() for members in sets)):
            member = 1 << place
            unmet = [members >> place + 1 << place + 1 for members in sets if not members & member]
            if len(unmet) < len(sets) and (found := self._search(unmet, size - 1)) is not None:
                return member | found
        return None


def greedy(sets: Sequence[int]) -> int:
    """Return a mask that meets all *sets*, and is small: each member meets the most of those left."""
    chosen, unmet = 0, list(sets)
    while unmet:
        places = range(max(members.bit_length() for members in unmet))
        _, place = min((-sum(members >> place & 1 for members in unmet), place) for place in places)
        chosen |= 1 << place
        unmet = [members for members in unmet if not members & chosen]
    return chosen


def minimal(sets: Sequence[int]) -> list[int]:
    """Return the sets that hold no other: who meets those meets all."""
    found: list[int] = []
    for members in sorted(set(sets), key=int.bit_count):
        if not any(members & other == other for other in found):
            found.append(members)
    return found


def packed(sets: Sequence[int]) -> int:
    """Return how many of *sets*, taken in turn, share no member: each needs a member of its own."""
    taken = number = 0
    for members in sets:
        if not members & taken:
            taken |= members
            number += 1
    return number
