"""Values of an event's lines: texts without their escapes, lengths, and whether it is called off."""

import unicodedata
from datetime import timedelta

from icalendar import vDuration
from icalendar.parser import unescape_backslash

from webinars.domain.calendar.files.lines import EventLines, Line
from webinars.domain.calendar.files.problems import no_length

LONGEST_TEXT = 300

_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})


def text_of(line: Line | None, *, limit: int = LONGEST_TEXT) -> str:
    """Return a TEXT on one line, without its escapes and control characters."""
    if line is None:
        return ""
    plain = str(unescape_backslash(line.value[: 4 * limit]))
    seen = "".join(" " if unicodedata.category(letter) in _BREAKING else letter for letter in plain)
    return " ".join(seen.split())[:limit].rstrip()


def title_of(event: EventLines) -> str:
    """Return what an event is called (SUMMARY)."""
    return text_of(event.first("SUMMARY"))


def is_called_off(event: EventLines) -> bool:
    """Say whether the file itself cancels an event."""
    return text_of(event.first("STATUS")).upper() == "CANCELLED"


def duration_of(line: Line) -> timedelta:
    """Return a DURATION (RFC 5545 §3.3.6). Raises AtLine."""
    try:
        duration: timedelta = vDuration.from_ical(line.value.strip())  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError):
        raise no_length(line) from None
    return duration
