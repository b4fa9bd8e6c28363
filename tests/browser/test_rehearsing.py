"""A rehearsal in a real browser: an organiser plans it and asks people, a presenter says they come."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from tests.builders import a_city, a_delegation, a_presenter, a_seminar, a_session, a_slot, text
from tests.support.browser import DESK, PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.organisers import sign_in_address
from tests.support.registrants import token
from tests.support.rehearsing import rehearsed
from tests.support.servers import LiveServer
from webinars.domain.links import Purpose
from webinars.models import Answer, Presenter

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]
READERS = [Reader(size=PHONE, scheme="dark"), Reader(size=DESK)]
DAY_AHEAD = datetime.now(UTC).replace(tzinfo=None, hour=10, minute=0, second=0, microsecond=0) + timedelta(60)


def a_programme() -> list[Presenter]:
    """Write a part two months ahead of the server's clock, with presenters in Paris, Lima and Tokyo."""
    seminar = a_seminar(slug="one")
    session = a_session(seminar, "morning", local_start=DAY_AHEAD)
    cities = (("Paris", "Europe/Paris"), ("Lima", "America/Lima"), ("Kobe", "Asia/Tokyo"))
    people = []
    for place, (name, zone) in enumerate(cities):
        delegation = a_delegation(seminar, a_city(name, zone=zone))
        slot = a_slot(session, place, delegation_id=delegation.id, title=text(f"Rivers of {name}"))
        who = {"name": f"Presenter of {name}", "zone": zone}
        people.append(a_presenter(slot, f"{name.lower()}@x.example", **who))
    return people


def check(page: Page) -> None:
    assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)


@pytest.mark.parametrize("reader", READERS, ids=["phone", "desk"])
def test_an_organiser_plans_asks_everybody_and_one_presenter_comes(
    database: SQLAlchemy, live_server: Serve, desk: Desk, reader: Reader
) -> None:
    people, path = a_programme(), sign_in_address()
    own = f"/presenters/{token(Purpose.PRESENTER, people[0])}/"
    with live_server() as server:
        page = desk.open(server.url + path, reader=reader)
        page.get_by_role("button").last.click()
        page.wait_for_url("**/organise/**")
        page.goto(f"{server.url}/organise/seminars/one/rehearsals/")
        check(page)
        page.get_by_role("link", name="Plan a rehearsal").press("Enter")
        check(page)
        page.get_by_label("Technical check").check()
        page.locator("[name=local_start]").fill(f"{DAY_AHEAD - timedelta(days=1):%Y-%m-%dT%H:%M}")
        page.locator("[name=join_url]").fill("https://meet.example/sound")
        page.locator("[name=notes]").fill("Bring your slides and your headset.")
        page.get_by_role("button", name="Keep it and choose people").press("Enter")
        check(page)
        page.locator("[name=parts]").first.check()
        page.get_by_role("button", name="Ask them to come").press("Enter")
        expect(page.get_by_text("3 people are asked to come.")).to_be_visible()
        check(page)
        theirs = desk.open(server.url + own, reader=reader)
        check(theirs)
        theirs.get_by_role("button", name="I come Technical check").press("Enter")
        expect(theirs.get_by_text("Your answer is kept.")).to_be_visible()
        check(theirs)
        page.goto(f"{server.url}/organise/seminars/one/rehearsals/")
        expect(page.get_by_text("1 of 3 come")).to_be_visible()
        check(page)
    database.session.rollback()
    assert [rehearsed(one).answer for one in people] == [
        Answer.ACCEPTED,
        Answer.NEEDS_ACTION,
        Answer.NEEDS_ACTION,
    ]
    assert desk.complaints == []
