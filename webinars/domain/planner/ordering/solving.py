"""The best running order of a problem: first the worst cost, then the total, then the theme breaks."""

from collections.abc import Sequence
from datetime import datetime

from webinars.domain.hours import CELL_MINUTES
from webinars.domain.planner.ordering.exchanges import least_breaks, with_fewer_breaks
from webinars.domain.planner.ordering.matching import firsts
from webinars.domain.planner.ordering.problems import NoOrder, Ordering, OrderProblem, Talk
from webinars.domain.planner.ordering.refusing import why_not
from webinars.domain.planner.ordering.themes import Cheap, Parts, breaks_in, fewest_breaks
from webinars.domain.planner.ordering.totals import Cheapest, Row, least_total, least_worst, up_to
from webinars.domain.planner.problems import PlanCity
from webinars.domain.planner.weights import IMPOSSIBLE, cell_of, costs, weights

MOST_WORK = 2_000_000  # States and ways of the exact search: four parts of 12 talks, all unlike, take fewer.
WIDTH = 40  # States that go on from a slot, where the exact search would be too much work.
MOST_FOR_WIDTH = 60  # Talks; with more, so few states lead to no end, and exchanges find better orders.


def order(problem: OrderProblem) -> Ordering | NoOrder:
    """Return the best running order: least worst cost, then least total, then fewest theme breaks.

    The first two are always exact. The third is exact by dynamic programming over all parts together as long
    as that takes two or three seconds at most; beyond, talks of equal cost are exchanged, and the answer
    says whether its number of breaks is proved all the same. Of several orders that are best in all three, an
    exact answer is the one whose first slot has the talk given first, then its second slot, and so on.
    """
    table = cost_table(problem)
    worst = least_worst(table, problem.sizes)
    if worst is None:
        return why_not(problem, table)
    table = up_to(table, worst)
    cheapest = least_total(table, problem.sizes)
    assert cheapest is not None  # The search for the worst has found an order.
    cheap = _cheap(problem, table, cheapest)
    parts = fewest_breaks(cheap, width=None, work=MOST_WORK)
    if parts is not None:
        return _answer(problem, table, parts, least=None)
    parts = improved(cheap, _parts(problem.sizes, cheapest.slots))
    return _answer(problem, table, parts, least=least_breaks(cheap))


def improved(cheap: Cheap, parts: Parts) -> Parts:
    """Return an order with fewer breaks than *parts*, where one is found, at the same cost."""
    is_small = len(cheap.themes) <= MOST_FOR_WIDTH
    beam = fewest_breaks(cheap, width=WIDTH, work=None) if is_small else None
    roads = [with_fewer_breaks(cheap, start) for start in (parts, beam) if start is not None]
    return min(roads, key=lambda road: sum(breaks_in(part, cheap.themes) for part in road))


def cost_table(problem: OrderProblem) -> list[Row]:
    """Return what each talk costs in each slot of all parts; None: forbidden, or bound elsewhere."""
    part_of = [number for number, part in enumerate(problem.parts) for _ in part]
    felt: dict[object, Row] = {}
    table: list[Row] = []
    for talk in problem.talks:
        ways = talk.city.ways
        if ways not in felt:
            felt[ways] = _costs(talk.city, problem.parts, problem.slot_minutes)
        table.append(
            [cost if _is_open(talk, part) else None for cost, part in zip(felt[ways], part_of, strict=True)]
        )
    return table


def _is_open(talk: Talk, part: int) -> bool:
    return talk.part is None or talk.part == part


def _costs(city: PlanCity, parts: Sequence[Sequence[datetime]], minutes: int) -> Row:
    """Return what each slot of *parts* costs *city*, None where it is forbidden."""
    length = minutes // CELL_MINUTES
    found: list[int | None] = []
    for part in parts:
        cells = [cell_of(start) for start in part]
        first, last = min(cells, default=0), max(cells, default=0)
        felt = costs(weights(city, first, last + length), [cell - first for cell in cells], length)
        found += [None if cost >= IMPOSSIBLE else cost for cost in felt]
    return found


def _cheap(problem: OrderProblem, table: Sequence[Row], cheapest: Cheapest) -> Cheap:
    """Return the orders that cost as little, by the reduced costs of the assignment that bounds them all."""
    root = cheapest.root
    gap = cheapest.total - root.total
    surplus = [
        [
            None if cost is None or cost - own - price > gap else cost - own - price
            for cost, price in zip(row, root.slot_prices, strict=True)
        ]
        for row, own in zip(table, root.talk_prices, strict=True)
    ]
    names = sorted({talk.theme for talk in problem.talks})
    return Cheap(
        sizes=problem.sizes,
        surplus=tuple(tuple(row) for row in surplus),
        empty=tuple(-price for price in root.slot_prices),
        gap=gap,
        themes=tuple(names.index(talk.theme) for talk in problem.talks),
    )


def _parts(sizes: Sequence[int], slots: Sequence[int]) -> Parts:
    """Return the talks of each part in the order of their *slots*."""
    ranked = sorted((slot, talk) for talk, slot in enumerate(slots))
    return tuple(
        tuple(talk for slot, talk in ranked if first <= slot < first + size)
        for first, size in zip(firsts(sizes), sizes, strict=True)
    )


def _answer(problem: OrderProblem, table: Sequence[Row], parts: Parts, *, least: int | None) -> Ordering:
    """Return *parts* with what they cost; *least* bounds their breaks, None when they are proved fewest."""
    felt = tuple(
        tuple(table[talk][first + place] or 0 for place, talk in enumerate(part))
        for first, part in zip(firsts(problem.sizes), parts, strict=True)
    )
    each = [cost for part in felt for cost in part]
    themes = [talk.theme for talk in problem.talks]
    names = sorted(set(themes))
    numbered = [names.index(theme) for theme in themes]
    breaks = sum(breaks_in(part, numbered) for part in parts)
    return Ordering(
        parts=tuple(tuple(problem.talks[talk].name for talk in part) for part in parts),
        costs=felt,
        worst=max(each, default=0),
        total=sum(each),
        theme_breaks=breaks,
        is_exact_in_themes=least is None or breaks == least,
    )
