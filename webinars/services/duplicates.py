"""Duplicates: the next edition of a seminar, from its structure and its cities, never from its people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import Reading
from webinars.models.database import db, transaction
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import SlotKind
from webinars.queries.programmes import Programme, ProgrammeSession, programme
from webinars.services.records import Actor, record
from webinars.services.seminar_fields import SeminarFields
from webinars.services.seminars import add_draft
from webinars.services.sessions import SessionFields, add_session
from webinars.services.shifts import planned_parts, shift_to, shifted
from webinars.services.slots import SlotFields, append_slot

# Titles and themes of these belong to the structure; those of a talk belong to whoever gave the talk.
STRUCTURAL = frozenset({SlotKind.BREAK, SlotKind.DISCUSSION})


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What is new in a duplicate: *first_date* is the host's date of its first part.

    *readings* answers, by key of part, which of two instants a skipped or doubled clock means.
    """

    first_date: date
    slug: str
    edition: int | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)
    is_demonstration: bool = False


def duplicate_seminar(seminar_id: int, wanted: Edition, *, by: Actor, now: datetime) -> Seminar:
    """Make a draft like the seminar, its parts at the same wall clocks from *wanted.first_date* on.

    Copied: texts, parts, slots without talks and speakers (a host that presents stays), cities with their
    places, uninvited. Not copied: names, addresses, answers, rooms. Raises Refusal at a field, SkippedTime or
    DoubledTime (see `shifts.questions`).
    """
    with transaction():
        source = programme(seminar_id)
        shift = shift_to(planned_parts(source), wanted.first_date)
        draft = add_draft(
            _fields(source.seminar, wanted, shift, now=now),
            by=by,
            now=now,
            is_demonstration=wanted.is_demonstration,
            duplicated_from_id=seminar_id,
        )
        sessions = {
            part.session.id: _copy_session(part.session, draft, wanted, shift, by=by, now=now)
            for part in source.planned
        }
        db.session.flush()
        delegations = _copy_delegations(source, draft, sessions)
        for part in source.planned:
            _copy_slots(part, sessions[part.session.id], delegations, _host_names(source.seminar))
        record("duplicated", draft, by=by, now=now, seminar_id=draft.id)
    return draft


def _fields(source: Seminar, wanted: Edition, shift: timedelta, *, now: datetime) -> SeminarFields:
    return SeminarFields(
        slug=wanted.slug,
        series_id=source.series_id,
        edition=wanted.edition,
        theme=source.theme,
        introduction=source.introduction,
        split_reason=source.split_reason,
        audience=source.audience,
        host_city_id=source.host_city_id,
        second_host_city_id=source.second_host_city_id,
        host_name=source.host_name,
        contact_office=source.contact_office,
        contact_email=source.contact_email,
        contact_phone=source.contact_phone,
        zone=source.zone,
        languages=tuple(source.languages),
        registration_mode=source.registration_mode,
        answer_by=_shifted(source.answer_by, shift, now=now),
        presenters_edit_until=_shifted(source.presenters_edit_until, shift, now=now),
        reminder_minutes=tuple(source.reminder_minutes),
        answer_reminder_days=tuple(source.answer_reminder_days),
    )


def _shifted(day: date | None, shift: timedelta, *, now: datetime) -> date | None:
    """Return a deadline as far before the new date as it was before the old one; None when that is past."""
    if day is None or day + shift <= now.date():
        return None
    return day + shift


def _copy_session(
    source: Session, draft: Seminar, wanted: Edition, shift: timedelta, *, by: Actor, now: datetime
) -> Session:
    reading = wanted.readings.get(source.key)
    time = shifted(source, shift, zone=source.zone or draft.zone, reading=reading)
    fields = SessionFields(
        key=source.key, name=source.name, capacity=source.capacity, theme_id=source.theme_id
    )
    return add_session(draft.id, fields, time, by=by, now=now)


def _copy_delegations(
    source: Programme, draft: Seminar, sessions: Mapping[int, Session]
) -> Mapping[int, Delegation]:
    """Copy the cities, uninvited, and return the copies by their originals' ids; the nameless stay."""
    copies = {
        original.id: Delegation(
            seminar_id=draft.id,
            city_id=original.city_id,
            places=original.places,
            session_id=_copy_of(original.session_id, sessions),
        )
        for original in source.delegations
        if original.city_id is not None
    }
    db.session.add_all(copies.values())
    db.session.flush()
    return copies


def _copy_of(session_id: int | None, sessions: Mapping[int, Session]) -> int | None:
    """Return the id of the copy of a part; None where there was no part, or it is not copied."""
    copy = sessions.get(session_id) if session_id is not None else None
    return copy.id if copy else None


def _host_names(seminar: Seminar) -> Collection[LocalizedText]:
    """Return what a slot names as its speaker where a host presents."""
    return [city.name for city in (seminar.host_city, seminar.second_host_city) if city]


def _copy_slots(
    part: ProgrammeSession,
    session: Session,
    delegations: Mapping[int, Delegation],
    hosts: Collection[LocalizedText],
) -> None:
    for position, one in enumerate(part.slots):
        slot, is_structural = one.slot, one.slot.kind in STRUCTURAL
        delegation = delegations.get(slot.delegation_id) if slot.delegation_id is not None else None
        fields = SlotFields(
            kind=slot.kind,
            minutes=slot.minutes,
            title=slot.title if is_structural else LocalizedText(),
            delegation_id=delegation.id if delegation else None,
            speaker=slot.speaker if slot.speaker in hosts else LocalizedText(),
            theme_id=slot.theme_id if is_structural else None,
        )
        append_slot(session.id, fields, position=position)
