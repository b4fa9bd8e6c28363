"""Writing a message, seeing whom it reaches and how it reads, and sending it once."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.reminding import a_guest, a_part, a_reminding
from tests.support.statements import count_statements
from webinars.models import Message, Notice, Seminar, Session
from webinars.models.database import db
from webinars.queries.messages import Audience
from webinars.services.messages import MessageFields, add_message

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

HOME = "/organise/seminars/partners-7/messages/"
POSTED = {
    "part": "evening",
    "city": "",
    "role": "",
    "answer": "",
    "subject-en": "A new room",
    "text-en": "Dear {name},\r\n\r\nthe room of {part} has changed.",
}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_reminding(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return a_part(seminar)


def only_message() -> Message:
    return db.session.scalars(select(Message)).one()


def sent_notices() -> int:
    return db.session.scalar(select(func.count(Notice.id))) or 0


def test_a_message_is_kept_previewed_and_sent_once(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    for number in range(3):
        a_guest(seminar, evening, name=f"Guest {number}")
    kept = organiser.post(f"{HOME}new", data=POSTED)
    page = f"{HOME}{only_message().key}/"
    assert (kept.status_code, kept.location) == (303, page)
    shown = organiser.get(page).text
    assert "Send to 3 people" in shown
    letter = unescape(organiser.get(f"{page}preview").text)
    assert "Dear Guest 0," in letter
    assert "the room of Evening part has changed." in letter
    assert "href" not in letter
    assert sent_notices() == 0
    for _ in range(2):
        answer = organiser.post(f"{page}send", data={"version": "1"})
        assert (answer.status_code, answer.location) == (303, page)
    assert (sent_notices(), only_message().recipients) == (3, 3)
    assert "Send to" not in organiser.get(page).text


def test_an_unknown_placeholder_is_told_at_its_field_and_the_rest_is_kept(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    answer = organiser.post(f"{HOME}new", data=POSTED | {"text-en": "Dear {nmae}"})
    assert answer.status_code == 422
    error = unescape(answer.text.partition('id="text-en-error">')[2].partition("</p>")[0])
    assert error == "“{nmae}” is no placeholder. Use {name}, {city}, {part}, {start} or {page}."
    assert "Correct 1 entry" in answer.text
    assert 'href="#text-en"' in answer.text
    assert 'value="A new room"' in answer.text
    assert db.session.scalars(select(Message)).all() == []


def test_a_message_that_is_not_sent_can_be_changed(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    a_guest(seminar, evening)
    organiser.post(f"{HOME}new", data=POSTED)
    page = f"{HOME}{only_message().key}/"
    assert '<option selected value="evening">' in organiser.get(f"{page}edit").text
    organiser.post(f"{page}edit", data=POSTED | {"subject-en": "An old room", "version": "1"})
    assert only_message().subject.best("en") == "An old room"
    refused = organiser.post(f"{page}send", data={"version": "1"})
    assert (refused.status_code, sent_notices()) == (422, 0)
    assert "This message has changed since you saw it." in refused.text


def test_a_message_to_nobody_offers_no_button_and_is_not_sent(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    organiser.post(f"{HOME}new", data=POSTED)
    page = f"{HOME}{only_message().key}/"
    assert "This message reaches nobody" in organiser.get(page).text
    assert organiser.post(f"{page}send", data={"version": "1"}).status_code == 422
    assert organiser.get(f"{page}preview").status_code == 404


def test_whoever_stopped_reminders_is_counted_as_left_out(
    organiser: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    a_guest(seminar, evening)
    a_guest(seminar, evening, reminders_stopped_at=NOW)
    organiser.post(f"{HOME}new", data=POSTED)
    shown = organiser.get(f"{HOME}{only_message().key}/").text
    assert "Send to 1 person" in shown
    assert "1 person of this seminar wants no reminders and messages." in shown


def test_the_list_has_pages(organiser: FlaskClient, app: Flask, seminar: Seminar) -> None:
    app.config["PAGE_SIZE"] = 2
    write(seminar, 3)
    first, second = organiser.get(HOME).text, organiser.get(f"{HOME}?page=2").text
    assert [name for name in ("News 0", "News 1", "News 2") if name in first] == ["News 1", "News 2"]
    assert [name for name in ("News 0", "News 1", "News 2") if name in second] == ["News 0"]
    assert organiser.get(f"{HOME}?page=3").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(
    organiser: FlaskClient, seminar: Seminar, count: int
) -> None:
    write(seminar, count)
    with count_statements() as statements:
        organiser.get(HOME)
    signing_in, seminar_, list_, choices = 1, 1, 2, 2
    assert len(statements) == signing_in + seminar_ + list_ + choices, statements


def write(seminar: Seminar, count: int) -> None:
    for number in range(count):
        wanted = MessageFields(builders.text(f"News {number}"), builders.text("Words"), Audience())
        add_message(seminar.id, wanted, by=ORGANISER, now=NOW)
