"""The letter that reminds: what it says when, and when it is no longer written."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.reminding import START, a_guest, a_part, a_reminding, a_speaker, owe_at
from webinars.domain.seating import SeatState
from webinars.letters.reminders import time_words
from webinars.models import Answer, Registration, RegistrationState, Seat, Seminar, Session, SessionState
from webinars.models.database import db, transaction

pytestmark = ON_SQLITE

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_reminding()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return a_part(seminar)


def reminder(now: datetime, *, written_at: datetime | None = None) -> Read | None:
    """Owe what is due at *now*, and read the one letter that is written then, or a while later."""
    owe_at(now)
    sent = post_round(written_at or now)
    assert len(sent) <= 1
    return sent[0] if sent else None


def the_reminder(now: datetime) -> Read:
    letter = reminder(now)
    assert letter is not None
    return letter


def test_it_says_how_long_it_is_until_then_and_when_that_is_on_the_readers_clock(
    seminar: Seminar, evening: Session
) -> None:
    a_guest(seminar, evening, zone="Europe/Paris")
    letter = the_reminder(START - DAY)
    assert letter.message["Subject"] == "In 24 hours: Recovery of cities: Evening part"
    assert "Evening part starts in 24 hours." in letter.text
    assert "Your time: Wednesday 25 November 2026, 09:00–10:00 (Paris, UTC+1)" in letter.text
    assert "Host’s time: Wednesday 25 November 2026, 17:00–18:00 (Tokyo, UTC+9)" in letter.text


def test_the_one_at_the_start_says_so_and_leads_into_the_room(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    letter = the_reminder(START)
    assert letter.message["Subject"] == "Starts now: Recovery of cities: Evening part"
    assert "Evening part starts now." in letter.text
    assert "Join the room:\nhttp" in letter.text
    assert "/join/" in letter.text


def test_it_is_in_the_readers_language(make_app: Callable[..., Flask]) -> None:
    with make_app(LANGUAGES=("en", "fr")).app_context():
        seminar = a_reminding(theme=builders.text("Recovery", fr="Relèvement"))
        a_guest(seminar, a_part(seminar), language="fr")
        letter = the_reminder(START - DAY)
        assert letter.message["Content-Language"] == "fr"
        assert "mercredi 25 novembre 2026" in letter.text


def test_it_tells_of_every_part_that_shares_it(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening, a_part(seminar, "close", later=75), a_part(seminar, "far", later=300))
    a_part(seminar, "foreign", later=10)
    owe_at(START - 19 * HOUR)
    post_round(START - 19 * HOUR)
    text = the_reminder(START - HOUR).text
    assert [name for name in ("Evening", "Close", "Far", "Foreign") if f"{name} part\n---" in text] == [
        "Evening",
        "Close",
    ]


def test_a_presenter_reads_when_their_own_slot_is_and_is_asked_once_more(
    seminar: Seminar, evening: Session
) -> None:
    builders.a_slot(evening, 0, minutes=20, title=builders.text("Opening"))
    a_speaker(evening, position=1)
    text = the_reminder(START - DAY).text
    assert "The part in which you present starts in 24 hours." in text
    assert "Your time: Wednesday 25 November 2026, 09:20–09:40 (Paris, UTC+1)" in text
    assert "Accept or decline:" in text


def test_a_presenter_is_led_into_the_room_at_the_start(seminar: Seminar) -> None:
    a_speaker(a_part(seminar, join_url="https://meet.example/room"))
    assert "Join the room:\nhttps://meet.example/room" in the_reminder(START).text


def test_a_mail_program_can_stop_them_with_one_click(make_app: Callable[..., Flask]) -> None:
    with make_app(PUBLIC_URL="https://seminars.example").app_context():
        seminar = a_reminding()
        a_guest(seminar, a_part(seminar), name="ü" * 100)
        message = the_reminder(START - DAY).message
        address = message["List-Unsubscribe"]
        assert address.startswith("<https://seminars.example/reminders/")
        assert (address.endswith("/>"), " " in address) == (True, False)
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_site_without_https_offers_its_page_and_no_click(make_app: Callable[..., Flask]) -> None:
    with make_app(PUBLIC_URL="http://seminars.example").app_context():
        seminar = a_reminding()
        a_guest(seminar, a_part(seminar))
        message = the_reminder(START - DAY).message
        assert message["List-Unsubscribe"].startswith("<http://seminars.example/reminders/")
        assert message["List-Unsubscribe-Post"] is None


def move(part: Session, _person: Registration) -> None:
    part.move_to(START + MINUTE, 60, now=START - 2 * DAY)


def cancel(part: Session, _person: Registration) -> None:
    part.state = SessionState.CANCELLED


def leave(part: Session, person: Registration) -> None:
    seat = db.session.query(Seat).filter_by(registration_id=person.id, session_id=part.id).one()
    seat.state = SeatState.GIVEN_UP


def withdraw(_part: Session, person: Registration) -> None:
    person.state = RegistrationState.CANCELLED


def stop(_part: Session, person: Registration) -> None:
    person.reminders_stopped_at = NOW


@pytest.mark.parametrize("happens", [move, cancel, leave, withdraw, stop])
def test_what_happens_after_it_was_owed_makes_it_needless(
    seminar: Seminar, evening: Session, happens: Callable[[Session, Registration], None]
) -> None:
    person = a_guest(seminar, evening)
    owe_at(START - DAY)
    with transaction():
        happens(evening, person)
    assert post_round(START - DAY) == []


def test_a_presenter_who_declines_meanwhile_is_not_reminded(seminar: Seminar, evening: Session) -> None:
    paula = a_speaker(evening)
    owe_at(START - DAY)
    with transaction():
        paula.answer = Answer.DECLINED
    assert post_round(START - DAY) == []


def test_one_that_comes_late_says_what_is_true_when_it_is_written(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    late = reminder(START - HOUR, written_at=START - 20 * MINUTE)
    assert late is not None
    assert "Evening part starts in 20 minutes." in late.text


def test_one_that_waited_until_the_next_is_due_is_left_to_that(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    assert reminder(START - DAY, written_at=START - HOUR) is None
    assert reminder(START, written_at=START + 16 * MINUTE) is None


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (10080, "7 days"),
        (10078, "7 days"),
        (1440, "24 hours"),
        (180, "3 hours"),
        (90, "90 minutes"),
        (60, "1 hour"),
        (57, "1 hour"),
        (20, "20 minutes"),
        (1, "1 minute"),
    ],
)
def test_a_stretch_is_said_in_the_unit_that_people_count_in(app: Flask, minutes: int, words: str) -> None:
    with app.test_request_context():
        assert time_words(timedelta(minutes=minutes)) == words
