"""Plans: what the planner is asked for a seminar, and when each of its cities can."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from webinars.domain.absences import Absence
from webinars.domain.errors import N_, BadProblem, DoubledTime, Missing, SkippedTime, UnknownZone
from webinars.domain.hours import CELL_MINUTES, DEFAULT_HOURS, Hours
from webinars.domain.planner.problems import Attend, Interval, PlanCity, Problem
from webinars.domain.timezones import check_zone, to_utc, transitions
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan
from webinars.models.seminars import Seminar

DEFAULT_DAYS_OFF = frozenset({5, 6})

T = TypeVar("T")


@dataclass(frozen=True)
class PlannedCity:
    """A city of a seminar with what is known of its days; *delegation* (part loaded) is None for the host.

    What the seminar's *availability* leaves open is *usual* for the city, else the default. *stated_zone* is
    the clock that the seminar goes by, where that is the host's and not its city's.
    """

    city: City
    delegation: Delegation | None
    availability: Availability | None
    usual: CityHours | None
    holidays: tuple[Holiday, ...]
    stated_zone: str | None = None

    @property
    def is_host(self) -> bool:
        """Say whether this is the host, whose clock and calendar the parts are on."""
        return self.delegation is None

    def comes_to(self, session_id: int) -> bool:
        """Say whether it may attend a part: the host, and who has that part, all parts, or none chosen yet."""
        if self.delegation is None or self.attend is Attend.ALL:
            return True
        return self.delegation.session_id in (None, session_id)

    @property
    def zone(self) -> str:
        """Return the zone of the city's clock; for the host, of the seminar's."""
        return self.stated_zone or self.city.zone

    @property
    def hours(self) -> Hours:
        """Return the bands of the city's day at this seminar."""
        if self.availability is not None and self.availability.hours is not None:
            return self.availability.hours
        return self.usual.hours if self.usual else DEFAULT_HOURS

    @property
    def days_off(self) -> frozenset[int]:
        """Return the weekdays (Monday = 0) on which the city does not work."""
        if self.availability is not None and self.availability.days_off is not None:
            return frozenset(self.availability.days_off)
        return frozenset(self.usual.days_off) if self.usual else DEFAULT_DAYS_OFF

    @property
    def attend(self) -> Attend:
        """Return which parts it attends; the host all of them, unless it says otherwise."""
        if self.availability is not None:
            return self.availability.attend
        return Attend.ALL if self.is_host else Attend.ONE

    @property
    def absences(self) -> tuple[Absence, ...]:
        """Return when it cannot take part, on its own clock."""
        return self.availability.absences if self.availability else ()

    def as_plan_city(self, name: str) -> PlanCity:
        """Return the city as the planner sees it. Raises BadProblem at a field of the city."""
        zone = self._checked_zone()
        return PlanCity(
            name=name,
            zone=zone,
            attend=self.attend,
            hours=self.hours,
            days_off=self.days_off,
            holidays=frozenset(holiday.on_date for holiday in self.holidays),
            unavailable=tuple(
                interval for absence in self.absences if (interval := interval_of(absence, zone))
            ),
        )

    def _checked_zone(self) -> str:
        try:
            return check_zone(self.zone)
        except UnknownZone as unknown:
            raise BadProblem(unknown.text, field="tz", **unknown.values) from None


def plan_of(seminar_id: int) -> SeminarPlan | None:
    """Return what the planner is asked for a seminar, None before anything is; one statement."""
    statement = select(SeminarPlan).where(SeminarPlan.seminar_id == seminar_id)
    return db.session.scalars(_fresh(statement)).one_or_none()


def planned_cities(seminar_id: int) -> tuple[PlannedCity, ...]:
    """Return the host and then the cities that are not absent, by sort key; five statements.

    Without a host city, the others alone. Raises Missing for a seminar that is not there.
    """
    found = planned_cities_of([seminar_id])
    if seminar_id not in found:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    return found[seminar_id]


def planned_cities_of(seminar_ids: Collection[int]) -> Mapping[int, tuple[PlannedCity, ...]]:
    """Return the same for several seminars, by their ids; five statements for all."""
    seminars, guests = _seminars(seminar_ids), _guests(seminar_ids)
    coming: list[tuple[Seminar, City, Delegation | None]] = []
    for seminar in seminars:
        if seminar.host_city is not None:
            coming.append((seminar, seminar.host_city, None))
        coming += [
            (seminar, guest.city, guest)
            for guest in guests
            if guest.seminar_id == seminar.id and guest.city is not None
        ]
    city_ids = {city.id for _, city, _ in coming}
    availabilities = _availabilities(seminar_ids)
    usual, holidays = _usual(city_ids), holidays_of(city_ids)
    found: dict[int, tuple[PlannedCity, ...]] = {seminar.id: () for seminar in seminars}
    for seminar, city, delegation in coming:
        found[seminar.id] += (
            PlannedCity(
                city=city,
                delegation=delegation,
                availability=availabilities.get((seminar.id, city.id)),
                usual=usual.get(city.id),
                holidays=holidays.get(city.id, ()),
                stated_zone=None if delegation else seminar.zone,
            ),
        )
    return found


