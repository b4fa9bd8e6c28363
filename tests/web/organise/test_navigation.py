"""The list on the left: which of its entries the page that is shown belongs to."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import a_city, a_delegation
from tests.support.calls import an_open_call
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.planning import MONDAY, SLUG, a_draft_to_plan, a_week

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

HERE = f"/organise/seminars/{SLUG}"


@pytest.fixture
def office(app: Flask, database: SQLAlchemy) -> FlaskClient:
    seminar = a_draft_to_plan()
    a_week(seminar, MONDAY + timedelta(days=7))
    an_open_call(slug="open")
    a_delegation(seminar, a_city("Lima", zone="America/Lima", slug="lima"))
    return signed_in(app)


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        (f"{HERE}/", [("page", "Overview")]),
        (f"{HERE}/plan/", [("page", "Planning")]),
        (f"{HERE}/plan/starts", [("true", "Planning")]),
        (f"{HERE}/plan/reasons/minimax", [("true", "Planning")]),
        (f"{HERE}/hours", [("true", "Planning")]),
        (f"{HERE}/hours/lima", [("true", "Planning")]),
        (f"{HERE}/poll/", [("true", "Planning")]),
        (f"{HERE}/presentations/", [("page", "Presentations that wait")]),
        (f"{HERE}/order/", [("true", "Presentations that wait")]),
        (f"{HERE}/sessions/new", [("true", "Overview")]),
        (f"{HERE}/move", [("true", "Overview")]),
        (f"{HERE}/delegations/add", [("true", "Cities")]),
        (f"{HERE}/messages/", [("page", "Messages")]),
        (f"{HERE}/messages/new", [("true", "Messages")]),
        ("/organise/calls/open/edit", [("page", "Texts and themes")]),
        ("/organise/calls/open/extend", [("true", "Overview")]),
        ("/organise/cities/", [("page", "Directory")]),
        ("/organise/cities/lima/hours", [("true", "Directory")]),
        ("/organise/cities/lima/holidays/import", [("true", "Directory")]),
    ],
)
def test_a_page_marks_its_own_entry_or_the_one_that_it_stands_behind(
    office: FlaskClient, address: str, marked: list[tuple[str, str]]
) -> None:
    page = office.get(address, follow_redirects=True)
    assert page.status_code == 200
    nav = page.get_data(as_text=True).partition('<nav class="side-nav"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="(\w+)">([^<]+)<', nav) == marked
