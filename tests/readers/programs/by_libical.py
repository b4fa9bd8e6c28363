"""libical reads calendars: {name: text} from standard input as JSON, {name: facts} to standard output.

A program for Debian's own Python, which alone has the bindings; tests/readers/facts.py has the facts.
"""

import json
import sys
from typing import Any

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 (only now is the version chosen)

EVENT = ICalGLib.ComponentKind.VEVENT_COMPONENT
ALARM = ICalGLib.ComponentKind.VALARM_COMPONENT
ZONE = ICalGLib.ComponentKind.VTIMEZONE_COMPONENT
UTC = ICalGLib.Timezone.get_utc_timezone()


def calendar_facts(content: str) -> dict[str, Any]:
    calendar = ICalGLib.Component.new_from_string(content)
    if calendar.count_errors():
        raise ValueError(calendar.as_ical_string())
    return {
        "method": value(calendar, "METHOD"),
        "zones": [value(zone, "TZID") for zone in components(calendar, ZONE)],
        "events": [event_facts(event) for event in components(calendar, EVENT)],
    }


def event_facts(event: Any) -> dict[str, Any]:
    alarms = components(event, ALARM)
    return {
        "uid": event.get_uid(),
        "starts_at": instant(event.get_dtstart()),
        "ends_at": instant(event.get_dtend()),
        "sequence": event.get_sequence(),
        "summary": event.get_summary(),
        "description": event.get_description() or "",
        "location": event.get_location() or "",
        "status": value(event, "STATUS"),
        "organizer": value(event, "ORGANIZER"),
        "organizer_name": parameter(event, "ORGANIZER", "CN"),
        "attendee": value(event, "ATTENDEE"),
        "attendee_name": parameter(event, "ATTENDEE", "CN"),
        "answer": parameter(event, "ATTENDEE", "PARTSTAT"),
        "alarm_minutes": minutes_before(alarms[0]) if alarms else None,
    }


def components(parent: Any, kind: Any) -> list[Any]:
    found = [parent.get_first_component(kind)]
    while found[-1] is not None:
        found.append(parent.get_next_component(kind))
    return found[:-1]


def property_of(component: Any, name: str) -> Any:
    return component.get_first_property(getattr(ICalGLib.PropertyKind, f"{name}_PROPERTY"))


def value(component: Any, name: str) -> str:
    found = property_of(component, name)
    return str(found.get_value_as_string()) if found else ""


def parameter(component: Any, name: str, parameter_name: str) -> str:
    found = property_of(component, name)
    return str(found.get_parameter_as_string(parameter_name)) if found else ""


def instant(time: Any) -> str:
    digits = time.convert_to_zone(UTC).as_ical_string()
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:11]}:{digits[11:13]}:{digits[13:]}"


def minutes_before(alarm: Any) -> int:
    seconds: int = property_of(alarm, "TRIGGER").get_trigger().get_duration().as_int()
    return -seconds // 60


if __name__ == "__main__":
    calendars = json.load(sys.stdin)
    json.dump({name: calendar_facts(content) for name, content in calendars.items()}, sys.stdout)
