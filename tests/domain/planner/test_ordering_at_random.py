"""Random running orders against every assignment, and large ones against what proves them."""

import random
from itertools import pairwise

import pytest

from tests.domain.planner.builders import ODDITIES
from tests.domain.planner.orders import MORNING, a_random_order, a_talk, an_order, felt_by, slots, try_all
from webinars.domain.planner.ordering import NoOrder, Ordering, OrderProblem, order
from webinars.domain.planner.ordering.assignment import assign
from webinars.domain.planner.ordering.solving import WIDTH, cost_table, improved
from webinars.domain.planner.ordering.themes import Cheap, breaks_in, fewest_breaks
from webinars.domain.planner.ordering.totals import least_total, least_worst, up_to

ZONES = ("Asia/Tokyo", "Europe/Paris", "America/New_York", "Australia/Sydney", "Africa/Lagos", "Asia/Kolkata")


@pytest.mark.parametrize("seeds", [range(first, first + 25) for first in range(0, 250, 25)])
def test_an_order_is_the_first_of_the_best_of_all(seeds: range) -> None:
    for seed in seeds:
        assert_first_of_the_best(a_random_order(seed))


@pytest.mark.parametrize("seed", [1572, 1600, 1786, 2125, 3001, 3846])
def test_so_is_an_order_of_the_rare_ones_in_which_an_empty_slot_is_dear(seed: int) -> None:
    assert_first_of_the_best(a_random_order(seed))


@pytest.mark.parametrize("oddity", ODDITIES)
def test_so_is_an_order_where_clocks_do_odd_things(oddity: str) -> None:
    for seed in range(12):
        assert_first_of_the_best(a_random_order(seed, oddity))


def assert_first_of_the_best(problem: OrderProblem) -> None:
    found, best = order(problem), try_all(problem)
    if best is None:
        assert isinstance(found, NoOrder), problem
        return
    assert isinstance(found, Ordering), problem
    assert (found.worst, found.total, found.theme_breaks) == (best.worst, best.total, best.theme_breaks)
    assert (found.parts, found.is_exact_in_themes) == (best.parts, True), problem


def test_the_random_problems_are_of_all_kinds() -> None:
    found = [order(a_random_order(seed)) for seed in range(250)]
    orders = [each for each in found if isinstance(each, Ordering)]
    assert 20 < len(found) - len(orders) < 150
    assert sum(each.worst > 0 for each in orders) > 30
    assert sum(each.theme_breaks > 0 for each in orders) > 30


def test_what_a_talk_costs_is_what_its_minutes_weigh() -> None:
    for seed in range(40):
        problem = a_random_order(seed)
        assert [list(row) for row in cost_table(problem)] == felt_by(problem), seed


def test_costs_that_rise_towards_the_first_slot_are_worth_many_holes_and_leave_none() -> None:
    # Everybody would rather talk at the end of a part: the branches of the search are all needed.
    for seed in range(30):
        chance = random.Random(seed)
        sizes = (4, 3, 3)
        costs = [
            [max(0, 3 - place) * 20 + chance.choice((0, 5)) for size in sizes for place in range(size)]
            for _ in range(5)
        ]
        worst = least_worst(costs, sizes)
        assert worst is not None
        found = least_total(up_to(costs, worst), sizes)
        assert found is not None
        assert (worst, found.total) == _brute(costs, sizes)
        assert found.root.total < found.total


def _brute(costs: list[list[int]], sizes: tuple[int, ...]) -> tuple[int, int]:
    """Return the least worst and total, by assigning without a choice of slots for every number of them."""
    found = []
    for first in range(sizes[0] + 1):
        for second in range(sizes[1] + 1):
            third = len(costs) - first - second
            if not 0 <= third <= sizes[2]:
                continue
            used = [*range(first), *range(4, 4 + second), *range(7, 7 + third)]
            for worst in sorted({cost for row in costs for cost in row}):
                kept = [[row[slot] if row[slot] <= worst else None for slot in used] for row in costs]
                if best := assign(kept, slots=len(used)):
                    found.append((worst, best.total))
                    break
    return min(found)


