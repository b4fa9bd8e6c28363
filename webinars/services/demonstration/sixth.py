"""The sixth seminar as it was held: written once as a draft, then published and put into the archive."""

from datetime import datetime

from webinars.models.delegations import DelegationRole
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.slots import SlotKind
from webinars.queries.delegations import delegations_of
from webinars.queries.sessions import sessions_of
from webinars.queries.slots import slots_of
from webinars.services.delegations import DelegationFields, add_cities, add_unnamed, edit_delegation
from webinars.services.demonstration import facts
from webinars.services.demonstration.lookups import cities_by_name, seminar_of, series_of
from webinars.services.records import SYSTEM
from webinars.services.seminar_fields import SeminarFields
from webinars.services.seminars import archive, create_seminar, create_series, publish
from webinars.services.sessions import SessionFields, SessionTime, create_session
from webinars.services.slots import SlotFields, add_slot

# How long each took is not known: the report tells their order only.
_MESSAGE = SlotFields(
    kind=SlotKind.VIDEO_MESSAGE, minutes=None, title=facts.MESSAGE, speaker=facts.MESSAGE_BY
)
_REPORT = SlotFields(kind=SlotKind.REPORT, minutes=None, title=facts.REPORT, speaker=facts.HOST_NAME)
_PRESENTATIONS = SlotFields(
    kind=SlotKind.PRESENTATION, minutes=None, title=facts.PRESENTATIONS, speaker=facts.PRESENTATIONS_BY
)
SLOTS = (_MESSAGE, _REPORT, _PRESENTATIONS)


def load_sixth(*, now: datetime) -> Seminar:
    """Return the sixth seminar, writing what is missing of it; once it is public it stays as it is."""
    seminar = seminar_of(facts.SLUG) or _create(now=now)
    if seminar.state is not SeminarState.DRAFT:
        return seminar
    _add_delegations(seminar.id, now=now)
    _add_parts(seminar.id, now=now)
    publish(seminar.id, by=SYSTEM, now=now)
    return archive(seminar.id, by=SYSTEM, now=now)


def _create(*, now: datetime) -> Seminar:
    series = series_of(facts.SERIES_SLUG)
    if series is None:
        series = create_series(facts.SERIES_SLUG, facts.SERIES_NAME, by=SYSTEM, now=now)
    wanted = SeminarFields(
        slug=facts.SLUG,
        series_id=series.id,
        edition=facts.EDITION,
        theme=facts.THEME,
        introduction=facts.INTRODUCTION,
        split_reason=facts.SPLIT_REASON,
        audience=facts.AUDIENCE,
        host_city_id=cities_by_name()[facts.HOST_CITY].id,
        host_name=facts.HOST_NAME,
        contact_office=facts.CONTACT_OFFICE,
        contact_phone=facts.CONTACT_PHONE,
        zone=facts.ZONE,
        languages=facts.LANGUAGES,
    )
    return create_seminar(wanted, by=SYSTEM, now=now)


def _add_delegations(seminar_id: int, *, now: datetime) -> None:
    """Add the 13 cities that presented and, without a name, the others that took part."""
    cities = cities_by_name()
    add_cities(seminar_id, [cities[name].slug for name in facts.PRESENTING], by=SYSTEM, now=now)
    delegations = delegations_of(seminar_id)
    for delegation in delegations:
        if delegation.role is DelegationRole.INVITED:
            presenting = DelegationFields(role=DelegationRole.PRESENTING)
            edit_delegation(delegation.id, presenting, expected=None, by=SYSTEM, now=now)
    missing = facts.TAKING_PART - len(delegations)
    if missing:
        add_unnamed(seminar_id, missing, DelegationRole.ATTENDING, by=SYSTEM, now=now)


def _add_parts(seminar_id: int, *, now: datetime) -> None:
    present = {session.key: session for session in sessions_of(seminar_id)}
    for key, name, local_start, minutes in facts.PARTS:
        session = present.get(key)
        if session is None:
            fields = SessionFields(key=key, name=name)
            time = SessionTime(local_start=local_start, zone=facts.ZONE, minutes=minutes)
            session = create_session(seminar_id, fields, time, by=SYSTEM, now=now)
        for slot in SLOTS[len(slots_of(session.id)) :]:
            add_slot(session.id, slot, by=SYSTEM, now=now)
