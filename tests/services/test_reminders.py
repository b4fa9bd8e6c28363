"""Who is owed a reminder, when, and only once."""

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_POSTGRESQL
from tests.support.registrants import a_waiting
from tests.support.reminding import START, a_guest, a_part, a_reminding, a_speaker, owe_at
from tests.support.statements import count_statements
from webinars.domain.seating import SeatState
from webinars.models import (
    Answer,
    Notice,
    RegistrationState,
    ReminderRound,
    Seminar,
    SeminarState,
    Session,
    SessionState,
)
from webinars.models.database import transaction
from webinars.services import reminders, seminars
from webinars.services.seminar_fields import SeminarFields

WEEK, DAY, HOUR = (timedelta(minutes=minutes) for minutes in (10080, 1440, 60))
SECOND = timedelta(seconds=1)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_reminding()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return a_part(seminar)


def test_each_moment_of_the_rhythm_reminds_everybody_once(seminar: Seminar, evening: Session) -> None:
    rosa = a_guest(seminar, evening).email
    told = []
    for ahead in (WEEK + SECOND, WEEK, WEEK - SECOND, DAY, HOUR, timedelta(0), -HOUR):
        told += owe_at(START - ahead)
    assert told == [(rosa, "evening", minutes) for minutes in (10080, 1440, 60, 0)]


def test_the_rhythm_is_the_seminars_own(database: SQLAlchemy) -> None:
    quiet, brisk = a_reminding(reminder_minutes=[]), a_reminding(reminder_minutes=[15])
    for seminar in (quiet, brisk):
        a_guest(seminar, a_part(seminar), email=f"{seminar.slug}@city.example")
    told = [owe_at(START - ahead) for ahead in (WEEK, DAY, HOUR, timedelta(minutes=15))]
    assert told == [[], [], [], [(f"{brisk.slug}@city.example", "evening", 15)]]


def test_presenters_are_reminded_too_and_each_person_once(seminar: Seminar, evening: Session) -> None:
    a_speaker(evening, "paula@paris.example")
    a_speaker(evening, "Paula@Paris.example", position=1)
    a_guest(seminar, evening, email="paula@paris.example")
    a_speaker(evening, "declined@city.example", position=2, answer=Answer.DECLINED)
    a_speaker(evening, "removed@city.example", position=3, removed_at=NOW)
    assert owe_at(START - DAY) == [("paula@paris.example", "evening", 1440)]


def test_nobody_without_a_seat_is_reminded(seminar: Seminar, evening: Session) -> None:
    held = a_guest(seminar, evening)
    a_waiting(seminar, evening, 1)
    a_guest(seminar, evening, state=RegistrationState.CANCELLED)
    a_guest(seminar, evening, reminders_stopped_at=NOW)
    gone = a_guest(seminar)
    builders.a_seat(gone, evening, state=SeatState.GIVEN_UP)
    says_no = a_guest(seminar, evening)
    builders.an_invitation(says_no, evening, answer=Answer.DECLINED)
    assert owe_at(START - DAY) == [(held.email, "evening", 1440)]


def test_who_comes_late_gets_only_what_still_lies_ahead(seminar: Seminar, evening: Session) -> None:
    late = a_guest(seminar, evening, since=START - DAY + SECOND).email
    assert owe_at(START - DAY + HOUR) == []
    assert owe_at(START - HOUR) == [(late, "evening", 60)]


def test_after_a_pause_only_the_latest_reminder_goes_out(seminar: Seminar, evening: Session) -> None:
    rosa = a_guest(seminar, evening).email
    assert owe_at(START - HOUR + 5 * SECOND) == [(rosa, "evening", 60)]
    assert owe_at(START + timedelta(minutes=16)) == []


def test_parts_less_than_90_minutes_apart_share_one_letter(seminar: Seminar, evening: Session) -> None:
    close, far = a_part(seminar, "close", later=89), a_part(seminar, "far", later=89 + 90)
    both = a_guest(seminar, evening, close, far).email
    only = a_guest(seminar, close).email
    told = [
        one for minute in range(60 + 1) for one in owe_at(START - HOUR + minute * 5 * timedelta(minutes=1))
    ]
    assert sorted(one for one in told if one[2] == 60) == sorted(
        [(both, "evening", 60), (only, "close", 60), (both, "far", 60)]
    )
    assert sorted(one for one in told if one[2] == 0) == sorted(
        [(both, "evening", 0), (only, "close", 0), (both, "far", 0)]
    )


def test_who_takes_a_second_part_after_the_shared_letter_is_reminded_of_it(
    seminar: Seminar, evening: Session
) -> None:
    close = a_part(seminar, "close", later=60)
    rosa = a_guest(seminar, evening)
    builders.a_seat(rosa, close, changed_at=START - timedelta(minutes=30))
    assert owe_at(START - HOUR) == [(rosa.email, "evening", 60)]
    assert owe_at(START) == [(rosa.email, "evening", 0)]
    assert owe_at(START + HOUR) == []  # The letter of the start told of both.


def test_a_presenter_of_two_close_parts_gets_one_letter(seminar: Seminar, evening: Session) -> None:
    for part in (evening, a_part(seminar, "close", later=60)):
        a_speaker(part)
    told = [owe_at(START - HOUR), owe_at(START), owe_at(START + HOUR)]
    assert told == [[("paula@paris.example", "evening", minutes)] for minutes in (60, 0)] + [[]]


