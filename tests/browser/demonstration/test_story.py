"""The main job from end to end: an edition is made, a delegate registers, a part moves, calendars stay right.

What people read is looked for as times and dates: the rest of the words hangs on the language.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tests.support.browser import PHONE, Desk, Reader
from tests.support.mailbox import entries, link_in, text_of
from tests.support.office import add_organiser, choose_language, follow, press, send, sign_in
from tests.support.servers import LiveServer
from tests.support.smtp import Received, SmtpServer
from webinars.models import Notice, NoticeState, Registration

Service = Callable[[], AbstractContextManager[LiveServer]]

DELEGATE = "camille@paris.example"
SEVENTH = "/organise/seminars/tokyo-global-partners-7/"
NINTH = "/organise/seminars/tokyo-global-partners-9/"
EVENING = f"{NINTH}sessions/evening/"
PUBLIC = "/seminars/tokyo-global-partners-9/"
LOCALES = {"en": "en-GB", "ja": "ja-JP"}
PATIENCE_SECONDS = 60
UNDER_WAY = (NoticeState.OWED, NoticeState.CLAIMED)


def winter_wednesday() -> date:
    """Return a Wednesday of next January: Paris is then at UTC+1, eight hours behind Tokyo."""
    tenth = date(datetime.now(UTC).year + 1, 1, 10)
    return tenth + timedelta(days=(2 - tenth.weekday()) % 7)


def in_words(day: date, language: str) -> str:
    """Return a Wednesday in January as CLDR writes it."""
    if language == "ja":
        return f"{day.year}年1月{day.day}日水曜日"
    return f"Wednesday {day.day} January {day.year}"


def make_the_next_edition(page: Page, day: date) -> None:
    follow(page, SEVENTH)
    follow(page, f"{SEVENTH}duplicate")
    send(page, slug="tokyo-global-partners-9", first_date=day.isoformat(), edition="9")
    page.wait_for_url(f"**{NINTH}")


def put_the_third_city_first(page: Page) -> None:
    """Move the talk of the fifth slot before the two talks that stand before it, and save."""
    talk = page.locator("[data-reorder] li").nth(4)
    key = talk.locator("[name=order]").input_value()
    up = page.locator(f"button.up[value='{key}']")
    up.press("Enter")
    expect(up).to_be_focused()
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator(".reorder-save [type=submit]").press("Enter")
    expect(page.locator("[name=order]").nth(2)).to_have_value(key)


def shorten_the_third_slot(page: Page, minutes: int) -> None:
    page.locator("[data-reorder] li").nth(2).locator("a[href$='/edit']").first.press("Enter")
    page.wait_for_url("**/edit")
    send(page, minutes=str(minutes))
    page.wait_for_url("**/slots/")


def starts(page: Page) -> list[str]:
    """Return when each slot of the running order starts, by the host's clock."""
    return [words.strip() for words in page.locator("[data-reorder] li time").all_inner_texts()]


def publish(page: Page) -> None:
    follow(page, NINTH)
    press(page, f"{NINTH}publish")
    expect(page.locator(f"form[action='{NINTH}publish']")).to_have_count(0)


def set_up(page: Page, day: date, language: str) -> None:
    """Make the next edition, put the talks of its evening into order, and publish it."""
    follow(page, "/organise/seminars/")
    make_the_next_edition(page, day)
    expect(page.locator("main")).to_contain_text(in_words(day, language))
    follow(page, f"{EVENING}slots/")
    before = starts(page)
    put_the_third_city_first(page)
    assert starts(page) == before
    shorten_the_third_slot(page, 8)
    assert starts(page)[:5] == ["17:00", "17:05", "17:20", "17:28", "17:40"]
    publish(page)


