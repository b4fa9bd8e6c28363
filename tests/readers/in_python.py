"""Three libraries of PyPI read calendars: icalendar, ical and vobject, each in its own way of being asked.

As a program it reads {name: text} from standard input as JSON, and writes {library: {name: facts}}.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import vobject
from ical.calendar_stream import CalendarStream

from tests.readers.facts import CalendarFacts, EventFacts, to_json


def by_icalendar(content: str) -> CalendarFacts:
    calendar = icalendar.Calendar.from_ical(content)
    errors = [error for component in calendar.walk() for error in component.errors]
    if errors:
        raise ValueError(f"icalendar complains: {errors}")
    return CalendarFacts(
        method=str(calendar.get("METHOD", "")),
        zones=tuple(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")),
        events=tuple(_event_by_icalendar(event) for event in calendar.walk("VEVENT")),
    )


def _event_by_icalendar(event: Any) -> EventFacts:
    organizer, attendee = event.get("ORGANIZER"), event.get("ATTENDEE")
    alarms = event.walk("VALARM")
    return EventFacts(
        uid=str(event["UID"]),
        starts_at=_instant(event["DTSTART"].dt),
        ends_at=_instant(event["DTEND"].dt),
        sequence=int(event["SEQUENCE"]),
        summary=str(event["SUMMARY"]),
        description=str(event.get("DESCRIPTION", "")),
        location=str(event.get("LOCATION", "")),
        status=str(event.get("STATUS", "")),
        organizer=str(organizer or ""),
        organizer_name=str(organizer.params["CN"]) if organizer else "",
        attendee=str(attendee or ""),
        attendee_name=str(attendee.params["CN"]) if attendee else "",
        answer=str(attendee.params["PARTSTAT"]) if attendee else "",
        alarm_minutes=_minutes_before(alarms[0]["TRIGGER"].dt) if alarms else None,
    )


def by_ical(content: str) -> CalendarFacts:
    (calendar,) = CalendarStream.from_ics(content).calendars
    return CalendarFacts(
        method=str(calendar.method or ""),
        # It adds the zone of X-WR-TIMEZONE from Python's own database, if the file does not describe it.
        zones=tuple(zone.tz_id for zone in calendar.timezones if f"TZID:{zone.tz_id}" in content),
        events=tuple(_event_by_ical(event) for event in calendar.events),
    )


def _event_by_ical(event: Any) -> EventFacts:
    organizer = event.organizer
    attendee = event.attendees[0] if event.attendees else None
    return EventFacts(
        uid=event.uid,
        starts_at=_instant(event.dtstart),
        ends_at=_instant(event.dtend),
        sequence=event.sequence,
        summary=event.summary,
        description=event.description or "",
        location=event.location or "",
        status=event.status.value if event.status else "",
        organizer=str(organizer.uri) if organizer else "",
        organizer_name=organizer.common_name if organizer else "",
        attendee=str(attendee.uri) if attendee else "",
        attendee_name=attendee.common_name if attendee else "",
        answer=str(attendee.status) if attendee else "",
        alarm_minutes=_minutes_before(event.alarm[0].trigger) if event.alarm else None,
    )


def by_vobject(content: str) -> CalendarFacts:
    calendar = vobject.readOne(content).contents
    return CalendarFacts(
        method=_first(calendar, "method"),
        zones=tuple(zone.tzid.value for zone in calendar.get("vtimezone", ())),
        events=tuple(_event_by_vobject(event.contents) for event in calendar.get("vevent", ())),
    )


def _event_by_vobject(event: Mapping[str, list[Any]]) -> EventFacts:
    (organizer,), (attendee,) = event.get("organizer", [None]), event.get("attendee", [None])
    (alarm,) = event.get("valarm", [None])
    return EventFacts(
        uid=_first(event, "uid"),
        starts_at=_instant(event["dtstart"][0].value),
        ends_at=_instant(event["dtend"][0].value),
        sequence=int(_first(event, "sequence")),
        summary=_first(event, "summary"),
        description=_first(event, "description"),
        location=_first(event, "location"),
        status=_first(event, "status"),
        organizer=organizer.value if organizer else "",
        organizer_name=_without_carets(organizer.params["CN"][0]) if organizer else "",
        attendee=attendee.value if attendee else "",
        attendee_name=_without_carets(attendee.params["CN"][0]) if attendee else "",
        answer=attendee.params["PARTSTAT"][0] if attendee else "",
        alarm_minutes=_minutes_before(alarm.trigger.value) if alarm else None,
    )


def _first(contents: Mapping[str, list[Any]], name: str) -> str:
    return str(contents[name][0].value) if name in contents else ""


def _without_carets(name: str) -> str:
    """Undo RFC 6868 for vobject 0.9, which is older in mind and shows both carets of a doubled one."""
    return name.replace("^^", "^")


def _instant(moment: date) -> str:
    assert isinstance(moment, datetime)
    assert moment.tzinfo is not None, "a floating time"
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _minutes_before(trigger: Any) -> int:
    assert isinstance(trigger, timedelta)
    return -int(trigger.total_seconds()) // 60


LIBRARIES: Mapping[str, Callable[[str], CalendarFacts]] = {
    "icalendar": by_icalendar,
    "ical": by_ical,
    "vobject": by_vobject,
}


def main() -> None:
    calendars = json.load(sys.stdin)
    read = {
        library: {name: to_json(reads(content)) for name, content in calendars.items()}
        for library, reads in LIBRARIES.items()
    }
    json.dump(read, sys.stdout)


if __name__ == "__main__":
    main()
