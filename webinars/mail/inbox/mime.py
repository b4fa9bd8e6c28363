"""Mails from strangers, parsed within limits that are checked before the parser works on them."""

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import TypeAlias

Part: TypeAlias = "Message[str, str]"  # quoted: no generic at run time before Python 3.13

MAIL_LIMIT = 2 * 1024 * 1024  # bytes; an answer with the logos of a large company has a tenth
LINES_LIMIT = 50_000  # a mail of that size in base64 has 28,000
BOUNDARIES_LIMIT = 30  # of multiparts; a bounce of ours, forwarded twice, has seven
PARTS_LIMIT = 100
HEADER_LIMIT = 8 * 1024  # characters of a header that are looked at
# What the parser lets out when a header is hostile; trying 250,000 found no other. It compares numbers with
# none ("boundary*=a; boundary*0=b"), reads numbers of any length and parameters in charsets that raise, and
# calls itself for each message in a message.
PARSER_ERRORS = (TypeError, ValueError, RecursionError)

# The parser's time grows with the square of the parameters of these headers, and with lines times boundaries.
_LONG_HEADER = re.compile(
    rb"(?:^|[\r\n])content-(?:type|disposition|transfer-encoding):[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset\*?\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_ICS_NAME = re.compile(r"name\*?(?:0\*?)?\s*=\s*[^;]{0,300}\.ics[\"']?\s*(?:;|$)", re.IGNORECASE)
# By Python's name. Others of Python's decode what is no text, or take a time that is no longer linear.
_CHARSETS = re.compile(
    r"utf-8|utf-16|ascii|iso8859-\d+|cp125\d|cp874|tis-620|koi8-[rut]|mac-roman"
    r"|shift_jis|cp932|euc_jp|iso2022_jp|gb2312|gbk|gb18030|hz|big5|cp950|euc_kr|cp949"
)


class UnreadableMail(ValueError):
    """A mail that nothing is read from; the sentence says why, for the log."""


def parse(content: bytes) -> Part:
    """Return *content* parsed. Raises UnreadableMail where it is beyond a limit."""
    check_size(len(content))
    if content.count(b"\n") + content.count(b"\r") - content.count(b"\r\n") > LINES_LIMIT:
        raise UnreadableMail(f"it has more than {LINES_LIMIT} lines")
    if content.lower().count(b"boundary") > BOUNDARIES_LIMIT:
        raise UnreadableMail("its parts are nested too deep")
    if any(len(found[0]) > HEADER_LIMIT for found in _LONG_HEADER.finditer(content)):
        raise UnreadableMail("a header of it is too long")
    try:
        return message_from_bytes(content)
    except PARSER_ERRORS as error:
        raise UnreadableMail(f"its headers are broken ({type(error).__name__})") from None


def check_size(size_bytes: int) -> None:
    """Raise UnreadableMail for a mail that is too large to be an answer."""
    if size_bytes > MAIL_LIMIT:
        raise UnreadableMail(f"it has {size_bytes} bytes")


def parts(message: Part) -> Iterator[Part]:
    """Yield the parts that are no containers, in their order; a message within the message is one part."""
    waiting = [message]
    for _ in range(PARTS_LIMIT):
        if not waiting:
            return
        part = waiting.pop()
        if part.is_multipart() and part.get_content_maintype() != "message":
            waiting.extend(reversed(inner_of(part)))
        else:
            yield part
    raise UnreadableMail(f"it has more than {PARTS_LIMIT} parts")


def inner_of(part: Part) -> list[Part]:
    """Return what a container holds; [] for none. A text is never asked for: Python may fail to decode it."""
    held = part.get_payload() if part.is_multipart() else []
    return [each for each in held if isinstance(each, Message)]


def headers(message: Part, name: str) -> list[str]:
    """Return the values of every header *name*, each on one line and cut; bytes outside ASCII are UTF-8."""
    return [one_line(raw) for key, raw in message.raw_items() if key.lower() == name]


def header(message: Part, name: str) -> str:
    """Return the first value of header *name*, "" without one."""
    return next(iter(headers(message, name)), "")


def one_line(raw: object) -> str:
    """Return a raw header on one line and cut."""
    text = str(raw)[:HEADER_LIMIT].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(text.split())


def is_calendar_file(part: Part) -> bool:
    """Say whether the part is a file that calendars open, whatever type a sender gave it."""
    names = headers(part, "content-type") + headers(part, "content-disposition")
    return part.get_content_type() == "application/ics" or any(map(_ICS_NAME.search, names))


def bytes_of(part: Part) -> bytes:
    """Return what is in a part, without its transfer encoding."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_of(part: Part) -> str:
    """Return the text of a part: in its charset, else in UTF-8, else in what old programs do not name."""
    content = bytes_of(part)
    found = _CHARSET.search(header(part, "content-type"))
    for charset in (_known(found[1]) if found else None, "utf-8"):
        if charset is None:
            continue
        try:
            return content.decode(charset)
        except UnicodeError:
            continue
    return content.decode("cp1252", "replace")


def _known(charset: str) -> str | None:
    """Return Python's name of *charset* where its bytes are not to be taken for UTF-8 first."""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    # What claims to be one of these two is often UTF-8, and what is not seldom reads as UTF-8.
    is_tried_first = _CHARSETS.fullmatch(name) and name not in ("ascii", "iso8859-1")
    return name if is_tried_first else None
