"""One VEVENT: a session or a slot, for one person or for everybody; the same event gives the same bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from webinars.domain import timezones
from webinars.domain.calendar import lines
from webinars.domain.calendar.vtimezone import timezone_for


class Status(StrEnum):
    """The state of an event (RFC 5545 §3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class PartStat(StrEnum):
    """The answer of an attendee (RFC 5545 §3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


_BUSY: Mapping[Status | None, str] = {Status.CONFIRMED: "BUSY", Status.TENTATIVE: "TENTATIVE"}


@dataclass(frozen=True)
class Party:
    """Who invites: a name and the address that receives the answers."""

    name: str
    email: str


@dataclass(frozen=True)
class Attendee:
    """Who is invited, with the answer so far; *rsvp* False where no inbox receives answers."""

    name: str
    email: str
    partstat: PartStat = PartStat.NEEDS_ACTION
    rsvp: bool = True


@dataclass(frozen=True, kw_only=True)
class Event:
    """What a calendar says of one event.

    Instants are aware; *changed_at* is the stored moment of the last change, never the present. *zone* may be
    "UTC". *status* None writes none (one person is uninvited, the event goes on). *alarm_minutes* before the
    start, None for no alarm. *allows_counter* lets the attendee propose another time. *language* is BCP 47.
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    description: str = ""
    location: str = ""
    url: str | None = None
    conference_url: str | None = None
    status: Status | None = Status.CONFIRMED
    organizer: Party | None = None
    attendee: Attendee | None = None
    alarm_minutes: int | None = None
    allows_counter: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        if any(instant.tzinfo is None for instant in (self.changed_at, self.starts_at, self.ends_at)):
            raise ValueError("an instant is aware")
        if self.ends_at <= self.starts_at:
            raise ValueError("an event ends after its start")
        if self.sequence < 0 or (self.alarm_minutes or 0) < 0:
            raise ValueError("sequence and alarm are no negative numbers")


def event_bytes(event: Event) -> bytes:
    """Return *event* as a folded VEVENT, ready to be joined into any calendar.

    The times name the zone where one VTIMEZONE is right for them, and are UTC elsewhere.
    """
    return lines.join(_event_lines(event))


def _event_lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{lines.text(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{lines.utc(event.changed_at)}"
    yield f"LAST-MODIFIED:{lines.utc(event.changed_at)}"
    yield from _times(event.zone, event.starts_at, event.ends_at)
    yield from _texts(event)
    yield from _states(event)
    yield from _people(event)
    yield from _alarm(event)
    yield "END:VEVENT"


@lru_cache(maxsize=1024)  # Hundreds of people share the times of one session.
def _times(zone: str, starts_at: datetime, ends_at: datetime) -> tuple[str, str]:
    if timezone_for(zone, (starts_at, ends_at)) is None:
        return f"DTSTART:{lines.utc(starts_at)}", f"DTEND:{lines.utc(ends_at)}"
    starts, ends = (lines.wall_clock(timezones.to_local(instant, zone)) for instant in (starts_at, ends_at))
    return f"DTSTART;TZID={zone}:{starts}", f"DTEND;TZID={zone}:{ends}"


def _texts(event: Event) -> Iterator[str]:
    """Write what people read; clients that ignore CONFERENCE find its link in LOCATION and DESCRIPTION."""
    language = f"LANGUAGE={lines.token(event.language)}"
    link = event.conference_url
    yield f"SUMMARY;{language}:{lines.text(event.summary)}"
    if description := _with_link(event.description, link, between="\n\n"):
        yield f"DESCRIPTION;{language}:{lines.paragraphs(description)}"
    if location := _with_link(event.location, link, between="; "):
        yield f"LOCATION;{language}:{lines.text(location)}"
    if event.url:
        yield f"URL:{lines.uri(event.url)}"
    if link:
        label = lines.parameter(event.summary)
        yield f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL={label}:{lines.uri(link)}"


def _with_link(words: str, link: str | None, *, between: str) -> str:
    if not link or link in words:
        return words
    return between.join(part for part in (words, link) if part)


def _states(event: Event) -> Iterator[str]:
    """Write STATUS and what it means for free time; a cancelled or withdrawn event leaves it free."""
    if event.status:
        yield f"STATUS:{event.status}"
    if event.status in _BUSY:
        yield "TRANSP:OPAQUE"
        yield f"X-MICROSOFT-CDO-BUSYSTATUS:{_BUSY[event.status]}"
    else:
        yield "TRANSP:TRANSPARENT"
        yield "X-MICROSOFT-CDO-BUSYSTATUS:FREE"


def _people(event: Event) -> Iterator[str]:
    if organizer := event.organizer:
        yield f"ORGANIZER;CN={lines.parameter(organizer.name)}:{lines.mailto(organizer.email)}"
    if attendee := event.attendee:
        answer = f"PARTSTAT={attendee.partstat};RSVP={_truth(attendee.rsvp)}"
        who = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;{answer};CN={lines.parameter(attendee.name)}"
        yield f"ATTENDEE;{who}:{lines.mailto(attendee.email)}"
        yield f"X-MICROSOFT-DISALLOW-COUNTER:{_truth(not event.allows_counter)}"


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _alarm(event: Event) -> Iterator[str]:
    if event.alarm_minutes is None or event.status is Status.CANCELLED:
        return
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{lines.text(event.summary)}"
    yield f"TRIGGER:-PT{event.alarm_minutes}M"
    yield "END:VALARM"
