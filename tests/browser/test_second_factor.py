"""A second factor in a real browser: enrolled from its picture, signed in with, and the account recovered."""

import io
import re
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pyotp
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.support.accounts import KEIKO, PASSWORD, add, next_code
from tests.support.browser import DESK, PHONE, accessibility_errors, overflowing_pixels
from tests.support.databases import ON_SQLITE
from tests.support.servers import LiveServer
from tests.support.smtp import SmtpServer
from webinars.mail.worker import run

pytestmark = ON_SQLITE
Serve = Callable[..., AbstractContextManager[LiveServer]]
NEW = "another horse battery staple"


def check(page: Page) -> None:
    """Hold the page to what every page keeps: nothing to scroll sideways, nothing for axe to find."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        assert (page.url, overflowing_pixels(page)) == (page.url, 0)
    assert (page.url, accessibility_errors(page)) == (page.url, [])


def sign_in(page: Page, url: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/account/sign-in")
    check(page)
    page.get_by_label("E-mail address").fill(KEIKO)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.locator(".account-menu > summary").click()
    check(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".account-menu")).to_have_count(0)


def expect_signed_in(page: Page) -> None:
    expect(page.locator(".account-menu > summary")).to_have_text("Signed in as Keiko")


def app_that_scanned(picture: Locator) -> pyotp.TOTP:
    """Return what an app shows that has read the QR code off the screen."""
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    found = pyotp.parse_uri(code.text)
    assert isinstance(found, pyotp.TOTP)
    assert (found.name, found.issuer) == (KEIKO, "Webinars")
    return found


def enrol(page: Page) -> pyotp.TOTP:
    page.locator(".account-menu > summary").click()
    page.get_by_role("link", name="Second factor").click()
    check(page)
    page.get_by_role("button", name="Set up an authenticator app").click()
    check(page)
    app = app_that_scanned(page.get_by_role("img", name="QR code of the key below"))
    page.get_by_label("Code of six digits").fill(app.now())
    page.get_by_role("button", name="Turn the second factor on").click()
    expect(page.get_by_text("Your second factor is on")).to_be_visible()
    check(page)
    return app


def make_recovery_codes(page: Page) -> list[str]:
    page.get_by_role("link", name="Make recovery codes").click()
    page.get_by_role("button", name="Make new codes").click()
    check(page)
    return page.locator(".recovery-codes code").all_inner_texts()


def test_a_second_factor_is_enrolled_from_its_picture_and_the_account_recovered(
    app: Flask, live_server: Serve, page: Page
) -> None:
    add(app)
    with live_server() as server:
        sign_in(page, server.url)
        expect_signed_in(page)
        telephone = enrol(page)
        codes = make_recovery_codes(page)
        assert len(codes) == 5
        sign_out(page)

        sign_in(page, server.url)
        check(page)
        page.get_by_label("Code of six digits").fill("000 000")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("This code is not right, or it was used.")).to_be_visible()
        check(page)
        page.get_by_label("Code of six digits").fill(next_code(telephone))
        page.get_by_role("button", name="Go on").click()
        expect_signed_in(page)
        sign_out(page)

        sign_in(page, server.url)
        page.get_by_role("link", name="I do not have my telephone").click()
        check(page)
        page.get_by_label("Recovery code").fill(codes[0].replace("-", ""))
        page.get_by_role("button", name="Sign in").click()
        expect_signed_in(page)
        page.goto(f"{server.url}/account/")
        expect(page.get_by_text("4 left")).to_be_visible()
        check(page)


def test_a_password_is_recovered_by_a_letter(
    app: Flask, live_server: Serve, smtp_server: SmtpServer, page: Page
) -> None:
    add(app)
    with live_server() as server:
        page.goto(f"{server.url}/account/sign-in")
        page.get_by_role("link", name="I do not know my password").click()
        check(page)
        page.get_by_label("E-mail address").fill(KEIKO)
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_text("If this address has an account", exact=False)).to_be_visible()

        page.goto(link_in_letter(app, smtp_server))
        check(page)
        page.get_by_label("New password", exact=True).fill(NEW)
        page.get_by_label("New password again").fill(NEW)
        page.get_by_role("button", name="Keep this password").click()
        expect(page.get_by_text("The new password is kept. Sign in with it.")).to_be_visible()
        sign_in(page, server.url, NEW)
        expect_signed_in(page)


def link_in_letter(app: Flask, smtp_server: SmtpServer) -> str:
    """Let the worker send what is owed, and return the link of the one letter, as it arrived."""
    app.config.update(
        MAIL_SERVER=smtp_server.host, MAIL_PORT=smtp_server.port, CLOCK=lambda: datetime.now(UTC)
    )
    run(app, once=True, stop_event=threading.Event())
    (letter,) = smtp_server.letters_to(KEIKO)
    body = letter.message.get_body(("plain",))
    assert body is not None
    (link,) = re.findall(r"http://\S+/account/reset/\S+", body.get_content())
    return str(link)
