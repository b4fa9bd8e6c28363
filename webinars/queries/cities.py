"""Cities: the directory of members, in the order of their sort keys."""

from sqlalchemy import select

from webinars.domain.errors import N_, Missing
from webinars.models.cities import City
from webinars.models.database import db


def directory() -> tuple[City, ...]:
    """Return every member in the order of the sort keys; one statement."""
    return tuple(db.session.scalars(select(City).order_by(City.sort_key, City.id)))


def city_by_slug(slug: str) -> City:
    """Return the member; one statement. Raises Missing."""
    city = db.session.scalars(select(City).where(City.slug == slug)).one_or_none()
    if city is None:
        raise Missing(N_("There is no member “%(slug)s” here. Choose one from the list."), slug=slug[:80])
    return city
