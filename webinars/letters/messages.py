"""Drafts as messages: headers that nobody's name can break, and parts in the order that clients expect.

A calendar letter is multipart/mixed of multipart/alternative (text/plain, text/html, text/calendar last) and
the same calendar as an attachment: Outlook and Gmail read the part, others offer the file (RFC 6047 §2.4).
"""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app

from webinars.letters.drafts import Calendar, Draft
from webinars.models.invitations import Method
from webinars.models.notices import Notice
from webinars.services.invitations import Dispatch

NAME_LIMIT = 200
SUBJECT_LIMIT = 400


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
    message = EmailMessage(policy=SMTP)
    _put_headers(message, draft, message_id, now=now)
    _put_parts(message, draft)
    return Letter(
        notice_id=notice.id,
        sender=str(current_app.config["MAIL_FROM"]),
        recipient=ascii_address(draft.reader.email),
        subject=one_line(draft.subject, SUBJECT_LIMIT),
        message_id=message_id,
        message=message.as_bytes(),
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
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def ascii_address(email: str) -> str:
    """Return the address as every mail server takes it: the domain in its ASCII form (RFC 5891)."""
    local, at, domain = email.rpartition("@")
    return local + at + (domain if domain.isascii() else domain.encode("idna").decode("ascii"))


def _put_headers(message: EmailMessage, draft: Draft, message_id: str, *, now: datetime) -> None:
    office = str(current_app.config["MAIL_FROM"])
    sender = draft.calendar.dispatch.organizer if draft.calendar else office
    message["From"] = _party(str(current_app.config["OFFICE_NAME"]), sender)
    message["To"] = _party(draft.reader.name, draft.reader.email)
    if draft.reply_to and draft.reply_to.casefold() != sender.casefold():
        message["Reply-To"] = _party("", draft.reply_to)
    message["Subject"] = one_line(draft.subject, SUBJECT_LIMIT)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = draft.reader.language


def _party(name: str, email: str) -> Address:
    return Address(display_name=one_line(name, NAME_LIMIT), addr_spec=ascii_address(email))


def _put_parts(message: EmailMessage, draft: Draft) -> None:
    if draft.calendar is None:
        _put_words(message, draft)
        return
    # EmailMessage and not MIMEPart, whose type attach() does not take; headers stand in the outer one alone.
    words = EmailMessage(policy=SMTP)
    _put_words(words, draft)
    _put_calendar(words, draft.calendar)
    message.make_mixed()
    message.attach(words)
    message.add_attachment(
        draft.calendar.content, maintype="application", subtype="ics", filename="invite.ics"
    )


def _put_words(part: EmailMessage, draft: Draft) -> None:
    part.set_content(draft.body.text, cte="base64")
    if draft.body.html:
        part.add_alternative(draft.body.html, subtype="html", cte="base64")


def _put_calendar(part: EmailMessage, calendar: Calendar) -> None:
    method = {"method": calendar.dispatch.method.value}
    text = calendar.content.decode()
    part.add_alternative(text, subtype="calendar", params=method, charset="UTF-8", cte="base64")