def test_after_a_pause_close_parts_still_share_one_letter(seminar: Seminar, evening: Session) -> None:
    rosa = a_guest(seminar, evening, a_part(seminar, "close", later=60)).email
    assert owe_at(START + timedelta(minutes=5)) == [(rosa, "evening", 0)]


def test_a_part_that_moved_reminds_of_its_new_time_and_of_nothing_that_was_past_when_it_moved(
    seminar: Seminar, evening: Session
) -> None:
    rosa = a_guest(seminar, evening).email
    assert owe_at(START - WEEK) == [(rosa, "evening", 10080)]
    moved_at, start = START - 5 * DAY, START - 2 * DAY
    with transaction():
        evening.move_to(start, 60, now=moved_at)
    told = [owe_at(moved_at), owe_at(start - DAY), owe_at(start - HOUR), owe_at(START - HOUR)]
    assert told == [[], [(rosa, "evening", 1440)], [(rosa, "evening", 60)], []]


@pytest.mark.parametrize(
    "values",
    [{"state": SeminarState.DRAFT}, {"state": SeminarState.CANCELLED}, {"published_at": START - HOUR}],
)
def test_a_seminar_that_is_not_held_or_was_published_only_since_reminds_nobody(
    database: SQLAlchemy, values: dict[str, object]
) -> None:
    seminar = a_reminding(**values)
    a_guest(seminar, a_part(seminar))
    assert owe_at(START - DAY + HOUR) == []


def test_a_cancelled_part_reminds_nobody(seminar: Seminar) -> None:
    a_guest(seminar, a_part(seminar, state=SessionState.CANCELLED))
    assert owe_at(START - DAY) == []


def test_a_moment_that_is_added_when_it_has_passed_waits_for_later_parts(
    seminar: Seminar, evening: Session
) -> None:
    rosa = a_guest(seminar, evening).email
    change_rhythm(seminar, 4320, 60, now=START - 2 * DAY)
    assert owe_at(START - 2 * DAY + HOUR) == []
    assert owe_at(START - HOUR) == [(rosa, "evening", 60)]


def change_rhythm(seminar: Seminar, *minutes: int, now: datetime) -> None:
    wanted = SeminarFields(
        slug=seminar.slug,
        theme=seminar.theme,
        languages=tuple(seminar.languages),
        zone=seminar.zone,
        reminder_minutes=minutes,
    )
    seminars.edit_seminar(seminar.id, wanted, expected=None, by=ORGANISER, now=now)


def test_whoever_stops_gets_none_in_any_role_and_whoever_starts_again_gets_one(
    seminar: Seminar, evening: Session
) -> None:
    rosa = a_guest(seminar, evening, email="Paula@Paris.example", email_key="paula@paris.example")
    speaker = a_speaker(evening, "paula@paris.example")
    a_speaker(evening, "PAULA@paris.example", position=1)
    other = a_speaker(evening, "other@city.example", position=2).email
    reminders.stop(speaker, seminar_id=seminar.id, by=ORGANISER, now=NOW)
    assert owe_at(START - DAY) == [(other, "evening", 1440)]
    reminders.start(rosa, seminar_id=seminar.id, by=ORGANISER, now=NOW)
    assert [told[0] for told in owe_at(START - HOUR)] == ["paula@paris.example", other]


@pytest.mark.parametrize("people", [1, 3])
def test_a_round_takes_as_many_statements_for_three_as_for_one(
    seminar: Seminar, evening: Session, people: int
) -> None:
    for number in range(people):
        a_guest(seminar, evening)
        a_speaker(evening, f"speaker{number}@city.example", position=number)
    looking, round_ = 2, 3
    with count_statements() as statements:
        reminders.owe_due(now=START - DAY)
    assert len(statements) == looking + round_, statements
    assert len(owe_at(START - HOUR)) == 2 * people


def test_when_nothing_is_due_one_statement_says_so(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    with count_statements() as statements:
        reminders.owe_due(now=START - 8 * DAY)
    assert len(statements) == 1, statements


def test_several_workers_at_one_moment_owe_each_round_once(
    app: Flask, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    for part in (evening, a_part(seminar, "second", later=5), a_part(seminar, "third", later=200)):
        a_guest(seminar, part)
    at_once(app, 4)
    database.session.rollback()
    assert database.session.scalar(select(func.count(ReminderRound.id))) == 3
    assert database.session.scalar(select(func.count(Notice.id))) == 3


def at_once(app: Flask, workers: int) -> None:
    """Let several workers look at the same moment, each in a thread with a connection of its own."""
    start, errors = threading.Barrier(workers), []

    def work() -> None:
        with app.app_context():
            start.wait()
            try:
                reminders.owe_due(now=START - DAY + timedelta(minutes=10))
            except BaseException as error:
                errors.append(error)
                raise

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@ON_POSTGRESQL
def test_a_worker_waits_for_the_one_that_was_first_and_owes_nothing_twice(
    app: Flask, database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    a_guest(seminar, evening)
    round_ = {"session_id": evening.id, "starts_at": START, "minutes": 1440, "owed_at": START - DAY}
    database.session.rollback()
    second = threading.Thread(target=at_once, args=(app, 1))
    with database.engine.begin() as first:
        first.execute(ReminderRound.__table__.insert().values(round_))  # type: ignore[attr-defined]
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join()
    assert database.session.scalar(select(func.count(Notice.id))) == 0
