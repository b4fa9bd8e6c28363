"""Transports: where letters go, a mail server or a Maildir, chosen by the settings."""

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from flask import Flask

from webinars.mail.maildir import MaildirTransport
from webinars.mail.smtp import WAITS_OF_A_LETTER, SmtpSettings, SmtpTransport


class Transport(Protocol):
    """Something that takes letters one by one, on a connection that it keeps while there are more."""

    def open(self) -> None:
        """Make sure that the next letter can be handed over. Raises Unreachable."""

    def announce(self, recipient: str) -> None:
        """Say that a letter for *recipient* will most likely follow; it may not. Raises Unreachable."""

    def send(self, recipient: str, message: bytes, *, meanwhile: Callable[[], None]) -> None:
        """Hand one letter over. Raises Undelivered for this letter, Unreachable for all of them.

        Calls *meanwhile* at most once: while the other side is busy with the letter, if it is.
        """

    def close(self) -> None:
        """Let the connection go; `open` makes another."""


def transport_of(app: Flask) -> Transport:
    """Return the transport of the settings: a mail server where one is named, else ``instance/mail``."""
    if app.config["MAIL_SERVER"] is None:
        return MaildirTransport(Path(app.instance_path) / "mail")
    return SmtpTransport(smtp_settings(app))


def smtp_settings(app: Flask) -> SmtpSettings:
    """Return how the mail server is reached; no wait is so long that a letter could outlast its lease."""
    longest = app.config["LEASE_SECONDS"] / (WAITS_OF_A_LETTER + 1)
    return SmtpSettings(
        server=app.config["MAIL_SERVER"],
        port=app.config["MAIL_PORT"],
        security=app.config["MAIL_SECURITY"],
        username=app.config["MAIL_USERNAME"],
        password=app.config["MAIL_PASSWORD"],
        # What cannot be delivered comes back to the inbox that is read, where there is one; its Message-ID
        # says which letter it is about.
        sender=app.config["RSVP_ADDRESS"] or app.config["MAIL_FROM"],
        timeout_seconds=min(app.config["MAIL_TIMEOUT_SECONDS"], longest),
        greeting=_greeting(app.config["PUBLIC_URL"]),
    )


def _greeting(public_url: str) -> str:
    """Return the name that we say to a mail server: our host's, an address in brackets (RFC 5321 §4.1.3).

    The name that the machine gives itself is often none that anybody else knows, and servers check it.
    """
    host = urlsplit(public_url).hostname or "localhost"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"
