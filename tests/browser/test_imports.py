"""Taking a programme over, and choosing what becomes of moved parts, in a real browser."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.builders import NOW, a_city, a_delegation, a_seminar, a_session, kept
from tests.support.browser import DESK, PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.organisers import sign_in_address
from tests.support.programme_files import calendar, event, programme_of
from tests.support.servers import LiveServer
from webinars.models import Slot
from webinars.models.zones import ZoneReading

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]
THREE = [("a", "1000", 30, "Ada"), ("b", "1030", 30, "Bo"), ("c", "1115", 45, "Cleo")]
HERE = "/organise/seminars/one/import/"


def sign_in(page: Page, server: LiveServer, path: str) -> None:
    page.goto(server.url + path)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/organise/**")


def send(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).press("Enter")


def choose(page: Page, server: LiveServer, file: Path, content: bytes) -> None:
    """Upload a file, and wait for what it would do."""
    file.write_bytes(content)
    page.goto(server.url + HERE)
    page.locator("[name=file]").set_input_files(file)
    send(page, "main button.primary")


@pytest.mark.parametrize("reader", [DESK, PHONE])
def test_a_file_is_taken_over_by_keyboard_and_its_plan_is_readable(
    database: SQLAlchemy, live_server: Serve, desk: Desk, tmp_path: Path, reader: tuple[int, int]
) -> None:
    a_seminar(slug="one")
    address = sign_in_address()
    with live_server() as server:
        page = desk.open(reader=Reader(size=reader))
        sign_in(page, server, address)
        file = tmp_path / "programme.ics"
        choose(page, server, file, programme_of(THREE))
        page.locator("[name=group-0-name]").fill("Morning")
        send(page, "main [name=again]")
        send(page, "main button.primary")
        expect(page).to_have_url(f"{server.url}/organise/seminars/one/")
        assert sorted(filter(None, database.session.scalars(select(Slot.source_uid)))) == [
            "a",
            "b",
            "c",
            "pause:c",
        ]
        wrong = event("wrong", ":nonsense", title="A title of more words than fit on a line of a phone")
        floating = event("floating", ":20270120T100000", "", "DURATION:PT30M", title="Floating")
        choose(page, server, file, calendar(wrong, floating))
        expect(page.locator("#missing")).to_be_visible()
        assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)


@pytest.mark.parametrize("reader", [DESK, PHONE])
def test_a_choice_about_a_moved_part_is_readable_and_made_by_keyboard(
    database: SQLAlchemy, live_server: Serve, desk: Desk, reader: tuple[int, int]
) -> None:
    starts_at = datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0) + timedelta(days=60)
    seminar = a_seminar(slug="one")
    a_session(
        seminar,
        local_start=(starts_at + timedelta(hours=8)).replace(tzinfo=None),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=155),
        zone_version="1999z",
    )
    a_delegation(seminar, a_city())
    since = {"since": "2026-01-01T00:00:00+00:00", "changes": []}
    rules = since | {"offset": 7 * 3600}
    kept(ZoneReading(zone="Europe/Paris", version="1999z", rules=rules, read_at=NOW))
    address = sign_in_address()
    with live_server() as server:
        page = desk.open(reader=Reader(size=reader))
        sign_in(page, server, address)
        page.goto(f"{server.url}/organise/zones/")
        assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)
        send(page, "form[action$='/clock'] button")
        expect(page.locator(".empty")).to_be_visible()
