"""One VEVENT: a session or a slot, for one person or for everybody; the same event gives the same bytes.

Thousands are written at a time, and what stands before and after their own words is the same in most of them:
lines are kept by their values.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from webinars.domain.calendar import lines
from webinars.domain.calendar.times import shared_times, written_times

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
        _check(self.changed_at, self.starts_at, self.ends_at)
        if self.sequence < 0 or (self.alarm_minutes or 0) < 0:
            raise ValueError("sequence and alarm are no negative numbers")


class Own(NamedTuple):
    """What tells one event from the next where thousands are alike; each means what it means in Event."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str


def _check(changed_at: datetime, starts_at: datetime, ends_at: datetime) -> None:
    if changed_at.tzinfo is None or starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise ValueError("an instant is aware")
    if ends_at <= starts_at:
        raise ValueError("an event ends after its start")


def event_bytes(event: Event) -> bytes:
    """Return *event* as a folded VEVENT, ready to be joined into any calendar.

    The times name the zone where one VTIMEZONE is right for them, and are UTC elsewhere.
    """
    times = shared_times(event.zone, event.starts_at, event.ends_at)
    head = _head(event.uid, event.sequence, event.changed_at, times)
    return b"".join((head, _summary(event), _texts(event), *_rest(event)))


def events_like(pattern: Event, each: Iterable[Own]) -> Iterator[bytes]:
    """Return for each of *each* what `event_bytes` gives for *pattern* with these values.

    Raises ValueError for a pattern in which more than these values tells one event from the next: a link to a
    room, people, an alarm.
    """
    if pattern.conference_url or pattern.organizer or pattern.attendee or pattern.alarm_minutes is not None:
        raise ValueError("a link, people and an alarm are one event's own")
    name, rest = _summary_name(pattern), b"".join((_texts(pattern), *_rest(pattern)))
    for own in each:
        _check(own.changed_at, own.starts_at, own.ends_at)
        times = written_times(own.zone, own.starts_at, own.ends_at)
        yield _head(own.uid, own.sequence, own.changed_at, times) + _text(name, own.summary) + rest


def _rest(event: Event) -> Iterator[bytes]:
    yield _state(event.status)
    yield from _people(event)
    yield from _alarm(event)
    yield _END


_END = lines.join(["END:VEVENT"])


def _head(uid: str, sequence: int, changed_at: datetime, times: str) -> bytes:
    if len(uid) > _SHORT_UID or not uid.replace("-", "").isalnum() or not uid.isascii():
        uid = lines.join([f"UID:{lines.text(uid)}"]).decode()[len("UID:") : -len("\r\n")]
    stamp = _stamp(changed_at)
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\n"
        f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\n{times}"
    ).encode()


@lru_cache(maxsize=1024)  # What changed at once has one moment.
def _stamp(changed_at: datetime) -> str:
    return lines.utc(changed_at)


def _summary(event: Event) -> bytes:
    return _text(_summary_name(event), event.summary)


def _summary_name(event: Event) -> str:
    return f"SUMMARY;LANGUAGE={lines.token(event.language)}"


def _texts(event: Event) -> bytes:
    """Write what people read besides SUMMARY.

    Clients that ignore CONFERENCE find its link in LOCATION and DESCRIPTION.
    """
    link, language = event.conference_url, lines.token(event.language)
    parts: list[bytes] = []
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
