"""What a swap does to people's days: hours, days off and absences of cities, and of presenters elsewhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from webinars.domain.planner.changes import CityChange, PartTime, moved
from webinars.domain.planner.problems import PlanCity
from webinars.models.slots import Presenter
from webinars.queries.plans import PlannedCity, names_of
from webinars.queries.swaps.previews import Move, Stand


@dataclass(frozen=True)
class Effect:
    """What a *move* is to somebody: a city, or a presenter on another clock than their city's."""

    who: str
    zone: str
    change: CityChange
    move: Move


def effects(moves: Iterable[Move], cities: Sequence[PlannedCity], *, language: str) -> tuple[Effect, ...]:
    """Return what each of *moves* is to its city and its presenters, the worst first; no statement.

    A presenter without a city, or on another clock, is measured by the hours that are assumed of everybody.
    Moves from or to a time that nobody knows are left out.
    """
    names = dict(zip(map(_delegation_id, cities), names_of(cities, language), strict=True))
    known = {_delegation_id(one): one for one in cities}
    found = [one for move in moves for one in _of_move(move, known, names)]
    return tuple(sorted(found, key=lambda one: one.change.rank))


def sent_elsewhere(moves: Iterable[Move], cities: Sequence[PlannedCity]) -> tuple[Move, ...]:
    """Return the moves that take a city's slot into a part that the city does not attend; no statement."""
    known = {_delegation_id(one): one for one in cities}
    return tuple(move for move in moves if _is_elsewhere(move, known))


def _delegation_id(city: PlannedCity) -> int | None:
    return city.delegation.id if city.delegation else None


def _of_move(
    move: Move, known: Mapping[int | None, PlannedCity], names: Mapping[int | None, str]
) -> Iterator[Effect]:
    was, now = _time_of(move.was), _time_of(move.now)
    if was is None or now is None:
        return
    ident = move.now.placed.slot.delegation_id
    city = known.get(ident) if ident is not None else None
    if city is not None:
        plan_city = city.as_plan_city(names[ident])
        yield Effect(names[ident], city.zone, moved(plan_city, was, now), move)
    for person in move.now.placed.presenters:
        if city is None or person.zone != city.zone:
            yield Effect(person.name, person.zone, moved(_as_plan_city(person), was, now), move)


def _as_plan_city(person: Presenter) -> PlanCity:
    return PlanCity(name=person.key, zone=person.zone)


def _time_of(stand: Stand) -> PartTime | None:
    starts_at, minutes = stand.placed.starts_at, stand.placed.slot.minutes
    return PartTime(starts_at, minutes) if starts_at and minutes else None


def _is_elsewhere(move: Move, known: Mapping[int | None, PlannedCity]) -> bool:
    delegation, session = move.now.placed.delegation, move.now.session
    if delegation is None or move.was.session is session:
        return False
    city = known.get(delegation.id)
    if city is not None:
        return not city.comes_to(session.id)
    return delegation.session_id not in (None, session.id)
