"""Every kind of calendar that we write, in the zones that are hard, with what each is to say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.domain.calendar.builders import ATTENDEE, ORGANIZER, an_event, an_invitation, instant
from tests.readers import nasty
from tests.readers.facts import CalendarFacts, EventFacts
from webinars.domain.calendar.events import Event, PartStat, Status
from webinars.domain.calendar.feeds import feed, feed_event
from webinars.domain.calendar.messages import cancel, decline_counter, request
from webinars.domain.calendar.vtimezone import timezone_for

# Plain, a quarter of an hour, summer time north and south, half an hour of it, none that a pair of rules
# gives (UTC is written), given up in 2026, the day of no winter, the largest offset, and no place at all.
ZONES = (
    "Asia/Tokyo", "Asia/Kathmandu", "Europe/Paris", "America/New_York", "America/St_Johns",
    "Australia/Sydney", "America/Santiago", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia",
    "Antarctica/Troll", "Europe/Dublin", "Asia/Gaza", "Africa/Casablanca", "UTC",
)  # fmt: skip
MIDWINTER, MIDSUMMER = instant("2027-01-20 08:00"), instant("2027-07-21 08:00")
# The clocks of Paris go back at 01:00 UTC: half an hour before, across, half an hour after, and a day away.
AT_THE_FOLD = tuple(instant(f"2027-10-{words}") for words in ("31 00:30", "31 00:50", "31 01:30", "30 00:30"))
LINK = "https://meet.example/j/1?pwd=a%20b&x=1"
NAME = "Seminar, 7th; \\ “Tokyo” 東京 🗼"


@dataclass(frozen=True)
class Written:
    """A calendar's bytes and what they are to say."""

    content: bytes
    says: CalendarFacts


def every_calendar() -> dict[str, Written]:
    """Return every kind of calendar by its name, which says kind, zone and time."""
    return dict(_of_all_times()) | dict(_of_many_zones()) | dict(_of_nasty_texts())


def _of_all_times() -> Iterator[tuple[str, Written]]:
    for zone in ZONES:
        for starts_at in (MIDWINTER, MIDSUMMER):
            for kind, written in _kinds(zone, starts_at).items():
                yield f"{kind}, {zone}, {starts_at:%d %B}", written
    for starts_at in AT_THE_FOLD:
        for kind, written in _kinds("Europe/Paris", starts_at).items():
            yield f"{kind}, Europe/Paris, {starts_at:%d %B %H:%M}", written


