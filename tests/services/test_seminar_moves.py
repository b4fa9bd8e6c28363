"""Moving a whole seminar to another date: all its parts at once, at their wall clocks, or none."""

from datetime import date, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.builders import (
    NOW,
    ORGANISER,
    a_presenter,
    a_registration,
    a_seminar,
    a_session,
    a_slot,
    an_invitation,
)
from tests.support.parts import LATER, fresh_invitation, instant
from tests.support.statements import count_statements
from webinars.domain.errors import BeyondDatabase, DoubledTime, Refusal, SkippedTime, Stale
from webinars.domain.timezones import Reading
from webinars.models import Notice, Record, Seminar, SeminarState, Session, SessionState
from webinars.services.seminar_moves import NewDate, foresee_seminar, move_seminar, versions_of
from webinars.services.shifts import questions

OCTOBER = date(2026, 10, 28)


def a_day_of_two(**values: object) -> tuple[Seminar, Session, Session]:
    """Write parts at 10:00 and 17:00 in Tokyo on 25 November 2026, a Wednesday."""
    seminar = a_seminar(**values)
    return seminar, a_session(seminar), an_evening(seminar)


def an_evening(seminar: Seminar, clock: str = "2026-11-25T17:00", **values: object) -> Session:
    return a_session(seminar, "evening", local_start=datetime.fromisoformat(clock), **values)


def move(seminar: Seminar, first_date: date = OCTOBER, **values: object) -> Seminar:
    expected = values.pop("expected", None)
    wanted = NewDate(first_date=first_date, **values)  # type: ignore[arg-type]
    return move_seminar(seminar.id, wanted, expected=expected, by=ORGANISER, now=LATER)  # type: ignore[arg-type]


def starts(database: SQLAlchemy, seminar: Seminar) -> dict[str, str]:
    statement = select(Session.key, Session.local_start).where(Session.seminar_id == seminar.id)
    return {
        key: local_start.isoformat(timespec="minutes")
        for key, local_start in database.session.execute(statement)
    }


def test_all_parts_keep_their_wall_clocks_and_their_distance_in_days(database: SQLAlchemy) -> None:
    seminar, _morning, _evening = a_day_of_two()
    a_session(seminar, "next-day", local_start=datetime.fromisoformat("2026-11-26T09:00"))
    move(seminar)
    assert starts(database, seminar) == {
        "morning": "2026-10-28T10:00",
        "evening": "2026-10-28T17:00",
        "next-day": "2026-10-29T09:00",
    }


def test_the_instant_follows_the_clock_of_each_part_over_a_change_of_clocks(database: SQLAlchemy) -> None:
    seminar = a_seminar(zone="Europe/Paris")
    part = a_session(seminar, zone="Europe/Paris")  # in winter
    move(seminar, date(2026, 10, 21))
    assert part.starts_at == instant("2026-10-21T08:00")


def test_a_part_that_is_called_off_stays_where_it_is(database: SQLAlchemy) -> None:
    seminar, _morning, _evening = a_day_of_two()
    a_session(seminar, "off", state=SessionState.CANCELLED)
    move(seminar)
    assert starts(database, seminar)["off"] == "2026-11-25T10:00"


def test_each_person_is_told_once_for_each_event_and_asked_again(database: SQLAlchemy) -> None:
    seminar, morning, evening = a_day_of_two()
    rosa = a_registration(seminar)
    held = [an_invitation(rosa, session) for session in (morning, evening)]
    held.append(an_invitation(a_presenter(a_slot(evening)), evening))
    move(seminar)
    assert [fresh_invitation(database, one).sequence for one in held] == [1, 1, 1]
    told = database.session.scalars(select(Notice.invitation_id).order_by(Notice.invitation_id)).all()
    assert told == [one.id for one in held]
    verbs = database.session.execute(select(Record.verb, func.count()).group_by(Record.verb)).all()
    assert [tuple(row) for row in verbs] == [("moved", 2)]


def test_moving_to_the_date_that_it_has_changes_nothing(database: SQLAlchemy) -> None:
    seminar, morning, _evening = a_day_of_two()
    an_invitation(a_registration(seminar), morning)
    move(seminar, date(2026, 11, 25))
    assert (morning.version, morning.moved_at) == (1, None)
    assert database.session.scalars(select(Notice)).all() == []


def test_a_change_of_one_part_meanwhile_moves_none(database: SQLAlchemy) -> None:
    seminar, morning, evening = a_day_of_two()
    seen = versions_of([morning, evening])
    third = a_session(seminar, "third")
    with pytest.raises(Stale):
        move(seminar, expected=seen)
    assert starts(database, seminar)["evening"] == "2026-11-25T17:00"
    move(seminar, expected=versions_of([morning, evening, third]))
    assert starts(database, seminar)["evening"] == "2026-10-28T17:00"


