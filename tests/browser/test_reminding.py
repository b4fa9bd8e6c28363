"""Reminders and messages in a real browser: a message is read before it is sent, reminders are stopped."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tests.support.browser import PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.organisers import sign_in_address
from tests.support.registrants import token
from tests.support.reminding import a_guest, a_part, a_reminding
from tests.support.servers import LiveServer
from webinars.domain.links import Purpose
from webinars.models import Notice, NoticeKind, Registration

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]


def looks_well(page: Page) -> bool:
    return (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)


def test_a_message_is_read_by_its_author_before_it_goes_to_anybody(
    database: SQLAlchemy, live_server: Serve, desk: Desk
) -> None:
    seminar = a_reminding(slug="one")
    part = a_part(seminar)
    for name in ("Rosa", "Ravi"):
        a_guest(seminar, part, name=name)
    path = sign_in_address()
    with live_server(workers=1) as server:
        page = desk.open(server.url + path, reader=Reader(size=PHONE, scheme="dark"))
        page.get_by_role("button").last.click()
        page.wait_for_url("**/organise/**")
        page.goto(f"{server.url}/organise/seminars/one/messages/")
        page.get_by_role("link", name="Write a message").click()
        assert looks_well(page)
        page.get_by_role("group", name="Subject").get_by_label("English").fill("A new room")
        words = page.get_by_role("group", name="Message").get_by_label("English")
        words.fill("Dear {nmae}")
        page.get_by_role("button", name="Keep and preview").click()
        expect(page.locator("#text-en-error")).to_contain_text("“{nmae}” is no placeholder.")
        words.fill("Dear {name},\nthe room of {part} has changed.")
        page.get_by_role("button", name="Keep and preview").click()
        letter = page.frame_locator("iframe.letter")
        expect(letter.get_by_text("the room of Evening part has changed.")).to_be_visible()
        assert looks_well(page)
        page.get_by_role("button", name="Send to 2 people").click()
        expect(page.get_by_text("2 letters are on their way.")).to_be_visible()
        page.get_by_role("link", name="Messages").first.click()
        expect(page.get_by_role("rowheader", name="A new room")).to_be_visible()
        assert looks_well(page)
    database.session.rollback()
    sent = select(func.count(Notice.id)).where(Notice.kind == NoticeKind.MESSAGE)
    assert database.session.scalar(sent) == 2


def test_reminders_are_stopped_from_the_own_page_and_started_again(
    database: SQLAlchemy, live_server: Serve, desk: Desk
) -> None:
    seminar = a_reminding(slug="one")
    rosa = a_guest(seminar, a_part(seminar))
    with live_server(workers=1) as server:
        own = f"{server.url}/registrations/{token(Purpose.REGISTRATION, rosa)}/"
        page = desk.open(own, reader=Reader(size=PHONE))
        page.get_by_role("button", name="Stop reminders").click()
        expect(page.get_by_role("heading", name="Reminders are stopped")).to_be_visible()
        assert looks_well(page)
        database.session.rollback()
        stopped = database.session.get_one(Registration, rosa.id, populate_existing=True)
        assert stopped.reminders_stopped_at is not None
        page.get_by_role("button", name="Send reminders again").click()
        expect(page.get_by_role("heading", name="Stop reminders?")).to_be_visible()
        page.get_by_role("link", name="Open your page").click()
        expect(page).to_have_url(own)
