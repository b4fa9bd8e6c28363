"""Running orders: problems with defaults, from the example and at random, and every assignment tried."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise, permutations, product
from typing import Any

from tests.domain.planner.builders import EXAMPLES, ODDITIES, a_city, instant
from tests.domain.planner.literal import EPOCH, MINUTE, sum_of, weight
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.ordering import OrderProblem, Talk
from webinars.domain.planner.problems import PlanCity

EXAMPLE = EXAMPLES / "tokyo-2021-talks.json"
MORNING = "2021-11-24 00:00"  # 09:00 in Tokyo

Parts = tuple[tuple[int, ...], ...]
Felt = Sequence[Sequence[int | None]]


def a_talk(name: str, theme: str = "", part: int | None = None, **city: Any) -> Talk:
    return Talk(a_city(name, **city), theme, part)


def slots(first: str, number: int, minutes: int = 10) -> tuple[datetime, ...]:
    return tuple(instant(first) + timedelta(minutes=minutes * place) for place in range(number))


def an_order(*talks: Talk, parts: Sequence[tuple[datetime, ...]] = (), minutes: int = 10) -> OrderProblem:
    """Return a problem with one part that has a slot for each talk, unless *parts* say otherwise."""
    return OrderProblem(minutes, tuple(parts) or (slots(MORNING, len(talks), minutes),), talks)


# --- every assignment ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Best:
    """The best of all assignments, and who stands where in the first of those that are best."""

    worst: int
    total: int
    theme_breaks: int
    parts: tuple[tuple[str, ...], ...]


def try_all(problem: OrderProblem) -> Best | None:
    """Try every assignment that leaves no hole; None where there is none."""
    felt = felt_by(problem)
    found = min(
        (
            (max(costs, default=0), sum(costs), breaks(problem, parts), rank(parts), parts)
            for parts, costs in assignments(problem, felt)
        ),
        default=None,
    )
    if found is None:
        return None
    worst, total, broken, _, parts = found
    named = tuple(tuple(problem.talks[talk].name for talk in part) for part in parts)
    return Best(worst, total, broken, named)


def rank(parts: Parts) -> list[int]:
    """Put the talk given first into the first slot, and so on; a part goes on rather than ends."""
    return [talk for part in parts for talk in (*part, 1000)]


def assignments(problem: OrderProblem, felt: Felt) -> Iterator[tuple[Parts, list[int]]]:
    firsts = [sum(problem.sizes[:part]) for part in range(len(problem.sizes))]
    for used in product(*(range(size + 1) for size in problem.sizes)):
        if sum(used) != len(problem.talks):
            continue
        ends = [sum(used[: part + 1]) for part in range(len(used))]
        taken = [first + place for first, number in zip(firsts, used, strict=True) for place in range(number)]
        for chosen in permutations(range(len(problem.talks))):
            costs = [felt[talk][slot] for talk, slot in zip(chosen, taken, strict=True)]
            known = [cost for cost in costs if cost is not None]
            if len(known) == len(costs):
                parts = (chosen[end - number : end] for end, number in zip(ends, used, strict=True))
                yield tuple(parts), known


def breaks(problem: OrderProblem, parts: Parts) -> int:
    return sum(
        problem.talks[one].theme != problem.talks[other].theme
        for part in parts
        for one, other in pairwise(part)
    )


def felt_by(problem: OrderProblem) -> list[list[int | None]]:
    """Return each talk's cost in each slot, minute by minute."""
    return [
        [
            cost_of(talk.city, start, problem.slot_minutes) if talk.part in (None, number) else None
            for number, part in enumerate(problem.parts)
            for start in part
        ]
        for talk in problem.talks
    ]


def cost_of(city: PlanCity, start: datetime, minutes: int) -> int | None:
    first = (start - EPOCH) // MINUTE
    return sum_of([weight(city, minute) for minute in range(first, first + minutes)])


# --- at random ----------------------------------------------------------------------------------------------


def a_random_order(seed: int, oddity: str | None = None) -> OrderProblem:
    """Return a small problem, often with holes to avoid, on any or the named oddity; the same for a seed."""
    chance = random.Random(seed)
    first, zones = ODDITIES[oddity or chance.choice(sorted(ODDITIES))]
    begins_at = datetime(first.year, first.month, first.day, tzinfo=EPOCH.tzinfo)
    minutes = chance.choice((5, 10, 60))
    number = chance.randrange(1, 4)
    parts = []
    for _ in range(number):
        begins_at += timedelta(minutes=5 * chance.randrange(200))
        parts.append(
            tuple(begins_at + timedelta(minutes=minutes * place) for place in range(chance.randrange(5)))
        )
    talks = [
        Talk(
            a_city(f"City {place}", chance.choice(zones), hours=_hours(chance), days_off=frozenset()),
            chance.choice("abc"),
            chance.choice((None, None, None, chance.randrange(number))),
        )
        for place in range(min(chance.randrange(7), sum(map(len, parts))))
    ]
    return OrderProblem(minutes, tuple(parts), tuple(talks))


def _hours(chance: random.Random) -> Hours:
    """Return hours that are narrow here and there, and often the same as another city's."""
    begin = chance.choice((0, 6, 12, 18)) * 60
    return Hours(
        preferred=Band(begin, (begin + 8 * 60) % 1440),
        acceptable=Band(begin, (begin + 12 * 60) % 1440),
        possible=chance.choice((Band(0, 0), Band(begin, (begin + 18 * 60) % 1440))),
    )
