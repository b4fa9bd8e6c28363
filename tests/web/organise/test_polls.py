"""Asking focal points for their hours as organisers do it: who will be asked, who was, what came back."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.polls import DAY, SAID, a_draft, a_guest, a_plan, url
from tests.support.statements import count_statements
from webinars.models import Delegation, Notice, NoticeKind, RoleName, Seminar
from webinars.services import polls
from webinars.services.plans import PlanFields, save_plan

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/seminars/partners-8/poll/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = a_draft(slug="partners-8")
    a_plan(seminar)
    return seminar


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def followed(client: FlaskClient, path: str) -> str:
    answer = client.post(path)
    assert (answer.status_code, answer.location) == (303, URL)
    return text(client.get(answer.location))


def owed(database: SQLAlchemy) -> list[tuple[NoticeKind, int | None]]:
    return [(one.kind, one.delegation_id) for one in database.session.scalars(select(Notice))]


def later(app: Flask, by: timedelta) -> None:
    app.config["CLOCK"] = lambda: NOW + by


def row_of(said: str, city: str) -> str:
    table = said[said.index('id="list"') :]
    return next(row for row in table.split("<tr>") if f">{city}</a>" in row)


def test_the_page_names_whom_the_letter_will_reach_and_sends_nothing(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    a_guest(seminar, "Lima", "America/Lima")
    a_guest(seminar, "Oslo", "Europe/Oslo")
    a_guest(seminar, "Cairo", "Africa/Cairo", focal_email=None)
    said = text(office.get(URL))
    preview = said[said.index("Who will be asked") : said.index("All cities")]
    assert [name in preview for name in ("Focal Lima", "lima@x.example", "oslo@x.example", "Cairo")] == [
        True,
        True,
        True,
        False,
    ]
    assert "the dates from Sunday 1 November 2026 to Monday 30 November 2026" in preview
    assert "Ask 2 cities" in preview
    assert "1 city has no address to write to" in said
    assert owed(database) == []


def test_all_are_asked_at_once(office: FlaskClient, database: SQLAlchemy, seminar: Seminar) -> None:
    guests = [a_guest(seminar, "Lima", "America/Lima"), a_guest(seminar, "Oslo", "Europe/Oslo")]
    assert "2 letters are on their way." in followed(office, f"{URL}ask")
    assert owed(database) == [(NoticeKind.HOURS_POLL, one.id) for one in guests]
    said = followed(office, f"{URL}ask")
    assert "No letter was due." in said
    assert "Who will be asked" not in said
    assert len(owed(database)) == 2


def test_one_is_asked_alone(office: FlaskClient, database: SQLAlchemy, seminar: Seminar) -> None:
    lima = a_guest(seminar, "Lima", "America/Lima")
    a_guest(seminar, "Oslo", "Europe/Oslo")
    said = followed(office, f"{URL}{lima.key}/ask")
    assert "1 letter is on its way." in said
    assert owed(database) == [(NoticeKind.HOURS_POLL, lima.id)]
    assert "Has not answered" in row_of(said, "Lima")
    assert "last letter on Tuesday 1 September 2026" in row_of(said, "Lima")
    assert "Not asked yet" in row_of(said, "Oslo")
    assert "was asked already" in followed(office, f"{URL}{lima.key}/ask")


def test_silent_cities_are_reminded_once_a_day(
    app: Flask, office: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    lima = a_guest(seminar, "Lima", "America/Lima")
    said = followed(office, f"{URL}ask")
    assert "You can remind them tomorrow." in said
    assert "Wait a day." in followed(office, f"{URL}{lima.key}/remind")
    assert "No letter was due." in followed(office, f"{URL}remind")
    later(app, DAY)
    assert "Remind 1 silent city" in text(office.get(URL))
    assert "1 letter is on its way." in followed(office, f"{URL}remind")
    later(app, DAY + timedelta(hours=1))
    assert "Wait a day." in followed(office, f"{URL}{lima.key}/remind")


def test_an_answer_is_shown_with_its_comment(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    paris = a_guest(seminar)
    polls.ask(seminar.id, None, by=ORGANISER, now=NOW)
    polls.answer(paris.id, SAID, by=ORGANISER, now=NOW + DAY)
    row = row_of(text(office.get(URL)), "Paris")
    for words in (
        "Answered",
        "on Wednesday 2 September 2026",
        "10:00–17:00",
        "Friday and Saturday",
        "Monday 9 November 2026 to Friday 13 November 2026",
        "The mayor is away.",
    ):
        assert words in row
    assert "/ask" not in row
    assert "/remind" not in row


def test_who_answered_after_the_plan_was_saved_is_named_until_it_is_saved_again(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    paris = a_guest(seminar)
    polls.ask(seminar.id, None, by=ORGANISER, now=NOW)
    polls.answer(paris.id, SAID, by=ORGANISER, now=NOW + DAY)
    assert "Answered since the plan was saved: Paris." in text(office.get(URL))
    plan = PlanFields(
        first_date=builders.TEN_O_CLOCK.date(), last_date=builders.TEN_O_CLOCK.date(), parts=(60,)
    )
    save_plan(seminar.id, plan, expected=None, by=ORGANISER, now=NOW + 2 * DAY)
    assert "Answered since" not in text(office.get(URL))


def test_a_city_that_answered_is_asked_again_once_the_dates_change(
    office: FlaskClient, client: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    paris = a_guest(seminar)
    polls.ask(seminar.id, None, by=ORGANISER, now=NOW - 2 * DAY)
    polls.answer(paris.id, SAID, by=ORGANISER, now=NOW - DAY)
    december = PlanFields(first_date=date(2026, 12, 1), last_date=date(2026, 12, 4), parts=(60,))
    save_plan(seminar.id, december, expected=None, by=ORGANISER, now=NOW)
    row = row_of(text(office.get(URL)), "Paris")
    assert "on Monday 31 August 2026, before the dates changed" in row
    assert ("Ask again" in row, "10:00–17:00" in row) == (True, True)
    assert "1 letter is on its way." in followed(office, f"{URL}{paris.key}/ask")
    row = row_of(text(office.get(URL)), "Paris")
    assert ("Asked again" in row, "10:00–17:00" in row, "/ask" in row) == (True, True, False)
    own = text(client.get(url(paris)))
    assert "The dates have changed since you answered." in own
    assert ("Send the answer" in own, "Change the answer" in own) == (True, False)


@pytest.mark.parametrize("place", ["hours", "plan/"])
def test_the_list_of_hours_and_the_planning_page_tell_of_the_poll(
    office: FlaskClient, seminar: Seminar, place: str
) -> None:
    paris = a_guest(seminar)
    a_guest(seminar, "Lima", "America/Lima")
    hours = f"/organise/seminars/partners-8/{place}"
    assert "Ask them before you plan." in text(office.get(hours))
    polls.ask(seminar.id, None, by=ORGANISER, now=NOW)
    polls.answer(paris.id, SAID, by=ORGANISER, now=NOW + DAY)
    said = text(office.get(hours))
    for words in ("2 cities were asked for their hours.", "1 answered", "1 silent", f'href="{URL}"'):
        assert words in said
    assert "Answered since the plan was saved: Paris." in said


def test_a_seminar_that_is_not_planned_says_why_nobody_is_asked(app: Flask, database: SQLAlchemy) -> None:
    builders.a_seminar(slug="partners-8")
    office = signed_in(app)
    assert "Cities are asked for their hours before a seminar is published." in text(office.get(URL))
    assert "before a seminar is published" in followed(office, f"{URL}ask")
    assert owed(database) == []


def test_who_only_looks_sees_the_list_and_sends_nothing(
    app: Flask, database: SQLAlchemy, seminar: Seminar
) -> None:
    paris = a_guest(seminar)
    viewer = signed_in(app, RoleName.VIEWER)
    said = text(viewer.get(URL))
    assert "Paris" in said
    assert 'action="' + URL not in said
    paths = [f"{URL}ask", f"{URL}{paris.key}/ask", f"{URL}remind", f"{URL}{paris.key}/remind"]
    assert [viewer.post(path).status_code for path in paths] == [403] * 4
    assert owed(database) == []


def unnamed(seminar: Seminar) -> Delegation:
    return builders.a_delegation(seminar, focal_email="x@x.example")


def of_another(_seminar: Seminar) -> Delegation:
    return a_guest(builders.a_seminar(), "Bern", "Europe/Zurich")


@pytest.mark.parametrize("make", [unnamed, of_another])
@pytest.mark.parametrize("act", ["ask", "remind"])
def test_a_delegation_that_stands_for_no_city_here_is_missing(
    office: FlaskClient,
    database: SQLAlchemy,
    seminar: Seminar,
    make: Callable[[Seminar], Delegation],
    act: str,
) -> None:
    assert office.post(f"{URL}{make(seminar).key}/{act}").status_code == 404
    assert owed(database) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three_cities(
    office: FlaskClient, seminar: Seminar, count: int
) -> None:
    for number in range(count):
        a_guest(seminar, f"City {number}")
    with count_statements() as statements:
        office.get(URL)
    assert len(statements) == 9, statements
