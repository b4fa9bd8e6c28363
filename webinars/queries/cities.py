"""Cities: the directory of members, in the order of their sort keys."""

from sqlalchemy import select

from webinars.domain.errors import N_, Missing
from webinars.domain.zone_search import fold
from webinars.models.cities import City, CityKind
from webinars.models.database import db
from webinars.queries.pages import Page, slice_of


def directory() -> tuple[City, ...]:
    """Return every member in the order of the sort keys; one statement."""
    return tuple(db.session.scalars(select(City).order_by(City.sort_key, City.id)))


def cities_page(words: str, kind: CityKind | None, number: int, size: int) -> Page[City]:
    """Return a page of the members with all *words*, of one kind or of all; one statement. Raises Missing.

    Searched here and not by the database: names are JSON, and SQL knows neither accents nor languages in it.
    A directory has hundreds of members, no more.
    """
    found = tuple(city for city in directory() if has_words(city, words) and kind in (None, city.kind))
    return slice_of(found, number, size)


def has_words(city: City, words: str) -> bool:
    """Say whether all *words* stand in the names, the country or the zone of *city*, whatever their case."""
    texts = (*city.name.to_mapping().values(), city.sort_key, city.country or "", city.zone)
    text = " ".join(fold(one) for one in texts)
    return all(word in text for word in fold(words).split())


def city_by_slug(slug: str) -> City:
    """Return the member; one statement. Raises Missing."""
    city = db.session.scalars(select(City).where(City.slug == slug)).one_or_none()
    if city is None:
        raise Missing(N_("There is no member “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return city
