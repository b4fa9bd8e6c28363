"""Duplicates: the structure and the cities of an edition on another date, and nobody's name."""

from datetime import UTC, date, datetime

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
    a_theme,
    text,
)
from webinars.domain.errors import BeyondDatabase, DoubledTime, Refusal, SkippedTime
from webinars.domain.texts import LocalizedText
from webinars.domain.timezones import Reading
from webinars.models import (
    Delegation,
    DelegationRole,
    Notice,
    Presenter,
    Registration,
    Seminar,
    SeminarState,
    SlotKind,
)
from webinars.models.database import db
from webinars.queries.programmes import Programme, programme
from webinars.services.duplicates import Edition, duplicate_seminar
from webinars.services.sessions import cancel_session
from webinars.services.shifts import questions


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(clock)


def duplicate(seminar: Seminar, first_date: date, **values: object) -> Programme:
    wanted = Edition(first_date=first_date, slug="next", **values)  # type: ignore[arg-type]
    return programme(duplicate_seminar(seminar.id, wanted, by=ORGANISER, now=NOW).id)


def an_edition(**values: object) -> Seminar:
    """Write an archived sixth edition: two parts on one day, a city with a talk, people everywhere."""
    seminar = a_seminar(series_id=a_series().id, edition=6, state=SeminarState.ARCHIVED, **values)
    delegation = a_delegation(
        seminar,
        a_city(),
        role=DelegationRole.PRESENTING,
        places=4,
        focal_name="Fanny Focal",
        focal_email="fanny@paris.example",
        presenter_name="Paula Presenter",
        presenter_email="paula@paris.example",
        invited_at=NOW,
        answered_at=NOW,
    )
    morning = a_session(seminar, local_start=moment("2021-11-24T10:00"), join_url="https://old.example")
    evening = a_session(seminar, "evening", local_start=moment("2021-11-24T17:00"), minutes=145, capacity=50)
    a_slot(morning, 0, minutes=5, kind=SlotKind.VIDEO_MESSAGE, speaker=text("Governor Koike Yuriko"))
    a_presenter(a_slot(evening, 0, delegation_id=delegation.id))
    a_slot(evening, 1, minutes=10, kind=SlotKind.BREAK, title=text("Tea"))
    person = a_registration(seminar)
    a_seat(person, evening)
    return seminar


def test_a_duplicate_is_a_draft_with_the_parts_at_the_same_wall_clocks(database: SQLAlchemy) -> None:
    copy = duplicate(an_edition(), date(2026, 12, 2), edition=7)
    assert (copy.seminar.state, copy.seminar.edition, copy.seminar.slug) == (SeminarState.DRAFT, 7, "next")
    assert [part.session.local_start for part in copy.sessions] == [
        moment("2026-12-02T10:00"),
        moment("2026-12-02T17:00"),
    ]
    evening = copy.sessions[1].session
    assert (evening.key, evening.capacity, evening.minutes, evening.join_url) == ("evening", 50, 145, None)
    assert evening.starts_at == datetime(2026, 12, 2, 8, 0, tzinfo=UTC)


def test_parts_on_several_days_keep_their_distance_from_the_first(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, "one", local_start=moment("2026-11-25T22:00"))
    a_session(seminar, "two", local_start=moment("2026-11-27T09:00"))
    copy = duplicate(seminar, date(2027, 2, 28))
    assert [part.session.local_start for part in copy.sessions] == [
        moment("2027-02-28T22:00"),
        moment("2027-03-02T09:00"),
    ]


def test_the_wall_clock_stays_where_the_offset_is_another(database: SQLAlchemy) -> None:
    seminar = a_seminar(zone="Europe/Paris")
    a_session(seminar, zone="Europe/Paris", local_start=moment("2026-07-01T14:00"))
    part = duplicate(seminar, date(2026, 12, 2)).sessions[0].session
    assert (part.local_start, part.starts_at) == (
        moment("2026-12-02T14:00"),
        datetime(2026, 12, 2, 13, 0, tzinfo=UTC),
    )


def test_a_host_that_presents_stays_the_speaker(database: SQLAlchemy) -> None:
    ulaanbaatar = a_city("Ulaanbaatar City", zone="Asia/Ulaanbaatar")
    seminar = a_seminar(host_city_id=a_city("Sendai City").id, second_host_city_id=ulaanbaatar.id)
    session = a_session(seminar)
    a_slot(session, 0, speaker=ulaanbaatar.name)
    a_slot(session, 1, speaker=text("Governor Koike Yuriko"))
    (part,) = duplicate(seminar, date(2027, 2, 24)).sessions
    assert [str(one.slot.speaker) for one in part.slots] == ["Ulaanbaatar City", ""]


def test_slots_keep_their_order_length_and_city_and_lose_talks_and_speakers(database: SQLAlchemy) -> None:
    copy = duplicate(an_edition(), date(2026, 12, 2))
    (message,) = (one.slot for one in copy.sessions[0].slots)
    talk, tea = (one.slot for one in copy.sessions[1].slots)
    assert (message.kind, message.minutes, message.title, message.speaker) == (
        SlotKind.VIDEO_MESSAGE,
        5,
        LocalizedText(),
        LocalizedText(),
    )
    assert (talk.minutes, talk.title, tea.title) == (20, LocalizedText(), text("Tea"))
    assert talk.delegation is not None
    assert talk.delegation.seminar_id == copy.seminar.id
    assert talk.delegation.city is not None
    assert str(talk.delegation.city.name) == "Paris"


