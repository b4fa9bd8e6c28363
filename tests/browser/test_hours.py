"""When a city can, and its public holidays, entered in a real browser: readable, and by keyboard alone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tests.builders import a_city, a_delegation, a_seminar
from tests.support.browser import DESK, PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.organisers import sign_in_address
from tests.support.programme_files import calendar
from tests.support.servers import LiveServer
from webinars.models import SeminarState
from webinars.models.plans import Availability, Holiday

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]
LOOKS = [Reader(size=DESK), Reader(size=PHONE, scheme="dark")]
FILE = calendar(
    "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20300501\nSUMMARY:Fête du travail\nRRULE:FREQ=YEARLY\nEND:VEVENT",
    "BEGIN:VEVENT\nDTSTART:20300714T100000Z\nSUMMARY:A talk in the wrong file\nEND:VEVENT",
)


def sign_in(page: Page, server: LiveServer, path: str) -> None:
    page.goto(server.url + path)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/organise/**")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).press("Enter")


def wrong_with(page: Page) -> tuple[list[str], int]:
    return accessibility_errors(page), overflowing_pixels(page)


@pytest.mark.parametrize("reader", LOOKS)
def test_hours_and_absences_are_entered_row_by_row(
    database: SQLAlchemy, live_server: Serve, desk: Desk, reader: Reader
) -> None:
    a_delegation(a_seminar(slug="one", state=SeminarState.DRAFT), a_city(slug="paris"))
    address = sign_in_address()
    with live_server() as server:
        page = desk.open(reader=reader)
        sign_in(page, server, address)
        page.goto(f"{server.url}/organise/seminars/one/hours")
        assert wrong_with(page) == ([], 0)
        page.get_by_role("link", name="Paris", exact=True).click()
        expect(page.locator("[name=preferred]")).to_be_hidden()
        page.locator("[name=hours_of][value=own]").check()
        page.locator("[name=preferred]").fill("10:00")
        page.locator("[name=absence-0-first]").fill("2030-05-03")
        press(page, "Add one more")
        page.locator("[name=absence-1-first]").fill("2030-05-10")
        page.locator("[name=absence-1-first_time]").fill("14:00")
        assert wrong_with(page) == ([], 0)
        press(page, "Save")
        expect(page).to_have_url(f"{server.url}/organise/seminars/one/hours")
    kept = database.session.scalars(select(Availability)).one()
    assert kept.hours is not None
    assert (kept.hours.preferred.from_minute, [one.to_list() for one in kept.absences]) == (
        600,
        [["2030-05-03T00:00", "2030-05-04T00:00"], ["2030-05-10T14:00", "2030-05-11T00:00"]],
    )


@pytest.mark.parametrize("reader", LOOKS)
def test_holidays_are_taken_over_for_all_cities_of_the_country(
    database: SQLAlchemy, live_server: Serve, desk: Desk, tmp_path: Path, reader: Reader
) -> None:
    a_city(slug="paris")
    a_city("Lyon")
    address, file = sign_in_address(), tmp_path / "holidays.ics"
    file.write_bytes(FILE)
    with live_server() as server:
        page = desk.open(reader=reader)
        sign_in(page, server, address)
        page.goto(f"{server.url}/organise/cities/paris/holidays/import")
        page.locator("[name=file]").set_input_files(file)
        press(page, "Show what it does")
        expect(page.locator("#left-out")).to_be_visible()
        assert wrong_with(page) == ([], 0)
        page.locator("[name=scope][value=country]").check()
        page.locator("[name=day]").last.uncheck()
        press(page, "Take these days over")
        expect(page.locator("#holidays")).to_be_visible()
        assert wrong_with(page) == ([], 0)
    statement = select(func.count(Holiday.id)).group_by(Holiday.city_id)
    assert database.session.scalars(statement).all() == [7, 7]
