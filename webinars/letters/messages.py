"""Drafts as messages: headers that nobody's name can break, and parts in the order that clients expect.

A calendar letter is multipart/mixed of multipart/alternative (text/plain, text/html, text/calendar last) and
the same calendar as an attachment: Outlook and Gmail read the part, others offer the file (RFC 6047 §2.4).
"""

import re
from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

from flask import current_app

from webinars.domain.addresses import ascii_address
from webinars.letters.drafts import Draft
from webinars.models.invitations import Method
from webinars.models.notices import Notice
from webinars.services.invitations import Dispatch

NAME_LIMIT = 200
SUBJECT_LIMIT = 400
# What the parser of headers would give back as it is: it takes a millisecond for each.
_PLAIN = re.compile(r"(?:From|To|Date): [A-Za-z0-9 +_:<>.,@-]{1,70}\r\n")
_LINE = 76  # RFC 2045 §6.8
_ATOMS = re.compile(r"[A-Za-z0-9+_-]+(?:\.[A-Za-z0-9+_-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True)
class Letter:
    """A letter ready to be handed over: *message* with CRLF, for *recipient* alone.

    *dispatch* is what a calendar letter tells; *is_secret* ones are kept without their message.
    """

    notice_id: int
    sender: str
    recipient: str
    subject: str
    message_id: str
    message: bytes
    dispatch: Dispatch | None = None
    is_secret: bool = False

    @property
    def method(self) -> Method | None:
        """Return the iTIP method; None for a letter without a calendar."""
        return self.dispatch.method if self.dispatch else None

    @property
    def sequence(self) -> int | None:
        """Return the SEQUENCE that it tells; None for a letter without a calendar."""
        return self.dispatch.sequence if self.dispatch else None


def letter_of(draft: Draft, notice: Notice, *, now: datetime) -> Letter:
    """Return *draft* as the letter of *notice*, dated *now*."""
    message_id = message_id_of(notice, draft)
    return Letter(
        notice_id=notice.id,
        sender=str(current_app.config["MAIL_FROM"]),
        recipient=ascii_address(draft.reader.email),
        subject=one_line(draft.subject, SUBJECT_LIMIT),
        message_id=message_id,
        message=_headers(draft, message_id, now=now) + _entity(draft),
        dispatch=draft.calendar.dispatch if draft.calendar else None,
        is_secret=draft.is_secret,
    )


def message_id_of(notice: Notice, draft: Draft) -> str:
    """Return the Message-ID: the same for the same letter, however often a dead worker makes it be repeated.

    A CANCEL that follows a REQUEST which may have left is another letter, and no mail system may drop it.
    """
    _, _, domain = str(current_app.config["MAIL_FROM"]).rpartition("@")
    told = draft.calendar.dispatch if draft.calendar else None
    tail = f".{told.method.value.lower()}.{told.sequence}" if told else ""
    return f"<{notice.key}{tail}@{domain}>"


def one_line(text: str, limit: int) -> str:
    """Return *text* on one line of at most *limit* characters; what could end a header becomes a space."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _headers(draft: Draft, message_id: str, *, now: datetime) -> bytes:
    office = str(current_app.config["MAIL_FROM"])
    sender = draft.calendar.organizer if draft.calendar else office
    reply_to = draft.reply_to if (draft.reply_to or sender).casefold() != sender.casefold() else None
    return b"".join(
        (
            _header("From", _party(str(current_app.config["OFFICE_NAME"]), sender)),
            _header("To", _party(draft.reader.name, draft.reader.email)),
            _header("Reply-To", _party("", reply_to)) if reply_to else b"",
            _header("Subject", one_line(draft.subject, SUBJECT_LIMIT)),
            _date(now.replace(microsecond=0)),
            f"Message-ID: {message_id}\r\n".encode("ascii"),
            b"Auto-Submitted: auto-generated\r\n",
            _list_headers(draft.stop_url) if draft.stop_url else b"",
            _header("Content-Language", draft.reader.language),
            b"MIME-Version: 1.0\r\n",
        )
    )


def _list_headers(url: str) -> bytes:
    """Return what lets a mail program stop bulk mail with one click (RFC 8058 §3.1), which takes https.

    Written here and not folded: the policy would encode an address that is longer than a line.
    """
    if not url.startswith("https://"):
        return f"List-Unsubscribe: <{url}>\r\n".encode("ascii")
    one_click = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return f"List-Unsubscribe: <{url}>\r\n{one_click}".encode("ascii")


@lru_cache(maxsize=2048)
def _header(name: str, value: str) -> bytes:
    """Return a folded header, words beyond ASCII encoded (RFC 2047); ValueError for a line break in it.

    Remembered, because most letters of a bulk share all of them but two.
    """
    line = f"{name}: {value}\r\n"
    if _PLAIN.fullmatch(line):
        return line.encode("ascii")
    return bytes(SMTP.fold_binary(*SMTP.header_store_parse(name, value)))


@lru_cache(maxsize=64)  # A bulk of letters leaves within few seconds.
def _date(second: datetime) -> bytes:
    return _header("Date", format_datetime(second))


@lru_cache(maxsize=64)  # The sender and who answers questions are the same in most letters of a bulk.
def _party(name: str, email: str) -> str:
    display_name, address = one_line(name, NAME_LIMIT), ascii_address(email)
    if _ATOMS.fullmatch(address):
        local, _, domain = address.partition("@")
        return str(Address(display_name, local, domain))
    return str(Address(display_name, addr_spec=address))


def _entity(draft: Draft) -> bytes:
    """Return the content with its own headers.

    Joined here and not by EmailMessage, which parses each header that it has just written: that made up
    two thirds of the work of a letter.
    """
    words = [_leaf('text/plain; charset="utf-8"', _encoded(_canonical(draft.body.text)))]
    if draft.body.html:
        words.append(_leaf('text/html; charset="utf-8"', _encoded(_canonical(draft.body.html))))
    if draft.calendar is None:
        return _multipart("alternative", words)
    content, method = _encoded(draft.calendar.content), draft.calendar.method
    words.append(_leaf(f"text/calendar; charset=UTF-8; method={method}", content))
    return _multipart("mixed", [_multipart("alternative", words), _attachment(content)])


def _canonical(text: str) -> bytes:
    """Return *text* with the line ends that mail has (RFC 2046 §4.1.1)."""
    content = text.encode()
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    return content.replace(b"\n", b"\r\n")


def _attachment(encoded: bytes) -> bytes:
    disposition = b'Content-Disposition: attachment; filename="invite.ics"\r\n'
    return disposition + _leaf('application/ics; name="invite.ics"', encoded)


def _leaf(content_type: str, encoded: bytes) -> bytes:
    headers = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return headers.encode("ascii") + encoded


def _encoded(content: bytes) -> bytes:
    encoded = b2a_base64(content, newline=False)
    lines = [encoded[start : start + _LINE] for start in range(0, len(encoded), _LINE)]
    return b"\r\n".join([*lines, b""])


def _multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """Join *parts*; all leaves are base64, in which no line can begin like the boundary."""
    boundary = f"=_{kind}"
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode("ascii")
    opening = f"\r\n--{boundary}\r\n".encode("ascii")
    return head + b"".join(opening + part for part in parts) + f"\r\n--{boundary}--\r\n".encode("ascii")
