"""Forms and pages of the hours of a seminar's cities, read as a person reads them."""

import re
from html import unescape

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import a_city, a_delegation, a_seminar
from webinars.domain.hours import Band, Hours
from webinars.models import City, Seminar, SeminarState
from webinars.models.database import db
from webinars.models.plans import Availability

HERE = "/organise/seminars/one/hours"
NIGHTS = Hours(Band(20 * 60, 4 * 60), Band(18 * 60, 6 * 60), Band(18 * 60, 6 * 60))
FORM = {
    "version": "",
    "attend": "one",
    "hours_of": "own",
    "preferred": "10:00",
    "preferred_to": "16:00",
    "acceptable": "09:00",
    "acceptable_to": "20:00",
    "possible": "07:00",
    "possible_to": "00:00",
    "days_off_of": "own",
    "days_off": ["4", "5"],
    "comment": "",
}


def paris() -> City:
    """Write the city that is edited."""
    return a_city("Paris", slug="paris")


def seminar_with(city: City) -> Seminar:
    """Write a draft of Tokyo with *city* as its guest."""
    tokyo = a_city("Tokyo", zone="Asia/Tokyo", slug="tokyo", country="JP")
    seminar = a_seminar(slug="one", host_city_id=tokyo.id, state=SeminarState.DRAFT)
    a_delegation(seminar, city)
    return seminar


def words(response: TestResponse) -> str:
    """Return a page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def row(page: TestResponse, city: str) -> str:
    """Return the row of a city, without its tags."""
    rows = re.findall(r"<tr>.*?</tr>", page.get_data(as_text=True), re.DOTALL)
    (found,) = (one for one in rows if f">{city}</a>" in one or f">{city}\n" in one)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def availability() -> Availability | None:
    db.session.remove()
    return db.session.scalars(select(Availability)).one_or_none()


def at(page: TestResponse, field: str) -> str:
    """Return the error that stands at *field*."""
    return unescape(page.get_data(as_text=True).partition(f'id="{field}-error">')[2].partition("</p>")[0])
