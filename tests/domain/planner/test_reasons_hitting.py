"""The smallest set that meets every one of some sets, against every set."""

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from webinars.domain.planner.reasons.hitting import Hitting, TooMany, greedy, minimal, packed


def some_sets(seed: int) -> list[int]:
    chance = random.Random(seed)
    members = chance.randrange(1, 9)
    return [chance.randrange(1, 1 << members) for _ in range(chance.randrange(0, 12))]


def first_of_all(sets: Sequence[int]) -> int:
    """Return the first smallest mask, by trying all."""
    for size in range(10):
        for places in combinations(range(10), size):
            mask = sum(1 << place for place in places)
            if all(mask & members for members in sets):
                return mask
    raise AssertionError("some set is empty")


@pytest.mark.parametrize("seed", range(100))
def test_the_first_smallest_set_is_found(seed: int) -> None:
    sets = some_sets(seed)
    best = first_of_all(sets)
    assert Hitting(10_000).first(sets, least=0) == best
    assert Hitting(10_000).first(sets, least=best.bit_count()) == best
    assert packed(minimal(sets)) <= best.bit_count() <= greedy(sets).bit_count()
    assert all(greedy(sets) & members for members in sets)


def test_of_sets_that_hold_others_only_the_others_count() -> None:
    assert minimal([0b111, 0b011, 0b100, 0b011, 0b110]) == [0b100, 0b011]


def test_a_search_that_takes_too_long_is_given_up() -> None:
    chance = random.Random(1)
    sets = [sum(1 << chance.randrange(30) for _ in range(4)) for _ in range(60)]
    with pytest.raises(TooMany):
        Hitting(50).first(sets, least=0)
