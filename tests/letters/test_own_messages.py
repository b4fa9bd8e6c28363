"""The organiser's own message as each person reads it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.reminding import START, a_guest, a_part, a_reminding, a_speaker
from webinars.domain.texts import LocalizedText
from webinars.models import RegistrationState, Seminar, Session
from webinars.models.database import transaction
from webinars.queries.messages import Audience
from webinars.services.messages import MessageFields, add_message, send_message

pytestmark = ON_SQLITE

WORDS = "Dear {name} of {city},\n{part} starts {start}.\n\nSee {page}."


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_reminding()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return a_part(seminar)


def send(
    seminar: Seminar, words: LocalizedText, *, subject: str = "News for {name}", **audience: Any
) -> None:
    wanted = MessageFields(builders.text(subject), words, Audience(**audience))
    message = add_message(seminar.id, wanted, by=ORGANISER, now=NOW)
    send_message(message.id, expected=1, by=ORGANISER, now=NOW)


def the_letter(now: datetime = NOW) -> Read:
    (letter,) = post_round(now)
    return letter


def test_each_reader_finds_their_own_words_in_the_places(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening, name="Rosa", city_id=builders.a_city().id, zone="Europe/Paris")
    send(seminar, builders.text(WORDS))
    letter = the_letter()
    assert letter.message["Subject"] == "News for Rosa"
    assert (
        "Dear Rosa of Paris,\nEvening part starts Wednesday 25 November 2026, 09:00 (Paris, UTC+1)."
        in letter.text
    )
    assert "See http" in letter.text


def test_a_presenter_finds_the_city_of_their_slot(seminar: Seminar, evening: Session) -> None:
    delegation = builders.a_delegation(seminar, builders.a_city())
    builders.a_presenter(builders.a_slot(evening, delegation_id=delegation.id))
    send(seminar, builders.text("{city}: {part}"))
    assert "Paris: Evening part" in the_letter().text


def test_the_part_is_the_one_it_was_written_about_else_the_next(seminar: Seminar, evening: Session) -> None:
    late = a_part(seminar, "late", later=300)
    a_guest(seminar, evening, late)
    send(seminar, builders.text("About: {part}"), session_id=late.id)
    assert "About: Late part" in the_letter().text
    send(seminar, builders.text("About: {part}"))
    assert "About: Late part" in the_letter(START + timedelta(hours=2)).text


def test_each_reads_it_in_their_language(make_app: Callable[..., Flask]) -> None:
    with make_app(LANGUAGES=("en", "fr")).app_context():
        seminar = a_reminding()
        a_guest(seminar, a_part(seminar), language="fr", name="Rosa")
        send(seminar, builders.text("Dear {name}", fr="Chère {name}"))
        assert "Chère Rosa" in the_letter().text


@pytest.mark.parametrize("nasty", ["{{ 7 * 7 }}", "<script>alert(1)</script>", "{page}", "%(name)s"])
def test_what_people_wrote_is_never_a_template_and_never_markup(
    seminar: Seminar, evening: Session, nasty: str
) -> None:
    a_guest(seminar, evening, name=nasty)
    send(seminar, builders.text("Hello {name}: {% <b>bold</b>".replace("{%", "%")))
    letter = the_letter()
    assert f"Hello {nasty}: % <b>bold</b>" in letter.text
    assert "<b>" not in letter.html
    assert "<script" not in letter.html


def test_an_address_in_it_can_be_followed(seminar: Seminar, evening: Session) -> None:
    a_guest(seminar, evening)
    send(seminar, builders.text("Read https://tokyo.example/a?b=1&c=2 please."))
    assert 'href="https://tokyo.example/a?b=1&amp;c=2"' in the_letter().html


def test_it_can_be_stopped_with_one_click(make_app: Callable[..., Flask]) -> None:
    with make_app(PUBLIC_URL="https://seminars.example").app_context():
        seminar = a_reminding()
        a_guest(seminar, a_part(seminar))
        send(seminar, builders.text("News"))
        message = the_letter().message
        assert message["List-Unsubscribe"].startswith("<https://seminars.example/reminders/")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_leaves_or_stops_meanwhile_gets_none(seminar: Seminar, evening: Session) -> None:
    gone, quiet, speaker = a_guest(seminar, evening), a_guest(seminar, evening), a_speaker(evening)
    send(seminar, builders.text("News"))
    with transaction():
        gone.state = RegistrationState.CANCELLED
        quiet.reminders_stopped_at = NOW
        speaker.removed_at = NOW
    assert post_round(NOW) == []
