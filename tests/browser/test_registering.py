"""Registering in a real browser: the suggestion follows the city, the page is readable and narrow enough."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, Route, expect

from tests import builders
from tests.support.browser import accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.registrants import a_seated, an_evening, token
from tests.support.servers import LiveServer
from webinars.domain.links import Purpose
from webinars.models import Seminar, Session

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]


def a_seminar_ahead() -> tuple[Seminar, Session]:
    """Write a seminar in two parts, two months ahead of the clock that the server reads."""
    seminar = builders.a_seminar(slug="partners-7")
    day = datetime.now(UTC).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
    builders.a_session(seminar, "morning", local_start=day + timedelta(days=60, hours=10))
    return seminar, an_evening(seminar, local_start=day + timedelta(days=60, hours=17))


def test_choosing_a_city_suggests_its_part_and_keeps_what_is_typed(
    database: SQLAlchemy, live_server: Serve, page: Page
) -> None:
    a_seminar_ahead()
    builders.a_city("Paris", slug="paris")
    builders.a_city("Seoul", slug="seoul", zone="Asia/Seoul", country="KR")
    with live_server() as server:
        page.goto(f"{server.url}/seminars/partners-7/register")
        page.get_by_label("Name", exact=True).fill("Claire Fontaine")
        page.get_by_role("combobox", name="City").select_option("paris")
        expect(page.get_by_role("checkbox", name="Evening part")).to_be_checked()
        expect(page.get_by_text("in Paris, within working hours", exact=False)).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Claire Fontaine")
        page.get_by_role("combobox", name="City").select_option("seoul")
        expect(page.get_by_text("in Seoul", exact=False)).to_be_visible()
        expect(page.get_by_role("checkbox", name="Morning part")).to_be_checked()
        expect(page.get_by_role("checkbox", name="Evening part")).not_to_be_checked()
        assert accessibility_errors(page) == []


def test_a_city_that_was_chosen_before_the_script_came_has_its_part_suggested(
    database: SQLAlchemy, live_server: Serve, page: Page
) -> None:
    a_seminar_ahead()
    builders.a_city("Paris", slug="paris")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/register.js*", hold)
    with live_server() as server:
        with page.expect_request("**/register.js*"):
            page.goto(f"{server.url}/seminars/partners-7/register", wait_until="commit")
        page.locator("form[data-register] [name=city]").select_option("paris")
        evening = page.get_by_role("checkbox", name="Evening part")
        expect(evening).not_to_be_checked()
        held[0].continue_()
        expect(evening).to_be_checked()


def test_a_part_that_the_person_ticked_stays_when_the_city_changes(
    database: SQLAlchemy, live_server: Serve, page: Page
) -> None:
    a_seminar_ahead()
    builders.a_city("Paris", slug="paris")
    builders.a_city("Seoul", slug="seoul", zone="Asia/Seoul", country="KR")
    with live_server() as server:
        page.goto(f"{server.url}/seminars/partners-7/register?city=paris")
        page.get_by_role("checkbox", name="Morning part").check()
        page.get_by_role("checkbox", name="Evening part").uncheck()
        page.get_by_role("combobox", name="City").select_option("seoul")
        expect(page.get_by_text("in Seoul", exact=False)).to_be_visible()
        page.get_by_role("combobox", name="City").select_option("paris")
        expect(page.get_by_text("in Paris", exact=False)).to_be_visible()
        expect(page.get_by_role("checkbox", name="Morning part")).to_be_checked()
        expect(page.get_by_role("checkbox", name="Evening part")).not_to_be_checked()


def test_the_form_and_the_personal_page_fit_a_phone(
    database: SQLAlchemy, live_server: Serve, page: Page
) -> None:
    seminar, evening = a_seminar_ahead()
    person = a_seated(seminar, evening)
    page.set_viewport_size({"width": 390, "height": 844})
    with live_server() as server:
        for path in ("seminars/partners-7/register", f"registrations/{token(Purpose.REGISTRATION, person)}/"):
            page.goto(f"{server.url}/{path}")
            assert overflowing_pixels(page) == 0
            assert accessibility_errors(page) == []
