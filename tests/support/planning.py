"""Planning for tests: a draft of Tokyo with its cities, what it asks of the planner, and when cities can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests import builders
from tests.builders import kept
from tests.support.tokyo import PRESENTING
from webinars.domain.absences import Absence
from webinars.domain.hours import DEFAULT_HOURS, Band, Hours
from webinars.domain.planner.problems import Attend
from webinars.domain.timezones import to_local
from webinars.models import (
    Availability,
    City,
    CityHours,
    Delegation,
    DelegationRole,
    Holiday,
    Seminar,
    SeminarPlan,
    SeminarState,
)
from webinars.services.plans import PlanFields

MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
SLUG = "draft-8"
HERE = f"/organise/seminars/{SLUG}/plan/"
PARIS = ("Paris", "Europe/Paris")
RIO = ("Rio de Janeiro", "America/Sao_Paulo")
LOS_ANGELES = ("Los Angeles", "America/Los_Angeles")


@dataclass(frozen=True)
class Drafted:
    """A draft, its host's city, and the delegations of its other cities by name."""

    seminar: Seminar
    host: City
    delegations: dict[str, Delegation]
    cities: dict[str, City]


def a_draft(
    cities: Sequence[Sequence[str]] = (PARIS, LOS_ANGELES),
    *,
    role: DelegationRole = DelegationRole.INVITED,
    **values: Any,
) -> Drafted:
    """Write a draft of Tokyo to which *cities* come: name, zone, perhaps a name in Japanese.

    *values* are the seminar's.
    """
    host = builders.a_city("Tokyo", zone="Asia/Tokyo", country="JP", languages={"ja": "東京"})
    seminar = builders.a_seminar(**{"state": SeminarState.DRAFT, "host_city_id": host.id} | values)
    guests = {
        name: builders.a_city(name, zone=zone, languages={"ja": japanese[0]} if japanese else {})
        for name, zone, *japanese in cities
    }
    delegations = {name: builders.a_delegation(seminar, city, role=role) for name, city in guests.items()}
    return Drafted(seminar, host, delegations, {"Tokyo": host} | guests)


def a_draft_to_plan(cities: Sequence[Sequence[str]] = PRESENTING, **values: Any) -> Seminar:
    """Write a draft without parts for the page of planning at HERE; *cities* present."""
    return a_draft(cities, role=DelegationRole.PRESENTING, **{"slug": SLUG} | values).seminar


def asked(**values: Any) -> PlanFields:
    """Return what a person asks of the planner: two parts on a Wednesday."""
    own: dict[str, Any] = {"first_date": WEDNESDAY, "last_date": WEDNESDAY, "parts": (155, 145)}
    return PlanFields(**own | values)


def a_plan(seminar: Seminar, **values: Any) -> SeminarPlan:
    """Write what the planner is asked for a seminar: two parts on a Wednesday."""
    columns: dict[str, Any] = asked().columns() | values
    return kept(SeminarPlan(seminar_id=seminar.id, **columns | {"parts": list(columns["parts"])}))


def a_week(seminar: Seminar, first: date = MONDAY, **values: Any) -> SeminarPlan:
    """Write the same for five days from *first* on."""
    dates = {"first_date": first, "last_date": first + timedelta(days=4)}
    return a_plan(seminar, **dates | values)


def local_starts(starts: Sequence[datetime], zone: str = "Asia/Tokyo") -> list[str]:
    """Return instants as the fields of the page show them."""
    return [f"{to_local(start, zone):%Y-%m-%dT%H:%M}" for start in starts]


def a_day(preferred: str = "09-18", acceptable: str = "08-21", possible: str = "06-23") -> Hours:
    """Return the hours of a day, each band as its first and last hour: "22-06" is a night."""
    return Hours(*(_band(words) for words in (preferred, acceptable, possible)))


def usual_hours(city: City, hours: Hours = DEFAULT_HOURS, days_off: Sequence[int] = (5, 6)) -> CityHours:
    return kept(CityHours(city_id=city.id, hours=hours, days_off=list(days_off)))


def a_holiday(city: City, on_date: date = WEDNESDAY, name: str = "Day of the City") -> Holiday:
    return kept(Holiday(city_id=city.id, on_date=on_date, name=name))


def an_availability(seminar: Seminar, city: City, **values: Any) -> Availability:
    """Write that a city attends one part, as a rule in its usual hours."""
    return kept(Availability(seminar_id=seminar.id, city_id=city.id, **{"attend": Attend.ONE} | values))


def an_absence(begins_at: str = "2026-11-25T09:00", ends_at: str = "2026-11-25T12:00") -> Absence:
    return Absence(datetime.fromisoformat(begins_at), datetime.fromisoformat(ends_at))


def _band(words: str) -> Band:
    begin, end = (int(hour) * 60 for hour in words.split("-"))
    return Band(begin, end)