def _kinds(zone: str, starts_at: datetime) -> Mapping[str, Written]:
    facts = {"zone": zone, "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=145)}
    asked = an_invitation(**facts, summary=NAME, description="One,\ntwo; three.", alarm_minutes=15)
    joined = replace(asked, conference_url=LINK, location="Hall A")
    presenter = replace(asked, uid="slot@seminars.example", allows_counter=True, status=Status.TENTATIVE)
    accepted = replace(ATTENDEE, partstat=PartStat.ACCEPTED)
    refused = replace(presenter, conference_url=None)
    moved = replace(joined, sequence=3, attendee=accepted, ends_at=asked.ends_at + timedelta(minutes=5))
    return {
        "request to a registrant": _message("REQUEST", joined, request(joined)),
        "request to a presenter": _message("REQUEST", presenter, request(presenter)),
        "update": _message("REQUEST", moved, request(moved)),
        "cancel of a person": _cancel(replace(asked, sequence=4), is_session_cancelled=False),
        "cancel of a session": _cancel(replace(asked, sequence=5), is_session_cancelled=True),
        "refusal of another time": _refusal(refused),
        "public feed of a session": _feed(zone, _public(asked)),
        "public feed of a cancelled session": _feed(zone, replace(_public(asked), status=Status.CANCELLED)),
        "personal feed with alarms": _feed(zone, _public(joined), _public(presenter)),
    }


def _of_many_zones() -> Iterator[tuple[str, Written]]:
    events = [
        an_event(
            uid=f"{number}@seminars.example", zone=zone, starts_at=at, ends_at=at + timedelta(minutes=90)
        )
        for number, (zone, at) in enumerate((zone, at) for zone in ZONES for at in (MIDWINTER, MIDSUMMER))
    ]
    yield "public feed of a series in all zones", _feed("Asia/Tokyo", *events)
    for zone in ZONES:
        years = [
            an_event(
                uid=f"{year}@seminars.example", zone=zone,
                starts_at=instant(f"{year}-04-20 08:00"), ends_at=instant(f"{year}-04-20 10:00"),
            )
            for year in range(2024, 2031)
        ]  # fmt: skip
        yield f"public feed of seven years, {zone}", _feed(zone, *years)
        yield f"feed without events, {zone}", _feed(zone)


def _of_nasty_texts() -> Iterator[tuple[str, Written]]:
    for what, typed in nasty.TEXTS.items():
        event = nasty_event(typed)
        yield f"request with {what}", _message("REQUEST", event, request(event))
        yield f"feed with {what}", _feed("Asia/Tokyo", _public(event), name=typed)


def nasty_event(typed: str) -> Event:
    """Return an invitation with *typed* wherever a person's words can stand."""
    people = {"organizer": replace(ORGANIZER, name=typed), "attendee": replace(ATTENDEE, name=typed)}
    words = {"summary": typed, "description": typed, "location": typed}
    return an_invitation(**people, **words, alarm_minutes=15, conference_url=LINK)


def _message(method: str, event: Event, content: bytes) -> Written:
    return Written(content, CalendarFacts(method, _zones(event), (facts_of(event),)))


def _cancel(event: Event, *, is_session_cancelled: bool) -> Written:
    content = cancel(event, is_session_cancelled=is_session_cancelled)
    status = Status.CANCELLED if is_session_cancelled else None
    said = replace(event, status=status, conference_url=None, alarm_minutes=None)
    return _message("CANCEL", said, content)


def _refusal(event: Event) -> Written:
    content = decline_counter(event, written_at=event.changed_at + timedelta(hours=1))
    return _message("DECLINECOUNTER", replace(event, alarm_minutes=None), content)


def _public(event: Event) -> Event:
    return replace(event, organizer=None, attendee=None)


def _feed(zone: str, *events: Event, name: str = NAME) -> Written:
    vevents = [feed_event(event, cancelled_word="Cancelled") for event in events]
    content = feed(name, name, zone, source_url="https://x.example/7.ics", vevents=vevents)
    return Written(
        content,
        CalendarFacts("", _zones(*events) if events else (_named(zone),), tuple(map(_in_feed, events))),
    )


def _in_feed(event: Event) -> EventFacts:
    if event.status is not Status.CANCELLED:
        return facts_of(event)
    return facts_of(replace(event, summary=f"Cancelled: {event.summary}", alarm_minutes=None))


def _named(zone: str) -> str:
    """Return the zone that an empty calendar describes: UTC itself is never named."""
    return "Africa/Abidjan" if zone == "UTC" else zone


def _zones(*events: Event) -> tuple[str, ...]:
    """Return the zones that must be described, sorted: those of the events that are not written in UTC."""
    local = [event for event in events if timezone_for(event.zone, (event.starts_at, event.ends_at))]
    times: dict[str, list[datetime]] = {event.zone: [] for event in local}
    for event in local:
        times[event.zone] += (event.starts_at, event.ends_at)
    return tuple(sorted(zone for zone, instants in times.items() if timezone_for(zone, instants)))


def facts_of(event: Event) -> EventFacts:
    """Return what a reader is to find in *event*; the link stands in description and location as well."""
    link = event.conference_url
    organizer, attendee = event.organizer, event.attendee
    description, location = (
        between.join(part for part in (words, link) if part)
        for between, words in (("\n\n", event.description), ("; ", event.location.strip()))
    )
    return EventFacts(
        uid=event.uid,
        starts_at=f"{event.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        ends_at=f"{event.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        sequence=event.sequence,
        summary=nasty.one_line_of(event.summary),
        description=nasty.paragraphs_of(description),
        location=nasty.one_line_of(location),
        status=event.status or "",
        organizer=f"mailto:{organizer.email}" if organizer else "",
        organizer_name=nasty.name_of(organizer.name) if organizer else "",
        attendee=f"mailto:{attendee.email}" if attendee else "",
        attendee_name=nasty.name_of(attendee.name) if attendee else "",
        answer=attendee.partstat if attendee else "",
        alarm_minutes=event.alarm_minutes,
    )
