"""One VEVENT: a session or a slot, for one person or for everybody; the same event gives the same bytes.

Thousands are written at a time, and what stands before and after their own words is the same in most of them:
lines are kept by their values, and times are read from a zone's stretches between two changes of its clocks.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from webinars.domain import timezones
from webinars.domain.calendar import lines
from webinars.domain.calendar.vtimezone import timezone_between, timezone_for

_DAY = timedelta(days=1)
_SHORT_UID = 60  # characters; a line with it needs no folding


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
        if self.changed_at.tzinfo is None or self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("an instant is aware")
        if self.ends_at <= self.starts_at:
            raise ValueError("an event ends after its start")
        if self.sequence < 0 or (self.alarm_minutes or 0) < 0:
            raise ValueError("sequence and alarm are no negative numbers")


def event_bytes(event: Event) -> bytes:
    """Return *event* as a folded VEVENT, ready to be joined into any calendar.

    The times name the zone where one VTIMEZONE is right for them, and are UTC elsewhere.
    """
    return b"".join(
        (_head(event), _texts(event), _state(event.status), *_people(event), *_alarm(event), _END)
    )


_END = lines.join(["END:VEVENT"])


def _head(event: Event) -> bytes:
    uid = event.uid
    if len(uid) > _SHORT_UID or not uid.replace("-", "").isalnum() or not uid.isascii():
        uid = lines.join([f"UID:{lines.text(uid)}"]).decode()[len("UID:") : -len("\r\n")]
    stamp = _stamp(event.changed_at)
    times = _times(event.zone, event.starts_at, event.ends_at)
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{event.sequence}\r\n"
        f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\n{times}"
    ).encode()


@lru_cache(maxsize=1024)  # What changed at once has one moment.
def _stamp(changed_at: datetime) -> str:
    return lines.utc(changed_at)


@lru_cache(maxsize=1024)  # Hundreds of people share the times of one session.
def _times(zone: str, starts_at: datetime, ends_at: datetime) -> str:
    """Return the two lines of the times, on the clocks of *zone* where one VTIMEZONE is right for them."""
    offset = _offset_throughout(zone, starts_at, ends_at)
    if offset is None:
        return _times_across(zone, starts_at, ends_at)
    start, end = starts_at + offset, ends_at + offset
    if timezone_between(zone, start.year, end.year) is None:
        return f"DTSTART:{lines.utc(starts_at)}\r\nDTEND:{lines.utc(ends_at)}\r\n"
    local = f"{zone}:{lines.wall_clock(start)}", f"{zone}:{lines.wall_clock(end)}"
    return f"DTSTART;TZID={local[0]}\r\nDTEND;TZID={local[1]}\r\n"


def _times_across(zone: str, starts_at: datetime, ends_at: datetime) -> str:
    """Return the times of an event that is near a change of the clocks, or goes on across one."""
    if timezone_for(zone, (starts_at, ends_at)) is None:
        return f"DTSTART:{lines.utc(starts_at)}\r\nDTEND:{lines.utc(ends_at)}\r\n"
    starts, ends = (lines.wall_clock(timezones.to_local(instant, zone)) for instant in (starts_at, ends_at))
    return f"DTSTART;TZID={zone}:{starts}\r\nDTEND;TZID={zone}:{ends}\r\n"


@dataclass(frozen=True)
class _Stretches:
    """A zone's stretches of one offset each, less a day at both ends; *offsets[i]* holds in the i-th."""

    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]


@lru_cache(maxsize=512)
def _stretches(zone: str) -> _Stretches:
    first = datetime(timezones.FIRST_YEAR, 1, 1, tzinfo=UTC)
    last = datetime(timezones.LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    changes = timezones.transitions(zone, first, last)
    return _Stretches(
        begins=(first, *(change.at + _DAY for change in changes)),
        ends=(*(change.at - _DAY for change in changes), last),
        offsets=(timezones.utc_offset(first, zone), *(change.after for change in changes)),
    )


def _offset_throughout(zone: str, starts_at: datetime, ends_at: datetime) -> timedelta | None:
    """Return the offset of the one stretch that holds both instants; None where there is no such stretch."""
    stretches = _stretches(zone)
    found = bisect_right(stretches.begins, starts_at) - 1
    is_inside = found >= 0 and stretches.begins[found] < starts_at and ends_at < stretches.ends[found]
    return stretches.offsets[found] if is_inside else None


def _texts(event: Event) -> bytes:
    """Write what people read; clients that ignore CONFERENCE find its link in LOCATION and DESCRIPTION."""
    link, language = event.conference_url, lines.token(event.language)
    parts = [_text(f"SUMMARY;LANGUAGE={language}", event.summary)]
    if description := _with_link(event.description, link, between="\n\n"):
        parts.append(_description(language, description))
    if location := _with_link(event.location.strip(), link, between="; "):
        parts.append(_location(language, location))
    if event.url:
        parts.append(_url(event.url))
    if link:
        label = lines.parameter(event.summary)
        parts.append(
            lines.join([f"CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL={label}:{lines.uri(link)}"])
        )
    return b"".join(parts)


def _text(name: str, value: str) -> bytes:
    return lines.join([f"{name}:{lines.text(value)}"])


@lru_cache(maxsize=64)
def _description(language: str, value: str) -> bytes:
    return lines.join([f"DESCRIPTION;LANGUAGE={language}:{lines.paragraphs(value)}"])


@lru_cache(maxsize=64)
def _location(language: str, value: str) -> bytes:
    return _text(f"LOCATION;LANGUAGE={language}", value)


@lru_cache(maxsize=64)
def _url(value: str) -> bytes:
    return lines.join([f"URL:{lines.uri(value)}"])


def _with_link(words: str, link: str | None, *, between: str) -> str:
    if not link or link in words:
        return words
    return between.join(part for part in (words, link) if part)


@lru_cache(maxsize=8)
def _state(status: Status | None) -> bytes:
    """Write STATUS and what it means for free time; a cancelled or withdrawn event leaves it free."""
    said = [f"STATUS:{status}"] if status else []
    if status in _BUSY:
        return lines.join([*said, "TRANSP:OPAQUE", f"X-MICROSOFT-CDO-BUSYSTATUS:{_BUSY[status]}"])
    return lines.join([*said, "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"])


def _people(event: Event) -> Iterator[bytes]:
    if organizer := event.organizer:
        yield _organizer(organizer.name, organizer.email)
    if attendee := event.attendee:
        answer = f"PARTSTAT={attendee.partstat};RSVP={_truth(attendee.rsvp)}"
        who = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;{answer};CN={lines.parameter(attendee.name)}"
        counter = f"X-MICROSOFT-DISALLOW-COUNTER:{_truth(not event.allows_counter)}"
        yield lines.join([f"ATTENDEE;{who}:{lines.mailto(attendee.email)}", counter])


@lru_cache(maxsize=64)
def _organizer(name: str, email: str) -> bytes:
    return lines.join([f"ORGANIZER;CN={lines.parameter(name)}:{lines.mailto(email)}"])


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _alarm(event: Event) -> Iterator[bytes]:
    if event.alarm_minutes is None or event.status is Status.CANCELLED:
        return
    yield lines.join([
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{lines.text(event.summary)}",
        f"TRIGGER:-PT{event.alarm_minutes}M",
        "END:VALARM",
    ])  # fmt: skip
