"""The page of a focal point that asks when its city can take part: what it shows, and what it takes."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.polls import (
    ANSWER,
    HOURS_FORM,
    a_draft,
    a_guest,
    a_plan,
    absence,
    an_asked_guest,
    kept,
    text,
    url,
)
from tests.support.statements import count_statements
from webinars.domain.hours import Band, Hours
from webinars.models import (
    Availability,
    Delegation,
    Holiday,
    Notice,
    Record,
    Seminar,
    SeminarPlan,
)

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

A_MORNING = {
    "absence-0-first": "2026-11-12",
    "absence-0-first_time": "09:00",
    "absence-0-last": "2026-11-12",
    "absence-0-last_time": "12:00",
}


@pytest.fixture
def paris(database: SQLAlchemy) -> Delegation:
    return an_asked_guest(focal_name="Claire Fontaine")


def everything(database: SQLAlchemy) -> list[list[tuple[Any, ...]]]:
    tables = (Availability, Delegation, Notice, Record, Seminar, SeminarPlan)
    return [[tuple(row) for row in database.session.execute(select(table.__table__))] for table in tables]


def test_opening_the_page_changes_nothing_and_shows_dates_clock_and_hours(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    before = everything(database)
    answer = client.get(url(paris))
    assert answer.status_code == 200
    database.session.rollback()
    assert everything(database) == before
    said = text(answer)
    assert "When can Paris take part?" in said
    assert "Saturday 31 October 2026 to Monday 30 November 2026" in said
    assert "On the clock of Paris, UTC+1." in said
    assert "What we assume" in said
    for shown in ("09:00–18:00", "08:00–21:00", "06:00–23:00", "Saturday and Sunday"):
        assert shown in said


def test_the_form_shows_what_is_assumed_and_each_date_of_the_city(
    client: FlaskClient, paris: Delegation
) -> None:
    said = text(client.get(url(paris)))
    assert said.count('name="days"') == 31
    assert 'value="2026-10-31" aria-label="Saturday 31 October 2026"' in said
    begin = said[said.index('id="preferred"') :]
    assert 'value="09:00"' in begin[: begin.index(">")]
    ticked = [line for line in said.splitlines() if 'name="days_off"' in line and " checked" in line]
    assert len(ticked) == 2


def test_an_answer_is_kept_and_shown_again(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    answer = client.post(url(paris), data=ANSWER | A_MORNING)
    assert (answer.status_code, answer.location) == (303, url(paris))
    row = kept(database)
    assert row.hours == Hours(Band(600, 1020), Band(540, 1200), Band(420, 0))
    assert (row.days_off, row.comment, row.answered_at) == ([4, 5], "The mayor is away.", NOW)
    assert row.absences == (
        absence("2026-11-09T00:00", "2026-11-11T00:00"),
        absence("2026-11-12T09:00", "2026-11-12T12:00"),
        absence("2026-11-20T00:00", "2026-11-21T00:00"),
    )
    assert database.session.scalars(select(Record.actor).where(Record.verb == "answered")).all() == [
        "Claire Fontaine"
    ]
    said = text(client.get(answer.location))
    assert "Your answer is kept." in said
    assert "What you told us" in said
    assert said.count('value="2026-11-09"') == 1
    ticked = [line for line in said.split("<input") if 'name="days"' in line and " checked" in line]
    assert len(ticked) == 3
    assert 'value="2026-11-12"' in said[said.index('id="absence-0-first"') :]


def test_an_answer_may_be_changed_and_emptied(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    client.post(url(paris), data=ANSWER | A_MORNING)
    assert client.post(url(paris), data=HOURS_FORM).status_code == 303
    row = kept(database)
    assert (row.days_off, row.absences, row.comment) == ([], (), "")


def test_one_more_row_keeps_what_is_typed_and_stores_nothing(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    answer = client.post(url(paris), data=ANSWER | A_MORNING | {"more": "1"})
    assert answer.status_code == 200
    said = text(answer)
    assert 'id="absence-1-first"' in said
    assert ">The mayor is away.</textarea>" in said.replace("\n", "").replace("\r", "")
    assert kept(database).answered_at is None


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"preferred": ""}, "preferred", "Write a time like 17:00."),
        ({"preferred_to": "noon"}, "preferred_to", "time"),
        ({"preferred": "06:00"}, "preferred", "reach beyond"),
        ({"acceptable": "06:30"}, "acceptable", "reach beyond"),
        ({"possible": "07:03"}, "possible", "multiple of 5"),
        ({"preferred": "12:00", "preferred_to": "12:00"}, "preferred", "end as they begin"),
        ({"days_off": list("0123456")}, "days_off", "Leave at least one day"),
        ({"absence-0-last_time": "08:00"}, "absence-0-last_time", "ends before it begins"),
        ({"absence-0-first": ""}, "absence-0-first", "Choose the first day."),
        ({"comment": "x" * 2001}, "comment", "2000"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_the_rest_stays(
    client: FlaskClient,
    database: SQLAlchemy,
    paris: Delegation,
    values: dict[str, Any],
    field: str,
    says: str,
) -> None:
    answer = client.post(url(paris), data=ANSWER | A_MORNING | values)
    assert answer.status_code == 422
    said = text(answer)
    assert says in said.partition(f'id="{field}-error">')[2].partition("</p>")[0]
    assert said.partition('value="2026-11-20"')[2].partition(">")[0].endswith(" checked")
    assert kept(database).answered_at is None


def test_a_clock_off_the_five_minutes_names_itself(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    answer = client.post(url(paris), data=ANSWER | A_MORNING | {"absence-0-first_time": "09:03"})
    assert answer.status_code == 422
    assert "Absence 1: 09:03 is no multiple of 5 minutes" in text(answer)
    assert kept(database).answered_at is None


def test_dates_that_were_not_offered_are_no_absence(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    client.post(url(paris), data=HOURS_FORM | {"days": ["2026-12-24", "never", "2026-11-02"]})
    assert kept(database).absences == (absence("2026-11-02T00:00", "2026-11-03T00:00"),)


def test_known_holidays_are_named_and_marked(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    for day, name in ((date(2026, 11, 11), "Armistice"), (date(2026, 12, 25), "Noël")):
        builders.kept(Holiday(city_id=paris.city_id, on_date=day, name=name))
    said = text(client.get(url(paris)))
    assert "Wednesday 11 November 2026: Armistice" in said
    assert 'aria-label="Wednesday 11 November 2026, Armistice"' in said
    assert "Noël" not in said


def test_a_long_range_is_asked_about_in_stretches_alone(client: FlaskClient, database: SQLAlchemy) -> None:
    seminar = a_draft()
    a_plan(seminar, last_date=date(2027, 4, 30))
    paris = a_guest(seminar)
    said = text(client.get(url(paris)))
    assert 'name="days"' not in said
    assert 'name="absence-0-first"' in said
    assert client.post(url(paris), data=HOURS_FORM | A_MORNING).status_code == 303
    assert kept(database).absences == (absence("2026-11-12T09:00", "2026-11-12T12:00"),)


def test_the_page_of_one_city_names_no_other(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    seminar = database.session.get_one(Seminar, paris.seminar_id)
    a_guest(seminar, "Seoul", "Asia/Seoul")
    said = text(client.get(url(paris)))
    assert [word in said for word in ("Seoul", "seoul@x.example")] == [False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_statements_for_one_and_for_three_holidays(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation, count: int
) -> None:
    for number in range(count):
        builders.kept(Holiday(city_id=paris.city_id, on_date=date(2026, 11, 10 + number), name="Holiday"))
    link = url(paris)
    with count_statements() as statements:
        client.get(link)
    assert len(statements) == 5, statements
