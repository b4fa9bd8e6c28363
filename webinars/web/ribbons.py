"""Who has a row in the ribbon of a seminar: the reader, the host, and every city that takes part.

The public sees a city once it takes part: who was invited is nobody's business before it has agreed. The
office sees all that are not absent, each with the part that it was put down for.
"""

from collections.abc import Iterable, Iterator, Mapping

from webinars.domain.ribbon import Ribbon, RibbonCity, RibbonPart, draw
from webinars.domain.timezones import zone_city
from webinars.letters.names import host_name, part_name
from webinars.models.cities import City
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.programmes import Programme
from webinars.web.reader import language

Attended = Mapping[int, frozenset[str]]  # the keys of the parts that a city was put down for, by its id


def ribbon_of(whole: Programme, chosen_zone: str | None) -> Ribbon | None:
    """Draw the parts that take place over the days of the cities that do; *chosen_zone* is the reader's own.

    None when nothing can be drawn: no part has a zone, or the seminar is cancelled.
    """
    return _drawn(whole, (*whole.presenting, *whole.attending), chosen_zone, {})


def office_ribbon_of(whole: Programme, chosen_zone: str | None) -> Ribbon | None:
    """Draw the same with all cities that may come, and say which part each was put down for."""
    coming = [one for one in whole.delegations if one.role is not DelegationRole.ABSENT]
    attended = {one.city.id: frozenset({one.session.key}) for one in coming if one.city and one.session}
    return _drawn(whole, coming, chosen_zone, attended)


def _drawn(
    whole: Programme, guests: Iterable[Delegation], chosen_zone: str | None, attended: Attended
) -> Ribbon | None:
    seminar = whole.seminar
    zone = next((part.session.zone for part in whole.planned if part.session.zone), None)
    if zone is None or seminar.state is SeminarState.CANCELLED:
        return None
    parts = [
        RibbonPart(
            part.session.key,
            part_name(part.session, language()),
            part.session.starts_at,
            part.session.minutes,
        )
        for part in whole.planned
    ]
    rows = _rows(whole, _cities(whole.seminar, guests), zone, chosen_zone, attended)
    return draw(tuple(rows), parts, zone)


def _rows(
    whole: Programme, cities: list[City], host_zone: str, chosen_zone: str | None, attended: Attended
) -> Iterator[RibbonCity]:
    """Yield the host, the cities, and the reader, who is the city of their zone where that has a row."""
    own = _own_city(cities, chosen_zone)
    is_at_host = chosen_zone == host_zone and own is None
    yield RibbonCity(_host(whole.seminar, host_zone), host_zone, is_host=True, is_reader=is_at_host)
    if second := whole.seminar.second_host_city:
        is_there = second is own
        yield RibbonCity(second.name.best(language()), second.zone, is_host=True, is_reader=is_there)
    for city in (one for one in cities if one is not second):
        name = city.name.best(language())
        attends = attended.get(city.id)
        yield RibbonCity(name, city.zone, is_reader=city is own, sort_key=city.sort_key, attends=attends)
    if chosen_zone and not is_at_host and own is None:
        yield RibbonCity(zone_city(chosen_zone), chosen_zone, is_reader=True)


def _cities(seminar: Seminar, taking_part: Iterable[Delegation]) -> list[City]:
    second = [seminar.second_host_city] if seminar.second_host_city else []
    guests = [one.city for one in taking_part if one.city and one.city.id != seminar.host_city_id]
    return list({city.id: city for city in (*second, *guests)}.values())


def _own_city(cities: list[City], zone: str | None) -> City | None:
    """Return the city that *zone* is named after."""
    if zone is None:
        return None
    return next((city for city in cities if city.zone == zone and str(city.name) == zone_city(zone)), None)


def _host(seminar: Seminar, zone: str) -> str:
    """Return a short name for the host's row: its city, else the place of its zone."""
    if seminar.host_city:
        return seminar.host_city.name.best(language())
    return zone_city(zone) or host_name(seminar, language())
