"""Values as calendar programs write them: instants in zones of many names, addresses, texts."""

import re
import unicodedata
from datetime import datetime, timedelta
from urllib.parse import unquote

from icalendar import vDatetime, vDuration
from icalendar.parser import unescape_backslash
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from webinars.domain.calendar.replies.contents import Line
from webinars.domain.errors import BeyondDatabase, SkippedTime, UnknownZone
from webinars.domain.timezones import Reading, to_utc

ADDRESS_LIMIT = 254  # characters, as of the columns
_DATE_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z?")
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,30}(/[A-Za-z0-9_+-]{1,30}){0,2}")
_ADDRESS = re.compile(r"[^\s@<>()\",;:\\]+@[^\s@<>()\",;:\\]+")
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, halves of pairs, separators of lines


def instant_of(line: Line | None) -> datetime | None:
    """Return the instant (UTC) of a DATE-TIME; None for a day, a floating time, and a zone nobody knows."""
    if line is None or not _DATE_TIME.fullmatch(line.value.strip()):
        return None
    value = line.value.strip()
    try:
        local: datetime = vDatetime.from_ical(value.removesuffix("Z"))  # type: ignore[no-untyped-call]
    except ValueError:  # the 31st of February
        return None
    names = ["UTC"] if value.endswith("Z") else _zones_of(line.parameter("TZID") or "")
    return next((instant for name in names if (instant := _instant(local, name))), None)


def end_after(starts_at: datetime | None, line: Line | None) -> datetime | None:
    """Return the end that DURATION gives; None where it gives none."""
    if starts_at is None or line is None:
        return None
    try:
        duration: timedelta = vDuration.from_ical(line.value.strip())  # type: ignore[no-untyped-call]
        return starts_at + duration
    except (ValueError, OverflowError):
        return None


def address_of(text: str | None) -> str | None:
    """Return the bare address of "MAILTO:anna@city.example"; None for what is none."""
    scheme, colon, rest = (text or "").strip().strip('"').partition(":")
    bare = unquote(rest).strip() if colon and scheme.strip().casefold() == "mailto" else scheme
    if colon and bare == scheme:
        return None  # urn:uuid:…, http:…, invalid:nomail
    is_address = len(bare) <= ADDRESS_LIMIT and _ADDRESS.fullmatch(bare) and bare.isprintable()
    return bare if is_address else None


def text_of(value: str, *, limit: int) -> str:
    """Return a TEXT without its escapes and control characters; its lines stay, up to *limit* characters."""
    plain = str(unescape_backslash(value))
    return "".join(letter for letter in plain if letter == "\n" or _is_seen(letter)).strip()[:limit].rstrip()


def _is_seen(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNSEEN


def _zones_of(name: str) -> list[str]:
    """Return what a TZID may mean: an IANA name, one behind a vendor's path, or a name of Microsoft's."""
    bare = name.strip().strip('"')
    if bare in WINDOWS_TO_OLSON:
        return [WINDOWS_TO_OLSON[bare]]
    if not bare.startswith("/"):
        return [bare] if _ZONE.fullmatch(bare) else []
    parts = bare.split("/")
    return ["/".join(parts[-count:]) for count in (3, 2, 1) if len(parts) > count]


def _instant(local: datetime, zone: str) -> datetime | None:
    try:
        return to_utc(local, zone, reading=Reading.FIRST)
    except SkippedTime as skipped:
        return skipped.after  # RFC 5545 §3.3.5: read with the offset before the gap
    except (BeyondDatabase, UnknownZone):
        return None
