"""Invitations as they travel by mail: whole calendars with a METHOD and one event (RFC 5546)."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from webinars.domain.calendar import lines
from webinars.domain.calendar.events import Event, Status, event_bytes
from webinars.domain.calendar.vtimezone import timezone_for

PRODUCT = "-//Webinars//Webinars//EN"


def request(event: Event) -> bytes:
    """Return the calendar that invites the attendee of *event*, or tells what changed (METHOD:REQUEST)."""
    if event.status not in {Status.CONFIRMED, Status.TENTATIVE}:
        raise ValueError("nobody is invited to a cancelled event")
    return _message("REQUEST", event)


def cancel(event: Event, *, is_session_cancelled: bool) -> bytes:
    """Return the calendar that takes *event* from its attendee (METHOD:CANCEL).

    *event* has the raised sequence and is otherwise as it was sent. STATUS says CANCELLED only if the session
    itself is; it is absent where this person alone is uninvited.
    """
    status = Status.CANCELLED if is_session_cancelled else None
    return _message("CANCEL", replace(event, status=status, conference_url=None, alarm_minutes=None))


def decline_counter(event: Event, *, written_at: datetime) -> bytes:
    """Return the calendar that refuses another time for *event*, which stays (METHOD:DECLINECOUNTER).

    UID and SEQUENCE are the event's (RFC 5546 §3.2.8). *written_at* is the moment of the refusal (UTC).
    """
    kept = replace(event, changed_at=max(written_at, event.changed_at), alarm_minutes=None)
    return _message("DECLINECOUNTER", kept)


def _message(method: str, event: Event) -> bytes:
    if event.organizer is None or event.attendee is None:
        raise ValueError("a message has an organizer and one attendee")
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    timezone = _timezone(event.zone, event.starts_at, event.ends_at)
    return lines.join(head) + timezone + event_bytes(event) + lines.join(["END:VCALENDAR"])


@lru_cache(maxsize=64)  # A part that moves is told to thousands.
def _timezone(zone: str, starts_at: datetime, ends_at: datetime) -> bytes:
    return timezone_for(zone, (starts_at, ends_at)) or b""
