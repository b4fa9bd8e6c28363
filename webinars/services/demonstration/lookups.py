"""What the demonstration looks up to see how far it is loaded."""

from collections.abc import Mapping

from sqlalchemy import select

from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.seminars import Seminar, Series
from webinars.queries.cities import directory


def seminar_of(slug: str) -> Seminar | None:
    """Return the seminar, None before there is one; one statement."""
    return db.session.scalars(select(Seminar).where(Seminar.slug == slug)).one_or_none()


def series_of(slug: str) -> Series | None:
    """Return the series, None before there is one; one statement."""
    return db.session.scalars(select(Series).where(Series.slug == slug)).one_or_none()


def cities_by_name() -> Mapping[str, City]:
    """Return the members of the directory by their English names; one statement."""
    return {str(city.name): city for city in directory()}
