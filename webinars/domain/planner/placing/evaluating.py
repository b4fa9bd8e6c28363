"""What starts chosen by hand bring to each city."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from webinars.domain.hours import CELL_MINUTES
from webinars.domain.planner.placing.groups import Group, groups_of
from webinars.domain.planner.placing.plans import Breach, Evaluation
from webinars.domain.planner.problems import Presence, Problem
from webinars.domain.planner.weights import (
    IMPOSSIBLE,
    cell_of,
    costs,
    least_costs,
    weights,
)
from webinars.domain.timezones import to_local

Cells = Callable[[Group, int, int], bytes]  # what a group feels from one cell to another (without)


def evaluate(problem: Problem, starts: Sequence[datetime]) -> Evaluation:
    """Return what *starts* (UTC, one for each part, on the five-minute grid) bring to each city.

    Starts that break a rule of the problem are evaluated all the same; the breaches say which. The costs
    then count only what a city can attend.
    """
    return evaluate_groups(problem, groups_of(problem.cities), tuple(starts), _cells)


def evaluate_groups(
    problem: Problem, groups: Sequence[Group], starts: tuple[datetime, ...], cells: Cells
) -> Evaluation:
    """Do the same for cities that are grouped already, and whose *cells* are perhaps known."""
    if len(starts) != len(problem.parts):
        raise ValueError(f"{len(starts)} starts for {len(problem.parts)} parts")
    unserved, contributed = 0, list[int]()
    attendance, discomfort = dict[str, tuple[int, ...]](), dict[str, tuple[int | None, ...]]()
    breaches = _breaches(problem, starts)
    stretches = [
        (cell_of(start), minutes // CELL_MINUTES)
        for start, minutes in zip(starts, problem.parts, strict=True)
    ]
    for group in groups:
        felt = tuple(
            _cost(problem, cells(group, begin, begin + length), attends_all=group.attends_all)
            for begin, length in stretches
        )
        attended = _attended(felt, attends_all=group.attends_all)
        if group.attends_all and None in felt:
            breaches.add(Breach.FORBIDDEN)
        unserved += 0 if attended else len(group.names)
        counted = [cost for part in attended if (cost := felt[part]) is not None]
        contributed += counted * len(group.names)
        attendance |= dict.fromkeys(group.names, attended)
        discomfort |= dict.fromkeys(group.names, felt)
    contributed.sort(reverse=True)
    return Evaluation(
        starts=starts,
        unserved=unserved,
        worst=max(contributed, default=0),
        total=sum(contributed),
        costs=tuple(contributed),
        attendance={city.name: attendance[city.name] for city in problem.cities},
        discomfort={city.name: discomfort[city.name] for city in problem.cities},
        breaches=frozenset(breaches),
    )


def is_whole(problem: Problem, *, attends_all: bool) -> bool:
    """Say whether a city sits through its parts.

    Who attends all parts hosts or chairs them: also where the others come for a talk, it is there from the
    opening to the end.
    """
    return attends_all or problem.presence is Presence.WHOLE


def _cells(group: Group, begin: int, end: int) -> bytes:
    return weights(group.city, begin, end)


def _cost(problem: Problem, cells: bytes, *, attends_all: bool) -> int | None:
    """Return what a part of these cells costs; None where it is forbidden."""
    if is_whole(problem, attends_all=attends_all):
        (cost,) = costs(cells, (0,), len(cells))
    else:
        (cost,) = least_costs(cells, (0,), len(cells), slot=(problem.slot_minutes or 0) // CELL_MINUTES)
    return None if cost >= IMPOSSIBLE else cost


def _attended(felt: tuple[int | None, ...], *, attends_all: bool) -> tuple[int, ...]:
    possible = [(cost, part) for part, cost in enumerate(felt) if cost is not None]
    if attends_all:
        return tuple(part for _, part in possible)
    return (min(possible)[1],) if possible else ()


def _breaches(problem: Problem, starts: tuple[datetime, ...]) -> set[Breach]:
    found = set()
    zone = problem.host_city.zone
    local = [to_local(start, zone) for start in starts]
    if any((start.hour * 60 + start.minute) % problem.grid for start in local):
        found.add(Breach.OFF_GRID)
    if not all(problem.first_date <= start.date() <= problem.last_date for start in local):
        found.add(Breach.OUT_OF_RANGE)
    if (local[-1].date() - local[0].date()).days >= problem.span_days:
        found.add(Breach.TOO_FAR)
    for start, following, length in zip(starts, starts[1:], problem.parts, strict=False):
        if following - start < timedelta(minutes=length + problem.gap):
            found.add(Breach.TOO_CLOSE)
    return found
