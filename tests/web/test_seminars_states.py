"""The public page: what moved, what is cancelled, what is over, and what strangers may not see."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW, text
from tests.support.databases import ON_SQLITE
from tests.support.reading import page_of, read, section
from tests.support.tokyo import Held, tokyo_seminar
from webinars.domain.timezones import to_utc
from webinars.models import SeminarState, SessionState
from webinars.models.seminars import Seminar
from webinars.web.seminars import render_seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested in test_seminars_budgets.py.


@pytest.fixture
def held(database: SQLAlchemy) -> Held:
    return tokyo_seminar(state=SeminarState.ARCHIVED)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="autumn")


def moved(seminar: Seminar, clock: str = "17:30", **values: Any) -> None:
    """Write a part that was moved by half an hour to *clock* in Tokyo, on 3 March."""
    local_start = datetime.fromisoformat(f"2026-11-25T{clock}")
    was = to_utc(local_start, "Asia/Tokyo") - timedelta(minutes=30)
    moved_at = datetime.fromisoformat("2026-03-03T09:00+00:00")
    values = {"moved_from": was, "moved_at": moved_at} | values
    builders.a_session(seminar, local_start=local_start, **values)


def change_of(client: FlaskClient, **query: str) -> list[str]:
    return [one.words for one in page_of(client, **query).with_class("change")]


def test_a_moved_part_says_what_it_was_and_what_it_is(client: FlaskClient, seminar: Seminar) -> None:
    moved(seminar)
    assert change_of(client) == ["Moved on Tuesday 3 March 2026: was 17:00, now 17:30 (Tokyo, UTC+9)."]
    assert change_of(client, zone="Europe/Paris") == [
        "Moved on Tuesday 3 March 2026: was 09:00, now 09:30 (Paris, UTC+1)."
    ]


def test_a_move_over_midnight_names_both_days(client: FlaskClient, seminar: Seminar) -> None:
    moved(seminar, "17:15")
    assert change_of(client, zone="America/Los_Angeles") == [
        "Moved on Tuesday 3 March 2026: was Tuesday 24 November 2026 23:45,"
        " now Wednesday 25 November 2026 00:15 (Los Angeles, UTC−8)."
    ]


def test_a_move_is_no_news_once_the_part_has_begun(client: FlaskClient, seminar: Seminar) -> None:
    past = datetime.fromisoformat("2026-08-30T10:00")
    builders.a_session(seminar, local_start=past, moved_from=NOW, moved_at=NOW - timedelta(days=9))
    assert change_of(client) == []


@pytest.mark.parametrize("state", [SeminarState.CANCELLED, SeminarState.ARCHIVED])
def test_a_move_is_no_news_of_a_seminar_that_is_not_to_come(
    client: FlaskClient, database: SQLAlchemy, state: SeminarState
) -> None:
    moved(builders.a_seminar(slug="autumn", state=state))
    assert change_of(client) == []


def test_a_part_that_was_moved_back_has_not_moved(client: FlaskClient, seminar: Seminar) -> None:
    moved(seminar, moved_from=datetime.fromisoformat("2026-11-25T08:30+00:00"))
    assert change_of(client) == []


def test_a_cancelled_seminar_says_so_and_cannot_be_registered_for(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    seminar = builders.a_seminar(slug="autumn", state=SeminarState.CANCELLED)
    builders.a_session(seminar)
    page = page_of(client)
    assert page.with_class("notice")[0].words == "This seminar is cancelled. It does not take place."
    assert "This part is cancelled" in page.by_id("morning").words
    assert page.with_class("primary") == []
    assert page.tags("svg") == []


def test_a_cancelled_part_stays_on_the_page_and_leaves_the_ribbon(
    client: FlaskClient, seminar: Seminar
) -> None:
    builders.a_session(seminar, "morning", state=SessionState.CANCELLED)
    builders.a_session(seminar, "evening", local_start=datetime.fromisoformat("2026-11-25T17:00"))
    page = page_of(client)
    assert page.by_id("morning").with_class("state")[0].words == "This part is cancelled"
    assert {one.attributes["data-part"] for one in page.with_class("ribbon-part")} == {"evening"}


def test_an_archived_seminar_says_that_it_is_over(client: FlaskClient, held: Held) -> None:
    page = page_of(client, held.seminar.slug)
    assert page.with_class("kicker")[0].words == "Tokyo Global Partners Seminar 6 Over, in the archive"
    assert section(page, "Take part").tags("p")[0].words == "This seminar is over. Registration is closed."


def test_a_demonstration_says_that_it_is_one(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_seminar(slug="autumn", is_demonstration=True)
    notice = page_of(client).with_class("notice")[0]
    assert notice.words == "This is a demonstration. The seminar and its people are invented."


def test_strangers_see_no_draft(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_seminar(slug="autumn", state=SeminarState.DRAFT, theme=text("Secret plans"))
    answer = client.get("/seminars/autumn/")
    assert answer.status_code == 404
    assert "Secret plans" not in answer.text + client.get("/").text


def test_what_people_wrote_is_never_markup(client: FlaskClient, database: SQLAlchemy) -> None:
    builders.a_seminar(slug="autumn", theme=text("<script>alert(1)</script>"))
    assert "<script>alert" not in client.get("/seminars/autumn/").text
    assert page_of(client).tags("h1")[0].words == "<script>alert(1)</script>"


def test_a_preview_shows_a_draft_and_leads_nowhere(app: Flask, database: SQLAlchemy) -> None:
    draft = builders.a_seminar(state=SeminarState.DRAFT, theme=text("Secret plans"))
    builders.a_session(draft)
    with app.test_request_context("/"):
        page = read(render_seminar(draft.id, is_preview=True))
    assert page.tags("h1")[0].words == "Secret plans"
    assert page.with_class("notice")[0].words == (
        "This is a preview. Only your office sees it, and nobody can register here."
    )
    assert page.with_class("primary") == []
    assert [address for address in page.links().values() if ".ics" in address] == []
