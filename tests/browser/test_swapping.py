"""Changing places in a real browser: an organiser who looks, does it and undoes it; presenters who agree."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from tests.builders import a_seminar, a_session
from tests.support.browser import DESK, PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.organisers import sign_in_address
from tests.support.registrants import token
from tests.support.servers import LiveServer
from tests.support.swapping import filled, order_of, presenter_of
from webinars.domain.links import Purpose
from webinars.models import Slot

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]


def parts_ahead() -> tuple[list[Slot], list[Slot]]:
    """Write two parts in Tokyo, two months ahead of the server's clock."""
    seminar = a_seminar(slug="one")
    day = datetime.now(UTC).replace(tzinfo=None, hour=10, minute=0, second=0, microsecond=0) + timedelta(60)
    morning = a_session(seminar, "morning", local_start=day)
    evening = a_session(seminar, "evening", local_start=day.replace(hour=17))
    return filled(morning, [20, 30, 20]), filled(evening, [20, 20])


def titles(database: SQLAlchemy, session_id: int) -> list[str]:
    database.session.rollback()
    return list(order_of(session_id))


def check(page: Page) -> None:
    assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)


@pytest.mark.parametrize(
    "reader", [Reader(size=PHONE, scheme="dark"), Reader(size=DESK)], ids=["phone", "desk"]
)
def test_an_organiser_looks_changes_places_and_changes_back(
    database: SQLAlchemy, live_server: Serve, desk: Desk, reader: Reader
) -> None:
    (first, *_rest), _evening = parts_ahead()
    part, path = first.session_id, sign_in_address()
    with live_server() as server:
        page = desk.open(server.url + path, reader=reader)
        page.get_by_role("button").last.click()
        page.wait_for_url("**/organise/**")
        page.goto(f"{server.url}/organise/seminars/one/sessions/morning/slots/")
        page.get_by_role("link", name="Change places").first.press("Enter")
        check(page)
        page.get_by_role("row", name="evening 1").get_by_role("link").press("Enter")
        expect(page.get_by_text("Cannot attend any more").first).to_be_visible()
        check(page)
        page.get_by_role("button", name="Change places all the same").press("Enter")
        expect(page.get_by_text("The slots changed places.")).to_be_visible()
        check(page)
        page.get_by_role("button", name="Undo: change back").press("Enter")
        page.wait_for_url("**/slots/")
    assert titles(database, part) == ["morning 1", "morning 2", "morning 3"]
    assert desk.complaints == []


@pytest.mark.parametrize(
    "reader", [Reader(size=PHONE), Reader(size=DESK, scheme="dark")], ids=["phone", "desk"]
)
def test_two_presenters_agree_to_change_places(
    database: SQLAlchemy, live_server: Serve, desk: Desk, reader: Reader
) -> None:
    (first, *_rest), (other, *_others) = parts_ahead()
    part = first.session_id
    own, asked = (f"/presenters/{token(Purpose.PRESENTER, presenter_of(slot))}/" for slot in (first, other))
    with live_server() as server:
        page = desk.open(server.url + own, reader=reader)
        page.get_by_role("link", name="Ask another presenter to change places").press("Enter")
        check(page)
        page.get_by_role("radio", name="evening 1").check()
        page.get_by_label("Message").fill("I teach in the evening.")
        page.get_by_role("button", name="Ask to change places").press("Enter")
        expect(page.get_by_text("there is no answer yet")).to_be_visible()
        check(page)
        page.goto(server.url + asked)
        page.get_by_role("link", name="See what Presenter of morning 1 asks").press("Enter")
        check(page)
        page.get_by_role("button", name="Change places").press("Enter")
        expect(page.get_by_text("You changed places.")).to_be_visible()
        check(page)
    assert titles(database, part) == ["evening 1", "morning 2", "morning 3"]
    assert desk.complaints == []