def test_odd_clocks_are_asked_about_part_by_part_and_nothing_moves_before_all_are_answered(
    database: SQLAlchemy,
) -> None:
    seminar = a_seminar(zone="Europe/Paris")
    clocks = {"zone": "Europe/Paris", "minutes": 30}
    spring, autumn = date(2027, 3, 28), date(2026, 10, 25)
    a_session(seminar, "first", local_start=datetime.fromisoformat("2026-11-25T01:00"), **clocks)
    odd = a_session(seminar, "odd", local_start=datetime.fromisoformat("2026-11-25T02:30"), **clocks)
    for day, error in ((spring, SkippedTime), (autumn, DoubledTime)):
        (question,) = questions(seminar.id, day)
        assert (question.session.key, type(question.error)) == ("odd", error)
        with pytest.raises(error):
            move(seminar, day)
        assert starts(database, seminar)["first"] == "2026-11-25T01:00"
    move(seminar, spring, readings={"odd": Reading.SECOND})
    assert starts(database, seminar) == {"first": "2027-03-28T01:00", "odd": "2027-03-28T03:30"}
    move(seminar, autumn, readings={"odd": Reading.FIRST, "first": Reading.SECOND})
    assert (odd.local_start, odd.starts_at) == (
        datetime.fromisoformat("2026-10-25T03:30"),
        instant("2026-10-25T02:30"),
    )


def test_the_second_of_two_readings_is_kept(database: SQLAlchemy) -> None:
    seminar = a_seminar(zone="Europe/Paris")
    start = datetime.fromisoformat("2026-11-25T02:30")
    odd = a_session(seminar, "odd", local_start=start, zone="Europe/Paris")
    move(seminar, date(2026, 10, 25), readings={"odd": Reading.SECOND})
    assert odd.starts_at == instant("2026-10-25T01:30")


def test_a_part_that_is_over_is_not_held_again_with_the_others(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, local_start=datetime.fromisoformat("2026-08-25T10:00"))
    an_evening(seminar)
    with pytest.raises(Refusal, match="“Morning part” is over") as refused:
        move(seminar, date(2026, 8, 26))
    assert refused.value.field == "first_date"
    assert starts(database, seminar)["evening"] == "2026-11-25T17:00"


def test_what_is_over_as_a_whole_can_be_put_right(database: SQLAlchemy) -> None:
    seminar = a_seminar()
    a_session(seminar, local_start=datetime.fromisoformat("2026-08-25T10:00"))
    a_session(seminar, "stated", local_start=datetime.fromisoformat("2026-08-25T17:00"), zone=None)
    move(seminar, date(2026, 8, 26))
    assert starts(database, seminar) == {"morning": "2026-08-26T10:00", "stated": "2026-08-26T17:00"}
    with pytest.raises(Refusal, match="Choose the time zone of this clock"):
        move(seminar, OCTOBER)


@pytest.mark.parametrize(
    ("first_date", "error"), [(date(2038, 1, 5), BeyondDatabase), (date(1969, 12, 31), BeyondDatabase)]
)
def test_a_date_beyond_the_zone_database_is_refused(
    database: SQLAlchemy, first_date: date, error: type[Refusal]
) -> None:
    seminar, _morning, _evening = a_day_of_two()
    with pytest.raises(error) as refused:
        move(seminar, first_date)
    assert refused.value.field == "first_date"


def test_a_seminar_in_the_archive_or_without_parts_does_not_move(database: SQLAlchemy) -> None:
    archived, _morning, _evening = a_day_of_two(state=SeminarState.ARCHIVED)
    with pytest.raises(Refusal, match="archive"):
        move(archived)
    with pytest.raises(Refusal, match="archive"):
        foresee_seminar(archived.id, NewDate(first_date=OCTOBER), now=NOW)
    with pytest.raises(Refusal, match="no part to shift"):
        move(a_seminar())


@pytest.mark.parametrize("parts", [1, 3])
def test_foreseeing_says_where_each_part_would_be_in_five_statements(
    database: SQLAlchemy, parts: int
) -> None:
    seminar = a_seminar()
    for number in range(parts):
        start = datetime.fromisoformat("2026-11-25T10:00") + timedelta(hours=2 * number)
        a_session(seminar, f"part-{number}", local_start=start, minutes=60)
    with count_statements() as statements:
        found = foresee_seminar(seminar.id, NewDate(first_date=OCTOBER), now=NOW)
    assert len(statements) == 5, statements
    first = instant("2026-10-28T01:00")
    assert [one.starts_at for one in found] == [
        first + timedelta(hours=2 * number) for number in range(parts)
    ]
    assert {one.session.version for one in found} == {1}
