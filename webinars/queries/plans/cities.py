"""The cities of a seminar that is planned, each with what is known of its days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from webinars.domain.absences import Absence
from webinars.domain.errors import N_, BadProblem, Missing, UnknownZone
from webinars.domain.hours import DEFAULT_HOURS, Hours
from webinars.domain.planner.problems import Attend, PlanCity
from webinars.domain.timezones import check_zone
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.plans import Availability, CityHours, Holiday
from webinars.models.seminars import Seminar
from webinars.queries.plans.absences import interval_of
from webinars.queries.plans.rows import availabilities_of, fresh, holidays_of, usual_hours

DEFAULT_DAYS_OFF = frozenset({5, 6})


@dataclass(frozen=True)
class PlannedCity:
    """A city of a seminar with what is known of its days; *delegation* is None for the host.

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
        """Say whether this is a host; the clock and calendar of the first are those of the parts."""
        return self.delegation is None

    def comes_to(self, session_id: int) -> bool:
        """Say whether it may attend a part: the host, and who has this one, all, or none chosen yet."""
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


def planned_cities(seminar_id: int) -> tuple[PlannedCity, ...]:
    """Return the hosts and then the cities that are not absent, by sort key; five statements.

    Without a host city, the others alone. Raises Missing for a seminar that is not there.
    """
    found = planned_cities_of([seminar_id])
    if seminar_id not in found:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    return found[seminar_id]


def planned_cities_of(seminar_ids: Collection[int]) -> Mapping[int, tuple[PlannedCity, ...]]:
    """Return the same for several seminars, by their ids; five statements for all."""
    seminars = _seminars(seminar_ids)
    guests = _guests({seminar.id: seminar for seminar in seminars})
    city_ids = {city.id for seminar in seminars for city in _hosts(seminar)}
    city_ids |= {guest.city_id for own in guests.values() for guest in own if guest.city_id is not None}
    availabilities = availabilities_of(seminar_ids)
    usual, holidays = usual_hours(city_ids), holidays_of(city_ids)

    def planned(seminar: Seminar, city: City, delegation: Delegation | None) -> PlannedCity:
        return PlannedCity(
            city=city,
            delegation=delegation,
            availability=availabilities.get((seminar.id, city.id)),
            usual=usual.get(city.id),
            holidays=holidays.get(city.id, ()),
            stated_zone=seminar.zone if city is seminar.host_city else None,
        )

    return {
        seminar.id: tuple(
            planned(seminar, city, delegation)
            for city, delegation in _coming(seminar, guests.get(seminar.id, ()))
        )
        for seminar in seminars
    }


def _seminars(seminar_ids: Collection[int]) -> Sequence[Seminar]:
    # The series too: reading a row afresh takes off what it does not bring, and a page may show that.
    loaded = (joinedload(Seminar.series), joinedload(Seminar.host_city), joinedload(Seminar.second_host_city))
    statement = select(Seminar).where(Seminar.id.in_(seminar_ids)).options(*loaded)
    return db.session.scalars(fresh(statement)).all()


def _guests(seminars: Mapping[int, Seminar]) -> Mapping[int, Sequence[Delegation]]:
    """Return who is not absent, with city, part and seminar, by the id of the seminar; one statement."""
    statement = (
        select(Delegation)
        .join(Delegation.city)
        .where(Delegation.seminar_id.in_(seminars), Delegation.role != DelegationRole.ABSENT)
        .order_by(City.sort_key, City.id)
        .options(joinedload(Delegation.city), joinedload(Delegation.session))
    )
    found: defaultdict[int, list[Delegation]] = defaultdict(list)
    for guest in db.session.scalars(fresh(statement)):
        set_committed_value(guest, "seminar", seminars[guest.seminar_id])
        if guest.session is not None:
            # Somebody may hold this part already, and its seminar was taken off when it was read afresh.
            set_committed_value(guest.session, "seminar", seminars[guest.seminar_id])
        found[guest.seminar_id].append(guest)
    return found


def _hosts(seminar: Seminar) -> list[City]:
    """Return the first host, by whose clock the parts are planned, and the second."""
    return [city for city in (seminar.host_city, seminar.second_host_city) if city is not None]


def _coming(seminar: Seminar, guests: Iterable[Delegation]) -> Iterator[tuple[City, Delegation | None]]:
    """Yield the hosts and then the others."""
    for host in _hosts(seminar):
        yield host, None
    for guest in guests:
        if guest.city is not None:
            yield guest.city, guest
