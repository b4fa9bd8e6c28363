"""What a calendar that we sent says: read back from its bytes, to show what somebody's calendar holds."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from icalendar import Calendar


@dataclass(frozen=True, kw_only=True)
class SentEvent:
    """The one event of a message, as its reader's calendar got it; instants are UTC.

    *zone* is the one that the times are written in ("UTC" where they name none). *status* is "" where the
    message has none, *partstat* "" where it names nobody.
    """

    method: str
    uid: str
    sequence: int
    stamped_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    status: str
    partstat: str


def read_sent(content: bytes) -> SentEvent:
    """Return what a calendar of ours with one event says. Raises ValueError when it has none, or several."""
    # Any: the type of a property hangs on its name.
    calendar: Any = Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    if len(events) != 1:
        raise ValueError(f"a message has one event, this one has {len(events)}")
    event = events[0]
    zones = _zones(calendar)
    return SentEvent(
        method=str(calendar.get("METHOD", "")),
        uid=str(event["UID"]),
        sequence=int(event.get("SEQUENCE", 0)),
        stamped_at=_instant(event, "DTSTAMP", zones),
        starts_at=_instant(event, "DTSTART", zones),
        ends_at=_instant(event, "DTEND", zones),
        zone=str(event["DTSTART"].params.get("TZID", "UTC")),
        summary=str(event.get("SUMMARY", "")),
        status=str(event.get("STATUS", "")),
        partstat=_partstat(event),
    )


def _zones(calendar: Any) -> dict[str, tzinfo]:
    """Return the zones as the message itself defines them: the database may have changed since."""
    return {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}


def _instant(event: Any, name: str, zones: dict[str, tzinfo]) -> datetime:
    value = event[name]
    moment: datetime = value.dt
    zone = zones.get(str(value.params.get("TZID", "")))
    return (moment.replace(tzinfo=zone) if zone else moment).astimezone(UTC)


def _partstat(event: Any) -> str:
    attendee = event.get("ATTENDEE")
    return str(attendee.params.get("PARTSTAT", "")) if attendee is not None else ""
