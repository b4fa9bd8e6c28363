"""A person's calendar program, as RFC 5546 has it: it takes what is mailed to it, and answers by mail.

It remembers of each UID the newest SEQUENCE and, among equals, the newest DTSTAMP (§2.1.5), also of what is
gone: what is older than that changes nothing, in whatever order letters arrive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

from icalendar import Calendar

from tests.support.answering import as_calendar
from tests.support.clients import Asked
from tests.support.clients.google import answered
from tests.support.smtp import Received

STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Entry:
    """An event as the person holds it; *is_shown* is False for one that was called off."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    organizer: str
    asks: bool
    is_shown: bool

    @property
    def order(self) -> tuple[int, datetime]:
        """Return what decides which of two messages about one event is newer."""
        return self.sequence, self.stamp


@dataclass
class CalendarClient:
    """The calendar of *address*; *refusals* are the proposals of theirs that were declined, by UID."""

    address: str
    entries: dict[str, Entry] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)

    def take(self, letters: Iterable[Received]) -> "CalendarClient":
        """Take what *letters* tell, in this order."""
        for letter in letters:
            for part in letter.message.walk():
                if part.get_content_type() == "text/calendar":
                    self._read(Calendar.from_ical(part.get_content()))
        return self

    @property
    def shown(self) -> list[Entry]:
        """Return the events that the person sees, by their start."""
        return sorted((one for one in self.entries.values() if one.is_shown), key=lambda one: one.starts_at)

    def reply(self, entry: Entry, said: str, *, at: datetime, number: int) -> bytes:
        """Answer as Google Calendar writes it; *number* tells this mail from others."""
        asked = Asked(
            uid=entry.uid,
            attendee=self.address,
            inbox=entry.organizer,
            sequence=entry.sequence,
            starts_at=entry.starts_at,
            minutes=(entry.ends_at - entry.starts_at) // timedelta(minutes=1),
            answered_at=at,
            message_number=number,
        )
        return answered(asked, said).encode()

    def propose(self, entry: Entry, starts_at: datetime, *, at: datetime) -> bytes:
        """Propose another start for an event (COUNTER, RFC 5546 §3.2.7)."""
        ends_at = starts_at + (entry.ends_at - entry.starts_at)
        calendar = as_calendar((
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//A calendar//EN",
            "METHOD:COUNTER",
            "BEGIN:VEVENT",
            f"UID:{entry.uid}",
            f"SEQUENCE:{entry.sequence}",
            f"DTSTAMP:{at:{STAMP}}",
            f"DTSTART:{starts_at.astimezone(UTC):{STAMP}}",
            f"DTEND:{ends_at.astimezone(UTC):{STAMP}}",
            f"ORGANIZER:mailto:{entry.organizer}",
            f"ATTENDEE;PARTSTAT=TENTATIVE:mailto:{self.address}",
            "COMMENT:I land an hour later.",
            "END:VEVENT",
            "END:VCALENDAR",
        ))  # fmt: skip
        headers = (
            f"From: {self.address}",
            f"To: {entry.organizer}",
            f"Message-ID: <counter-{at:{STAMP}}@client.example>",
            "MIME-Version: 1.0",
            "Content-Type: text/calendar; charset=UTF-8; method=COUNTER",
            "Content-Transfer-Encoding: 8bit",
        )
        return "\r\n".join([*headers, "", ""]).encode() + calendar

    def _read(self, calendar: Calendar) -> None:
        (event,) = calendar.walk("VEVENT")
        method = str(calendar["METHOD"])
        if method == "DECLINECOUNTER":
            self.refusals.append(str(event["UID"]))
            return
        entry = _entry(event, is_shown=method == "REQUEST")
        held = self.entries.get(entry.uid)
        if held is None or entry.order > held.order:
            self.entries[entry.uid] = entry


def in_every_order(address: str, letters: Sequence[Received]) -> list[Entry]:
    """Return what the person sees after *letters*, which is the same in whatever order they arrive."""
    ends = [CalendarClient(address).take(order).shown for order in permutations(letters)]
    assert all(end == ends[0] for end in ends), "the order in which letters arrive decides what is shown"
    return ends[0]


def _entry(event: Any, *, is_shown: bool) -> Entry:
    """Read a VEVENT (Any: a property's type hangs on its name)."""
    return Entry(
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        stamp=event.DTSTAMP,
        starts_at=event.start.astimezone(UTC),
        ends_at=event.end.astimezone(UTC),
        summary=str(event["SUMMARY"]),
        organizer=str(event["ORGANIZER"]).removeprefix("mailto:"),
        asks=event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION",
        is_shown=is_shown,
    )
