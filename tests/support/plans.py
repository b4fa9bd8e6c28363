"""A draft to plan: Tokyo and the cities of its sixth seminar, who look for two parts in one week."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tests import builders
from tests.support.tokyo import PRESENTING
from webinars.domain.timezones import to_local
from webinars.models import DelegationRole, Seminar, SeminarState
from webinars.models.plans import SeminarPlan

TOKYO = "Asia/Tokyo"
MONDAY = date(2026, 11, 23)
SLUG = "draft-8"
HERE = f"/organise/seminars/{SLUG}/plan/"


def a_draft(cities: Sequence[tuple[str, str, str]] = PRESENTING, **values: Any) -> Seminar:
    """Write a draft of Tokyo without parts, with a delegation of each of *cities*."""
    tokyo = builders.a_city("Tokyo", zone=TOKYO, languages={"ja": "東京"}, country="JP")
    own = {"slug": SLUG, "host_city_id": tokyo.id, "state": SeminarState.DRAFT}
    seminar = builders.a_seminar(**own | values)
    for name, zone, japanese in cities:
        city = builders.a_city(name, zone=zone, languages={"ja": japanese})
        builders.a_delegation(seminar, city, role=DelegationRole.PRESENTING)
    return seminar


def a_plan(seminar: Seminar, first: date = MONDAY, **values: Any) -> SeminarPlan:
    """Write what is looked for: two parts of the usual lengths within five days."""
    own = {"first_date": first, "last_date": first + timedelta(days=4), "parts": [155, 145]}
    return builders.kept(SeminarPlan(seminar_id=seminar.id, **own | values))


def local_starts(starts: Sequence[datetime], zone: str = TOKYO) -> list[str]:
    """Return instants as the fields of the page show them."""
    return [f"{to_local(start, zone):%Y-%m-%dT%H:%M}" for start in starts]