def problem_of(plan: SeminarPlan, cities: Sequence[PlannedCity], *, language: str) -> Problem:
    """Return what the planner is asked, with the cities in their order and named for readers of *language*.

    Raises BadProblem, whose field is a column of *plan*, "host", or a path like "cities[3].tz". No statement.
    """
    names = names_of(cities, language)
    hosts = [name for name, one in zip(names, cities, strict=True) if one.is_host]
    if not hosts:
        raise BadProblem(
            N_("Nobody knows yet by whose clock to plan. Choose the city of the host, then plan."),
            field="host",
        )
    return Problem(
        host=hosts[0],
        cities=tuple(_plan_city(number, one, names[number]) for number, one in enumerate(cities)),
        first_date=plan.first_date,
        last_date=plan.last_date,
        grid=plan.grid,
        parts=tuple(plan.parts),
        gap=plan.gap,
        span_days=plan.span_days,
        presence=plan.presence,
        slot_minutes=plan.slot_minutes,
    )


def names_of(cities: Sequence[PlannedCity], language: str) -> tuple[str, ...]:
    """Return a name for each city that no other one of them has, for readers of *language*; no statement."""
    plain = [one.city.name.best(language) for one in cities]
    with_country = [
        name if is_alone or not one.city.country else f"{name} ({one.city.country})"
        for name, one, is_alone in zip(plain, cities, _alone(plain), strict=True)
    ]
    return tuple(
        name if is_alone else f"{short} ({one.city.slug})"
        for name, short, one, is_alone in zip(with_country, plain, cities, _alone(with_country), strict=True)
    )


def interval_of(absence: Absence, zone: str) -> Interval | None:
    """Return when an absence is by the clocks of *zone*, None where they never show it.

    A clock that comes twice begins with its first time and ends with its second; one that is jumped over
    begins and ends where the clocks jump.
    """
    begins_at, _ = _instants(absence.begins_at, zone)
    _, ends_at = _instants(absence.ends_at, zone)
    return Interval(begins_at, ends_at) if begins_at < ends_at else None


def holidays_of(city_ids: Collection[int]) -> Mapping[int, tuple[Holiday, ...]]:
    """Return the holidays of each city that has any, the earliest first; one statement."""
    statement = select(Holiday).where(Holiday.city_id.in_(city_ids)).order_by(Holiday.on_date)
    found: defaultdict[int, list[Holiday]] = defaultdict(list)
    for holiday in db.session.scalars(_fresh(statement)):
        found[holiday.city_id].append(holiday)
    return {city_id: tuple(own) for city_id, own in found.items()}


def hours_of(city_id: int) -> CityHours | None:
    """Return a city's usual hours, None where the defaults hold; one statement."""
    return _usual([city_id]).get(city_id)


def availability_of(seminar_id: int, city_id: int) -> Availability | None:
    """Return what holds for a city at a seminar, None before anything was said; one statement."""
    return _availabilities([seminar_id]).get((seminar_id, city_id))


def _plan_city(number: int, planned: PlannedCity, name: str) -> PlanCity:
    try:
        return planned.as_plan_city(name)
    except BadProblem as refusal:
        raise refusal.within(f"cities[{number}]") from None


def _alone(names: Sequence[str]) -> list[bool]:
    times = Counter(names)
    return [times[name] == 1 for name in names]


def _instants(local: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the first and the last instant that *local* can mean; of a jump, the cell that it lies in."""
    try:
        instant = to_utc(local, zone)
    except DoubledTime as twice:
        return twice.first, twice.second
    except SkippedTime as never:
        jump = transitions(zone, never.before, never.after)[0].at
        down, up = jump.minute % CELL_MINUTES, -jump.minute % CELL_MINUTES
        return jump - timedelta(minutes=down), jump + timedelta(minutes=up)
    return instant, instant


def _seminars(seminar_ids: Collection[int]) -> Sequence[Seminar]:
    statement = select(Seminar).where(Seminar.id.in_(seminar_ids)).options(joinedload(Seminar.host_city))
    return db.session.scalars(_fresh(statement)).all()


def _guests(seminar_ids: Collection[int]) -> Sequence[Delegation]:
    statement = (
        select(Delegation)
        .join(Delegation.city)
        .where(Delegation.seminar_id.in_(seminar_ids), Delegation.role != DelegationRole.ABSENT)
        .order_by(City.sort_key, City.id)
        .options(joinedload(Delegation.city))
    )
    return db.session.scalars(_fresh(statement)).all()


def _availabilities(seminar_ids: Collection[int]) -> Mapping[tuple[int, int], Availability]:
    """Return what holds by seminar and city."""
    statement = select(Availability).where(Availability.seminar_id.in_(seminar_ids))
    return {(one.seminar_id, one.city_id): one for one in db.session.scalars(_fresh(statement))}


def _usual(city_ids: Collection[int]) -> Mapping[int, CityHours]:
    statement = select(CityHours).where(CityHours.city_id.in_(city_ids))
    return {one.city_id: one for one in db.session.scalars(_fresh(statement))}


def _fresh(statement: Select[T]) -> Select[T]:
    """Overwrite what is in memory: services decide on a plan inside their transaction."""
    return statement.execution_options(populate_existing=True)
