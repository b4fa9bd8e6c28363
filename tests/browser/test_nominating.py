"""A focal point names people and sends a list, with the keyboard, on a desk and on a phone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.builders import a_presentation, a_seminar
from tests.support.browser import DESK, PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.lists import ANNA, BELA, HEADS, a_workbook
from tests.support.naming import a_city_coming
from tests.support.registrants import an_evening, token
from tests.support.servers import LiveServer
from webinars.domain.links import Purpose
from webinars.models import DelegationRole, Registration

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]
SOON = datetime.now(UTC).replace(tzinfo=None, minute=0, second=0, microsecond=0) + timedelta(days=30)


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main button.primary").last.press("Enter")


def is_readable(page: Page) -> bool:
    return accessibility_errors(page) == [] and overflowing_pixels(page) == 0


@pytest.mark.parametrize("reader", [DESK, PHONE])
def test_a_city_names_its_people_one_by_one_and_by_a_list(
    database: SQLAlchemy, live_server: Serve, desk: Desk, tmp_path: Path, reader: tuple[int, int]
) -> None:
    seminar = a_seminar()
    part = an_evening(seminar, local_start=SOON)
    paris = a_city_coming(seminar, role=DelegationRole.PRESENTING, places=5, session_id=part.id)
    a_presentation(paris)
    file = tmp_path / "people.xlsx"
    file.write_bytes(a_workbook(HEADS, ANNA, BELA, ("Carla", "carla at paris")))
    here = f"/delegations/{token(Purpose.DELEGATION, paris)}/"
    with live_server() as server:
        page = desk.open(server.url + here, reader=Reader(size=reader))
        page.get_by_role("link", name="Your people").click()
        page.locator("[name=name]").fill("Nadia Nominee")
        page.locator("[name=email]").fill("nadia@paris.example")
        send(page)
        expect(page.get_by_text("Nadia Nominee is asked by mail.")).to_be_visible()
        assert is_readable(page)
        page.get_by_role("link", name="Send a list").click()
        assert is_readable(page)
        page.locator("[name=file]").set_input_files(file)
        send(page)
        expect(page.get_by_text("“carla at paris” is no mail address.")).to_be_visible()
        assert is_readable(page)
        send(page)
        expect(page.get_by_text("3 of 5")).to_be_visible()
        page.get_by_role("link", name="Who presents").click()
        assert is_readable(page)
    named = database.session.scalars(select(Registration.email).order_by(Registration.id)).all()
    assert named == ["nadia@paris.example", ANNA[1], BELA[1]]
