"""The list of what is coming and what was."""

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import text
from tests.support.databases import ON_SQLITE
from tests.support.reading import read
from webinars.models import SeminarState

pytestmark = ON_SQLITE  # What differs between the engines is tested in test_seminars_budgets.py.


def listed(client: FlaskClient, **query: str) -> dict[str, list[str]]:
    page = read(client.get("/", query_string=query).text)
    return {
        one.tags("h2")[0].words: [entry.words for entry in one.tags("h3")]
        for one in page.tags("section")
        if one.tags("h3")
    }


def on(day: str, theme: str, **values: Any) -> None:
    seminar = builders.a_seminar(theme=text(theme), **values)
    builders.a_session(seminar, local_start=datetime.fromisoformat(f"{day}T10:00"))


def test_the_list_has_what_is_coming_soonest_first_and_what_was_latest_first(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    on("2026-12-01", "Later")
    on("2021-11-24", "Long ago", state=SeminarState.ARCHIVED)
    on("2026-10-01", "Soon")
    on("2026-08-31", "Just now")
    on("2026-10-02", "Called off", state=SeminarState.CANCELLED)
    on("2026-10-03", "Draft", state=SeminarState.DRAFT)
    assert listed(client) == {"Coming": ["Soon", "Called off", "Later"], "Past": ["Just now", "Long ago"]}


def test_an_entry_gives_both_clocks_while_it_is_to_come(client: FlaskClient, database: SQLAlchemy) -> None:
    on("2026-12-01", "Later")
    entry = read(client.get("/?zone=Europe/Paris").text).with_class("entry")[0]
    assert entry.words == (
        "Later Tuesday 1 December 2026 · Tokyo Metropolitan Government"
        " Morning part Tuesday 02:00 –04:35 Paris, UTC+1 Tuesday 10:00 –12:35 Tokyo, UTC+9"
    )


def test_an_empty_list_says_what_to_do(client: FlaskClient, database: SQLAlchemy) -> None:
    assert (
        read(client.get("/").text).with_class("empty")[0].words == "No seminar is announced Come back later."
    )


@pytest.mark.parametrize("number", ["-1", "0", "2", "x", "999999999999"])
def test_a_page_that_the_list_does_not_have_is_not_found(
    client: FlaskClient, database: SQLAlchemy, number: str
) -> None:
    answer = client.get(f"/?page={number}")
    assert answer.status_code == 404
    assert read(answer.text).with_class("lead")[0].words != ""
