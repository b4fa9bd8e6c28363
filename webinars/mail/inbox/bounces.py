"""Letters that come back (RFC 3464, RFC 6533, and the header of servers that write neither)."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from webinars.mail.inbox import mime
from webinars.mail.inbox.mime import Part
from webinars.services.replies import Bounce

REASON_LIMIT = 500  # characters
ADDRESS_LIMIT = 254
IDS_LIMIT = 10
STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
RETURNED_TYPES = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
FAILED, DELAYED = "failed", "delayed"

_FIELD = re.compile(r"^([A-Za-z-]{1,40}):[ \t]*(.*(?:\n[ \t].*)*)", re.MULTILINE)
_BLOCK_END = re.compile(r"\n[ \t]*\n")
_IDS_OF_HEADERS = re.compile(r"^message-id:\s*(<[^<>\s]{1,990}>)", re.IGNORECASE | re.MULTILINE)
_IDS = re.compile(r"<[^<>\s]{1,990}>")
_SAID_BY_A_SERVER = re.compile(r"\b[45]\d\d[ -][^\n]{1,300}")


def bounce_of(message: Part) -> Bounce | None:
    """Return the bounce that *message* is; None for other mails, and for good news (Action: delivered)."""
    leaves = list(mime.parts(message))
    report = next((part for part in leaves if part.get_content_type() in STATUS_TYPES), None)
    if report is not None:
        return _reported(report, _returned_ids(message, leaves))
    address = _address(mime.header(message, "x-failed-recipients").partition(",")[0])
    if not address:
        return None
    texts = "\n".join(mime.text_of(part) for part in leaves if part.get_content_maintype() == "text")
    said = _SAID_BY_A_SERVER.search(texts)
    reason = _one_line(said[0] if said else mime.header(message, "subject"))
    return Bounce(message_ids=_returned_ids(message, leaves), recipient=address, reason=reason, is_final=True)


def _reported(report: Part, message_ids: tuple[str, ...]) -> Bounce | None:
    """Return what the report says of the first address that is in trouble: a letter of ours has one."""
    for fields in _blocks(report):
        action = fields.get("action", "").strip().lower()
        # Where it came to by forwarding does not matter: the address that we wrote to is the first.
        address = _typed(fields.get("original-recipient")) or _typed(fields.get("final-recipient"))
        if action in (FAILED, DELAYED) and address:
            words = f"{fields.get('status', '')} {fields.get('diagnostic-code', '').partition(';')[2]}"
            return Bounce(
                message_ids=message_ids,
                recipient=address,
                reason=_one_line(words),
                is_final=action == FAILED,
            )
    return None


def _blocks(report: Part) -> Iterator[Mapping[str, str]]:
    """Yield the fields of each block; the first one is about the whole message."""
    for block in _BLOCK_END.split(_text(report)):
        yield {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(block)}


def _text(part: Part) -> str:
    """Return the text of a message within the message, which the parser has taken for headers."""
    if not part.is_multipart():
        return mime.text_of(part).replace("\r\n", "\n")
    return "\n\n".join(map(_written, mime.inner_of(part))).replace("\r\n", "\n")


def _written(message: Part) -> str:
    lines = [f"{name}: {mime.one_line(raw)}" for name, raw in message.raw_items()]
    return "\n".join(lines) + "\n\n" + mime.text_of(message)


def _returned_ids(message: Part, leaves: list[Part]) -> tuple[str, ...]:
    """Return the Message-IDs of the letter that came back, the surest first."""
    returned = [part for part in leaves if part.get_content_type() in RETURNED_TYPES]
    quoted = [part for part in leaves if part.get_content_type() == "text/plain"]
    found = [one for part in (*returned, *quoted) for one in _IDS_OF_HEADERS.findall(_text(part))]
    answered = _IDS.findall(mime.header(message, "in-reply-to") + mime.header(message, "references"))
    return tuple(dict.fromkeys(found + answered))[:IDS_LIMIT]


def _typed(value: str | None) -> str:
    """Return the address of "rfc822; anna@city.example"."""
    kind, semicolon, address = (value or "").partition(";")
    return _address(address if semicolon else kind)


def _address(text: str) -> str:
    bare = text.strip().strip("<>").strip()
    is_address = "@" in bare and len(bare) <= ADDRESS_LIMIT and bare.isprintable() and " " not in bare
    return bare if is_address else ""


def _one_line(text: str) -> str:
    """Return a server's words without what could break a page or a log."""
    seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return " ".join(seen.split())[:REASON_LIMIT]
