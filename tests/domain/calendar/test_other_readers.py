"""What we write, read by three libraries that others wrote: icalendar, ical and vobject."""

from datetime import UTC, date, datetime

import icalendar
import pytest
import vobject
from ical.calendar_stream import CalendarStream

from tests.domain.calendar.builders import an_event, an_invitation, instant
from webinars.domain.calendar.events import Event, Status
from webinars.domain.calendar.feeds import feed, feed_event
from webinars.domain.calendar.messages import cancel, request

SUMMARY = 'Evening; “part”, \\ "two" 東京 ' + "🗼" * 30
DESCRIPTION = "First, second; third\\n.\nNext line: 🗼" * 4
ZONES = (
    "Asia/Tokyo", "Europe/Paris", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Chatham", "Pacific/Apia", "Antarctica/Troll", "America/Sao_Paulo", "Asia/Gaza", "UTC",
)  # fmt: skip
# Two of the readers trust the machine's own database more than our VTIMEZONE, and it may not know yet that
# Casablanca gave up its summer time; only where VTIMEZONE itself is read can that zone be tested.
DESCRIBED = (*(zone for zone in ZONES if zone not in {"Asia/Gaza", "UTC"}), "Africa/Casablanca")
STARTS = ("2027-01-20 08:00", "2027-07-21 08:00")


def a_full_event(zone: str, starts: str) -> Event:
    starts_at = instant(starts)
    return an_invitation(
        zone=zone,
        starts_at=starts_at,
        ends_at=starts_at.replace(hour=10, minute=25),
        summary=SUMMARY,
        description=DESCRIPTION,
        location="Hall A",
        url="https://seminars.example/seminars/tokyo-global-partners-7/",
        alarm_minutes=15,
    )


def in_utc(moment: date) -> datetime:
    assert isinstance(moment, datetime)
    assert moment.tzinfo is not None
    return moment.astimezone(UTC)


@pytest.mark.parametrize("starts", STARTS)
@pytest.mark.parametrize("zone", ZONES)
def test_icalendar_reads_an_invitation_without_an_error(zone: str, starts: str) -> None:
    event = a_full_event(zone, starts)
    calendar = icalendar.Calendar.from_ical(request(event))
    assert [component.errors for component in calendar.walk()] == [[]] * len(list(calendar.walk()))
    (vevent,) = calendar.events
    assert (str(vevent["SUMMARY"]), str(vevent["DESCRIPTION"])) == (SUMMARY, DESCRIPTION)
    assert (in_utc(vevent.start), in_utc(vevent.end)) == (event.starts_at, event.ends_at)
    assert str(calendar["METHOD"]) == "REQUEST"
    assert vevent["ATTENDEE"].params["CN"] == "Zoë Martin"
    assert vevent["ATTENDEE"] == "mailto:zoe.martin@paris.example"


@pytest.mark.parametrize("starts", STARTS)
@pytest.mark.parametrize("zone", DESCRIBED)
def test_icalendar_finds_the_same_offset_in_our_time_zone(zone: str, starts: str) -> None:
    event = a_full_event(zone, starts)
    calendar = icalendar.Calendar.from_ical(request(event))
    (timezone,) = calendar.timezones
    start = calendar.events[0].start
    assert isinstance(start, datetime)
    assert in_utc(start.replace(tzinfo=timezone.to_tz(lookup_tzid=False))) == event.starts_at


@pytest.mark.parametrize("starts", STARTS)
@pytest.mark.parametrize("zone", ZONES)
def test_vobject_reads_an_invitation(zone: str, starts: str) -> None:
    event = a_full_event(zone, starts)
    vevent = vobject.readOne(request(event).decode()).vevent
    assert (vevent.summary.value, vevent.description.value) == (SUMMARY, DESCRIPTION)
    assert (in_utc(vevent.dtstart.value), in_utc(vevent.dtend.value)) == (event.starts_at, event.ends_at)
    assert vevent.attendee.params["CN"] == ["Zoë Martin"]


@pytest.mark.parametrize("starts", STARTS)
@pytest.mark.parametrize("zone", ZONES)
def test_ical_reads_an_invitation(zone: str, starts: str) -> None:
    event = a_full_event(zone, starts)
    (calendar,) = CalendarStream.from_ics(request(event).decode()).calendars
    (vevent,) = calendar.events
    assert (vevent.summary, vevent.description, vevent.sequence) == (SUMMARY, DESCRIPTION, 0)
    assert isinstance(vevent.dtstart, datetime)
    assert isinstance(vevent.dtend, datetime)
    assert (in_utc(vevent.dtstart), in_utc(vevent.dtend)) == (event.starts_at, event.ends_at)


@pytest.mark.parametrize("is_session_cancelled", [True, False])
def test_all_three_read_a_cancellation(is_session_cancelled: bool) -> None:
    content = cancel(a_full_event("Europe/Paris", STARTS[0]), is_session_cancelled=is_session_cancelled)
    status = "CANCELLED" if is_session_cancelled else None
    assert icalendar.Calendar.from_ical(content).events[0].get("STATUS") == status
    written = vobject.readOne(content.decode()).vevent.contents.get("status", [])
    assert [one.value for one in written] == ([status] if status else [])
    (calendar,) = CalendarStream.from_ics(content.decode()).calendars
    assert calendar.events[0].status == status


def test_all_three_read_a_feed_of_two_parts_and_its_names() -> None:
    events = [
        an_event(uid="1", conference_url="https://meet.example/j/1"),
        an_event(uid="2", status=Status.CANCELLED),
    ]
    vevents = [feed_event(event, cancelled_word="Cancelled") for event in events]
    content = feed(
        "Seminar, 7th", "Two; parts", "Asia/Tokyo", source_url="https://x.example/7.ics", vevents=vevents
    )
    expected = ["Evening part", "Cancelled: Evening part"]
    read = icalendar.Calendar.from_ical(content)
    assert [str(vevent["SUMMARY"]) for vevent in read.events] == expected
    assert str(read.events[0]["CONFERENCE"]) == "https://meet.example/j/1"
    assert [vevent.summary.value for vevent in vobject.readOne(content.decode()).vevent_list] == expected
    (calendar,) = CalendarStream.from_ics(content.decode()).calendars
    assert [vevent.summary for vevent in calendar.events] == expected


def test_all_three_read_a_feed_without_events() -> None:
    content = feed("Seminar", "", "Europe/Paris", source_url="https://x.example/7.ics", vevents=())
    assert [str(zone["TZID"]) for zone in icalendar.Calendar.from_ical(content).timezones] == ["Europe/Paris"]
    assert vobject.readOne(content.decode()).vtimezone.tzid.value == "Europe/Paris"
    (calendar,) = CalendarStream.from_ics(content.decode()).calendars
    assert [zone.tz_id for zone in calendar.timezones] == ["Europe/Paris"]
