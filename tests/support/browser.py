"""A real Chromium, as a reader with a device, a language and a zone, and what went wrong in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.support.machine import CHROMIUM

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing on a page may come from elsewhere: every other name leads nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]

PHONE = (390, 844)
DESK = (1280, 900)
PATIENCE_MS = 10_000


@dataclass(frozen=True)
class Reader:
    """Somebody in front of a screen: what their browser says of them, and what it can do."""

    size: tuple[int, int] = DESK
    scheme: Literal["light", "dark"] = "light"
    locale: str = "en-GB"
    zone: str = "Europe/London"
    has_javascript: bool = True


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start Chromium; end it, with every page, at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Desk:
    """The pages that a test opens, each in a browser profile of its own, and their complaints."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.complaints: list[str] = []

    def open(self, url: str | None = None, *, reader: Reader = Reader()) -> Page:
        """Open a page as *reader* (cookies of its own), and go to *url* if one is given."""
        width, height = reader.size
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=reader.scheme,
            locale=reader.locale,
            timezone_id=reader.zone,
            java_script_enabled=reader.has_javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("requestfailed", self._note_failure)
        page = context.new_page()
        if url is not None:
            page.goto(url)
        return page

    def close(self) -> None:
        for context in self._browser.contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _is_expected(message):
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def _note_failure(self, request: Request) -> None:
        # Leaving a page aborts what it still loads, and a download aborts the navigation to it.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"request: {request.failure} ({request.url})")


def _is_expected(message: ConsoleMessage) -> bool:
    """Tell whether the console only says that the page itself, or an icon nobody named, answers with 4xx.

    A refused form answers so on purpose; and of what is no HTML the browser asks an icon by itself.
    """
    url = message.location["url"]
    is_page_itself = message.page is not None and url == message.page.url
    return message.text.startswith("Failed to load") and (is_page_itself or url.endswith("/favicon.ico"))


def accessibility_errors(page: Page) -> list[str]:
    """List what axe-core finds wrong on *page*: the rule, its help, and the elements."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{found['id']}: {found['help']}: " + "; ".join(str(node["target"]) for node in found["nodes"])
        for found in violations
    ]


def overflowing_pixels(page: Page) -> int:
    """Tell by how many pixels *page* is wider than its window; 0 when nothing has to be scrolled sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(width, 0)
