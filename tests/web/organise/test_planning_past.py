"""Dates to plan that are over: refused where all are, left out where the first are."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.planning import HERE, a_draft_to_plan, a_week
from webinars.models import Seminar
from webinars.queries.plans import plan_of

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


PAST = {
    "first_date": "2026-08-24",
    "last_date": "2026-08-31",
    "parts": "155, 145",
    "gap": "60",
    "grid": "15",
    "span_days": "1",
    "presence": "whole",
    "version": "",
}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_draft_to_plan()


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse, status: int = 200) -> str:
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


def test_dates_that_are_past_are_refused(office: FlaskClient, seminar: Seminar) -> None:
    page = text(office.post(HERE, data=PAST), 422)
    assert 'id="last_date-error">These dates are past. Choose later ones.</p>' in page
    assert plan_of(seminar.id) is None


def test_dates_that_are_past_by_now_get_no_proposal(office: FlaskClient, seminar: Seminar) -> None:
    a_week(seminar, date(2026, 8, 24))
    page = text(office.get(HERE))
    assert "The dates of the plan are past. Choose later ones." in page
    assert '<a href="#asked">Change what is looked for</a>' in page
    assert ("<article" in page, "Choose starts by hand" in page) == (False, False)
    for subpage in ("starts", "starts.json", "apply", "reasons/total"):
        assert "The dates of the plan are past." in text(office.get(f"{HERE}{subpage}"), 404)


def test_the_first_dates_are_left_out_once_they_are_past(office: FlaskClient, seminar: Seminar) -> None:
    a_week(seminar, date(2026, 8, 30))  # from a Sunday to Thursday; today is Tuesday 1 September
    page = text(office.get(HERE))
    assert "from Tuesday 1 September 2026 to Thursday 3 September 2026" in page
    assert "The dates before Tuesday 1 September 2026 are past and left out." in page
    assert "Monday 31 August 2026" not in page
    assert re.findall(r'type="date" value="([^"]+)"', page) == ["2026-08-30", "2026-09-03"]
    assert page.count("<article") == 3
