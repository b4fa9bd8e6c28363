"""Calendars to subscribe to or download, public and personal: ready-made events joined, without people."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from webinars.domain import timezones
from webinars.domain.calendar import lines
from webinars.domain.calendar.events import Event, Own, Status, event_bytes, events_like
from webinars.domain.calendar.messages import PRODUCT
from webinars.domain.calendar.vtimezone import timezone_between, timezone_without_events

REFRESH = "PT4H"
# Google drops a feed beyond about 1 MB without a word.
FEED_OCTETS = 1_000_000
EVENTS_OCTETS = 950_000
_ZONES_OCTETS = 20_000  # room for the descriptions of fifty zones

# Only properties begin a line: a value stands after its name, and what is folded begins with a space.
_LOCAL_TIME = re.compile(rb"\n(DTSTART|DTEND);TZID=([^:\r]+):(\d{8}T\d{6})\r")
_LOCAL_YEAR = re.compile(rb"\nDT(?:START|END);TZID=([^:\r]+:\d{4})")
_PEOPLE = re.compile(rb"\n(?:ATTENDEE|ORGANIZER)[;:]")


def feed_event(event: Event, *, cancelled_word: str) -> bytes:
    """Return *event* without people and, if cancelled, with the translated *cancelled_word* in SUMMARY."""
    is_cancelled = event.status is Status.CANCELLED
    if not is_cancelled and event.organizer is None and event.attendee is None:
        return event_bytes(event)
    summary = f"{cancelled_word}: {event.summary}" if is_cancelled else event.summary
    return event_bytes(replace(event, organizer=None, attendee=None, summary=summary))


def feed_events_like(pattern: Event, each: Iterable[Own], *, cancelled_word: str) -> Iterator[bytes]:
    """Return for each of *each* what `feed_event` gives for *pattern* with these values."""
    if pattern.status is Status.CANCELLED:
        each = (own._replace(summary=f"{cancelled_word}: {own.summary}") for own in each)
    return events_like(pattern, each)


def feed(
    name: str,
    description: str,
    zone: str,
    *,
    source_url: str,
    vevents: Iterable[bytes],
    octets: int | None = None,
) -> bytes:
    """Return the calendar of *vevents* (from `feed_event`), shown under *name*, refreshed every four hours.

    With *octets* the oldest events (*vevents* by start) are left out until the whole is no larger. *zone* is
    the calendar's own. Each zone that an event names gets its VTIMEZONE; where no single one is
    right for all the years of its events, these turn to UTC. Raises ValueError for an event with people.
    """
    head = _head(name, description, zone, source_url)
    if octets is not None:
        vevents = newest_within(vevents, octets=octets - len(head) - _ZONES_OCTETS)
    events = b"".join(vevents)
    if _PEOPLE.search(events):
        raise ValueError("a feed names no attendee and no organizer")
    described = _described(events)
    if None in described.values():
        events = _LOCAL_TIME.sub(lambda time: time[0] if described[time[2]] else _in_utc(time), events)
    timezones_used = [timezone for timezone in described.values() if timezone]
    components = [*timezones_used, events] if events else [timezone_without_events(zone)]
    return b"".join((head, *components, lines.join(["END:VCALENDAR"])))


def window_start(now: datetime) -> datetime:
    """Return from when on (UTC) a feed holds what has ended: the first day of the month before.

    It moves once a month, on the first day (see `window_moved_at`), so that bytes are stable in between.
    """
    return window_moved_at(window_moved_at(now) - timedelta(days=1))


def window_moved_at(now: datetime) -> datetime:
    """Return when the window last moved (UTC): the first moment of the month."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def newest_within(vevents: Iterable[bytes], *, octets: int = EVENTS_OCTETS) -> tuple[bytes, ...]:
    """Return what of *vevents* (by start, the oldest first) fits into *octets*, leaving out the oldest."""
    kept: list[bytes] = []
    for vevent in reversed(tuple(vevents)):
        octets -= len(vevent)
        if octets < 0:
            break
        kept.append(vevent)
    return tuple(reversed(kept))


def _head(name: str, description: str, zone: str, source_url: str) -> bytes:
    return lines.join([
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{lines.text(name)}",
        f"X-WR-CALNAME:{lines.text(name)}",
        f"DESCRIPTION:{lines.paragraphs(description)}",
        f"X-WR-CALDESC:{lines.paragraphs(description)}",
        f"X-WR-TIMEZONE:{lines.text(zone)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"SOURCE;VALUE=URI:{lines.uri(source_url)}",
    ])  # fmt: skip


def _described(events: bytes) -> Mapping[bytes, bytes | None]:
    """Return the VTIMEZONE for each zone that *events* name, by name; None where no single one is right."""
    years: dict[bytes, set[int]] = {}
    for found in sorted(set(_LOCAL_YEAR.findall(events))):
        zone, _, year = found.partition(b":")
        years.setdefault(zone, set()).add(int(year))
    return {zone: timezone_between(zone.decode(), min(those), max(those)) for zone, those in years.items()}


def _in_utc(time: re.Match[bytes]) -> bytes:
    name, zone, local = (part.decode() for part in time.groups())
    instant = timezones.to_utc(datetime.fromisoformat(local), zone)
    return f"\n{name}:{lines.utc(instant)}\r".encode()
