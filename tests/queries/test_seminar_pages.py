"""What strangers see of seminars, in the same order on both engines."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from webinars.domain.errors import Missing
from webinars.models import SeminarState
from webinars.queries.seminar_pages import public_programme, public_seminars


def held(slug: str, *days: str, zone: str | None = "Asia/Tokyo", **values: Any) -> None:
    seminar = builders.a_seminar(slug=slug, **values)
    for number, day in enumerate(days):
        start = datetime.fromisoformat(f"{day}T10:00")
        builders.a_session(seminar, f"part-{number}", local_start=start, zone=zone)


def slugs(number: int = 1, size: int = 50) -> list[tuple[str, bool]]:
    page = public_seminars(number, size, now=NOW)
    return [(one.seminar.slug, one.is_over) for one in page.items]


def test_what_is_coming_stands_first_and_soonest_and_what_was_latest(database: SQLAlchemy) -> None:
    held("later", "2026-12-01")
    held("long-ago", "2021-11-24")
    held("undated")
    held("soon", "2026-10-01", "2026-12-30")
    held("recent", "2026-08-30")
    held("without-zone", "2025-01-01", zone=None)
    held("draft", "2026-10-02", state=SeminarState.DRAFT)
    assert slugs() == [
        ("soon", False),
        ("later", False),
        ("undated", False),
        ("recent", True),
        ("without-zone", True),
        ("long-ago", True),
    ]


def test_a_seminar_is_over_with_its_last_part(database: SQLAlchemy) -> None:
    held("half-way", "2026-08-30", "2026-09-02")
    held("put-away", "2026-08-29", state=SeminarState.ARCHIVED)
    assert slugs() == [("half-way", False), ("put-away", True)]


def test_the_pages_of_the_list_hold_everything_once(database: SQLAlchemy) -> None:
    for number in range(5):
        held(f"seminar-{number}", f"2026-1{number % 3}-0{number + 1}")
    pages = [slug for number in (1, 2, 3) for slug, _ in slugs(number, 2)]
    assert sorted(pages) == [f"seminar-{number}" for number in range(5)]
    with pytest.raises(Missing):
        slugs(4, 2)


def test_the_parts_of_a_listed_seminar_are_in_order(database: SQLAlchemy) -> None:
    held("autumn", "2026-10-02", "2026-10-01")
    (one,) = public_seminars(1, 50, now=NOW).items
    assert [session.key for session in one.sessions] == ["part-1", "part-0"]


def test_strangers_see_the_programme_of_no_draft(database: SQLAlchemy) -> None:
    held("draft", state=SeminarState.DRAFT)
    held("open")
    assert public_programme("open").seminar.slug == "open"
    for slug in ("draft", "none"):
        with pytest.raises(Missing):
            public_programme(slug)


def test_a_seminar_that_ends_now_is_over(database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(slug="now")
    session = builders.a_session(seminar, local_start=datetime.fromisoformat("2026-09-01T16:00"), minutes=150)
    assert session.ends_at == NOW
    assert slugs() == [("now", True)]
    assert public_seminars(1, 50, now=NOW - timedelta(seconds=1)).items[0].is_over is False
