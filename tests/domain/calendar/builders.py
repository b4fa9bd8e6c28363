"""Events with defaults: a test writes only what matters."""

from datetime import UTC, datetime
from typing import Any

from webinars.domain import timezones
from webinars.domain.calendar.events import Attendee, Event, Party

ORGANIZER = Party("Tokyo Metropolitan Government", "rsvp+abc123@seminars.example")
ATTENDEE = Attendee("Zoë Martin", "zoe.martin@paris.example")


def instant(words: str) -> datetime:
    """Return the instant that *words* name in UTC."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


def a_time(local: str, zone: str) -> datetime:
    """Return the instant at which the clocks of *zone* show *local*."""
    return timezones.to_utc(datetime.fromisoformat(local), zone)


def an_event(**changes: Any) -> Event:
    """Return the evening part for nobody in particular."""
    facts: dict[str, Any] = {
        "uid": "8f14e45f-ea3b@seminars.example",
        "sequence": 0,
        "changed_at": instant("2026-11-01 09:30:00"),
        "starts_at": instant("2027-01-20 08:00"),
        "ends_at": instant("2027-01-20 10:25"),
        "zone": "Asia/Tokyo",
        "summary": "Evening part",
    }
    return Event(**facts | changes)


def an_invitation(**changes: Any) -> Event:
    """Return the evening part for one person."""
    return an_event(**{"organizer": ORGANIZER, "attendee": ATTENDEE} | changes)
