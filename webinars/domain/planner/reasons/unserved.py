"""Why a city can attend no part, and what would have to be allowed there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webinars.domain.errors import N_
from webinars.domain.hours import CELL_MINUTES, Level, level_at
from webinars.domain.planner.placing import Evaluation
from webinars.domain.planner.placing.groups import groups_of
from webinars.domain.planner.problems import PlanCity, Presence, Problem
from webinars.domain.planner.reasons.sentences import Day, Sentence, Weekday, span_of
from webinars.domain.timezones import to_local

_ONE = N_("%(cities)s could attend part %(part)s if %(needs)s.")
_ONLY = N_("%(cities)s could attend if %(needs)s.")
_HOURS = N_("the hours on %(weekday)s %(time)s were possible there")
_DAY_OFF = N_("%(weekday)s were no day off there")
_HOLIDAY = N_("%(date)s were no holiday there")
_ABSENT = N_("there were no absence on %(weekday)s %(time)s")

_MOST = 20  # sentences; each city's own attendance is said elsewhere

_MINUTE = timedelta(minutes=1)
_CELL = timedelta(minutes=CELL_MINUTES)


@dataclass(frozen=True, slots=True)
class _Obstacles:
    """What forbids a stretch to a city: dates, and the cells (their beginnings) of hours and absences."""

    days_off: tuple[date, ...]
    holidays: tuple[date, ...]
    hours: tuple[datetime, ...]
    absent: tuple[datetime, ...]

    @property
    def weight(self) -> tuple[int, int]:
        """Return how hard it is to allow: whole days and absences first, then the hours."""
        days = len(self.days_off) + len(self.holidays) + bool(self.absent)
        return (days, len(self.hours) + len(self.absent))


def unserved_sentences(plan: Evaluation, problem: Problem) -> tuple[Sentence, ...]:
    """Return for each unserved city the part that is nearest to possible, and what would have to be allowed.

    Cities that are the same share a sentence, and twenty are enough.
    """
    left = [city for city in problem.cities if not plan.attendance[city.name]]
    groups = groups_of(left)[:_MOST]
    return tuple(_sentence(group.city, group.names, plan, problem) for group in groups)


def _sentence(city: PlanCity, names: tuple[str, ...], plan: Evaluation, problem: Problem) -> Sentence:
    by_part = [_least(city, start, part, problem) for part, start in enumerate(plan.starts)]
    part = min(range(len(by_part)), key=lambda part: by_part[part].weight)
    needs = tuple(_needs(by_part[part], city))
    text = _ONE if len(plan.starts) > 1 else _ONLY
    return Sentence(text, {"cities": names, "part": part + 1, "needs": needs})


def _least(city: PlanCity, start: datetime, part: int, problem: Problem) -> _Obstacles:
    """Return what forbids a part, or in it the talk that is nearest to possible."""
    minutes = problem.parts[part]
    run = minutes if problem.presence is Presence.WHOLE else problem.slot_minutes or minutes
    begins = range(0, minutes - run + 1, CELL_MINUTES)
    found = (_obstacles(city, start + begin * _MINUTE, run) for begin in begins)
    return min(found, key=lambda obstacles: obstacles.weight)


def _obstacles(city: PlanCity, start: datetime, minutes: int) -> _Obstacles:
    cells = [start + number * _CELL for number in range(minutes // CELL_MINUTES)]
    dates = sorted({to_local(at, city.zone).date() for cell in cells for at in (cell, cell + 4 * _MINUTE)})
    return _Obstacles(
        days_off=tuple(day for day in dates if day.weekday() in city.days_off and day not in city.holidays),
        holidays=tuple(day for day in dates if day in city.holidays),
        hours=tuple(cell for cell in cells if _is_outside(cell, city)),
        absent=tuple(cell for cell in cells if _is_absent(cell, city)),
    )


def _is_outside(cell: datetime, city: PlanCity) -> bool:
    """Say whether any minute of a cell lies outside the possible hours."""
    clocks = (to_local(cell + number * _MINUTE, city.zone) for number in (0, CELL_MINUTES - 1))
    return any(level_at(at.hour * 60 + at.minute, city.hours) is Level.FORBIDDEN for at in clocks)


def _is_absent(cell: datetime, city: PlanCity) -> bool:
    return any(away.begins_at <= cell < away.ends_at for away in city.unavailable)


def _needs(obstacles: _Obstacles, city: PlanCity) -> Iterator[Sentence]:
    for day in obstacles.holidays:
        yield Sentence(_HOLIDAY, {"date": Day(day)})
    for day in obstacles.days_off:
        yield Sentence(_DAY_OFF, {"weekday": Weekday(day)})
    yield from _stretches(_HOURS, obstacles.hours, city)
    yield from _stretches(_ABSENT, obstacles.absent, city)


def _stretches(text: str, cells: Sequence[datetime], city: PlanCity) -> Iterator[Sentence]:
    """Yield a phrase for each row of cells that touch."""
    rows: list[list[datetime]] = []
    for cell in cells:
        if rows and cell - rows[-1][-1] == _CELL:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    for row in rows:
        span = span_of(row[0], len(row) * CELL_MINUTES, city.zone)
        yield Sentence(text, {"weekday": Weekday(span.begin.at.date()), "time": span})
