"""Which transport the settings choose, and how it reaches the server."""

import pytest
from flask import Flask

from webinars.mail.maildir import MaildirTransport
from webinars.mail.smtp import SmtpTransport
from webinars.mail.transports import smtp_settings, transport_of


def test_letters_go_to_the_server_where_one_is_named_and_else_into_files(mail_app: Flask) -> None:
    assert isinstance(transport_of(mail_app), SmtpTransport)
    mail_app.config["MAIL_SERVER"] = None
    assert isinstance(transport_of(mail_app), MaildirTransport)


@pytest.mark.parametrize(("lease", "seconds"), [(120, 20), (60, 10), (600, 20)])
def test_no_wait_is_so_long_that_a_letter_outlasts_its_lease(
    mail_app: Flask, lease: int, seconds: int
) -> None:
    mail_app.config.update(LEASE_SECONDS=lease, MAIL_TIMEOUT_SECONDS=20)
    assert smtp_settings(mail_app).timeout_seconds == seconds


@pytest.mark.parametrize(
    ("address", "greeting"),
    [
        ("https://webinars.tokyo.example", "webinars.tokyo.example"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_we_greet_a_server_by_the_name_that_others_know(mail_app: Flask, address: str, greeting: str) -> None:
    mail_app.config["PUBLIC_URL"] = address
    assert smtp_settings(mail_app).greeting == greeting
