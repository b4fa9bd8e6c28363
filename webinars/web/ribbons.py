"""Who has a row in the ribbon of a seminar: the reader, the host, and every city that takes part."""

from collections.abc import Iterator

from webinars.domain.ribbon import Ribbon, RibbonCity, RibbonPart, draw
from webinars.domain.timezones import zone_city
from webinars.letters.names import host_name, part_name
from webinars.models.cities import City
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.programmes import Programme
from webinars.web.reader import language


def ribbon_of(whole: Programme, chosen_zone: str | None) -> Ribbon | None:
    """Draw the parts that take place over the days of all cities; *chosen_zone* is the reader's own.

    None when nothing can be drawn: no part has a zone, or the seminar is cancelled.
    """
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
    return draw(tuple(_rows(whole, zone, chosen_zone)), parts, zone)


def _rows(whole: Programme, host_zone: str, chosen_zone: str | None) -> Iterator[RibbonCity]:
    """Yield the host, the cities, and the reader, who is the city of their zone where that has a row."""
    cities = _cities(whole)
    own = _own_city(cities, chosen_zone)
    is_at_host = chosen_zone == host_zone and own is None
    yield RibbonCity(_host(whole.seminar, host_zone), host_zone, is_host=True, is_reader=is_at_host)
    if second := whole.seminar.second_host_city:
        is_there = second is own
        yield RibbonCity(second.name.best(language()), second.zone, is_host=True, is_reader=is_there)
    for city in (one for one in cities if one is not second):
        name = city.name.best(language())
        yield RibbonCity(name, city.zone, is_reader=city is own, sort_key=city.sort_key)
    if chosen_zone and not is_at_host and own is None:
        yield RibbonCity(zone_city(chosen_zone), chosen_zone, is_reader=True)


def _cities(whole: Programme) -> list[City]:
    seminar = whole.seminar
    second = [seminar.second_host_city] if seminar.second_host_city else []
    taking_part: tuple[Delegation, ...] = (*whole.presenting, *whole.attending)
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
