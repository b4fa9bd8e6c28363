"""Planning in a real browser: parts are dragged and moved by keys, and a proposal becomes the seminar."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Locator, Page, Response, expect

from tests.support.browser import PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.organisers import sign_in_address
from tests.support.planning import HERE, SLUG, a_draft_to_plan, a_week
from tests.support.servers import LiveServer
from webinars.models import Seminar
from webinars.queries.sessions import sessions_of

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]
PREVIEW = f"/organise/seminars/{SLUG}/preview"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    """Write a draft for a week of next January: its figures are those of the winter's clocks."""
    middle = date(datetime.now(UTC).year + 1, 1, 15)
    seminar = a_draft_to_plan()
    a_week(seminar, middle - timedelta(days=middle.weekday()))
    return seminar


@pytest.fixture
def server(seminar: Seminar, live_server: Serve) -> Iterator[LiveServer]:
    with live_server(workers=1) as server:
        yield server


def sign_in(page: Page, server: LiveServer, path: str) -> None:
    page.goto(server.url + path)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/organise/**")


def by_hand(page: Page, server: LiveServer) -> tuple[Locator, Locator]:
    """Open the starts of the first proposal, and return the handles of the parts."""
    page.goto(f"{server.url}{HERE}starts")
    first = page.get_by_role("slider", name="Start of Part 1")
    expect(first).to_be_visible()
    return first, page.get_by_role("slider", name="Start of Part 2")


def clock(handle: Locator) -> str:
    return str(handle.get_attribute("aria-valuetext")).partition(",")[0]


def test_the_pages_of_planning_are_accessible_and_fit(desk: Desk, server: LiveServer) -> None:
    path = sign_in_address()
    for size, scheme in (((1280, 900), "light"), (PHONE, "dark")):
        page = desk.open(reader=Reader(size=size, scheme="dark" if scheme == "dark" else "light"))
        sign_in(page, server, path if size != PHONE else sign_in_address("toru@tokyo.example"))
        page.goto(server.url + HERE)
        page.get_by_text("Why these times?").first.click()
        expect(page.locator("[data-said]").first).to_be_visible()
        confirmation = page.get_by_role("link", name="Apply", exact=False).first.get_attribute("href")
        for address in (None, f"{HERE}starts", f"{HERE}reasons/total", confirmation):
            if address:
                page.goto(server.url + address)
            found = (address, accessibility_errors(page), overflowing_pixels(page))
            assert found == (address, [], 0)


def test_a_proposal_is_applied_and_the_ribbon_of_the_seminar_shows_it(
    page: Page, server: LiveServer, database: SQLAlchemy, seminar: Seminar
) -> None:
    seminar_id = seminar.id
    sign_in(page, server, sign_in_address())
    page.goto(server.url + HERE)
    page.get_by_role("link", name="Apply Nobody far off").press("Enter")
    page.get_by_role("button", name="Apply").press("Enter")
    expect(page.get_by_text("The plan is applied.")).to_be_visible()
    database.session.rollback()
    clocks = [f"{session.local_start:%H:%M}" for session in sessions_of(seminar_id)]
    assert clocks == ["11:00", "19:15"]
    page.goto(server.url + PREVIEW)
    tokyo = page.locator(".ribbon-wide .ribbon-clocks text").filter(has_text="11:00")
    expect(tokyo.first).to_be_visible()
    expect(page.locator(".ribbon-wide .ribbon-part")).to_have_count(2)


def test_arrow_keys_move_a_part_by_the_grid_and_its_numbers_follow(page: Page, server: LiveServer) -> None:
    sign_in(page, server, sign_in_address())
    first, _ = by_hand(page, server)
    expect(page.locator("[data-live=total]")).to_have_text("660")
    first.focus()
    for _ in range(4):
        first.press("ArrowLeft")
    expect(first).to_have_attribute("aria-valuetext", moved_to(first, "10:00"))
    expect(page.locator("[data-live=total]")).to_have_text("720")
    expect(page).to_have_url(re.compile("part1-start=[^&]+T10"))
    expect(first).to_be_focused()
    assert page.get_by_label("Start of Part 1").first.input_value().endswith("T10:00")
    first.press("PageUp")
    expect(page.locator("[data-live=total]")).to_have_text("660")
    expect(page.get_by_role("link", name="Apply these starts")).to_be_visible()


def moved_to(handle: Locator, wanted: str) -> str:
    """Return what a handle says at another time of its day."""
    return str(handle.get_attribute("aria-valuetext")).replace(clock(handle), wanted)


def test_a_part_is_dragged_with_one_question_at_a_time(page: Page, server: LiveServer) -> None:
    sign_in(page, server, sign_in_address())
    first, second = by_hand(page, server)
    asked: list[Response] = []
    page.on("response", lambda answer: asked.append(answer) if "starts.json" in answer.url else None)
    box = second.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    hour = box["width"] * 60 / 145
    page.mouse.move(x - 5 * hour, y, steps=60)
    expect(page.get_by_text("A part starts too soon after the one before it.")).to_be_visible()
    page.mouse.move(x + 0.75 * hour, y, steps=30)
    expect(page.locator("[data-live=total]")).to_have_text("615")
    page.mouse.up()
    expect(page).to_have_url(re.compile("part2-start=[^&]+T20"))
    assert clock(page.get_by_role("slider", name="Start of Part 2")) == "20:00"
    assert 0 < len(asked) < 90
    expect(page.locator("[data-breaches] li")).to_have_count(0)
    assert clock(first) == "11:00"


def test_a_handle_stays_within_the_dates_that_were_asked_for(page: Page, server: LiveServer) -> None:
    sign_in(page, server, sign_in_address())
    first, _ = by_hand(page, server)
    first.focus()
    day = date.fromisoformat(page.get_by_label("Start of Part 1").first.input_value()[:10])
    for _ in range(40):
        first.press("PageDown")
    expect(first).to_have_attribute("aria-valuenow", "0")
    expect(page.get_by_label("Start of Part 1").first).to_have_value(re.compile("T00:00$"))
    assert date.fromisoformat(page.get_by_label("Start of Part 1").first.input_value()[:10]) < day


def test_starts_are_changed_and_applied_without_a_script(
    desk: Desk, server: LiveServer, database: SQLAlchemy, seminar: Seminar
) -> None:
    seminar_id = seminar.id
    page = desk.open(reader=Reader(has_javascript=False))
    sign_in(page, server, sign_in_address())
    page.goto(server.url + HERE)
    page.get_by_text("Why these times?").first.click()
    page.get_by_role("link", name="Read the reasons").first.click()
    expect(page.get_by_text("alone already force")).to_be_visible()
    page.goto(f"{server.url}{HERE}starts")
    field = page.get_by_label("Start of Part 1")
    field.fill(field.input_value().replace("T11:00", "T10:00"))
    page.get_by_role("button", name="Show what this brings").click()
    expect(page.locator("[data-live=total]")).to_have_text("720")
    page.get_by_role("link", name="Apply these starts").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("The plan is applied.")).to_be_visible()
    database.session.rollback()
    assert [f"{session.local_start:%H:%M}" for session in sessions_of(seminar_id)] == ["10:00", "19:15"]
