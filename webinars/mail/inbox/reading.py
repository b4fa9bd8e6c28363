"""Bytes of a mail into what services/replies takes: the answer of a calendar, or a letter that came back."""

import re
from hashlib import sha256

from webinars.domain.calendar.replies import CalendarReply, OtherMethod, UnreadableReply, read_reply
from webinars.mail.inbox import mime
from webinars.mail.inbox.bounces import bounce_of
from webinars.mail.inbox.mime import Part, UnreadableMail
from webinars.services.replies import Received

ID_LIMIT = 998  # characters of a line, RFC 5322 §2.1.1
ADDRESS_LIMIT = 254
RECIPIENTS_LIMIT = 100
# The first three are written by the server that took the mail, for the address that it took it for.
TO_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_ADDRESS = r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,253}"
_BARE = re.compile(_ADDRESS)
_IN_BRACKETS = re.compile(f"<({_ADDRESS})>")


def read_mail(content: bytes) -> Received | None:
    """Return what *content* says; None for a mail without an answer, such as one of a holiday.

    Raises UnreadableMail for one that is beyond a limit, or whose answer cannot be read.
    """
    message = mime.parse(content)
    bounce = bounce_of(message)
    reply = None if bounce else _reply(message)
    if not (bounce or reply):
        return None
    return Received(
        message_id=_message_id(message, content),
        sender=_sender(message),
        recipients=_recipients(message),
        reply=reply,
        bounce=bounce,
    )


def _reply(message: Part) -> CalendarReply | None:
    """Return the first answer of the mail, None without one.

    The part meant for programs comes before the files with it: programs send the same calendar as both, and
    some break one of them.
    """
    broken: list[UnreadableReply] = []
    for part in _calendar_parts(message):
        try:
            return read_reply(mime.text_of(part).encode("utf-8", "replace"))
        except OtherMethod:
            continue
        except UnreadableReply as error:
            broken.append(error)
    if broken:
        raise UnreadableMail(f"of its calendar: {broken[0]}")
    return None


def _calendar_parts(message: Part) -> list[Part]:
    leaves = list(mime.parts(message))
    meant = [part for part in leaves if part.get_content_type() == "text/calendar"]
    return meant + [part for part in leaves if part not in meant and mime.is_calendar_file(part)]


def _message_id(message: Part, content: bytes) -> str:
    found = mime.header(message, "message-id")
    if found and len(found) <= ID_LIMIT and found.isprintable():
        return found
    return f"digest:{sha256(content).hexdigest()}"


def _sender(message: Part) -> str:
    """Return the address of From: the one in brackets, because a name may hold another."""
    text = mime.header(message, "from")
    if found := _IN_BRACKETS.search(text):
        return _cut(found[1])
    found = _BARE.search(text)
    return _cut(found[0]) if found else ""


def _recipients(message: Part) -> tuple[str, ...]:
    texts = [text for name in TO_HEADERS for text in mime.headers(message, name)]
    found = dict.fromkeys(address for text in texts for address in _BARE.findall(text))
    return tuple(address for address in found if _cut(address))[:RECIPIENTS_LIMIT]


def _cut(address: str) -> str:
    return address if len(address) <= ADDRESS_LIMIT and address.isprintable() else ""
