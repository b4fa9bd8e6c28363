"""What a calendar says, whoever reads it: the same facts from every reader and from what was to be said."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """One event; instants in UTC as "2027-01-20T08:00:00Z". A text that is absent is "", a number None."""

    uid: str
    starts_at: str
    ends_at: str
    summary: str
    sequence: int | None = None
    description: str = ""
    location: str = ""
    status: str = ""
    organizer: str = ""
    organizer_name: str = ""
    attendee: str = ""
    attendee_name: str = ""
    answer: str = ""
    alarm_minutes: int | None = None


@dataclass(frozen=True)
class CalendarFacts:
    """A calendar: its METHOD ("" for none), the zones that it describes, sorted, and its events in order."""

    method: str
    zones: tuple[str, ...]
    events: tuple[EventFacts, ...]


def to_json(facts: CalendarFacts) -> dict[str, Any]:
    return asdict(facts)


def from_json(found: Mapping[str, Any]) -> CalendarFacts:
    events = tuple(EventFacts(**event) for event in found["events"])
    return CalendarFacts(found["method"], tuple(sorted(found["zones"])), events)
