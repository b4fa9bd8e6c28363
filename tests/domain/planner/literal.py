"""The model as it is defined, minute by minute and tuple by tuple: slow, and nothing to get wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from webinars.domain.hours import Band
from webinars.domain.planner.problems import Attend, Objective, PlanCity, Presence, Problem
from webinars.domain.timezones import to_local

DAY = 24 * 60
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Starts = tuple[int, ...]  # minutes since 1970
Costs = list[int | None]  # of each city, for one part


@dataclass(frozen=True)
class Answer:
    """What all tuples together say; *best* is empty where no plan is possible."""

    candidates: int
    tuples: int
    best: dict[Objective, tuple[tuple[int, ...], tuple[datetime, ...]]]


def solve(problem: Problem) -> Answer:
    """Try every tuple."""
    starts = candidates(problem)
    felt: list[dict[int, Costs]] = [costs_of(problem, starts, length) for length in problem.parts]
    number, best = 0, dict[Objective, tuple[tuple[int, ...], Starts]]()
    for chosen in tuples(problem, starts):
        number += 1
        by_part = [felt[part][start] for part, start in enumerate(chosen)]
        for objective, key in keys(problem, by_part):
            best[objective] = min(best.get(objective, (key, chosen)), (key, chosen))
    instants = {
        objective: (key, tuple(EPOCH + start * MINUTE for start in chosen))
        for objective, (key, chosen) in best.items()
    }
    return Answer(len(starts), number, instants)


def candidates(problem: Problem) -> list[int]:
    """Return every instant whose date at the host lies in the range, and whose minute there on the grid."""
    margin = timedelta(days=2)
    first = datetime.combine(problem.first_date, datetime.min.time(), UTC) - margin
    last = datetime.combine(problem.last_date, datetime.max.time(), UTC) + margin
    return [
        minute
        for minute in range((first - EPOCH) // MINUTE, (last - EPOCH) // MINUTE, 5)
        if problem.first_date <= clock(problem.host_city.zone, minute)[0] <= problem.last_date
        and clock(problem.host_city.zone, minute)[1] % problem.grid == 0
    ]


def tuples(problem: Problem, starts: list[int], chosen: Starts = ()) -> Iterator[Starts]:
    """Yield the chronological tuples that keep the gap and the span."""
    if len(chosen) == len(problem.parts):
        days = clock(problem.host_city.zone, chosen[-1])[0] - clock(problem.host_city.zone, chosen[0])[0]
        if days.days <= problem.span_days - 1:
            yield chosen
        return
    earliest = chosen[-1] + problem.parts[len(chosen) - 1] + problem.gap if chosen else 0
    for start in starts:
        # Three dates after the first no span of these tests reaches: that much may be left out.
        if earliest <= start and (not chosen or start < chosen[0] + 3 * DAY):
            yield from tuples(problem, starts, (*chosen, start))


def keys(problem: Problem, by_part: list[Costs]) -> Iterator[tuple[Objective, tuple[int, ...]]]:
    """Yield what each objective makes small, for one tuple; nothing where it is no plan."""
    unserved, contributed = 0, list[int]()
    for place, city in enumerate(problem.cities):
        felt = [costs[place] for costs in by_part]
        served = [cost for cost in felt if cost is not None]
        if city.attend is Attend.ALL:
            if len(served) < len(felt):
                return
            contributed += served
        elif served:
            contributed.append(min(served))
        else:
            unserved += 1
    worst, total = max(contributed, default=0), sum(contributed)
    yield Objective.MINIMAX, (unserved, worst, total)
    yield Objective.TOTAL, (unserved, total, worst)
    yield Objective.LEXIMIN, (unserved, *sorted(contributed, reverse=True))


# --- one city -----------------------------------------------------------------------------------------------


def costs_of(problem: Problem, starts: list[int], length: int) -> dict[int, Costs]:
    known: list[dict[int, int | None]] = [{} for _ in problem.cities]
    return {
        start: [
            discomfort(problem, city, weights, start, length)
            for city, weights in zip(problem.cities, known, strict=True)
        ]
        for start in starts
    }


def discomfort(
    problem: Problem, city: PlanCity, known: dict[int, int | None], start: int, length: int
) -> int | None:
    """Return the cost of a part for a city; for a talk, of the best talk in it."""
    for minute in range(start, start + length):
        if minute not in known:
            known[minute] = weight(city, minute)
    if problem.presence is Presence.WHOLE or city.attend is Attend.ALL:
        return sum_of([known[minute] for minute in range(start, start + length)])
    slot = problem.slot_minutes or 0
    talks = [
        sum_of([known[minute] for minute in range(begin, begin + slot)])
        for begin in range(start, start + length - slot + 1, 5)
    ]
    return min((talk for talk in talks if talk is not None), default=None)


def sum_of(weights: list[int | None]) -> int | None:
    return None if None in weights else sum(weight for weight in weights if weight is not None)


def weight(city: PlanCity, minute: int) -> int | None:
    """Return what a minute weighs; None where it is forbidden."""
    local_date, at = clock(city.zone, minute)
    instant = EPOCH + minute * MINUTE
    if local_date in city.holidays or local_date.weekday() in city.days_off:
        return None
    if any(away.begins_at <= instant < away.ends_at for away in city.unavailable):
        return None
    if not within(city.hours.possible, at):
        return None
    if within(city.hours.preferred, at):
        return 0
    return 1 if within(city.hours.acceptable, at) else 4


def within(band: Band, at: int) -> bool:
    if band.from_minute == band.to_minute:
        return True
    if band.from_minute < band.to_minute:
        return band.from_minute <= at < band.to_minute
    return at >= band.from_minute or at < band.to_minute


@cache
def clock(zone: str, minute: int) -> tuple[date, int]:
    """Return the date and the minute of the day that the clocks of *zone* show."""
    local = to_local(EPOCH + minute * MINUTE, zone)
    return local.date(), local.hour * 60 + local.minute
