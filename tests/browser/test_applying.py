"""Applying in a real browser: a file that is too large loses nothing, with and without scripts."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support.browser import PHONE, Desk, Reader, accessibility_errors, overflowing_pixels
from tests.support.calls import DAY, a_draft, a_question, an_open_call, own_url
from tests.support.databases import ON_SQLITE
from tests.support.files import PDF
from tests.support.servers import LiveServer
from webinars.models import Application, ApplicationState, Question, QuestionKind

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]

MEGABYTE = 1024 * 1024
SAID = "This file is larger than 1 MB. Make it smaller, or give a link to it instead."


def a_call_now() -> tuple[Application, Question, Question]:
    """Write a draft of a call that is open on the server's clock, with a text and a file to answer."""
    now = datetime.now(UTC).replace(microsecond=0)
    call = an_open_call(opens_at=now - DAY, closes_at=now + 30 * DAY)
    told = a_question(call, label="Which practice?", is_required=True)
    return a_draft(call), told, a_question(call, QuestionKind.FILE, "Its description", is_required=True)


def choose(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)


def test_a_city_writes_adds_its_file_and_sends_on_a_phone(
    database: SQLAlchemy, live_server: Serve, desk: Desk, tmp_path: Path
) -> None:
    draft, _told, _file = a_call_now()
    large, small = tmp_path / "large.pdf", tmp_path / "plan.pdf"
    large.write_bytes(PDF + bytes(MEGABYTE))
    small.write_bytes(PDF)
    with live_server(workers=1, UPLOAD_MEGABYTES=1) as server:
        page = desk.open(f"{server.url}{own_url(draft)}", reader=Reader(size=PHONE, scheme="dark"))
        page.get_by_label("Which practice?").fill("Canals for people")
        page.get_by_role("button", name="Save and send").press("Enter")
        expect(page.get_by_text("Add this file, then send the application.")).to_be_visible()
        assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)
        choose(page, large)
        expect(page.get_by_text(SAID)).to_be_visible()
        choose(page, small)
        expect(page.get_by_text(SAID)).to_be_hidden()
        page.get_by_role("button", name="Add the file").press("Enter")
        expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
        page.get_by_role("button", name="Save and send").press("Enter")
        expect(page.get_by_text("Your application is sent.")).to_be_visible()
        assert (accessibility_errors(page), overflowing_pixels(page)) == ([], 0)
    database.session.rollback()
    fresh = select(Application.state).where(Application.id == draft.id)
    assert database.session.scalars(fresh).one() is ApplicationState.SENT


def test_without_scripts_a_file_that_is_too_large_is_answered_by_our_page(
    database: SQLAlchemy, live_server: Serve, desk: Desk, tmp_path: Path
) -> None:
    draft, _told, _file = a_call_now()
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF + bytes(30 * MEGABYTE))
    with live_server(workers=1, UPLOAD_MEGABYTES=1) as server:
        page = desk.open(f"{server.url}{own_url(draft)}", reader=Reader(has_javascript=False))
        choose(page, large)
        page.get_by_role("button", name="Add the file").click()
        expect(page.get_by_text("What you sent is larger than 1 MB, so we did not keep it.")).to_be_visible()
        page.get_by_role("link", name="Go back to the form").click()
        expect(page.get_by_role("heading", name="Application of Kitakyushu")).to_be_visible()
    desk.complaints[:] = [one for one in desk.complaints if "413" not in one]


def zeros(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield bytes(MEGABYTE)


def memory_of(pid: int) -> int:
    """Return the most bytes of memory that a process ever held."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def test_two_hundred_megabytes_are_never_held_in_memory(
    database: SQLAlchemy, live_server: Serve, tmp_path: Path
) -> None:
    draft, _told, file = a_call_now()
    with live_server(workers=1) as server:
        (worker,) = children_of(server.process.pid)
        before = memory_of(worker)
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        kind = "multipart/form-data; boundary=b"
        headers = {"Content-Type": kind, "Content-Length": str(200 * MEGABYTE)}
        connection.request("POST", own_url(draft, f"files/{file.key}"), zeros(200), headers)
        answer = connection.getresponse()
        said = answer.read().decode()
        connection.close()
        grown = memory_of(worker) - before
    assert answer.status == 413
    assert "What you sent is larger than 20 MB, so we did not keep it." in said
    assert grown < 40 * MEGABYTE
