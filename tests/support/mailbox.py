"""Letters as they came out of the mail server: their text, the links in it, and what their calendar says."""

import re
from dataclasses import dataclass
from typing import Any

from icalendar import Calendar

from tests.support.smtp import Received


@dataclass(frozen=True)
class Entry:
    """What a letter tells a calendar program: the method, and the one event (Any: see icalendar)."""

    method: str
    event: Any

    @property
    def uid(self) -> str:
        return str(self.event["UID"])

    @property
    def sequence(self) -> int:
        return int(self.event["SEQUENCE"])


def text_of(letter: Received) -> str:
    """Return the plain text."""
    part = letter.message.get_body(("plain",))
    assert part is not None
    content: Any = part.get_content()
    return str(content)


def link_in(letter: Received, path: str) -> str:
    """Return the one address in the text whose path fits the pattern *path*."""
    (link,) = set(re.findall(rf"http://[^/\s]+{path}(?=\s)", text_of(letter)))
    return str(link)


def entries(letters: list[Received]) -> list[Entry]:
    """Return what each of *letters* tells a calendar, leaving out those without one."""
    calendars = [
        Calendar.from_ical(part.get_content())
        for letter in letters
        for part in letter.message.walk()
        if part.get_content_type() == "text/calendar"
    ]
    return [Entry(str(calendar["METHOD"]), _event(calendar)) for calendar in calendars]


def _event(calendar: Calendar) -> Any:
    (event,) = calendar.walk("VEVENT")
    return event
