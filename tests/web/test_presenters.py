"""A presenter's own page: the slot, the answer, the texts, the event for a calendar."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from icalendar import Calendar, Event
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.registrants import an_evening, token
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.models import Answer, Invitation, Presenter, Record, Seminar, Session, Slot
from webinars.models.database import transaction
from webinars.services import presenters
from webinars.services.presenters import PresenterFields

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

TEXTS = {"texts-title-en": "Rivers", "texts-title-ja": "川", "texts-biography": "Engineer.\r\nTeacher."}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(
        slug="partners-7", answer_by=date(2026, 10, 1), presenters_edit_until=date(2026, 11, 10)
    )


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def slots(evening: Session) -> list[Slot]:
    return [
        builders.a_slot(evening, number, minutes=20, title=builders.text(title))
        for number, title in enumerate(("Opening", "Rivers of the city", "Parks", "Closing"))
    ]


@pytest.fixture
def paula(slots: list[Slot]) -> Presenter:
    return asked(slots[1], "paula@paris.example")


def asked(slot: Slot, email: str, name: str = "Paula Presenter") -> Presenter:
    wanted = PresenterFields(name=name, email=email, language="en", zone="Europe/Paris")
    return presenters.assign(slot.id, None, wanted, by=ORGANISER, now=NOW)


def url(presenter: Presenter, rest: str = "") -> str:
    return f"/presenters/{token(Purpose.PRESENTER, presenter)}/{rest}"


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def stored(database: SQLAlchemy, presenter: Presenter) -> Presenter:
    return database.session.get_one(Presenter, presenter.id, populate_existing=True)


def title_of(database: SQLAlchemy, slot: Slot) -> dict[str, str]:
    return database.session.get_one(Slot, slot.id, populate_existing=True).title.to_mapping()


def texts(slot: Slot, presenter: Presenter) -> dict[str, str]:
    versions = {"texts-slot_version": str(slot.version), "texts-version": str(presenter.version)}
    return TEXTS | versions


def test_the_page_shows_the_slot_on_both_clocks_with_co_presenters_and_neighbours(
    client: FlaskClient, slots: list[Slot], paula: Presenter
) -> None:
    asked(slots[1], "otto@paris.example", "Otto Other")
    said = text(client.get(url(paula)))
    clocks = ("09:20", "Paris, UTC+1", "17:20", "Tokyo, UTC+9", "Wednesday 25 November 2026")
    assert [clock in said for clock in clocks] == [True] * 5
    assert [word in said for word in ("Otto Other", "Opening", "Parks", "Closing")] == [
        True,
        True,
        True,
        False,
    ]
    assert "Please answer by Thursday 1 October 2026." in said


def test_opening_the_page_answers_nothing(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    client.get(url(paula))
    assert stored(database, paula).answer is Answer.NEEDS_ACTION


@pytest.mark.parametrize(
    ("said", "comment", "kept"),
    [("ACCEPTED", "ignored", ""), ("DECLINED", "I am on leave.", "I am on leave.")],
)
def test_an_answer_on_the_page_is_the_answer_in_the_calendar(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter, said: str, comment: str, kept: str
) -> None:
    values = {"answer-answer": said, "answer-comment": comment}
    answer = client.post(url(paula, "answer"), data=values)
    assert (answer.status_code, answer.location) == (303, url(paula))
    for row in (stored(database, paula), database.session.scalars(select(Invitation)).one()):
        assert (row.answer.value, row.answer_comment, row.answered_at) == (said, kept, NOW)


def test_an_answer_sent_twice_is_written_down_once(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    for _ in range(2):
        assert client.post(url(paula, "answer"), data={"answer-answer": "ACCEPTED"}).status_code == 303
    verbs = database.session.scalars(select(Record.verb).where(Record.actor == "Paula Presenter")).all()
    assert verbs == ["answered"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "Accept or decline."),
        ({"answer-answer": "PERHAPS"}, "Accept or decline."),
        ({"answer-answer": "DECLINED", "answer-comment": "x" * 1001}, "at most 1000 characters"),
        ({"answer-answer": "DECLINED", "answer-comment": "a\x00b"}, "control characters"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter, values: dict[str, str], says: str
) -> None:
    answer = client.post(url(paula, "answer"), data=values)
    assert answer.status_code == 422
    assert says in text(answer)
    assert stored(database, paula).answer is Answer.NEEDS_ACTION


def test_who_answered_before_the_time_changed_is_asked_again(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    client.post(url(paula, "answer"), data={"answer-answer": "ACCEPTED"})
    with transaction():
        stored(database, paula).answer = Answer.NEEDS_ACTION
    assert "The time has changed since you answered." in text(client.get(url(paula)))


def test_title_and_biography_are_kept_in_the_languages_of_the_seminar(
    client: FlaskClient, database: SQLAlchemy, slots: list[Slot], paula: Presenter
) -> None:
    answer = client.post(url(paula, "edit"), data=texts(slots[1], paula))
    assert (answer.status_code, answer.location) == (303, url(paula))
    assert title_of(database, slots[1]) == {"en": "Rivers", "ja": "川"}
    assert stored(database, paula).biography == "Engineer.\nTeacher."


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"texts-title-en": "R" * 301}, "texts-title-en", "at most 300 characters"),
        ({"texts-title-en": "Rivers\r\nSUMMARY:x"}, "texts-title-en", "on one line"),
        ({"texts-biography": "E" * 3001}, "texts-biography", "at most 3000 characters"),
    ],
)
def test_bad_texts_are_refused_at_their_field_and_the_rest_is_kept(
    client: FlaskClient,
    database: SQLAlchemy,
    slots: list[Slot],
    paula: Presenter,
    values: dict[str, str],
    field: str,
    says: str,
) -> None:
    answer = client.post(url(paula, "edit"), data=texts(slots[1], paula) | values)
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert 'value="川"' in text(answer)
    assert title_of(database, slots[1]) == {"en": "Rivers of the city"}


def test_who_is_late_sees_what_a_co_presenter_wrote_and_may_save_over_it(
    client: FlaskClient, database: SQLAlchemy, slots: list[Slot], paula: Presenter
) -> None:
    otto = asked(slots[1], "otto@paris.example", "Otto Other")
    client.post(url(otto, "edit"), data=texts(slots[1], otto) | {"texts-title-en": "Bridges"})
    answer = client.post(url(paula, "edit"), data=texts(slots[1], paula))
    assert answer.status_code == 409
    assert "Bridges" in text(answer).partition("<del>")[2].partition("</del>")[0]
    assert 'value="Rivers"' in text(answer)
    again = texts(slots[1], paula) | {"texts-slot_version": "2"}
    assert 'name="texts-slot_version" type="hidden" value="2"' in text(answer)
    assert client.post(url(paula, "edit"), data=again).status_code == 303
    assert title_of(database, slots[1])["en"] == "Rivers"


def test_after_the_lock_date_the_texts_are_shown_and_no_longer_taken(
    app: Flask, client: FlaskClient, database: SQLAlchemy, slots: list[Slot], paula: Presenter
) -> None:
    app.config["CLOCK"] = lambda: datetime.fromisoformat("2026-11-11T00:00:00+09:00")
    said = text(client.get(url(paula)))
    assert "The texts were open until Tuesday 10 November 2026." in said
    assert "texts-title" not in said
    answer = client.post(url(paula, "edit"), data=texts(slots[1], paula))
    assert answer.status_code == 422
    assert "The texts are closed." in text(answer)
    assert title_of(database, slots[1]) == {"en": "Rivers of the city"}


def test_the_event_for_a_calendar_has_the_uid_of_the_letters(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter
) -> None:
    answer = client.get(url(paula, "slot.ics"))
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache, no-transform"
    calendar = Calendar.from_ical(answer.get_data())
    (event,) = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    assert str(event["UID"]) == database.session.scalars(select(Invitation.uid)).one()
    assert datetime.fromisoformat("2026-11-25T17:20:00+09:00") == event.DTSTART
    assert [name in event for name in ("ORGANIZER", "ATTENDEE")] == [False, False]
    assert "METHOD" not in calendar


def test_an_unchanged_event_is_not_sent_again(
    client: FlaskClient, slots: list[Slot], paula: Presenter
) -> None:
    tag = client.get(url(paula, "slot.ics")).headers["ETag"]
    assert client.get(url(paula, "slot.ics"), headers={"If-None-Match": tag}).status_code == 304
    client.post(url(paula, "edit"), data=texts(slots[1], paula))
    assert client.get(url(paula, "slot.ics"), headers={"If-None-Match": tag}).status_code == 200


def forged(presenter: Presenter) -> str:
    link = token(Purpose.PRESENTER, presenter)
    payload, _dot, signature = link.rpartition(".")
    # Not its last character, which holds fewer bits than it could: several spell the same signature.
    return f"{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def of_another_purpose(presenter: Presenter) -> str:
    return token(Purpose.DELEGATION, presenter)


def outdated(presenter: Presenter) -> str:
    return token(Purpose.PRESENTER, presenter, expires_at=NOW - timedelta(seconds=1))


def replaced(presenter: Presenter) -> str:
    link = token(Purpose.PRESENTER, presenter)
    with transaction():
        presenter.link_revision += 1
    return link


def removed(presenter: Presenter) -> str:
    presenters.remove(presenter.id, by=ORGANISER, now=NOW)
    return token(Purpose.PRESENTER, presenter)


@pytest.mark.parametrize("make", [forged, of_another_purpose, outdated, replaced, removed])
def test_a_bad_link_is_gone_and_says_what_to_do(
    client: FlaskClient, database: SQLAlchemy, paula: Presenter, make: Callable[[Presenter], str]
) -> None:
    start = f"/presenters/{make(paula)}/"
    answers = [
        client.get(start),
        client.get(f"{start}slot.ics"),
        client.post(f"{start}answer", data={"answer-answer": "ACCEPTED"}),
        client.post(f"{start}edit", data=TEXTS),
    ]
    assert [answer.status_code for answer in answers] == [410] * 4
    assert stored(database, paula).answer is Answer.NEEDS_ACTION


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_statements_alone_and_with_co_presenters(
    client: FlaskClient, slots: list[Slot], paula: Presenter, count: int
) -> None:
    for number in range(count - 1):
        asked(slots[1], f"{number}@paris.example")
    link = url(paula)
    with count_statements() as statements:
        client.get(link)
    assert len(statements) == 12, statements
