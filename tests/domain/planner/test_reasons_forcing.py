"""Who alone forces something, where every plan is a set of those whom it leaves worse."""

import random
from collections.abc import Callable
from itertools import combinations

import pytest

from webinars.domain.planner.reasons.forcing import Forcing, forcing
from webinars.domain.planner.reasons.trials import OutOfTrials

MEMBERS = 9


def some_plans(seed: int) -> list[int]:
    chance = random.Random(seed)
    return [chance.randrange(1, 1 << MEMBERS) for _ in range(chance.randrange(1, 40))]


def limited(plans: list[int], trials: int) -> Callable[[int], int | None]:
    """Return what looks for a plan that leaves none of some members worse, so many times."""
    left = [trials]

    def attempt(chosen: int) -> int | None:
        left[0] -= 1
        if left[0] < 0:
            raise OutOfTrials
        return next((worse for worse in plans if not worse & chosen), None)

    return attempt


def meets_all(members: tuple[int, ...], plans: list[int]) -> bool:
    mask = sum(1 << member for member in members)
    return all(mask & worse for worse in plans)


def first_of_all(plans: list[int]) -> tuple[int, ...]:
    sizes = (combinations(range(MEMBERS), size) for size in range(MEMBERS + 1))
    return next(members for subsets in sizes for members in subsets if meets_all(members, plans))


@pytest.mark.parametrize("seed", range(60))
def test_the_first_smallest_set_that_forces_is_found(seed: int) -> None:
    plans = some_plans(seed)
    assert forcing(limited(plans, 1000)) == Forcing(first_of_all(plans), is_smallest=True)


@pytest.mark.parametrize("seed", range(60))
def test_with_few_trials_no_member_can_be_left_out_and_smallest_is_only_said_where_it_is(seed: int) -> None:
    plans = some_plans(seed)
    for trials in range(30):
        found = forcing(limited(plans, trials))
        if found is None:
            continue
        assert meets_all(found.members, plans)
        for member in found.members:
            assert not meets_all(tuple(other for other in found.members if other != member), plans)
        assert not found.is_smallest or len(found.members) == len(first_of_all(plans))


def test_some_sets_are_only_known_as_ones_of_which_no_member_can_be_left_out() -> None:
    found = {forcing(limited(some_plans(seed), trials)) for seed in range(60) for trials in range(12)}
    assert {True, False} == {one.is_smallest for one in found if one}
    assert None in found


def test_where_no_plan_is_possible_at_all_nobody_is_needed() -> None:
    assert forcing(lambda _: None) == Forcing((), is_smallest=True)


@pytest.mark.parametrize("worse", [0, 0b1])
def test_a_plan_that_is_good_enough_for_all_is_a_bug(worse: int) -> None:
    with pytest.raises(ValueError, match="good enough for all"):
        forcing(lambda _: worse)
