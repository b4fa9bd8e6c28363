"""Parts of a seminar: their time, their seats, and what is owed when they move."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    NOW,
    ORGANISER,
    a_registration,
    a_seat,
    a_seminar,
    a_session,
    an_invitation,
    text,
)
from tests.support.parts import LATER, at, fresh_invitation, instant
from webinars.domain.errors import BeyondDatabase, DoubledTime, Refusal, SkippedTime, Stale, UnknownZone
from webinars.domain.seating import SeatState
from webinars.domain.timezones import DATABASE_VERSION, Reading
from webinars.models import (
    Notice,
    Record,
    Seat,
    Seminar,
    SeminarState,
)
from webinars.services.sessions import (
    SessionFields,
    create_session,
    edit_session,
    move_session,
)

EVENING = SessionFields(key="evening", name=text("Evening part"))


def test_a_part_stores_its_wall_clock_zone_instant_and_database_version(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = create_session(seminar.id, EVENING, at("2026-11-25T17:00"), by=ORGANISER, now=NOW)
    assert (session.local_start, session.zone) == (datetime.fromisoformat("2026-11-25T17:00"), "Asia/Tokyo")
    assert (session.starts_at, session.ends_at) == (instant("2026-11-25T08:00"), instant("2026-11-25T10:25"))
    assert session.zone_version == DATABASE_VERSION


def test_a_new_part_is_recorded_and_raises_the_revision(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    create_session(seminar.id, EVENING, at("2026-11-25T17:00"), by=ORGANISER, now=NOW)
    assert database.session.scalar(select(Seminar.revision)) == 2
    record = database.session.scalars(select(Record)).one()
    assert (record.verb, record.noun, record.title, record.actor) == (
        "created",
        "session",
        "Evening part",
        "Olga Organiser",
    )


def test_an_older_name_of_a_zone_is_stored_by_its_present_one(database: SQLAlchemy) -> None:
    session = create_session(
        a_seminar().id, EVENING, at("2026-11-25T17:00", "Asia/Calcutta"), by=ORGANISER, now=NOW
    )
    assert session.zone == "Asia/Kolkata"


def test_an_unknown_zone_is_refused_at_its_field(database: SQLAlchemy) -> None:
    with pytest.raises(UnknownZone) as refused:
        create_session(a_seminar().id, EVENING, at("2026-11-25T17:00", "EST5"), by=ORGANISER, now=NOW)
    assert refused.value.field == "zone"


def test_a_skipped_wall_clock_is_refused_with_the_two_it_could_mean(database: SQLAlchemy) -> None:
    with pytest.raises(SkippedTime) as refused:
        create_session(a_seminar().id, EVENING, at("2027-03-28T02:30", "Europe/Paris"), by=ORGANISER, now=NOW)
    assert "01:30 (UTC+1) or 2027-03-28 03:30 (UTC+2)" in str(refused.value)


def test_a_doubled_wall_clock_is_refused_until_one_reading_is_chosen(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    with pytest.raises(DoubledTime):
        create_session(seminar.id, EVENING, at("2026-10-25T02:30", "Europe/Paris"), by=ORGANISER, now=NOW)
    second = at("2026-10-25T02:30", "Europe/Paris", reading=Reading.SECOND)
    session = create_session(seminar.id, EVENING, second, by=ORGANISER, now=NOW)
    assert session.starts_at == instant("2026-10-25T01:30")


def test_a_start_after_2037_is_refused(database: SQLAlchemy) -> None:
    with pytest.raises(BeyondDatabase) as refused:
        create_session(a_seminar().id, EVENING, at("2038-01-04T10:00"), by=ORGANISER, now=NOW)
    assert refused.value.field == "local_start"


@pytest.mark.parametrize("minutes", [0, -30, 24 * 60 + 1, 10**12])
def test_a_length_that_no_part_can_have_is_refused(database: SQLAlchemy, minutes: int) -> None:
    with pytest.raises(Refusal) as refused:
        create_session(
            a_seminar().id, EVENING, at("2026-11-25T17:00", minutes=minutes), by=ORGANISER, now=NOW
        )
    assert refused.value.field == "minutes"


def test_a_coming_part_without_a_zone_is_asked_for_it(database: SQLAlchemy) -> None:
    with pytest.raises(Refusal) as refused:
        create_session(a_seminar().id, EVENING, at("2026-11-25T17:00", None), by=ORGANISER, now=NOW)
    assert refused.value.field == "zone"


def test_a_part_of_today_may_not_be_past_everywhere_and_needs_its_zone(database: SQLAlchemy) -> None:
    with pytest.raises(Refusal):
        create_session(a_seminar().id, EVENING, at("2026-08-31T23:59", None), by=ORGANISER, now=NOW)
    past = create_session(a_seminar().id, EVENING, at("2026-08-30T23:59", None), by=ORGANISER, now=NOW)
    assert (past.starts_at, past.ends_at, past.zone_version) == (None, None, None)


def test_a_past_part_can_be_given_its_zone_and_never_lose_it(database: SQLAlchemy) -> None:
    session = a_session(a_seminar(), zone=None, local_start=datetime.fromisoformat("2016-11-07T14:00"))
    move_session(session.id, at("2016-11-07T14:00"), by=ORGANISER, now=NOW)
    assert session.starts_at == instant("2016-11-07T05:00")
    with pytest.raises(Refusal) as refused:
        move_session(session.id, at("2016-11-07T14:00", None), by=ORGANISER, now=NOW)
    assert refused.value.field == "zone"


def test_a_key_may_be_there_once_in_a_seminar(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, "evening")
    a_session(a_seminar(), "night")
    with pytest.raises(Refusal) as refused:
        create_session(seminar.id, EVENING, at("2026-11-25T17:00"), by=ORGANISER, now=NOW)
    assert refused.value.field == "key"
    night = SessionFields(key="night", name=text("Night"))
    assert create_session(seminar.id, night, at("2026-11-25T23:00"), by=ORGANISER, now=NOW).key == "night"


@pytest.mark.parametrize("key", ["", "new", "Evening", "a b", "a/b", "-a", "é", "x" * 41])
def test_a_key_that_cannot_stand_in_an_address_is_refused(database: SQLAlchemy, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        create_session(
            a_seminar().id,
            SessionFields(key=key, name=text("Evening")),
            at("2026-11-25T17:00"),
            by=ORGANISER,
            now=NOW,
        )
    assert refused.value.field == "key"


@pytest.mark.parametrize(
    "url",
    ["http://room.example", "room.example/1", "javascript:alert(1)", "https://", "https://[", "https://a b"],
)
def test_a_room_needs_an_address_that_people_can_open(database: SQLAlchemy, url: str) -> None:
    wanted = SessionFields(key="evening", name=text("Evening"), join_url=url)
    with pytest.raises(Refusal) as refused:
        create_session(a_seminar().id, wanted, at("2026-11-25T17:00"), by=ORGANISER, now=NOW)
    assert refused.value.field == "join_url"


def test_a_capacity_below_the_seats_taken_is_refused(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar, capacity=3)
    for email in ("a@x.example", "b@x.example"):
        a_seat(a_registration(seminar, email), session)
    wanted = SessionFields(key="morning", name=text("Morning"), capacity=1)
    with pytest.raises(Refusal) as refused:
        edit_session(session.id, wanted, expected=1, by=ORGANISER, now=NOW)
    assert refused.value.field == "capacity"
    assert "2 seats are taken" in str(refused.value)


def test_a_larger_capacity_seats_the_first_of_the_queue(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar, capacity=1)
    first, second, third = (a_registration(seminar, f"{name}@x.example") for name in "abc")
    a_seat(first, session)
    a_seat(third, session, state=SeatState.WAITING, queue_number=2)
    a_seat(second, session, state=SeatState.WAITING, queue_number=1)
    wanted = SessionFields(key="morning", name=text("Morning"), capacity=2)
    edit_session(session.id, wanted, expected=1, by=ORGANISER, now=NOW)
    seated = select(Seat.registration_id).where(Seat.state == SeatState.SEATED).order_by(Seat.id)
    assert database.session.scalars(seated).all() == [first.id, second.id]
    assert database.session.scalars(select(Notice.registration_id)).all() == [second.id]


def test_another_room_owes_nobody_a_letter(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    an_invitation(a_registration(seminar), session)
    wanted = SessionFields(key="morning", name=session.name, join_url="https://room.example/1")
    edit_session(session.id, wanted, expected=1, by=ORGANISER, now=LATER)
    assert database.session.scalars(select(Notice)).all() == []


def test_a_new_name_owes_an_update_and_asks_nobody_again(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    invitation = an_invitation(a_registration(seminar), session)
    wanted = SessionFields(key="morning", name=text("First part"))
    edit_session(session.id, wanted, expected=1, by=ORGANISER, now=LATER)
    assert [notice.is_settling for notice in database.session.scalars(select(Notice))] == [True]
    told = fresh_invitation(database, invitation)
    assert (told.sequence, told.changed_at) == (0, LATER)
    assert (session.version, session.sequence) == (2, 0)


def test_the_key_of_a_published_part_stays(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    with pytest.raises(Refusal) as refused:
        edit_session(session.id, EVENING, expected=None, by=ORGANISER, now=NOW)
    assert refused.value.field == "key"
    draft = a_session(a_seminar(state=SeminarState.DRAFT))
    assert edit_session(draft.id, EVENING, expected=None, by=ORGANISER, now=NOW).key == "evening"


def test_a_stale_edit_is_refused_with_what_differs(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    edit_session(
        session.id, SessionFields(key="morning", name=text("Theirs")), expected=1, by=ORGANISER, now=NOW
    )
    with pytest.raises(Stale) as refused:
        edit_session(
            session.id, SessionFields(key="morning", name=text("Mine")), expected=1, by=ORGANISER, now=NOW
        )
    assert refused.value.theirs == {"name": text("Theirs")}
