"""A city is asked to present, its presenter accepts, and the part is called off, as everybody sees it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support.browser import PHONE, Desk, Reader
from tests.support.databases import ON_SQLITE
from tests.support.mailbox import Entry, entries, link_in
from tests.support.office import add_organiser, sign_in
from tests.support.servers import LiveServer
from tests.support.smtp import Received, SmtpServer
from webinars.models import Invitation

pytestmark = ON_SQLITE
Service = Callable[[], AbstractContextManager[LiveServer]]

FOCAL_POINT = "protocol@vienna.example"
PRESENTER = "theres@vienna.example"
PARTICIPANT = "julien.marchandeau@paris.example"  # of the demonstration, with a seat in the evening part
SEMINAR = "/organise/seminars/tokyo-global-partners-7/"
EVENING = f"{SEMINAR}sessions/evening/"
PATIENCE_SECONDS = 60
VIENNA = Reader(size=PHONE, zone="Europe/Vienna")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def invite_vienna(page: Page) -> None:
    answer_by = (datetime.now(UTC) + timedelta(days=20)).date()
    page.get_by_role("link", name="Add cities").click()
    page.get_by_role("checkbox", name="Vienna").check()
    press(page, "Add the chosen cities")
    page.get_by_role("link", name="Vienna").click()
    page.locator("[name=focal_email]").fill(FOCAL_POINT)
    press(page, "Save")
    page.locator("form[action$=invite] [name=answer_by]").fill(answer_by.isoformat())
    press(page, "Send the invitation")


def answer_for_vienna(page: Page) -> None:
    page.get_by_role("radio", name="We present").check()
    page.get_by_role("radio", name="Evening part").check()
    page.locator("[name=presenter_name]").fill("Theres Anzengruber")
    page.locator("[name=presenter_email]").fill(PRESENTER)
    press(page, "Send the answer")


def give_vienna_a_slot(page: Page, url: str) -> None:
    """Take twelve minutes from the discussion, and ask the person whom the city named."""
    page.goto(f"{url}{EVENING}slots/")
    page.get_by_role("link", name="Edit Questions and discussion").click()
    page.locator("[name=minutes]").fill("31")
    press(page, "Save")
    page.get_by_role("link", name="Add a slot").click()
    page.locator("[name=minutes]").fill("12")
    page.locator("[name=delegation]").select_option("Vienna")
    press(page, "Add at the end")
    page.locator("li", has_text="Vienna").get_by_role("link", name="Ask a presenter").click()
    expect(page.locator("main [name=email]")).to_have_value(PRESENTER)
    press(page, "Add and invite")


def wait_for_entry(server: SmtpServer, address: str) -> tuple[Received, Entry]:
    """Return the first letter to *address*, and what it tells the calendar."""
    (letter,) = server.wait_for(1, to=address, seconds=PATIENCE_SECONDS)
    (entry,) = entries([letter])
    return letter, entry


def uid_of(database: SQLAlchemy, address: str) -> str:
    """Return the UID of the one event that somebody was invited to before."""
    database.session.rollback()
    uid = database.session.scalars(select(Invitation.uid).where(Invitation.attendee_email == address)).one()
    return str(uid)


def test_a_city_presents_and_everybody_hears_that_its_part_is_called_off(
    database: SQLAlchemy, service: Service, smtp_server: SmtpServer, desk: Desk
) -> None:
    add_organiser()
    with service() as server:
        office = desk.open(reader=Reader(zone="Asia/Tokyo"))
        sign_in(office, server.url)
        office.goto(f"{server.url}{SEMINAR}delegations/")
        invite_vienna(office)

        (question,) = smtp_server.wait_for(1, to=FOCAL_POINT, seconds=PATIENCE_SECONDS)
        phone = desk.open(link_in(question, r"/delegations/[^\s/]+/"), reader=VIENNA)
        answer_for_vienna(phone)
        expect(phone.get_by_text("The host gives you a slot.")).to_be_visible()

        give_vienna_a_slot(office, server.url)
        mine = office.locator("li", has_text="Theres Anzengruber")
        expect(mine.locator(".state.warn")).to_be_visible()
        letter, invitation = wait_for_entry(smtp_server, PRESENTER)
        phone.goto(link_in(letter, r"/presenters/[^\s/]+/"))
        press(phone, "Accept")
        office.reload()
        expect(mine.locator(".state.ok")).to_be_visible()

        office.goto(f"{server.url}{EVENING}cancel")
        press(office, "Cancel the part")
        _, withdrawal = smtp_server.wait_for(2, to=PRESENTER, seconds=PATIENCE_SECONDS)
        _, seat_withdrawal = wait_for_entry(smtp_server, PARTICIPANT)
        phone.reload()
        expect(phone.get_by_text("This part is cancelled.")).to_be_visible()

    (taken_back,) = entries([withdrawal])
    assert (invitation.method, taken_back.method, seat_withdrawal.method) == ("REQUEST", "CANCEL", "CANCEL")
    assert (taken_back.uid, seat_withdrawal.uid) == (invitation.uid, uid_of(database, PARTICIPANT))
    assert taken_back.sequence > invitation.sequence
