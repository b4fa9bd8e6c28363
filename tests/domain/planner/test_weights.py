"""What five minutes weigh, and what a stretch of them costs, against the definition minute by minute."""

import random
from datetime import date, timedelta

import pytest

from tests.domain.planner.builders import ODDITIES, a_city, a_random_problem, instant
from tests.domain.planner.literal import weight
from webinars.domain.hours import CELL_MINUTES, Level
from webinars.domain.planner.problems import Interval, PlanCity
from webinars.domain.planner.weights import (
    DAY_CELLS,
    FORBIDDEN,
    IMPOSSIBLE,
    cell_of,
    costs,
    day_of,
    instant_of,
    least_costs,
    level_of,
    weights,
)


def cells_of(city: PlanCity, begin: int, end: int) -> list[int]:
    """Add up the minutes of each cell."""
    found = []
    for cell in range(begin, end):
        minutes = [weight(city, cell * CELL_MINUTES + minute) for minute in range(CELL_MINUTES)]
        known = [minute for minute in minutes if minute is not None]
        found.append(sum(known) if len(known) == CELL_MINUTES else FORBIDDEN)
    return found


@pytest.mark.parametrize("oddity", ODDITIES)
def test_each_five_minutes_weigh_what_their_minutes_do(oddity: str) -> None:
    for seed in range(6):
        problem = a_random_problem(oddity, seed)
        begin = day_of(problem.first_date) * DAY_CELLS - 200
        for city in problem.cities:
            assert list(weights(city, begin, begin + 900)) == cells_of(city, begin, begin + 900), city


def test_a_stretch_may_end_or_begin_where_the_clocks_change() -> None:
    city = a_city("New York", "America/New_York", days_off=frozenset())
    change = cell_of(instant("2021-11-07 06:00"))
    for begin, end in ((change - 200, change), (change, change + 200), (change - 1, change + 1)):
        assert list(weights(city, begin, end)) == cells_of(city, begin, end)


def test_an_absence_counts_where_it_lies_and_nowhere_else() -> None:
    begin = cell_of(instant("2021-11-24 01:00"))  # 10:00 in Tokyo
    stretches = {
        ("2021-11-24 00:50", "2021-11-24 01:10"): [255, 255, 0, 0],
        ("2021-11-24 01:05", "2021-11-24 01:10"): [0, 255, 0, 0],
        ("2021-11-24 01:15", "2021-11-24 01:40"): [0, 0, 0, 255],
        ("2021-11-24 00:00", "2021-11-24 02:00"): [255] * 4,
        ("2021-11-24 00:30", "2021-11-24 01:00"): [0] * 4,
        ("2021-11-24 00:30", "2021-11-24 00:55"): [0] * 4,
        ("2021-11-24 01:20", "2021-11-24 01:40"): [0] * 4,
        ("2021-11-24 01:25", "2021-11-24 01:40"): [0] * 4,
    }
    for (first, last), cells in stretches.items():
        away = Interval(instant(first), instant(last))
        assert list(weights(a_city(unavailable=(away,)), begin, begin + 4)) == cells, (first, last)


def test_a_cell_begins_where_its_instant_says() -> None:
    start = instant("2021-11-24 08:15")
    assert instant_of(cell_of(start)) == start
    assert cell_of(start + timedelta(minutes=4)) == cell_of(start)
    assert day_of(date(1970, 1, 2)) == 1


def test_a_stretch_costs_what_its_cells_weigh() -> None:
    chance = random.Random(3)
    for _ in range(50):
        cells = bytes(chance.choice((0, 0, 5, 20, FORBIDDEN)) for _ in range(40))
        length = chance.randrange(1, 12)
        slot = chance.randrange(1, length + 1)
        places = [place for place in range(40 - length + 1) if chance.random() < 0.6]
        for place, cost, least in zip(
            places,
            costs(cells, places, length),
            least_costs(cells, places, length, slot=slot),
            strict=True,
        ):
            own = cells[place : place + length]
            stretches = [own[begin : begin + slot] for begin in range(length - slot + 1)]
            possible = [sum(each) for each in stretches if FORBIDDEN not in each]
            assert min(cost, IMPOSSIBLE) == (IMPOSSIBLE if FORBIDDEN in own else sum(own))
            assert min(least, IMPOSSIBLE) == min(possible, default=IMPOSSIBLE)


def test_a_weight_has_the_level_that_it_is_the_weight_of() -> None:
    assert [level_of(weight) for weight in (0, 5, 20, FORBIDDEN)] == list(Level)
    assert [level_of(weight) for weight in (1, 12)] == [Level.ACCEPTABLE, Level.AWKWARD]  # of a mixed cell
