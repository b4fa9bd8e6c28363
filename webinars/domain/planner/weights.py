"""What each five minutes of UTC cost a city, and what a stretch of them costs it.

Instants are counted in cells of five minutes since 1970. A cell is one byte: the discomfort of its five
minutes, or FORBIDDEN. Zones change their offset between two cells, but for a few that once did so at a minute
past midnight (St John's until 2011): such a cell is added up minute by minute.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate

from webinars.domain.hours import CELL_MINUTES, DAY_MINUTES, Hours, Level, level_at
from webinars.domain.planner.problems import PlanCity
from webinars.domain.timezones import transitions, utc_offset

DAY_CELLS = DAY_MINUTES // CELL_MINUTES
FORBIDDEN = 255
DEAREST_MINUTE = 4
IMPOSSIBLE = 1 << 20  # What a stretch with a forbidden minute costs: more than any other.

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3
_MINUTE = timedelta(minutes=1)
_CELL = timedelta(minutes=CELL_MINUTES)
_MINUTE_COSTS = {
    Level.GOOD: 0,
    Level.ACCEPTABLE: 1,
    Level.AWKWARD: DEAREST_MINUTE,
    Level.FORBIDDEN: FORBIDDEN,
}
_PRICES = (*range(FORBIDDEN), IMPOSSIBLE)
_DAY_OFF = bytes([FORBIDDEN]) * DAY_CELLS


def cell_of(instant: datetime) -> int:
    """Return the cell that begins at *instant*, or that it lies in."""
    return (instant - _EPOCH) // _CELL


def instant_of(cell: int) -> datetime:
    """Return the beginning of a cell."""
    return _EPOCH + cell * _CELL


def day_of(local_date: date) -> int:
    """Return the number of days from 1970 to a date."""
    return local_date.toordinal() - _EPOCH_DAY


def level_of(weight: int) -> Level:
    """Return the level of a cell that weighs so much."""
    return next(
        level for level, cost in _MINUTE_COSTS.items() if weight <= min(cost * CELL_MINUTES, FORBIDDEN)
    )


@lru_cache(maxsize=4096)
def stretches(zone: str, begin: int, end: int) -> tuple[tuple[int, int, int], ...]:
    """Return the stretches of one offset between two cells: first minute, last minute (without), offset.

    Minutes are counted from 1970 in UTC, offsets are minutes.
    """
    found = []
    first, last = instant_of(begin), instant_of(end)
    offset = utc_offset(first, zone)
    for change in transitions(zone, first, last):
        if first < change.at < last:
            found.append((_minutes(first), _minutes(change.at), offset // _MINUTE))
            first = change.at
        offset = change.after if change.at < last else offset
    return (*found, (_minutes(first), _minutes(last), offset // _MINUTE))


def weights(city: PlanCity, begin: int, end: int) -> bytes:
    """Return the cells from *begin* to *end* (without) as *city* feels them."""
    plain = _pattern(city.hours)
    closed = {day_of(holiday) for holiday in city.holidays}
    found = bytearray()
    for first, last, offset in stretches(city.zone, begin, end):
        done = begin + len(found)
        if first % CELL_MINUTES:
            found.append(_mixed(city, done, closed))
            done += 1
        whole = last // CELL_MINUTES
        if done < whole:
            shift = offset // CELL_MINUTES
            found += _local(plain, city.days_off, closed, done + shift, whole + shift)
    for interval in city.unavailable:
        first, last = cell_of(interval.begins_at) - begin, cell_of(interval.ends_at) - begin
        first, last = max(first, 0), min(last, len(found))
        if first < last:
            found[first:last] = bytes([FORBIDDEN]) * (last - first)
    return bytes(found)


def costs(cells: bytes, positions: Sequence[int], length: int) -> list[int]:
    """Return what *length* cells cost from each of *positions* on; if any is forbidden, >= IMPOSSIBLE."""
    sums = list(accumulate([_PRICES[cell] for cell in cells], initial=0))
    return [sums[position + length] - sums[position] for position in positions]


def least_costs(cells: bytes, positions: Sequence[int], length: int, *, slot: int) -> list[int]:
    """Return what the best *slot* cells within *length* cost from each of *positions* on.

    IMPOSSIBLE or more where each of them has a forbidden one.
    """
    every = costs(cells, range(len(cells) - slot + 1), slot)
    width, wanted = 1, length - slot + 1
    while width < wanted:  # The least of two overlapping stretches is the least of their union.
        step = min(width, wanted - width)
        every = list(map(min, every, every[step:]))
        width += step
    return [every[position] for position in positions]


def _local(plain: bytes, days_off: frozenset[int], closed: set[int], first: int, last: int) -> bytes:
    """Return the cells of a local clock, counted from its own 1970, from *first* to *last* (without)."""
    begin = first // DAY_CELLS
    days = [
        _DAY_OFF if (day + _EPOCH_WEEKDAY) % 7 in days_off or day in closed else plain
        for day in range(begin, -(-last // DAY_CELLS))
    ]
    return b"".join(days)[first - begin * DAY_CELLS : last - begin * DAY_CELLS]


def _mixed(city: PlanCity, cell: int, closed: set[int]) -> int:
    """Return the cost of a cell in whose midst the offset changes."""
    plain, cost = _pattern(city.hours), 0
    for number in range(CELL_MINUTES):
        instant = instant_of(cell) + number * _MINUTE
        minute = _minutes(instant) + utc_offset(instant, city.zone) // _MINUTE
        local = minute // CELL_MINUTES
        felt = _local(plain, city.days_off, closed, local, local + 1)[0]
        if felt == FORBIDDEN:
            return FORBIDDEN
        cost += felt // CELL_MINUTES
    return cost


def _minutes(instant: datetime) -> int:
    return (instant - _EPOCH) // _MINUTE


@cache
def _pattern(hours: Hours) -> bytes:
    """Return the cells of a plain day of these hours."""
    minute_costs = (_MINUTE_COSTS[level_at(minute, hours)] for minute in range(0, DAY_MINUTES, CELL_MINUTES))
    return bytes(cost if cost == FORBIDDEN else cost * CELL_MINUTES for cost in minute_costs)