def read_the_programme(page: Page, day: date, language: str) -> None:
    """See the evening part on the host's clock, then, on request, on the own one beside it."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("[data-zone-proposal] button[name=zone]").click()
    expect(page.locator("#evening .side.reader .clock")).to_contain_text("09:00")
    expect(page.locator("#evening .side.host .clock")).to_contain_text("17:00")
    expect(page.locator("#evening .side.reader .date-line")).to_contain_text(in_words(day, language))


def register(page: Page) -> None:
    """Register for the part that the form recommends to Paris."""
    page.locator(f"main a[href^='{PUBLIC}register']").first.click()
    page.locator("form[data-register] [name=city]").select_option("paris")
    evening = page.locator(".choice").filter(has=page.locator("[value=evening]"))
    expect(evening.locator("input")).to_be_checked()
    expect(evening.locator(".side.reader .clock")).to_contain_text("09:00")
    expect(evening.locator(".side.host .clock")).to_contain_text("17:00")
    page.locator("[name=consent]").check()
    page.locator("form[data-register] [name=name]").fill("Camille Aubervilliers")
    send(page, email=DELEGATE)
    page.wait_for_url("**/register/sent")


def confirm(page: Page, letter: Received) -> None:
    """Open the link of the letter, and press its button."""
    page.goto(link_in(letter, r"/registrations/\S+/confirm"))
    expect(page.locator("main .side.reader .clock")).to_contain_text("09:00")
    page.locator("main form [type=submit]").click()
    page.wait_for_url("**/registrations/*/")


def move_by_half_an_hour(page: Page, day: date) -> None:
    follow(page, f"{EVENING}move")
    send(page, local_start=f"{day.isoformat()}T17:30")
    page.locator("main button[name=step][value=move]").click()
    page.wait_for_url(f"**{NINTH}")


def letters_under_way(database: SQLAlchemy) -> int | None:
    """Count the letters to the delegate that are not sent yet."""
    database.session.rollback()
    mine = Notice.registration.has(Registration.email == DELEGATE)
    return database.session.scalar(select(func.count(Notice.id)).where(mine, Notice.state.in_(UNDER_WAY)))


@pytest.mark.parametrize(
    ("engine", "language"),
    [("sqlite", "en"), ("postgresql", "en"), ("sqlite", "ja")],
    indirect=["engine"],
)
def test_an_invitation_stays_right_when_its_part_moves(
    database: SQLAlchemy, service: Service, smtp_server: SmtpServer, desk: Desk, language: str
) -> None:
    add_organiser()
    day = winter_wednesday()
    with service() as server:
        office = desk.open(reader=Reader(locale="en-GB", zone="Asia/Tokyo"))
        sign_in(office, server.url)
        choose_language(office, language)
        set_up(office, day, language)

        reader = Reader(size=PHONE, locale=LOCALES[language], zone="Europe/Paris")
        phone = desk.open(server.url + PUBLIC, reader=reader)
        read_the_programme(phone, day, language)
        register(phone)
        (question,) = smtp_server.wait_for(1, to=DELEGATE, seconds=PATIENCE_SECONDS)
        confirm(phone, question)
        smtp_server.wait_for(2, to=DELEGATE, seconds=PATIENCE_SECONDS)

        move_by_half_an_hour(office, day)
        letters = smtp_server.wait_for(3, to=DELEGATE, seconds=PATIENCE_SECONDS)
        phone.reload()
        expect(phone.locator("main .side.reader .clock").first).to_contain_text("09:30")
        expect(phone.locator("main .side.host .clock").first).to_contain_text("17:30")

    assert (len(smtp_server.letters_to(DELEGATE)), letters_under_way(database)) == (3, 0)
    invitation, update = entries(letters)
    assert (invitation.method, update.method) == ("REQUEST", "REQUEST")
    assert update.uid == invitation.uid
    assert update.sequence > invitation.sequence
    assert update.event.start - invitation.event.start == timedelta(minutes=30)
    moved = text_of(letters[2])
    assert [words in moved for words in ("17:30", "09:30", in_words(day, language))] == [True] * 3
