"""Parts of a seminar: their time, their seats, and what is owed when they move."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import (
    NOW,
    ORGANISER,
    a_presenter,
    a_registration,
    a_seat,
    a_seminar,
    a_session,
    a_slot,
    an_invitation,
    slots,
    text,
)
from webinars.domain.errors import BeyondDatabase, DoubledTime, Refusal, SkippedTime, Stale, UnknownZone
from webinars.domain.seating import SeatState
from webinars.domain.timezones import DATABASE_VERSION, Reading
from webinars.models import (
    Invitation,
    InvitationState,
    Notice,
    Record,
    Seat,
    Seminar,
    SeminarState,
    Session,
)
from webinars.services.sessions import (
    SessionFields,
    SessionTime,
    cancel_session,
    create_session,
    edit_session,
    move_session,
    restore_session,
)

EVENING = SessionFields(key="evening", name=text("Evening part"))
LATER = NOW + timedelta(minutes=1)


def at(
    clock: str, zone: str | None = "Asia/Tokyo", minutes: int = 145, reading: Reading | None = None
) -> SessionTime:
    return SessionTime(local_start=datetime.fromisoformat(clock), zone=zone, minutes=minutes, reading=reading)


def instant(clock: str) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=UTC)


def fresh_invitation(database: SQLAlchemy, invitation: Invitation) -> Invitation:
    statement = select(Invitation).where(Invitation.id == invitation.id)
    return database.session.scalars(statement.execution_options(populate_existing=True)).one()


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


def test_a_new_name_or_room_owes_nobody_a_letter(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    invitation = an_invitation(a_registration(seminar), session)
    wanted = SessionFields(key="morning", name=text("First part"), join_url="https://room.example/1")
    edit_session(session.id, wanted, expected=1, by=ORGANISER, now=NOW)
    assert database.session.scalars(select(Notice)).all() == []
    assert fresh_invitation(database, invitation).sequence == 0
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


def test_a_moved_part_raises_every_sequence_and_owes_settling_updates(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    held = [an_invitation(a_registration(seminar, f"{n}@x.example"), session) for n in range(3)]
    move_session(session.id, at("2026-11-25T10:30", minutes=155), expected=1, by=ORGANISER, now=LATER)
    assert [fresh_invitation(database, one).sequence for one in held] == [1, 1, 1]
    notices = database.session.scalars(select(Notice)).all()
    assert sorted(notice.invitation_id or 0 for notice in notices) == [one.id for one in held]
    assert {(notice.is_settling, notice.due_at) for notice in notices} == {(True, LATER)}
    assert (session.starts_at, session.sequence) == (instant("2026-11-25T01:30"), 1)
    assert (session.moved_from, session.moved_at) == (instant("2026-11-25T01:00"), LATER)


def test_a_draft_that_moves_owes_updates_too(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.DRAFT)
    session = a_session(seminar)
    an_invitation(a_registration(seminar), session)
    move_session(session.id, at("2026-11-26T10:00"), by=ORGANISER, now=LATER)
    assert len(database.session.scalars(select(Notice)).all()) == 1


def test_a_move_to_the_same_time_changes_nothing(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    an_invitation(a_registration(seminar), session)
    move_session(session.id, at("2026-11-25T10:00", minutes=155), by=ORGANISER, now=LATER)
    assert (session.version, session.sequence, session.moved_at) == (1, 0, None)
    assert database.session.scalars(select(Notice)).all() == []
    assert database.session.scalars(select(Record)).all() == []


def test_the_other_reading_of_a_doubled_clock_is_a_move(database: SQLAlchemy) -> None:
    zone, clock = "Europe/Paris", "2026-10-25T02:30"
    first = at(clock, zone, reading=Reading.FIRST)
    session = create_session(a_seminar().id, EVENING, first, by=ORGANISER, now=NOW)
    move_session(session.id, at(clock, zone, reading=Reading.SECOND), by=ORGANISER, now=LATER)
    assert (session.starts_at, session.sequence) == (instant("2026-10-25T01:30"), 1)


def test_a_moved_part_raises_the_presenters_of_all_its_slots(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    held = [
        an_invitation(a_presenter(slot, f"{slot.id}@x.example"), session) for slot in slots(session, [20, 30])
    ]
    move_session(session.id, at("2026-11-25T10:30", minutes=155), by=ORGANISER, now=LATER)
    assert [fresh_invitation(database, one).sequence for one in held] == [1, 1]


def test_another_length_of_the_part_leaves_its_slots_alone(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    held = an_invitation(a_presenter(a_slot(session)), session)
    move_session(session.id, at("2026-11-25T10:00", minutes=180), by=ORGANISER, now=LATER)
    assert (fresh_invitation(database, held).sequence, session.sequence) == (0, 1)


def test_a_stale_move_is_refused_and_moves_nothing(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    move_session(session.id, at("2026-11-25T10:30", minutes=155), expected=1, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as refused:
        move_session(session.id, at("2026-11-25T11:00", minutes=155), expected=1, by=ORGANISER, now=NOW)
    assert refused.value.theirs["local_start"] == datetime.fromisoformat("2026-11-25T10:30")
    assert session.starts_at == instant("2026-11-25T01:30")


def test_a_cancelled_part_closes_its_invitations_and_a_restored_one_opens_them(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    session = a_session(seminar)
    registration = a_registration(seminar)
    a_seat(registration, session)
    held = an_invitation(registration, session)
    cancel_session(session.id, by=ORGANISER, now=NOW)
    closed = fresh_invitation(database, held)
    assert (closed.state, closed.sequence, session.is_cancelled) == (InvitationState.CLOSED, 1, True)
    restore_session(session.id, by=ORGANISER, now=LATER)
    opened = fresh_invitation(database, held)
    assert (opened.state, opened.sequence, session.is_cancelled) == (InvitationState.OPEN, 2, False)
    assert session.sequence == 2


def test_seats_that_became_free_while_a_part_was_cancelled_are_given_when_it_is_restored(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar()
    session = a_session(seminar, capacity=1)
    seat = a_seat(a_registration(seminar), session, state=SeatState.WAITING, queue_number=1)
    cancel_session(session.id, by=ORGANISER, now=NOW)
    restore_session(session.id, by=ORGANISER, now=LATER)
    assert database.session.scalar(select(Seat.state).where(Seat.id == seat.id)) is SeatState.SEATED


def test_a_part_is_cancelled_once_and_restored_once(database: SQLAlchemy) -> None:
    session = a_session(a_seminar())
    with pytest.raises(Refusal):
        restore_session(session.id, by=ORGANISER, now=NOW)
    cancel_session(session.id, by=ORGANISER, now=NOW)
    with pytest.raises(Refusal):
        cancel_session(session.id, by=ORGANISER, now=NOW)


def test_a_part_in_the_archive_refuses_every_change(database: SQLAlchemy) -> None:
    seminar = a_seminar(state=SeminarState.ARCHIVED)
    session = a_session(seminar)
    changes = (
        partial(create_session, seminar.id, EVENING, at("2026-11-25T17:00")),
        partial(edit_session, session.id, EVENING, expected=None),
        partial(move_session, session.id, at("2026-11-25T17:00")),
        partial(cancel_session, session.id),
        partial(restore_session, session.id),
    )
    for change in changes:
        with pytest.raises(Refusal, match="archive"):
            change(by=ORGANISER, now=NOW)
    assert database.session.scalars(select(Session.version)).all() == [1]
