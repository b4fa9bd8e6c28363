"""A walk over every page that links lead to: each is accessible, fits, and no browser complains of it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page

from tests.builders import a_notice
from tests.support.applications import SECRETS
from tests.support.browser import PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.drafts import a_draft_ahead
from tests.support.gathered import a_gathering
from tests.support.organisers import sign_in_address
from tests.support.registrants import token
from tests.support.returned import a_proposal, a_reply, a_returned, a_stranger
from tests.support.servers import LiveServer
from webinars.domain.links import Purpose, sign
from webinars.models import Invitation, NoticeState, Presenter, Registration, RoleName, Slot
from webinars.models.database import db
from webinars.models.replies import Standing
from webinars.queries.delegations import delegations_of
from webinars.queries.demonstrations import first_presenter, first_registrant
from webinars.queries.histories import history_of_presenter, history_of_registrant
from webinars.queries.seminars import seminar_by_slug
from webinars.services.demonstration import SLUG

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]

SIXTH = "tokyo-global-partners-6"
DRAFT = "draft-ahead"
# Looked at besides: the archive, where nothing can be changed and much is not known, and a draft that
# cannot be published because its talks are too long.
BESIDES = (
    f"/seminars/{SIXTH}/",
    f"/organise/seminars/{SIXTH}/",
    f"/organise/seminars/{SIXTH}/delegations/",
    f"/organise/seminars/{SIXTH}/sessions/morning/slots/",
    *(f"/organise/seminars/{DRAFT}/{page}" for page in ("", "edit", "cancel")),
    *(f"/organise/seminars/{DRAFT}/sessions/morning/{page}" for page in ("edit", "move", "cancel", "slots/")),
)
# Every form of the editors is among what is walked, whichever page comes to link to it.
EDITORS = frozenset({
    *("dashboard.show", "records.index", "seminars.index", "seminars.new", "seminars.new_series"),
    *("seminars.show", "seminars.edit", "seminars.duplicate", "seminars.cancel"),
    *("sessions.new", "sessions.edit", "sessions.move", "sessions.cancel"),
    *("slots.index", "slots.new", "slots.edit"),
})  # fmt: skip
DOWNLOADS = (".ics", ".csv", ".eml", ".xlsx", "/file")
FEWEST_PAGES, MOST_PAGES = 40, 150
DESK_BY_DAY = Reader(zone="Asia/Tokyo")
PHONE_BY_NIGHT = Reader(size=PHONE, scheme="dark", zone="Asia/Tokyo")


def own_pages() -> Iterator[str]:
    """Yield the pages of a presenter, a participant, a city that has not answered, and of what came back."""
    presenter, registrant = first_presenter(SLUG), first_registrant(SLUG)
    assert presenter is not None
    assert registrant is not None
    silent = next(one for one in delegations_of(seminar_by_slug(SLUG).id) if one.is_silent)
    yield f"/presenters/{token(Purpose.PRESENTER, presenter)}/"
    yield f"/registrations/{token(Purpose.REGISTRATION, registrant)}/"
    yield f"/delegations/{token(Purpose.DELEGATION, silent)}/"
    yield question(event_of(registrant))
    a_proposal(event_of(presenter))
    a_stranger(event_of(registrant))
    a_returned(seminar_by_slug(SLUG), registrant)
    a_notice(state=NoticeState.FAILED)
    a_draft_ahead(DRAFT)


def gathered_pages() -> Iterator[str]:
    """Yield the pages of who applies and reviews, and the desk of a city that presents."""
    presenter = first_presenter(SLUG)
    assert presenter is not None
    slot = db.session.get_one(Slot, presenter.slot_id)
    yield from a_gathering(seminar_by_slug(SLUG), slot, now=datetime.now(UTC))
    one = next(one for one in delegations_of(seminar_by_slug(SLUG).id) if one.role.value == "presenting")
    desk = f"/delegations/{token(Purpose.DELEGATION, one)}/"
    yield from (f"{desk}{page}" for page in ("", "people/", "people/import/", "presenters/"))


def event_of(person: Registration | Presenter) -> Invitation:
    if isinstance(person, Registration):
        return history_of_registrant(person).events[0].invitation
    return history_of_presenter(person).events[0].invitation


def question(event: Invitation) -> str:
    """Write an answer that came without proof, and return the path of the question whose it is."""
    reply = a_reply(event, standing=Standing.UNPROVEN, seminar_id=event.meeting.seminar_id)
    return f"/answers/{sign(SECRETS['SECRET_KEY'], Purpose.CONFIRM_ANSWER, reply.key, 0)}/"


def walk(page: Page, app: Flask, url: str, starts: list[str]) -> Iterator[str]:
    """Open *starts*, one page of each kind that links lead to, and BESIDES; yield each address."""
    kinds, waiting = app.url_map.bind("127.0.0.1"), [*starts]
    known = {kinds.match(path)[0] for path in starts}
    for path in waiting:
        yield from visit(page, url, path)
        for target in links(page, url):
            endpoint = kinds.match(target.partition("?")[0])[0]
            if endpoint not in known:
                known.add(endpoint)
                waiting.append(target)
    for path in BESIDES:
        yield from visit(page, url, path)


def visit(page: Page, url: str, path: str) -> Iterator[str]:
    answer = page.goto(url + path)
    assert answer is not None
    assert (path, answer.status) == (path, 200)
    yield path


def links(page: Page, url: str) -> Iterator[str]:
    """Yield the paths on this server that links of *page* lead to, save downloads and seminars of BESIDES."""
    for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
        target = link.partition("#")[0].removeprefix(url)
        if (
            target.startswith("/")
            and not any(part in target for part in (SIXTH, DRAFT, "/files/"))
            and not target.partition("?")[0].endswith(DOWNLOADS)
        ):
            yield target


def endpoints(app: Flask, paths: list[str]) -> set[str]:
    kinds = app.url_map.bind("127.0.0.1")
    return {kinds.match(path.partition("?")[0])[0] for path in paths}


@pytest.mark.parametrize(
    ("reader", "gathered"),
    [(DESK_BY_DAY, lambda: ()), (PHONE_BY_NIGHT, gathered_pages)],
    ids=["desk by day", "phone by night, with all that a call gathers"],
)
def test_every_page_is_accessible_and_fits(
    app: Flask,
    database: SQLAlchemy,
    live_server: Serve,
    desk: Desk,
    reader: Reader,
    gathered: Callable[[], Iterable[str]],
) -> None:
    sign_in = sign_in_address(role=RoleName.ADMINISTRATOR)
    starts = ["/organise/", "/", *own_pages(), *gathered()]
    walked: list[str] = []
    with live_server(PAGE_SIZE=5) as server:
        page = desk.open(server.url + sign_in, reader=reader)
        page.locator("main form button").press("Enter")
        page.wait_for_url("**/organise/")
        for path in walk(page, app, server.url, starts):
            assert (path, accessibility_errors(page), overflowing_pixels(page)) == (path, [], 0)
            assert desk.complaints == [], path
            walked.append(path)
    assert FEWEST_PAGES <= len(walked) <= MOST_PAGES
    assert {f"organise.{name}" for name in EDITORS} - endpoints(app, walked) == set()