def test_the_prices_of_an_assignment_prove_it() -> None:
    for seed in range(60):
        chance = random.Random(seed)
        talks, places = chance.randrange(1, 9), 9
        costs = [[chance.choice((None, 0, 5, 40, 60)) for _ in range(places)] for _ in range(talks)]
        found = assign(costs, slots=places)
        if found is None:
            continue
        for row, own in zip(costs, found.talk_prices, strict=True):
            surplus = [
                cost - own - price
                for cost, price in zip(row, found.slot_prices, strict=True)
                if cost is not None
            ]
            assert min(surplus) >= 0
        empty = set(range(places)) - set(found.slots)
        assert all(price <= 0 for price in found.slot_prices)
        assert all(found.slot_prices[slot] == 0 for slot in empty)
        assert found.total == sum(found.talk_prices) + sum(found.slot_prices)


# --- large --------------------------------------------------------------------------------------------------


def a_large_order(talks: int, seed: int) -> Ordering:
    chance = random.Random(seed)
    parts = (slots(MORNING, talks // 2, 5), slots("2021-11-24 12:00", talks // 2 + 5, 5))
    problem = an_order(
        *(
            a_talk(
                f"City {place}",
                chance.choice("abcdef"),
                zone=chance.choice(ZONES),
                holidays=frozenset(),
                days_off=frozenset({chance.choice((0, 1, 5, 6))}),
            )
            for place in range(talks)
        ),
        parts=parts,
        minutes=5,
    )
    found = order(problem)
    assert isinstance(found, Ordering)
    names = [name for part in found.parts for name in part]
    assert sorted(names) == sorted(talk.name for talk in problem.talks)
    theme = {talk.name: talk.theme for talk in problem.talks}
    broken = sum(theme[one] != theme[other] for part in found.parts for one, other in pairwise(part))
    assert broken == found.theme_breaks
    return found


def test_a_large_order_is_made_of_all_talks_and_says_what_is_proved() -> None:
    found = a_large_order(70, seed=4)
    assert not found.is_exact_in_themes
    assert found.theme_breaks < 35


def cheap_of(sizes: tuple[int, ...], surplus: list[list[int | None]], themes: tuple[int, ...]) -> Cheap:
    return Cheap(sizes, tuple(map(tuple, surplus)), (0,) * sum(sizes), 0, themes)


def test_exchanges_keep_the_cost_and_never_add_a_break() -> None:
    for seed in range(40):
        chance = random.Random(seed)
        talks = 8
        surplus = [[chance.choice((0, 0, 0, None)) for _ in range(talks)] for _ in range(talks)]
        start = assign(surplus, slots=talks)
        if start is None:
            continue
        cheap = cheap_of((5, 3), surplus, tuple(chance.randrange(3) for _ in range(talks)))
        ranked = sorted(range(talks), key=lambda talk: start.slots[talk])
        parts = (tuple(ranked[:5]), tuple(ranked[5:]))
        better = improved(cheap, parts)
        best = fewest_breaks(cheap, width=None, work=None)
        assert best is not None
        assert number(cheap, best) <= number(cheap, better) <= number(cheap, parts)
        placed = [talk for part in better for talk in part]
        assert all(surplus[talk][slot] == 0 for slot, talk in enumerate(placed))


def number(cheap: Cheap, parts: tuple[tuple[int, ...], ...]) -> int:
    return sum(breaks_in(part, cheap.themes) for part in parts)


def test_where_all_cost_the_same_exchanges_bring_the_themes_together() -> None:
    cheap = cheap_of((12,), [[0] * 12 for _ in range(12)], (0, 1, 2) * 4)
    assert number(cheap, improved(cheap, (tuple(range(12)),))) == 2
    beam = fewest_breaks(cheap, width=WIDTH, work=None)
    assert beam is not None
    assert number(cheap, beam) == 2


def test_too_much_work_is_given_up() -> None:
    cheap = cheap_of((6,), [[0] * 6 for _ in range(6)], tuple(range(6)))
    assert fewest_breaks(cheap, width=None, work=50) is None
    assert fewest_breaks(cheap, width=None, work=5000) == ((0, 1, 2, 3, 4, 5),)
