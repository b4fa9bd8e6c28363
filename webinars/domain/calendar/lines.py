"""Content lines: the only place where values become iCalendar text (RFC 5545 §3.1, §3.3).

Whatever a person typed stays inside its value: no character of it can end a line, a parameter or a property.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

_OCTETS = 75
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_HARMLESS = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff\\;,]*")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_NOT_IN_A_URI = re.compile(r'[\x00-\x20\x7f-\xa0"<>\\^`{|}\u2028\u2029\ud800-\udfff\ufffe\uffff]')
# A parameter escapes nothing with a backslash, but three libraries think so: libical then loses the address.
_IN_A_PARAMETER = str.maketrans({'"': "'", "\\": "/", "^": "^^"})
_TOKEN = re.compile(r"[A-Za-z0-9-]+")


def paragraphs(value: str) -> str:
    """Return *value* as TEXT that keeps its line breaks (RFC 5545 §3.3.11)."""
    if _HARMLESS.fullmatch(value):
        return value
    value = _LINE_ENDS.sub("\n", _FORBIDDEN.sub("", value)).replace("\\", "\\\\").replace("\t", " ")
    return value.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def text(value: str) -> str:
    """Return *value* as TEXT on one line: line breaks become spaces."""
    return value.strip() if _HARMLESS.fullmatch(value) else paragraphs(one_line(value))


def parameter(value: str) -> str:
    """Return *value* as a quoted parameter, with ' for ", / for a backslash, and ^ doubled (RFC 6868)."""
    return f'"{one_line(value).translate(_IN_A_PARAMETER)}"'


def token(value: str) -> str:
    """Return *value* unchanged if it can stand bare, as a language tag or a UID must; else it is a bug."""
    if not _TOKEN.fullmatch(value):
        raise ValueError(f"no token: {value!r}")
    return value


def uri(value: str) -> str:
    """Return *value* as a URI: what RFC 3986 forbids is percent-encoded, lone control characters too."""
    return _NOT_IN_A_URI.sub(lambda found: quote(found[0], safe="", errors="replace"), value)


def mailto(address: str) -> str:
    """Return *address* as the URI of a calendar user (RFC 6068 §2)."""
    return "mailto:" + quote(address, safe="@+!$'*~", errors="replace")


def utc(instant: datetime) -> str:
    """Return *instant* as DATE-TIME in UTC; parts of a second are dropped."""
    return wall_clock(instant.astimezone(UTC)) + "Z"


def wall_clock(local: datetime) -> str:
    """Return what the clock shows at *local* as DATE-TIME without its zone."""
    return local.isoformat()[:19].replace("-", "").replace(":", "")


def offset(value: timedelta) -> str:
    """Return *value* as UTC-OFFSET: "+0900", "-0330"."""
    minutes = int(value.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}{rest:02}"


def one_line(value: str) -> str:
    """Return *value* without control characters, and with spaces for its tabs and line breaks."""
    return _LINE_ENDS.sub(" ", _FORBIDDEN.sub("", value)).replace("\t", " ").strip()


def join(lines: Iterable[str]) -> bytes:
    """Return *lines* in UTF-8, folded, each ended by CRLF."""
    return b"".join(_fold(line.encode()) for line in lines)


def _fold(line: bytes) -> bytes:
    """Fold *line* at 75 octets, never inside a character (RFC 5545 §3.1)."""
    if len(line) <= _OCTETS:
        return line + b"\r\n"
    pieces = []
    start, room = 0, _OCTETS
    while len(line) - start > room:
        end = start + room
        while line[end] & 0b1100_0000 == 0b1000_0000:  # a continuation byte of UTF-8
            end -= 1
        pieces.append(line[start:end])
        start, room = end, _OCTETS - 1  # the space that marks a continuation counts
    return b"\r\n ".join([*pieces, line[start:]]) + b"\r\n"
