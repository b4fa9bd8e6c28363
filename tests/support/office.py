"""The office in a browser: an organiser with a password signs in, and goes from page to page by keyboard.

Things are found by addresses and names of fields, which no translation changes.
"""

from datetime import UTC, datetime

from flask_security import hash_password
from playwright.sync_api import Page, expect

from webinars.models import RoleName
from webinars.services import accounts
from webinars.services.records import SYSTEM

ORGANISER = "olga@tokyo.example"
PASSWORD = "seven lanterns over Shinobazu"


def add_organiser() -> None:
    """Write an account as `webinars user add` does."""
    secret, now = hash_password(PASSWORD), datetime.now(UTC)
    role = RoleName.ORGANISER
    accounts.add_account(ORGANISER, "Olga Organiser", role, password_hash=secret, by=SYSTEM, now=now)


def sign_in(page: Page, url: str) -> None:
    """Sign in by password at the server at *url*."""
    page.goto(f"{url}/account/sign-in")
    page.locator("[name=email]").fill(ORGANISER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/organise/")


def choose_language(page: Page, language: str) -> None:
    """Press the button of *language*."""
    page.locator(f"[name=language][value={language}]").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", language)


def follow(page: Page, path: str) -> None:
    """Open the link to *path*."""
    page.locator(f"a[href='{path}']").first.press("Enter")
    page.wait_for_url(f"**{path}")


def press(page: Page, path: str) -> None:
    """Press the button of the form that posts to *path*, and wait for the answer."""
    with page.expect_navigation():
        page.locator(f"form[action='{path}'] button[type=submit]").first.press("Enter")


def send(page: Page, **fields: str) -> None:
    """Fill in *fields* of the form of the page by their names, and send it from the last one."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)
    with page.expect_navigation():
        page.locator(f"main [name={name}]").press("Enter")
