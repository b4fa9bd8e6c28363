"""A case from real life, worked through the pages alone: the office, its mail, and everybody’s screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, Desk, Reader
from tests.support.mailbox import Entry, link_in
from tests.support.smtp import SmtpServer

PATIENCE_SECONDS = 60
TOKYO = Reader(zone="Asia/Tokyo")


def a_wednesday_ahead() -> str:
    """Return a day about three months ahead on which everybody works."""
    day = datetime.now(UTC) + timedelta(days=90)
    return (day + timedelta(days=2 - day.weekday())).strftime("%Y-%m-%d")


@dataclass
class Office:
    """An organiser at a screen, and the mail server that everybody's letters come to."""

    page: Page
    url: str
    mail: SmtpServer
    desk: Desk

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path)
        return self.page

    def press(self, name: str, page: Page | None = None) -> None:
        page = page or self.page
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.get_by_role("button", name=name, exact=True).first.press("Enter")

    def fill(self, page: Page | None = None, /, **fields: str) -> None:
        """Fill in fields by their names; two underscores are a hyphen."""
        for name, value in fields.items():
            (page or self.page).locator(f"main [name='{name.replace('__', '-')}']").fill(value)

    def add_member(self, name: str, country: str, zone: str, *, ja: str = "", kind: str = "city") -> None:
        """Add a member to the directory, by its names in English and Japanese."""
        page = self.go("/organise/cities/new")
        self.fill(name__en=name, name__ja=ja)
        for field, value in {"country": country, "zone": zone, "kind": kind}.items():
            page.locator(f"select[name={field}]").select_option(value)
        self.press("Add the member")

    def letter(self, count: int, to: str, path: str) -> str:
        """Wait for a person's letter of that number, and return the link in it."""
        return link_in(self.mail.wait_for(count, to=to, seconds=PATIENCE_SECONDS)[count - 1], path)

    def reader(self, url: str, *, phone: bool = False) -> Page:
        page = self.desk.open(reader=Reader(size=PHONE, zone="Asia/Tokyo") if phone else TOKYO)
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.goto(url)
        return page

    def sees(self, words: str, page: Page | None = None) -> None:
        """Wait until a page says *words*."""
        seen = (page or self.page).get_by_text(words, exact=True).first
        expect(seen).to_be_visible(timeout=PATIENCE_SECONDS * 1000)


def tick(page: Page, names: Iterable[str]) -> None:
    """Check the boxes of these names."""
    for name in names:
        page.get_by_role("checkbox", name=name, exact=True).check()


def check_one_event(told: list[Entry]) -> None:
    """Say that it is one event all along, whose number rises with each letter."""
    sequences = [one.sequence for one in told]
    assert len({one.uid for one in told}) == 1
    assert sequences == sorted(set(sequences))