def test_themes_of_parts_and_discussions_come_along_and_those_of_talks_do_not(database: SQLAlchemy) -> None:
    water = a_theme("Water", slug="water")
    workshop = a_session(a_seminar(), theme_id=water.id)
    a_slot(workshop, 0, theme_id=water.id, abstract=text("Canals."), language="fr", interpretation=["en"])
    a_slot(workshop, 1, theme_id=water.id, kind=SlotKind.DISCUSSION, title=text("Water"))
    copy = duplicate(db.session.get_one(Seminar, workshop.seminar_id), date(2026, 12, 2)).sessions[0]
    talk, discussion = (one.slot for one in copy.slots)
    assert (copy.session.theme_id, discussion.theme_id, discussion.title) == (
        water.id,
        water.id,
        text("Water"),
    )
    assert (talk.theme_id, talk.abstract, talk.language, talk.interpretation) == (
        None,
        LocalizedText(),
        None,
        [],
    )


def test_cities_come_along_uninvited_and_people_do_not(database: SQLAlchemy) -> None:
    copy = duplicate(an_edition(), date(2026, 12, 2))
    (delegation,) = copy.delegations
    assert (delegation.role, delegation.places) == (DelegationRole.INVITED, 4)
    people = ("focal_name", "focal_email", "presenter_name", "presenter_email", "invited_at", "answered_at")
    assert [getattr(delegation, name) for name in people] == [None] * 6
    assert [one.presenters for part in copy.sessions for one in part.slots] == [(), (), ()]
    assert len(database.session.scalars(select(Presenter)).all()) == 1
    assert len(database.session.scalars(select(Registration)).all()) == 1
    assert database.session.scalars(select(Notice)).all() == []


def test_delegations_without_a_city_are_left_behind(database: SQLAlchemy) -> None:
    seminar = an_edition()
    a_delegation(seminar, None, role=DelegationRole.ATTENDING)
    assert len(duplicate(seminar, date(2026, 12, 2)).delegations) == 1
    assert len(database.session.scalars(select(Delegation)).all()) == 3


def test_a_city_keeps_the_part_that_it_attends(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    a_delegation(seminar, a_city(), session_id=session.id)
    copy = duplicate(seminar, date(2026, 12, 2))
    assert copy.delegations[0].session_id == copy.sessions[0].session.id != session.id


def test_cancelled_parts_are_not_copied(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar)
    cancel_session(a_session(seminar, "evening").id, by=ORGANISER, now=NOW)
    assert [part.session.key for part in duplicate(seminar, date(2026, 12, 2)).sessions] == ["morning"]


def test_deadlines_keep_their_distance_and_past_ones_are_dropped(database: SQLAlchemy) -> None:
    seminar = a_seminar(answer_by=date(2026, 11, 1), presenters_edit_until=date(2026, 11, 20))
    a_session(seminar, local_start=moment("2026-11-25T10:00"))
    copy = duplicate(seminar, date(2026, 9, 10)).seminar
    assert (copy.answer_by, copy.presenters_edit_until) == (None, date(2026, 9, 5))


def test_a_skipped_hour_is_asked_about_and_the_answer_taken(database: SQLAlchemy) -> None:
    seminar = a_seminar(zone="Europe/Paris")
    a_session(seminar, "night", zone="Europe/Paris", local_start=moment("2026-11-25T02:30"))
    with pytest.raises(SkippedTime):
        duplicate(seminar, date(2027, 3, 28))
    (question,) = questions(seminar.id, date(2027, 3, 28))
    assert (question.session.key, type(question.error)) == ("night", SkippedTime)
    copy = duplicate(seminar, date(2027, 3, 28), readings={"night": Reading.SECOND})
    assert copy.sessions[0].session.local_start == moment("2027-03-28T03:30")


def test_a_doubled_hour_is_asked_about_and_the_answer_taken(database: SQLAlchemy) -> None:
    seminar = a_seminar(zone="Europe/Paris")
    a_session(seminar, "night", zone="Europe/Paris", local_start=moment("2026-11-25T02:30"))
    a_session(seminar, "day", zone="Europe/Paris", local_start=moment("2026-11-25T12:00"))
    with pytest.raises(DoubledTime):
        duplicate(seminar, date(2026, 10, 25))
    assert [question.session.key for question in questions(seminar.id, date(2026, 10, 25))] == ["night"]
    copy = duplicate(seminar, date(2026, 10, 25), readings={"night": Reading.FIRST})
    assert copy.sessions[0].session.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("first_date", [date(2038, 1, 1), date(9999, 12, 31), date(1, 1, 1)])
def test_a_date_that_the_zone_database_does_not_know_is_refused(
    database: SQLAlchemy, first_date: date
) -> None:
    with pytest.raises(BeyondDatabase) as refused:
        duplicate(an_edition(), first_date)
    assert refused.value.field == "first_date"


def test_nothing_is_written_when_a_duplicate_is_refused(database: SQLAlchemy) -> None:
    seminar = an_edition(slug="next")
    with pytest.raises(Refusal) as refused:
        duplicate(seminar, date(2026, 12, 2))
    assert refused.value.field == "slug"
    assert len(database.session.scalars(select(Seminar)).all()) == 1


def test_a_past_part_without_a_zone_takes_the_zone_of_the_seminar(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, zone=None, local_start=moment("2016-11-07T14:00"))
    assert duplicate(seminar, date(2026, 12, 2)).sessions[0].session.zone == "Asia/Tokyo"


def test_the_next_edition_reminds_on_the_same_rhythm(database: SQLAlchemy) -> None:
    copy = duplicate(an_edition(reminder_minutes=[4320, 0]), date(2027, 11, 24))
    assert copy.seminar.reminder_minutes == [4320, 0]
