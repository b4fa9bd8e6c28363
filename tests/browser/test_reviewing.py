"""A committee in a real browser: a member reviews on a phone, an organiser ranks, decides and releases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect

from tests.builders import a_city
from tests.support.browser import DESK, PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.committees import a_call, a_cohort, a_criterion, a_review, a_reviewer, an_application
from tests.support.databases import ON_SQLITE
from tests.support.letters import waiting
from tests.support.organisers import sign_in_address
from tests.support.reviewing import url
from tests.support.servers import LiveServer
from webinars.models import Application, Call, Decision
from webinars.models.database import db

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]


def a_closed_call(**values: Any) -> Call:
    """Write a call that closed yesterday, by the server's clock."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return a_call(slug="one", opens_at=yesterday - timedelta(days=30), closes_at=yesterday, **values)


def check(page: Page) -> None:
    assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)


@pytest.mark.parametrize(
    "reader", [Reader(size=PHONE, scheme="dark"), Reader(size=DESK)], ids=["phone", "desk"]
)
def test_a_member_reviews_reads_the_others_and_discusses(
    database: SQLAlchemy, live_server: Serve, desk: Desk, reader: Reader
) -> None:
    call = a_closed_call()
    relevance, application = a_criterion(call, weight=2), an_application(call)
    a_review(a_reviewer(call, "Noor Colleague"), application, {relevance: 2}, comment="Too vague")
    path = url(a_reviewer(call))
    with live_server() as server:
        page = desk.open(server.url + path, reader=reader)
        check(page)
        page.get_by_role("link", name="Kitakyushu").press("Enter")
        check(page)
        page.get_by_role("button", name="Submit the review").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Give points for every criterion.")
        check(page)
        page.get_by_role("radio", name="4", exact=True).check()
        page.get_by_label("Comment").fill("A method that travels.")
        page.get_by_role("button", name="Submit the review").press("Enter")
        expect(page.get_by_text("Too vague")).to_be_visible()
        expect(page.get_by_role("img", name="2 reviews, from 2 to 4")).to_be_visible()
        page.get_by_label("Your word to the committee").fill("Shall we ask for the plan?")
        page.get_by_role("button", name="Say it to the committee").press("Enter")
        expect(page.get_by_text("Shall we ask for the plan?")).to_be_visible()
        check(page)
    assert desk.complaints == []


@pytest.mark.parametrize(
    "reader", [Reader(size=PHONE), Reader(size=DESK, scheme="dark")], ids=["phone", "desk"]
)
def test_an_organiser_ranks_decides_and_releases_what_was_previewed(
    database: SQLAlchemy, live_server: Serve, desk: Desk, reader: Reader
) -> None:
    call = a_closed_call()
    relevance, cohort = a_criterion(call), a_cohort(call)
    best, other = an_application(call, a_city("Kobe", country="JP")), an_application(call)
    for name, points in (("Aya", 5), ("Noor", 3)):
        member = a_reviewer(call, name)
        a_review(member, best, {relevance: points})
        a_review(member, other, {relevance: 1})
    ids, path = (best.id, other.id), sign_in_address()
    with live_server() as server:
        page = desk.open(server.url + path, reader=reader)
        page.get_by_role("button").last.click()
        page.wait_for_url("**/organise/**")
        page.goto(f"{server.url}/organise/calls/one/committee/")
        check(page)
        page.get_by_role("link", name="Ranking").press("Enter")
        check(page)
        page.get_by_role("checkbox", name="Choose Kobe").check()
        page.locator("fieldset").get_by_label("Group").select_option("First batch")
        page.get_by_role("button", name="Accept them").press("Enter")
        expect(page.get_by_text("First batch, not told")).to_be_visible()
        page.get_by_role("link", name="Who hears what").press("Enter")
        check(page)
        page.get_by_role("button", name="Release: send 1 letter").press("Enter")
        expect(page.get_by_text("1 letter is on its way.")).to_be_visible()
        check(page)
    db.session.expire_all()
    told = [db.session.get_one(Application, ident).told_decision for ident in ids]
    assert told == [Decision.ACCEPT, None]
    assert [notice.application_id for notice in waiting()] == [ids[0]]
    assert cohort.id == db.session.get_one(Application, ids[0]).cohort_id
    assert desk.complaints == []
