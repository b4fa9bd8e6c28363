"""Polls for tests: a draft of Tokyo whose plan has dates, cities that can be asked, their page and answer."""

from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support import planning
from tests.support.registrants import token
from webinars.domain.absences import Absence
from webinars.domain.hours import Band, Hours
from webinars.domain.links import Purpose
from webinars.domain.planner.problems import Attend
from webinars.models import Availability, Delegation, Seminar, SeminarPlan
from webinars.services import polls
from webinars.services.plans import AvailabilityFields

DAY = timedelta(days=1)
LATE_HOURS = Hours(
    preferred=Band(10 * 60, 17 * 60), acceptable=Band(9 * 60, 20 * 60), possible=Band(7 * 60, 22 * 60)
)


def absence(begins_at: str, ends_at: str) -> Absence:
    return Absence(datetime.fromisoformat(begins_at), datetime.fromisoformat(ends_at))


A_WEEK = absence("2026-11-09T00:00", "2026-11-14T00:00")
SAID = AvailabilityFields(
    attend=Attend.ONE,
    hours=LATE_HOURS,
    days_off=frozenset({4, 5}),
    absences=(A_WEEK,),
    comment="The mayor is away.",
)

HOURS_FORM = {
    "preferred": "10:00",
    "preferred_to": "17:00",
    "acceptable": "09:00",
    "acceptable_to": "20:00",
    "possible": "07:00",
    "possible_to": "00:00",
}
ANSWER: dict[str, Any] = HOURS_FORM | {
    "days_off": ["4", "5"],
    "days": ["2026-11-09", "2026-11-10", "2026-11-20"],
    "comment": "The mayor is away.",
}


def a_draft(**values: Any) -> Seminar:
    """Write a draft that Tokyo hosts."""
    return planning.a_draft((), **values).seminar


def a_plan(seminar: Seminar, **values: Any) -> SeminarPlan:
    """Write a plan for November 2026."""
    dates = {"first_date": date(2026, 11, 1), "last_date": date(2026, 11, 30), "parts": [120, 120]}
    return planning.a_plan(seminar, **dates | values)


def a_guest(seminar: Seminar, name: str = "Paris", zone: str = "Europe/Paris", **values: Any) -> Delegation:
    """Write a city with a focal point who can be asked."""
    contact = {"focal_name": f"Focal {name}", "focal_email": f"{name.lower().replace(' ', '')}@x.example"}
    return builders.a_delegation(seminar, builders.a_city(name, zone=zone), **contact | values)


def an_asked_guest(**values: Any) -> Delegation:
    """Write a city that was asked and is silent, in a draft of its own."""
    seminar = a_draft()
    a_plan(seminar)
    guest = a_guest(seminar, **values)
    polls.ask(seminar.id, None, by=ORGANISER, now=NOW)
    return guest


def url(delegation: Delegation) -> str:
    """Return the path of the city's page."""
    return f"/hours/{token(Purpose.HOURS, delegation)}/"


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def kept(database: SQLAlchemy) -> Availability:
    return database.session.scalars(select(Availability).execution_options(populate_existing=True)).one()
