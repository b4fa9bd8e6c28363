"""The public pages in a real browser: light, readable by everybody, and in the reader's own time."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, time, timedelta
from itertools import product

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Request, expect

from tests.support.browser import DESK, PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.servers import LiveServer
from tests.support.tokyo import add_slots, tokyo_seminar

pytestmark = ON_SQLITE

PATH = "/seminars/tokyo-global-partners-6/"
MOST_BYTES = 60 * 1024
MOST_REQUESTS = 6
SMALLEST_TEXT_PX = 11
TOKYO = Reader(zone="Asia/Tokyo")
PARISIAN = Reader(size=PHONE, zone="Europe/Paris")

LOOKS = [Reader(size=size, scheme=scheme) for size in (PHONE, DESK) for scheme in ("light", "dark")]
PAGES = (f"{PATH}?zone=America/Los_Angeles", "/", "/zones?q=paris")


@pytest.fixture
def url(
    database: SQLAlchemy, live_server: Callable[..., AbstractContextManager[LiveServer]]
) -> Iterator[str]:
    # The server has the real clock: the seminar is always to come, in full, with its programme.
    day = datetime.combine(datetime.now(UTC) + timedelta(days=60), time())
    held = tokyo_seminar(day)
    add_slots(held.morning, held.presenting[:6])
    add_slots(held.evening, held.presenting[6:])
    with live_server(workers=1) as server:
        yield server.url


def test_the_page_is_light(desk: Desk, url: str) -> None:
    requests: list[Request] = []
    page = desk.open(reader=TOKYO)
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 (marks its handler)
    page.goto(f"{url}{PATH}?zone=Europe/Paris", wait_until="networkidle")
    sizes = {request.url: request.sizes() for request in requests}
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes.values())
    assert len(requests) <= MOST_REQUESTS, list(sizes)
    assert 0 < total < MOST_BYTES, sizes


def test_everybody_can_read_the_pages_at_every_size_by_day_and_night(desk: Desk, url: str) -> None:
    wrong = {}
    for reader, path in product(LOOKS, PAGES):
        page = desk.open(url + path, reader=reader)
        wrong[reader.size, reader.scheme, path] = (accessibility_errors(page), overflowing_pixels(page))
    assert {place: found for place, found in wrong.items() if found != ([], 0)} == {}


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_ribbon_can_be_read_at_its_size(desk: Desk, url: str, size: tuple[int, int]) -> None:
    page = desk.open(f"{url}{PATH}?zone=Asia/Kathmandu", reader=Reader(size=size))
    drawings = page.locator("svg[role=img]").filter(visible=True)
    expect(drawings).to_have_count(1)
    heights = drawings.evaluate(
        """svg => [...svg.querySelectorAll("text")].map(
            text => parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width
                / svg.viewBox.baseVal.width)"""
    )
    assert len(heights) > 0
    assert min(heights) >= SMALLEST_TEXT_PX


def test_the_browsers_zone_is_proposed_and_taken_only_on_request(desk: Desk, url: str) -> None:
    page = desk.open(url + PATH, reader=PARISIAN)
    own = page.locator("#evening .side.reader .clock")
    proposal = page.locator("[data-zone-proposal]")
    expect(proposal).to_contain_text("Your device is set to Paris, UTC+")
    expect(own).to_have_count(0)
    proposal.get_by_role("button", name="Show times for Paris").click()
    expect(own).to_contain_text("–")
    expect(page.locator("[data-zone-proposal]")).to_be_hidden()
    assert page.url == url + PATH


def test_a_proposal_that_is_declined_or_not_needed_does_not_show(desk: Desk, url: str) -> None:
    page = desk.open(url + PATH, reader=PARISIAN)
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("[data-zone-proposal]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-zone-proposal]")).to_be_hidden()
    expect(page.locator("#evening .side.reader")).to_have_count(0)
    at_host = desk.open(url + PATH, reader=TOKYO)
    expect(at_host.locator("[data-zone-proposal]")).to_be_hidden()


def test_without_scripts_a_city_is_found_and_its_time_shown(desk: Desk, url: str) -> None:
    page = desk.open(url + PATH, reader=Reader(size=PHONE, zone="Europe/Paris", has_javascript=False))
    page.get_by_label("Your city, to see these times on your own clock").fill("paris")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name="Europe/Paris").click()
    assert page.url == url + PATH
    expect(page.locator("#evening .side.reader .zone")).to_contain_text("Paris, UTC+")


def test_the_list_of_zones_narrows_while_one_types(desk: Desk, url: str) -> None:
    page = desk.open(f"{url}/zones", reader=TOKYO)
    shown = page.locator("#zone-list li").filter(visible=True)
    field = page.get_by_label("City or zone")
    field.fill("sao paulo")
    expect(shown).to_have_count(1)
    field.fill("qqqq")
    expect(page.get_by_role("status").filter(has_text="No zone of that name")).to_be_visible()


def test_the_page_can_be_used_by_keyboard(desk: Desk, url: str) -> None:
    page = desk.open(url + PATH, reader=TOKYO)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
