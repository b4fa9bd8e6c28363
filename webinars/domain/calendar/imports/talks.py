"""Talks of a calendar file: what each event says, in UTC, and why one is left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from icalendar import vDatetime
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from webinars.domain.calendar.files import (
    LONGEST_TEXT,
    AtLine,
    Contents,
    EventLines,
    Line,
    Problem,
    broken_lines,
    check_whole,
    duration_of,
    is_called_off,
    no_length,
    read_contents,
    start_of,
    text_of,
    title_of,
)
from webinars.domain.errors import N_, Refusal
from webinars.domain.timezones import check_zone, to_utc

MOST_EVENTS = 1_000
LONGEST_UID = 250  # characters: the column has a few more, for what stands before the UID of a break
LONGEST_TALK = timedelta(days=1)

_DATE_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z?")
_BREAK = re.compile(
    r"\b(coffee|tea|lunch|dinner|break|breaks|pause|recess|intermission|mittagspause|almuerzo)\b"
    "|休憩|昼食|휴식|休息",
    re.IGNORECASE,
)
_WANTED = frozenset(
    {"UID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "STATUS"}
    | {"RRULE", "RDATE", "RECURRENCE-ID"}
)


@dataclass(frozen=True, kw_only=True)
class Talk:
    """An event of the file that begins at *line*; start and end are UTC, whole minutes."""

    line: int
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    location: str = ""
    is_break: bool = False

    @property
    def minutes(self) -> int:
        """Return the length in minutes."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


@dataclass(frozen=True)
class Found:
    """What a file holds: talks in order of start, and what is wrong by line.

    *present* are the UIDs of the talks and of the events that are left out, without those that are cancelled.
    """

    talks: tuple[Talk, ...]
    present: frozenset[str]
    problems: tuple[Problem, ...]


def read_talks(content: bytes, zone: str) -> Found:
    """Read the talks of *content*; times without a zone are on the clocks of *zone*.

    Raises Refusal at "file" when nothing of it can be read.
    """
    contents = read_contents(content, _WANTED, most_events=MOST_EVENTS)
    talks: dict[str, Talk] = {}
    cancelled: set[str] = set()
    problems: list[Problem] = []
    for event in contents.events:
        problems += broken_lines(event)
        try:
            talk, notes = _talk(event, contents, zone)
            _check_once(talk, talks, cancelled)
        except AtLine as wrong:
            problems.append(Problem(wrong.line, wrong.reason, title_of(event)))
            continue
        if is_called_off(event):
            cancelled.add(talk.uid)
            problems.append(
                Problem(talk.line, Refusal(N_("This event is cancelled in the file.")), talk.title)
            )
            continue
        problems += notes
        talks[talk.uid] = talk
    in_order = sorted(talks.values(), key=lambda talk: (talk.starts_at, talk.line))
    named = {text_of(event.first("UID"), limit=LONGEST_UID + 1) for event in contents.events}
    in_lines = sorted(problems, key=lambda one: one.line)
    return Found(tuple(in_order), frozenset(named - cancelled), tuple(in_lines))


def _talk(event: EventLines, contents: Contents, zone: str) -> tuple[Talk, list[Problem]]:
    """Return the talk of an event with notes about it. Raises AtLine."""
    check_whole(event)
    uid = _uid(event)
    _check_single(event)
    start = start_of(event)
    starts_at = _instant(start, contents.places, zone)
    talk = Talk(
        line=event.number,
        uid=uid,
        title=title_of(event),
        starts_at=starts_at,
        ends_at=_end(event, starts_at, contents.places, zone),
        location=text_of(event.first("LOCATION")),
        is_break=bool(_BREAK.search(title_of(event))),
    )
    return talk, list(_notes(event, start, talk))


def _uid(event: EventLines) -> str:
    line = event.first("UID")
    uid = text_of(line, limit=LONGEST_UID + 1)
    if line is None or not uid:
        reason = Refusal(N_("This event has no UID: it could not be found again in the next file."))
        raise AtLine(line.number if line else event.number, reason)
    if len(uid) > LONGEST_UID:
        reason = Refusal(N_("The UID of this event has more than %(limit)d characters."), limit=LONGEST_UID)
        raise AtLine(line.number, reason)
    return uid


def _check_single(event: EventLines) -> None:
    """Raise AtLine for an event that repeats: which of its days is the talk, nobody says."""
    for name in ("RRULE", "RDATE", "RECURRENCE-ID"):
        if line := event.first(name):
            reason = Refusal(
                N_("This event repeats (%(name)s). Give each of its talks an event of its own."), name=name
            )
            raise AtLine(line.number, reason)


