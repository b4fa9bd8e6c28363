"""Seminars: written, published after their checks, called off, archived."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    NOW,
    ORGANISER,
    a_city,
    a_delegation,
    a_presenter,
    a_registration,
    a_seat,
    a_seminar,
    a_series,
    a_session,
    a_slot,
    an_invitation,
    slots,
    text,
)
from tests.support.databases import ON_POSTGRESQL
from tests.support.statements import locked_sessions
from webinars.domain.errors import Refusal, Stale, UnknownZone
from webinars.domain.texts import LocalizedText
from webinars.models import Invitation, InvitationState, Record, Seminar, SeminarState
from webinars.services.seminar_fields import SeminarFields
from webinars.services.seminars import (
    archive,
    cancel_seminar,
    create_seminar,
    create_series,
    edit_seminar,
    publish,
    restore_seminar,
    unarchive,
)
from webinars.services.sessions import cancel_session

LATER = NOW + timedelta(minutes=1)
WANTED = SeminarFields(
    slug="recovery-7",
    theme=text("Recovery", ja="復興"),
    languages=("en", "ja"),
    zone="Asia/Tokyo",
    host_name=text("Tokyo Metropolitan Government"),
)


def state_of(database: SQLAlchemy, seminar: Seminar) -> SeminarState | None:
    return database.session.scalar(select(Seminar.state).where(Seminar.id == seminar.id))


def a_draft(**values: object) -> Seminar:
    return a_seminar(state=SeminarState.DRAFT, **values)


def test_a_new_seminar_is_a_draft_and_recorded(database: SQLAlchemy) -> None:
    seminar = create_seminar(WANTED, by=ORGANISER, now=NOW)
    assert (seminar.state, seminar.languages, seminar.theme.best("ja")) == (
        SeminarState.DRAFT,
        ["en", "ja"],
        "復興",
    )
    record = database.session.scalars(select(Record)).one()
    assert (record.verb, record.noun, record.seminar_id) == ("created", "seminar", seminar.id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "Recovery 7"),
        ("slug", "new"),
        ("slug", "x" * 81),
        ("theme", LocalizedText()),
        ("languages", ()),
        ("edition", 0),
        ("edition", 10**12),
    ],
)
def test_what_a_seminar_cannot_have_is_refused_at_its_field(
    database: SQLAlchemy, field: str, value: Any
) -> None:
    with pytest.raises(Refusal) as refused:
        create_seminar(replace(WANTED, **{field: value}), by=ORGANISER, now=NOW)
    assert refused.value.field == field


def test_an_unknown_zone_of_the_host_is_refused_with_the_nearest(database: SQLAlchemy) -> None:
    with pytest.raises(UnknownZone, match="Asia/Tokyo"):
        create_seminar(replace(WANTED, zone="Asia/Tokio"), by=ORGANISER, now=NOW)


def test_a_slug_is_there_once(database: SQLAlchemy) -> None:
    create_seminar(WANTED, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal) as refused:
        create_seminar(WANTED, by=ORGANISER, now=NOW)
    assert refused.value.field == "slug"


def test_an_edition_is_there_once_in_its_series(database: SQLAlchemy) -> None:
    series, other = a_series(), a_series()
    a_seminar(series_id=series.id, edition=7)
    with pytest.raises(Refusal) as refused:
        create_seminar(replace(WANTED, series_id=series.id, edition=7), by=ORGANISER, now=NOW)
    assert refused.value.field == "edition"
    create_seminar(replace(WANTED, series_id=other.id, edition=7), by=ORGANISER, now=NOW)


def test_a_series_is_there_once_and_has_a_name(database: SQLAlchemy) -> None:
    create_series("partners", text("Partners"), by=ORGANISER, now=NOW)
    for slug, name, field in (("partners", text("Others"), "slug"), ("others", LocalizedText(), "name")):
        with pytest.raises(Refusal) as refused:
            create_series(slug, name, by=ORGANISER, now=NOW)
        assert refused.value.field == field


def test_an_edit_is_recorded_with_before_and_after(database: SQLAlchemy) -> None:
    seminar = create_seminar(WANTED, by=ORGANISER, now=NOW)
    wanted = replace(WANTED, theme=text("Resilience", ja="復興"))
    edit_seminar(seminar.id, wanted, expected=1, by=ORGANISER, now=LATER)
    record = database.session.scalars(select(Record).order_by(Record.id.desc())).first()
    assert record is not None
    assert record.changes == {"theme": [{"en": "Recovery", "ja": "復興"}, {"en": "Resilience", "ja": "復興"}]}
    assert database.session.scalar(select(Seminar.revision)) == 2


def test_a_stale_edit_of_a_seminar_is_refused_with_what_differs(database: SQLAlchemy) -> None:
    seminar = create_seminar(WANTED, by=ORGANISER, now=NOW)
    edit_seminar(seminar.id, replace(WANTED, contact_phone="03"), expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as refused:
        edit_seminar(seminar.id, replace(WANTED, contact_phone="04"), expected=1, by=ORGANISER, now=NOW)
    assert refused.value.theirs == {"contact_phone": "03"}


def test_the_slug_of_a_published_seminar_stays(database: SQLAlchemy) -> None:
    seminar = a_seminar(slug="recovery-6")
    with pytest.raises(Refusal) as refused:
        edit_seminar(seminar.id, WANTED, expected=None, by=ORGANISER, now=NOW)
    assert refused.value.field == "slug"


def test_a_city_that_is_invited_cannot_become_the_host(database: SQLAlchemy) -> None:
    seminar, paris, seoul = a_draft(), a_city(), a_city("Seoul")
    a_delegation(seminar, paris)
    invited, free = (replace(WANTED, host_city_id=city.id) for city in (paris, seoul))
    with pytest.raises(Refusal, match="delegation") as refused:
        edit_seminar(seminar.id, invited, expected=None, by=ORGANISER, now=NOW)
    assert refused.value.field == "host_city"
    assert edit_seminar(seminar.id, free, expected=None, by=ORGANISER, now=NOW).host_city_id == seoul.id


def test_a_draft_without_findings_is_published(database: SQLAlchemy) -> None:
    seminar = a_draft()
    slots(a_session(seminar), [155])
    publish(seminar.id, by=ORGANISER, now=NOW)
    assert (state_of(database, seminar), seminar.published_at) == (SeminarState.PUBLISHED, NOW)


def test_a_draft_without_parts_cannot_be_published(database: SQLAlchemy) -> None:
    seminar = a_draft()
    with pytest.raises(Refusal, match="blocks publishing"):
        publish(seminar.id, by=ORGANISER, now=NOW)
    assert state_of(database, seminar) is SeminarState.DRAFT


def test_a_draft_whose_slots_overrun_cannot_be_published(database: SQLAlchemy) -> None:
    seminar = a_draft()
    slots(a_session(seminar), [100, 60])
    with pytest.raises(Refusal, match="blocks publishing"):
        publish(seminar.id, by=ORGANISER, now=NOW)


def test_a_presenter_in_two_parts_at_once_blocks_publishing(database: SQLAlchemy) -> None:
    seminar = a_draft()
    for key in ("one", "two"):
        a_presenter(a_slot(a_session(seminar, key), minutes=155))
    with pytest.raises(Refusal, match="blocks publishing"):
        publish(seminar.id, by=ORGANISER, now=NOW)


def test_a_warning_does_not_keep_a_draft_from_publishing(database: SQLAlchemy) -> None:
    seminar = a_draft(contact_email=None)
    slots(a_session(seminar), [20])
    assert publish(seminar.id, by=ORGANISER, now=NOW).state is SeminarState.PUBLISHED


def test_a_cancelled_seminar_closes_the_invitations_of_all_its_parts(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    person = a_registration(seminar)
    for key in ("morning", "evening"):
        session = a_session(seminar, key)
        a_seat(person, session)
        an_invitation(person, session)
    cancel_seminar(seminar.id, by=ORGANISER, now=NOW)
    assert set(database.session.scalars(select(Invitation.state))) == {InvitationState.CLOSED}
    restore_seminar(seminar.id, by=ORGANISER, now=LATER)
    assert set(database.session.scalars(select(Invitation.state))) == {InvitationState.OPEN}
    assert state_of(database, seminar) is SeminarState.PUBLISHED


@ON_POSTGRESQL  # SQLite has one writer at a time
def test_calling_off_and_restoring_lock_the_parts_by_id_like_who_confirms_a_seat(
    database: SQLAlchemy,
) -> None:
    """Else the two would wait for each other in a circle."""
    seminar = a_seminar()
    late = a_session(seminar, "evening", local_start=datetime.fromisoformat("2026-11-25T17:00"))
    early = a_session(seminar, "morning", local_start=datetime.fromisoformat("2026-11-25T10:00"))
    for change in (cancel_seminar, restore_seminar):
        with locked_sessions() as ids:
            change(seminar.id, by=ORGANISER, now=NOW)
        assert ids[:2] == [late.id, early.id]


def test_a_part_that_was_called_off_before_stays_so_when_its_seminar_is_restored(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    person = a_registration(seminar)
    session = a_session(seminar)
    a_seat(person, session)
    an_invitation(person, session)
    cancel_session(session.id, by=ORGANISER, now=NOW)
    cancel_seminar(seminar.id, by=ORGANISER, now=NOW)
    restore_seminar(seminar.id, by=ORGANISER, now=LATER)
    invitation = database.session.scalars(select(Invitation)).one()
    assert (invitation.state, invitation.sequence) == (InvitationState.CLOSED, 1)


def test_a_seminar_is_archived_by_hand_once_it_is_over(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    with pytest.raises(Refusal, match="not over"):
        archive(seminar.id, by=ORGANISER, now=NOW)
    assert session.ends_at is not None
    archive(seminar.id, by=ORGANISER, now=session.ends_at)
    assert state_of(database, seminar) is SeminarState.ARCHIVED
    unarchive(seminar.id, by=ORGANISER, now=session.ends_at)
    assert state_of(database, seminar) is SeminarState.PUBLISHED


def test_a_seminar_in_the_archive_refuses_every_change_but_its_return(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.ARCHIVED)
    changes = (
        partial(edit_seminar, seminar.id, WANTED, expected=None),
        partial(publish, seminar.id),
        partial(cancel_seminar, seminar.id),
        partial(restore_seminar, seminar.id),
        partial(archive, seminar.id),
    )
    for change in changes:
        with pytest.raises(Refusal, match="archive"):
            change(by=ORGANISER, now=NOW)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (publish, SeminarState.PUBLISHED),
        (cancel_seminar, SeminarState.DRAFT),
        (restore_seminar, SeminarState.PUBLISHED),
        (archive, SeminarState.DRAFT),
        (unarchive, SeminarState.PUBLISHED),
    ],
)
def test_a_step_from_the_wrong_state_is_refused(
    database: SQLAlchemy, change: object, state: SeminarState
) -> None:
    seminar = a_seminar(state=state)
    assert callable(change)
    with pytest.raises(Refusal):
        change(seminar.id, by=ORGANISER, now=NOW)
    assert state_of(database, seminar) is state


def test_a_past_part_without_a_zone_does_not_keep_a_seminar_out_of_the_archive(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, zone=None, local_start=datetime.fromisoformat("2016-11-07T14:00"))
    assert archive(seminar.id, by=ORGANISER, now=NOW).state is SeminarState.ARCHIVED
