"""The cities of a seminar for the organiser: invited and reminded, one by one or all."""

from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.delegates import a_city_of
from tests.support.organisers import signed_in
from tests.support.registrants import an_evening
from webinars.models import Delegation, Notice, NoticeKind, Seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/seminars/partners-7/delegations/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = builders.a_seminar(slug="partners-7", answer_by=date(2026, 10, 1))
    an_evening(seminar)
    return seminar


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def stored(database: SQLAlchemy, delegation: Delegation) -> Delegation:
    return database.session.get_one(Delegation, delegation.id, populate_existing=True)


def kinds(database: SQLAlchemy) -> list[NoticeKind]:
    return list(database.session.scalars(select(Notice.kind).order_by(Notice.id)))


def test_one_city_and_then_all_are_invited(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    paris, lima = a_city_of(seminar, "Paris"), a_city_of(seminar, "Lima")
    a_city_of(seminar, "Cairo", focal_email=None)
    assert office.post(f"{URL}{paris.key}/invite", data={"answer_by": "2026-09-20"}).status_code == 303
    assert stored(database, paris).answer_by == date(2026, 9, 20)
    assert "Invite 1 city" in text(office.get(URL))
    for _ in range(2):  # pressed twice
        assert office.post(f"{URL}invite", data={"answer_by": ""}).status_code == 303
    assert stored(database, lima).answer_by == date(2026, 10, 1)
    assert kinds(database) == [NoticeKind.CITY_INVITATION] * 2


@pytest.mark.parametrize(
    ("day", "says"), [("2026-08-01", "is past"), ("2027-01-01", "starts before"), ("x", "")]
)
def test_a_date_that_cannot_be_is_refused_where_it_was_typed(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar, day: str, says: str
) -> None:
    paris = a_city_of(seminar, "Paris")
    for address in (f"{URL}invite", f"{URL}{paris.key}/invite"):
        answer = office.post(address, data={"answer_by": day})
        assert answer.status_code == 422
        assert says in text(answer).partition('id="answer_by-error">')[2].partition("</p>")[0]
    assert kinds(database) == []


def test_silent_cities_are_reminded_one_by_one_or_all(
    office: FlaskClient, database: SQLAlchemy, seminar: Seminar
) -> None:
    earlier = NOW - timedelta(days=2)
    paris = a_city_of(seminar, "Paris", invited_at=earlier)
    a_city_of(seminar, "Lima", invited_at=earlier)
    assert office.post(f"{URL}{paris.key}/remind").status_code == 303
    office.post(f"{URL}{paris.key}/remind")
    assert "got a letter within the last day" in text(office.get(URL))
    for _ in range(2):
        office.post(f"{URL}remind")
    assert kinds(database) == [NoticeKind.CITY_REMINDER] * 2


def test_the_list_says_when_a_silent_city_is_reminded_next(office: FlaskClient, seminar: Seminar) -> None:
    asked = {"invited_at": NOW - timedelta(days=9), "answer_by": (NOW + timedelta(days=9)).date()}
    a_city_of(seminar, "Paris", **asked)
    assert "Next reminder: Thursday 3 September 2026" in text(office.get(URL))


@pytest.mark.parametrize("values", [{"answered_at": NOW}, {"undeliverable_at": NOW}, {"focal_email": None}])
def test_no_city_that_answered_or_cannot_be_reached_is_reminded_next(
    office: FlaskClient, seminar: Seminar, values: dict[str, Any]
) -> None:
    asked = {"invited_at": NOW - timedelta(days=9), "answer_by": (NOW + timedelta(days=9)).date()}
    a_city_of(seminar, "Paris", **asked | values)
    assert "Next reminder" not in text(office.get(URL))


def test_no_city_is_reminded_once_a_part_has_started(office: FlaskClient, seminar: Seminar) -> None:
    asked = {"invited_at": NOW - timedelta(days=9), "answer_by": (NOW + timedelta(days=9)).date()}
    a_city_of(seminar, "Paris", **asked)
    builders.a_session(seminar, "begun", local_start=datetime.fromisoformat("2026-09-01T18:00"))
    assert "Next reminder" not in text(office.get(URL))
