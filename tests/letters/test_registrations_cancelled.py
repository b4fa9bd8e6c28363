"""Who waits for a seat in a part that is called off gets a letter in words: they hold no event."""

from datetime import datetime, timedelta

from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import ORGANISER
from tests.support.letters import Read, post_round, waiting
from tests.support.registrants import a_seated, a_waiting, an_evening
from webinars.services.sessions import cancel_session, restore_session

HOUR = timedelta(hours=1)


def subjects(letters: list[Read]) -> list[str]:
    return [str(one.message["Subject"]).partition(" – ")[0] for one in letters]


def test_who_waits_is_told_that_the_part_is_cancelled_and_that_it_is_restored(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    session = an_evening(seminar, capacity=1)
    a_seated(seminar, session)
    a_waiting(seminar, session, 1)
    cancel_session(session.id, by=ORGANISER, now=now)
    assert [one.is_settling for one in waiting()] == [True]
    (letter,) = post_round(now + HOUR)
    assert subjects([letter]) == ["What you registered for is cancelled"]
    assert "This part is cancelled. It does not take place." in letter.text
    assert "You have place" not in letter.text
    restore_session(session.id, by=ORGANISER, now=now + 2 * HOUR)
    (again,) = post_round(now + 3 * HOUR)
    assert subjects([again]) == ["You are on the waiting list"]
    assert "You have place 1." in again.text


def test_a_part_that_is_cancelled_and_restored_at_once_is_one_letter(
    database: SQLAlchemy, now: datetime
) -> None:
    seminar = builders.a_seminar()
    session = an_evening(seminar, capacity=1)
    a_seated(seminar, session)
    people = [a_waiting(seminar, session, number) for number in (1, 2, 3)]
    cancel_session(session.id, by=ORGANISER, now=now)
    restore_session(session.id, by=ORGANISER, now=now + timedelta(seconds=9))
    letters = post_round(now + HOUR)
    assert [one.letter.recipient for one in letters] == [person.email for person in people]
    assert subjects(letters) == ["You are on the waiting list"] * 3


def test_who_has_another_part_is_told_where_both_stand(database: SQLAlchemy, now: datetime) -> None:
    seminar = builders.a_seminar()
    session = an_evening(seminar, capacity=1)
    other = builders.a_session(seminar)
    person = a_waiting(seminar, session, 1)
    builders.a_seat(person, other)
    cancel_session(session.id, by=ORGANISER, now=now)
    (letter,) = post_round(now + HOUR)
    assert subjects([letter]) == ["This is where your registration stands"]
    assert "This part is cancelled. It does not take place." in letter.text
    assert "Your seat is kept." in letter.text
