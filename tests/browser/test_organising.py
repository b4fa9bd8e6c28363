"""Organising in a real browser: by keyboard alone, with and without a script, on a desk and on a phone."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from tests.support.browser import Desk, Reader, accessibility_errors
from tests.support.databases import ON_SQLITE
from tests.support.drafts import a_draft_ahead
from tests.support.organisers import sign_in_address
from tests.support.servers import LiveServer
from webinars.models import Session
from webinars.queries.slots import slots_of

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]
ORDER = "/organise/seminars/partners-7/sessions/morning/slots/"


def sign_in(page: Page, server: LiveServer, path: str) -> None:
    page.goto(server.url + path)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/organise/**")


def titles(database: SQLAlchemy, session: Session) -> list[str]:
    database.session.rollback()
    return [str(slot.title) for slot in slots_of(session.id)]


def test_a_refused_form_is_accessible_and_takes_the_focus(
    database: SQLAlchemy, live_server: Serve, page: Page
) -> None:
    a_draft_ahead()
    path = sign_in_address()
    with live_server(workers=1) as server:
        sign_in(page, server, path)
        page.goto(f"{server.url}/organise/seminars/partners-7/sessions/new")
        page.get_by_label("English").fill("Night part")
        page.get_by_label("Short name").fill("night")
        page.get_by_label("Start").fill("2027-10-31T02:30")
        page.get_by_label("Time zone").fill("Europe/Paris")
        page.get_by_label("Length in minutes").fill("60")
        page.get_by_role("button", name="Add the part").press("Enter")
        expect(page.locator("#errors")).to_be_focused()
        assert accessibility_errors(page) == []
        page.get_by_label("The second time (UTC+1)").check()
        page.get_by_role("button", name="Add the part").press("Enter")
        expect(page.get_by_role("heading", name="Night part")).to_be_visible()


def test_slots_are_put_in_order_by_keyboard_and_saved_at_once(
    database: SQLAlchemy, live_server: Serve, page: Page
) -> None:
    session = a_draft_ahead()
    path = sign_in_address()
    with live_server(workers=1) as server:
        sign_in(page, server, path)
        page.goto(server.url + ORDER)
        page.get_by_role("button", name="Move up: Talk 3").press("Enter")
        page.get_by_role("button", name="Move up: Talk 3").press("Enter")
        assert titles(database, session) == ["Talk 1", "Talk 2", "Talk 3"]
        page.get_by_role("button", name="Save the order").press("Enter")
        expect(page.locator("[data-reorder] li strong").first).to_have_text("Talk 3")
    assert titles(database, session) == ["Talk 3", "Talk 1", "Talk 2"]


def test_slots_are_put_in_order_without_a_script(
    database: SQLAlchemy, live_server: Serve, desk: Desk
) -> None:
    session = a_draft_ahead()
    path = sign_in_address()
    with live_server(workers=1) as server:
        page = desk.open(reader=Reader(has_javascript=False))
        sign_in(page, server, path)
        page.goto(server.url + ORDER)
        page.get_by_role("button", name="Move down: Talk 1").press("Enter")
        expect(page.locator("[data-reorder] li strong").first).to_have_text("Talk 2")
        page.get_by_label("New place: Talk 3").fill("1")
        page.get_by_label("New place: Talk 3").press("Enter")
        expect(page.locator("[data-reorder] li strong").first).to_have_text("Talk 3")
    assert titles(database, session) == ["Talk 3", "Talk 2", "Talk 1"]


def test_shortening_a_talk_lifts_the_ban_on_publishing(
    database: SQLAlchemy, live_server: Serve, page: Page
) -> None:
    a_draft_ahead()
    path = sign_in_address()
    with live_server(workers=1) as server:
        sign_in(page, server, path)
        page.goto(f"{server.url}/organise/seminars/partners-7/")
        page.get_by_role("button", name="Publish").press("Enter")
        expect(page.get_by_text("This cannot be published yet.")).to_be_visible()
        page.get_by_role("link", name="Correct it").last.press("Enter")
        page.get_by_role("link", name="Edit Talk 3").press("Enter")
        page.get_by_label("Length in minutes").fill("35")
        page.get_by_role("button", name="Save").press("Enter")
        expect(page.get_by_text("60 of 60")).to_be_visible()
        page.goto(f"{server.url}/organise/seminars/partners-7/")
        page.get_by_role("button", name="Publish").press("Enter")
        expect(page.get_by_text("The seminar is published.")).to_be_visible()