def _check_once(talk: Talk, talks: Mapping[str, Talk], cancelled: set[str]) -> None:
    if talk.uid in talks:
        reason = Refusal(
            N_("Line %(line)d has the same UID. Only the first is taken."), line=talks[talk.uid].line
        )
        raise AtLine(talk.line, reason)
    if talk.uid in cancelled:
        raise AtLine(talk.line, Refusal(N_("An event with the same UID is cancelled in this file.")))


def _end(event: EventLines, starts_at: datetime, places: Mapping[str, str], zone: str) -> datetime:
    line = event.first("DTEND") or event.first("DURATION")
    if line is None:
        raise AtLine(event.number, Refusal(N_("This event has neither an end (DTEND) nor a DURATION.")))
    read = partial(_instant, places=places, zone=zone) if event.first("DTEND") else partial(_after, starts_at)
    ends_at = read(line)
    if ends_at <= starts_at:
        raise AtLine(line.number, Refusal(N_("This event ends before it has begun, or at its start.")))
    if ends_at - starts_at > LONGEST_TALK:
        raise AtLine(line.number, Refusal(N_("This event lasts longer than a day.")))
    return ends_at


def _instant(line: Line, places: Mapping[str, str], zone: str) -> datetime:
    """Return the instant of a DATE-TIME (RFC 5545 §3.3.5), in whole minutes. Raises AtLine."""
    value = line.value.strip()
    if re.fullmatch("[0-9]{8}", value):
        raise AtLine(line.number, Refusal(N_("This event is for whole days. A talk needs a clock.")))
    if not _DATE_TIME.fullmatch(value):
        raise _unreadable(line)
    try:
        local: datetime = vDatetime.from_ical(value.removesuffix("Z"))  # type: ignore[no-untyped-call]
    except ValueError:  # the 31st of February
        raise _unreadable(line) from None
    if local.second:
        raise AtLine(line.number, Refusal(N_("This time is between two minutes. Give it in whole minutes.")))
    try:
        return to_utc(local, _zone_of(line, value, places, zone))
    except Refusal as refusal:  # a clock that is skipped, doubled or too far away; a zone that nobody knows
        raise AtLine(line.number, refusal) from None


def _after(starts_at: datetime, line: Line) -> datetime:
    duration = duration_of(line)
    try:
        ends_at = starts_at + duration
    except OverflowError:
        raise no_length(line) from None
    if duration % timedelta(minutes=1):
        raise AtLine(line.number, Refusal(N_("This time is between two minutes. Give it in whole minutes.")))
    return ends_at


def _zone_of(line: Line, value: str, places: Mapping[str, str], zone: str) -> str:
    """Return the zone of a time: UTC, the one of its TZID, or *zone* for a time that floats.

    A TZID is an IANA name, one behind a vendor's path, a name of Microsoft's, or one that the file explains.
    """
    if value.endswith("Z"):
        return "UTC"
    name = line.parameter("TZID").strip()
    if not name:
        return zone
    if name.upper() in ("UTC", "GMT", "ETC/UTC", "Z"):
        return "UTC"
    parts = name.split("/")
    candidates = [name, places.get(name, ""), WINDOWS_TO_OLSON.get(name, "")]
    candidates += [
        "/".join(parts[-count:]) for count in (3, 2) if name.startswith("/") and len(parts) > count
    ]
    for candidate in filter(None, candidates):
        try:
            return check_zone(candidate)
        except Refusal:
            continue
    return check_zone(name)


def _unreadable(line: Line) -> AtLine:
    return AtLine(line.number, Refusal(N_("“%(value)s” is no date and time."), value=line.value.strip()[:40]))


def _notes(event: EventLines, start: Line, talk: Talk) -> Iterator[Problem]:
    if not start.value.strip().endswith("Z") and not start.parameter("TZID").strip():
        reason = Refusal(N_("This time names no zone. It is taken for the host’s clock."))
        yield Problem(start.number, reason, talk.title, is_left_out=False)
    if not talk.title:
        yield Problem(event.number, Refusal(N_("This event has no title.")), is_left_out=False)
    summary = event.first("SUMMARY")
    if summary is not None and len(text_of(summary, limit=LONGEST_TEXT + 1)) > LONGEST_TEXT:
        reason = Refusal(N_("The title is cut after %(limit)d characters."), limit=LONGEST_TEXT)
        yield Problem(summary.number, reason, talk.title, is_left_out=False)
