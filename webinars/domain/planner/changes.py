"""What another time, or another zone database, changes for a city: its clock, its hours, its discomfort."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from webinars.domain.errors import N_
from webinars.domain.hours import Level, level_at
from webinars.domain.planner.problems import Attend, PlanCity
from webinars.domain.planner.weights import DEAREST_MINUTE, IMPOSSIBLE
from webinars.domain.zone_changes import ZoneRules

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class Condition(StrEnum):
    """What a moment is for a city, best first; from FORBIDDEN on it cannot attend."""

    GOOD = "good"
    ACCEPTABLE = "acceptable"
    AWKWARD = "awkward"
    FORBIDDEN = "forbidden"
    DAY_OFF = "day off"
    HOLIDAY = "holiday"
    ABSENT = "absent"

    @property
    def words(self) -> str:
        """Return what it is called, untranslated."""
        return _WORDS[self]


class Direction(StrEnum):
    """What a change is to a city, worst first."""

    LOST = "lost"  # it could attend, and cannot any more
    WORSE = "worse"
    IMPOSSIBLE = "impossible"  # another hour, and still it cannot attend
    UNKNOWN = "unknown"  # nobody noted what it was before
    LEVEL = "level"  # another hour of the same discomfort
    BETTER = "better"
    GAINED = "gained"  # it could not attend, and can now
    SAME = "same"  # the same hour of the day, the same bands, the same discomfort


_WORDS = {
    Condition.GOOD: N_("good hours"),
    Condition.ACCEPTABLE: N_("acceptable hours"),
    Condition.AWKWARD: N_("awkward hours"),
    Condition.FORBIDDEN: N_("impossible hours"),
    Condition.DAY_OFF: N_("a day off"),
    Condition.HOLIDAY: N_("a public holiday"),
    Condition.ABSENT: N_("an absence"),
}
_MINUTE_COSTS = {Condition.GOOD: 0, Condition.ACCEPTABLE: 1, Condition.AWKWARD: DEAREST_MINUTE}
_BANDS = {level: Condition(level.value) for level in Level}
_CONDITIONS = tuple(Condition)
_DIRECTIONS = tuple(Direction)


@dataclass(frozen=True, slots=True)
class PartTime:
    """When a part is: an instant (UTC) and its length in minutes.

    *slot_minutes* is the length of a talk, where cities come for one and not for the whole part.
    """

    starts_at: datetime
    minutes: int
    slot_minutes: int | None = None

    @property
    def ends_at(self) -> datetime:
        """Return the instant (UTC) at which the part is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Lived:
    """A part as a city lives it: its wall clock, and every condition that the part touches, best first.

    *discomfort* is what the part costs the city, None where it cannot attend.
    """

    local_start: datetime
    local_end: datetime
    conditions: tuple[Condition, ...]
    discomfort: int | None

    @property
    def hour(self) -> tuple[time, time]:
        """Return the times of day, whatever the date."""
        return self.local_start.time(), self.local_end.time()


@dataclass(frozen=True, slots=True)
class CityChange:
    """A part in a city before and after; *was* is None where nobody noted it."""

    was: Lived | None
    now: Lived

    @property
    def entered(self) -> tuple[Condition, ...]:
        """Return the conditions that the part touches now and did not before, best first."""
        return tuple(one for one in self.now.conditions if not self.was or one not in self.was.conditions)

    @property
    def left(self) -> tuple[Condition, ...]:
        """Return the conditions that the part touched before and does not now, best first."""
        return tuple(
            one for one in (self.was.conditions if self.was else ()) if one not in self.now.conditions
        )

    @property
    def direction(self) -> Direction:
        """Say what the change is to the city."""
        if self.was is None:
            return Direction.UNKNOWN
        before, after = self.was.discomfort, self.now.discomfort
        if (self.was.hour, self.was.conditions, before) == (self.now.hour, self.now.conditions, after):
            return Direction.SAME
        if before is None or after is None:
            return _DIRECTION_OF_POSSIBLE[before is not None, after is not None]
        return _compared(before, after)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return what sorts changes: worst first, and of one kind the largest rise of discomfort first."""
        before, after = _weight(self.was) if self.was else 0, _weight(self.now)
        return _DIRECTIONS.index(self.direction), before - after, -after


_DIRECTION_OF_POSSIBLE = {
    (True, False): Direction.LOST,
    (False, False): Direction.IMPOSSIBLE,
    (False, True): Direction.GAINED,
}


def moved(city: PlanCity, was: PartTime | None, now: PartTime) -> CityChange:
    """Return what moving a part *was* → *now* changes for a city; *was* None: it had no instant."""
    return CityChange(lived(city, was) if was else None, _known(lived(city, now)))


def reread(city: PlanCity, part: PartTime, former: ZoneRules | None) -> CityChange:
    """Return what the present zone database changes for a city, against the *former* rules of its zone."""
    was = lived(city, part, former) if former is not None else None
    return CityChange(was, _known(lived(city, part)))


def lived(city: PlanCity, part: PartTime, rules: ZoneRules | None = None) -> Lived | None:
    """Return a part as a city lives it by these *rules* of its zone (None: the present ones).

    None where the rules do not reach back to the part. Exact to the minute, also where the clocks change
    during the part.
    """
    rules = rules or ZoneRules.present(city.zone, part.starts_at)
    local_start, local_end = rules.clock_at(part.starts_at), rules.clock_at(part.ends_at)
    if local_start is None or local_end is None:
        return None
    pieces = tuple(_pieces(city, part, rules))
    met = {piece.condition for piece in pieces}
    return Lived(
        local_start=local_start,
        local_end=local_end,
        conditions=tuple(one for one in _CONDITIONS if one in met),
        discomfort=_discomfort(city, part, pieces),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch (UTC) of one condition."""

    begins_at: datetime
    ends_at: datetime
    condition: Condition


