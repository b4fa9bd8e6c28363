"""Why not all talks fit into the slots, as one sentence that names who stands in the way."""

from collections.abc import Sequence

from webinars.domain.errors import N_
from webinars.domain.planner.ordering.matching import augment
from webinars.domain.planner.ordering.problems import NoOrder, OrderProblem
from webinars.domain.planner.ordering.totals import Row

_TOO_MANY = N_("The talks number %(talks)s and the slots only %(slots)s. Add slots, or take talks out.")
_NOWHERE = N_("%(city)s can take none of the slots. Ask for other hours, or allow another part.")
_CROWDED = N_(
    "The slots that suit %(cities)s number only %(slots)s together. Ask one of them for other hours."
)
_HOLES = N_(
    "The talks would fit only with an empty slot before some of them."
    " Ask for other hours, or start a part later."
)


def why_not(problem: OrderProblem, table: Sequence[Row]) -> NoOrder:
    """Return the reason for a problem that has no order."""
    slots = sum(problem.sizes)
    if len(table) > slots:
        return NoOrder(_TOO_MANY, {"talks": len(table), "slots": slots})
    crowd, shared = _crowd(table)
    names = [problem.talks[talk].city.name for talk in sorted(crowd)]
    if not crowd:
        return NoOrder(_HOLES, {})
    if not shared:
        return NoOrder(_NOWHERE, {"city": names[0]})
    return NoOrder(_CROWDED, {"cities": ", ".join(names), "slots": len(shared)})


def _crowd(table: Sequence[Row]) -> tuple[set[int], set[int]]:
    """Return talks that together have one slot too few, and these slots (Hall 1935); none when all fit."""
    edges = [[slot for slot, cost in enumerate(row) if cost is not None] for row in table]
    placed: dict[int, int] = {}
    holder: dict[int, int] = {}
    for talk in range(len(table)):
        if not augment(talk, edges, placed, holder):
            return _reached(talk, edges, holder)
    return set(), set()


def _reached(start: int, edges: Sequence[Sequence[int]], holder: dict[int, int]) -> tuple[set[int], set[int]]:
    """Return the talks and slots on alternating paths from *start*, none of which ends at an empty slot."""
    talks, slots, queue = {start}, set[int](), [start]
    for talk in queue:
        for slot in edges[talk]:
            slots.add(slot)
            if holder[slot] not in talks:
                talks.add(holder[slot])
                queue.append(holder[slot])
    return talks, slots
