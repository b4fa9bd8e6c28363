"""Moving in a real browser: a look at what a move changes, a second thought, and the move."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from tests.builders import a_city, a_delegation, a_registration, a_seminar, a_session, an_invitation
from tests.support.browser import PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.organisers import sign_in_address
from tests.support.servers import LiveServer
from webinars.models import Session

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]


def a_seminar_ahead() -> Session:
    """Write a seminar of Tokyo at ten o'clock, two months ahead of the server's clock, with two guests."""
    seminar = a_seminar(slug="one", host_city_id=a_city("Tokyo", zone="Asia/Tokyo").id)
    day = datetime.now(UTC).replace(tzinfo=None, hour=10, minute=0, second=0, microsecond=0)
    part = a_session(seminar, local_start=day + timedelta(days=60))
    for name, zone in (("Los Angeles", "America/Los_Angeles"), ("Seoul", "Asia/Seoul")):
        a_delegation(seminar, a_city(name, zone=zone))
    an_invitation(a_registration(seminar), part)
    return part


def sign_in(page: Page, server: LiveServer, path: str) -> None:
    page.goto(server.url + path)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/organise/**")


def start_of(database: SQLAlchemy, part: Session) -> datetime:
    database.session.rollback()
    database.session.refresh(part)
    return part.local_start


def test_a_part_is_moved_on_a_phone_after_two_looks(
    database: SQLAlchemy, live_server: Serve, desk: Desk
) -> None:
    part = a_seminar_ahead()
    was, path = part.local_start, sign_in_address()
    with live_server(workers=1) as server:
        page = desk.open(reader=Reader(size=PHONE, scheme="dark"))
        sign_in(page, server, path)
        page.goto(f"{server.url}/organise/seminars/one/sessions/morning/move")
        page.get_by_label("Start").fill(f"{was:%Y-%m-%d}T23:00")
        page.get_by_role("button", name="Show what this changes").press("Enter")
        expect(page.get_by_role("rowheader", name="Seoul")).to_be_visible()
        assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)
        page.get_by_role("button", name="Choose another time").press("Enter")
        expect(page.get_by_label("Start")).to_have_value(f"{was:%Y-%m-%d}T23:00")
        page.get_by_label("Start").fill(f"{was:%Y-%m-%d}T11:00")
        page.get_by_role("button", name="Show what this changes").press("Enter")
        expect(page.get_by_text("1 calendar invitation is updated")).to_be_visible()
        assert start_of(database, part) == was
        page.get_by_role("button", name="Move the part").press("Enter")
        expect(page.get_by_text("The time is kept.")).to_be_visible()
    assert start_of(database, part) == was.replace(hour=11)


def test_a_seminar_is_moved_by_a_week_without_a_script(
    database: SQLAlchemy, live_server: Serve, desk: Desk
) -> None:
    part = a_seminar_ahead()
    was, path = part.local_start, sign_in_address()
    with live_server(workers=1) as server:
        page = desk.open(reader=Reader(has_javascript=False))
        sign_in(page, server, path)
        page.goto(f"{server.url}/organise/seminars/one/")
        page.get_by_role("link", name="Move to another date").press("Enter")
        page.get_by_label("Date of the first part").fill(f"{was + timedelta(days=7):%Y-%m-%d}")
        page.get_by_role("button", name="Show what this changes").press("Enter")
        expect(page.get_by_role("heading", name="Morning part")).to_be_visible()
        assert start_of(database, part) == was
        page.get_by_role("button", name="Move the seminar").press("Enter")
        expect(page.get_by_text("The seminar is moved.")).to_be_visible()
    assert start_of(database, part) == was + timedelta(days=7)