def _weight(lived: Lived) -> int:
    return IMPOSSIBLE if lived.discomfort is None else lived.discomfort


def _known(found: Lived | None) -> Lived:
    assert found is not None, "the present rules are read from the start of the part on"
    return found


def _compared(before: int, after: int) -> Direction:
    if before == after:
        return Direction.LEVEL
    return Direction.WORSE if before < after else Direction.BETTER


def _pieces(city: PlanCity, part: PartTime, rules: ZoneRules) -> Iterator[_Piece]:
    """Cut a part wherever the condition of the city may change."""
    cuts = {part.starts_at, part.ends_at, *_edges(city, part, rules)}
    cuts |= {at for interval in city.unavailable for at in (interval.begins_at, interval.ends_at)}
    within = sorted(at for at in cuts if part.starts_at <= at <= part.ends_at)
    for begin, end in pairwise(within):
        yield _Piece(begin, end, _condition(city, begin, rules))


def _edges(city: PlanCity, part: PartTime, rules: ZoneRules) -> Iterator[datetime]:
    """Yield the instants at which the clock enters or leaves a band or a date, and some beyond the part."""
    hours = city.hours
    bands = (hours.preferred, hours.acceptable, hours.possible)
    minutes = {0} | {minute for band in bands for minute in (band.from_minute, band.to_minute)}
    changes = [(at, offset) for at, offset in rules.changes if part.starts_at < at < part.ends_at]
    yield from (at for at, _ in changes)
    for offset in {rules.offset_at(part.starts_at) or timedelta(), *(offset for _, offset in changes)}:
        midnight = (part.starts_at + offset).replace(hour=0, minute=0, second=0, microsecond=0) - offset
        while midnight < part.ends_at:
            yield from (midnight + minute * _MINUTE for minute in minutes)
            midnight += _DAY


def _condition(city: PlanCity, instant: datetime, rules: ZoneRules) -> Condition:
    if any(interval.begins_at <= instant < interval.ends_at for interval in city.unavailable):
        return Condition.ABSENT
    local = rules.clock_at(instant)
    assert local is not None, "the rules reach back to the start of the part"
    if local.date() in city.holidays:
        return Condition.HOLIDAY
    if local.weekday() in city.days_off:
        return Condition.DAY_OFF
    return _BANDS[level_at(local.hour * 60 + local.minute, city.hours)]


def _discomfort(city: PlanCity, part: PartTime, pieces: Sequence[_Piece]) -> int | None:
    """Return the cost of the whole part, or of the best talk in it for who comes for one."""
    slot = part.slot_minutes
    if slot is None or slot >= part.minutes or city.attend is Attend.ALL:
        return _cost(pieces, part.starts_at, part.ends_at)
    length = slot * _MINUTE
    # The least lies where the talk begins or ends with a piece: between, the cost changes evenly.
    cuts = {at for piece in pieces for at in (piece.begins_at, piece.ends_at)}
    begins = (at for cut in cuts for at in (cut, cut - length))
    fitting = (at for at in begins if part.starts_at <= at <= part.ends_at - length)
    return min(_possible(_cost(pieces, at, at + length) for at in fitting), default=None)


def _possible(costs: Iterable[int | None]) -> Iterator[int]:
    return (cost for cost in costs if cost is not None)


def _cost(pieces: Sequence[_Piece], begins_at: datetime, ends_at: datetime) -> int | None:
    total = timedelta()
    for piece in pieces:
        length = min(piece.ends_at, ends_at) - max(piece.begins_at, begins_at)
        if length <= timedelta():
            continue
        if piece.condition not in _MINUTE_COSTS:
            return None
        total += length * _MINUTE_COSTS[piece.condition]
    return total // _MINUTE
