"""The eighth seminar: a draft with the cities of the sixth, whose parts somebody may plan.

It has no part yet. Saving what the planner is asked comes last, and says that the rest is there.
"""

from datetime import date, datetime, timedelta

from webinars.domain.texts import LocalizedText
from webinars.models.delegations import DelegationRole
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.delegations import delegations_of
from webinars.queries.plans import plan_of
from webinars.services.delegations import DelegationFields, add_cities, edit_delegation
from webinars.services.demonstration import facts, invented
from webinars.services.demonstration.lookups import cities_by_name, seminar_of
from webinars.services.demonstration.seventh import date_of
from webinars.services.plans import PlanFields, save_plan
from webinars.services.records import SYSTEM
from webinars.services.seminar_fields import SeminarFields
from webinars.services.seminars import create_seminar

SLUG = "tokyo-global-partners-8"
EDITION = 8
THEME = LocalizedText.from_mapping(
    {
        "en": "Cool Streets: Cities Learning from Each Other about Heat",
        "ja": "涼しいまち：暑さ対策を都市が互いに学ぶ",
    }
)
WEEKS_LATER = 52  # than the seventh
WORKING_DAYS = 5


def load_eighth(before: Seminar, *, now: datetime) -> Seminar:
    """Return the eighth seminar, writing what is missing of it; once it is ready to plan it is left alone.

    Its series and host are those of the one *before*.
    """
    seminar = seminar_of(SLUG) or _create(before, now=now)
    if seminar.state is not SeminarState.DRAFT or is_ready(seminar.id):
        return seminar
    _add_cities(seminar.id, now=now)
    monday = first_date_of(now)
    wanted = PlanFields(
        first_date=monday,
        last_date=monday + timedelta(days=WORKING_DAYS - 1),
        parts=tuple(minutes for *_, minutes in facts.PARTS),
    )
    save_plan(seminar.id, wanted, expected=0, by=SYSTEM, now=now)
    return seminar


def is_ready(seminar_id: int) -> bool:
    """Say whether the seminar has all that planning it needs."""
    return plan_of(seminar_id) is not None


def first_date_of(now: datetime) -> date:
    """Return the Monday of the week, 52 weeks after that of the seventh, in which the eighth may be."""
    wednesday = date_of(now) + timedelta(weeks=WEEKS_LATER)
    return wednesday - timedelta(days=wednesday.weekday())


def _create(before: Seminar, *, now: datetime) -> Seminar:
    wanted = SeminarFields(
        slug=SLUG,
        series_id=before.series_id,
        edition=EDITION,
        theme=THEME,
        introduction=invented.INTRODUCTION,
        split_reason=facts.SPLIT_REASON,
        audience=facts.AUDIENCE,
        host_city_id=before.host_city_id,
        host_name=facts.HOST_NAME,
        contact_office=facts.CONTACT_OFFICE,
        contact_email=invented.CONTACT_EMAIL,
        zone=facts.ZONE,
        languages=facts.LANGUAGES,
    )
    return create_seminar(wanted, by=SYSTEM, now=now, is_demonstration=True)


def _add_cities(seminar_id: int, *, now: datetime) -> None:
    """Add the cities, uninvited, each with a focal point who can be asked for its hours."""
    cities = cities_by_name()
    add_cities(seminar_id, [cities[talk.city].slug for talk in invented.TALKS], by=SYSTEM, now=now)
    delegations = {delegation.city_id: delegation for delegation in delegations_of(seminar_id)}
    for talk in invented.TALKS:
        wanted = DelegationFields(
            role=DelegationRole.INVITED,
            focal_name=talk.presenter,
            focal_email=invented.address_of(talk.presenter, talk.city),
            focal_language="en",
        )
        delegation = delegations[cities[talk.city].id]
        edit_delegation(delegation.id, wanted, expected=None, by=SYSTEM, now=now)
