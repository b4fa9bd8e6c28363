"""The seventh seminar: the sixth duplicated to a coming date, completed with what is invented, published."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

from webinars.domain.timezones import to_local
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.sessions import sessions_of
from webinars.services.demonstration import facts, invented
from webinars.services.demonstration.guests import plan_delegations
from webinars.services.demonstration.lookups import seminar_of
from webinars.services.demonstration.talks import ask_presenters, fill_parts
from webinars.services.duplicates import Edition, duplicate_seminar
from webinars.services.records import SYSTEM
from webinars.services.seminar_fields import SeminarFields
from webinars.services.seminars import edit_seminar, publish

DAYS_AHEAD = 60
WEDNESDAY = 2  # date.weekday()
ANSWER_DAYS = 30  # days before the seminar by which cities and presenters answer
EDIT_DAYS = 7  # days before the seminar from which presenters can no longer edit


def load_seventh(sixth: Seminar, *, now: datetime) -> Seminar:
    """Return the seventh seminar, writing what is missing of it; once it is public it is left as it is."""
    seminar = seminar_of(invented.SLUG)
    if seminar is None:
        wanted = Edition(
            first_date=date_of(now),
            slug=invented.SLUG,
            edition=invented.EDITION,
            is_demonstration=True,
        )
        seminar = duplicate_seminar(sixth.id, wanted, by=SYSTEM, now=now)
    if seminar.state is not SeminarState.DRAFT:
        return seminar
    _describe(seminar, now=now)
    plan_delegations(seminar.id, now=now)
    fill_parts(seminar.id, now=now)
    ask_presenters(seminar.id, now=now)
    return publish(seminar.id, by=SYSTEM, now=now)


def date_of(now: datetime) -> date:
    """Return the first Wednesday at least 60 days after *now*, by the host's calendar."""
    earliest = to_local(now, facts.ZONE).date() + timedelta(days=DAYS_AHEAD)
    return earliest + timedelta(days=(WEDNESDAY - earliest.weekday()) % 7)


def _describe(seminar: Seminar, *, now: datetime) -> None:
    """Write what is new in this edition; a real office's telephone has no place in a demonstration."""
    first_date = min(session.local_start.date() for session in sessions_of(seminar.id))
    kept: dict[str, Any] = {field.name: getattr(seminar, field.name) for field in fields(SeminarFields)}
    wanted = kept | {
        "languages": tuple(seminar.languages),
        "theme": invented.THEME,
        "introduction": invented.INTRODUCTION,
        "contact_email": invented.CONTACT_EMAIL,
        "contact_phone": None,
        "answer_by": first_date - timedelta(days=ANSWER_DAYS),
        "presenters_edit_until": first_date - timedelta(days=EDIT_DAYS),
    }
    edit_seminar(seminar.id, SeminarFields(**wanted), expected=None, by=SYSTEM, now=now)
