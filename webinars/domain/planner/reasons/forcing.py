"""Which few cities alone already force what nothing can better.

A plan that is better for some cities leaves others worse: one of these others must be among those who force.
So the sets of such others, one from each plan that is tried, must all be met by the cities sought. The
smallest set that meets them is either the answer, or gives one more plan and one more set to meet (Ignatiev
and others, "Smallest MUS extraction with minimal hitting set dualization", CP 2015).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webinars.domain.planner.reasons.hitting import Hitting, TooMany, greedy
from webinars.domain.planner.reasons.trials import OutOfTrials

_STEPS = 4000

# Returns for a mask of members the mask of those whom a plan good enough for these leaves worse; None when
# there is no such plan. Raises OutOfTrials.
Try = Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class Forcing:
    """The members (from 0) that force: as few as can be, or at least none of whom can be left out."""

    members: tuple[int, ...]
    is_smallest: bool


def forcing(attempt: Try) -> Forcing | None:
    """Return the first smallest set of members for whom *attempt* finds no plan.

    When the trials do not suffice, a set of which no member can be left out, or None. *attempt* must find a
    plan for fewer members wherever it does for more, and none for all of them.
    """
    hunt = _Hunt(attempt)
    try:
        known = hunt.shrunk(hunt.any())
    except OutOfTrials:
        return None
    found, is_smallest = hunt.smallest(known)
    return Forcing(tuple(_members(found)), is_smallest)


class _Hunt:
    def __init__(self, attempt: Try) -> None:
        self._attempt = attempt
        self._met: list[int] = []  # sets that each forcing one meets
        self._hitting = Hitting(_STEPS)

    def any(self) -> int:
        """Return a set that forces."""
        chosen = 0
        while not self._forces(chosen):
            chosen = greedy(self._met)
        return chosen

    def shrunk(self, chosen: int) -> int:
        """Return a part of a set that forces of which no member can be left out."""
        for member in [1 << place for place in _members(chosen)][::-1]:
            if self._forces(chosen & ~member):
                chosen &= ~member
        return chosen

    def smallest(self, known: int) -> tuple[int, bool]:
        """Return the first smallest set that forces, and True; or *known*, and whether it is one."""
        least = 0
        try:
            while True:
                chosen = self._hitting.first(self._met, least=least)
                least = chosen.bit_count()
                if chosen == known or self._forces(chosen):
                    return chosen, True
        except (OutOfTrials, TooMany):
            return known, known.bit_count() == least

    def _forces(self, chosen: int) -> bool:
        """Say whether *chosen* force; if not, remember whom the plan for them leaves worse."""
        worse = self._attempt(chosen)
        if worse is None:
            return True
        if not worse or worse & chosen:
            raise ValueError("a plan that is good enough for all members of a set that should force")
        self._met.append(worse)
        return False


def _members(mask: int) -> Iterator[int]:
    return (place for place in range(mask.bit_length()) if mask >> place & 1)
