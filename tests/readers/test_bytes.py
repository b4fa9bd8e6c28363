"""Every kind of calendar that we write, read by a reader that forgives nothing: the rules of RFC 5545."""

from collections.abc import Iterator

from tests.domain.calendar import strict_reader
from tests.domain.calendar.strict_reader import Component
from tests.readers.written import Written

HEAD = ["VERSION", "PRODID", "CALSCALE"]
IN_A_FEED = [
    "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "X-WR-TIMEZONE", "REFRESH-INTERVAL",
    "X-PUBLISHED-TTL", "SOURCE",
]  # fmt: skip
REQUIRED = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY"}
PEOPLE = {"ORGANIZER", "ATTENDEE"}


def read(calendars: dict[str, Written]) -> Iterator[tuple[str, Component, Written]]:
    """Read the bytes: line ends, folds, escapes, control characters, order and nesting."""
    for name, written in calendars.items():
        yield name, strict_reader.read(written.content), written


def test_every_calendar_begins_as_its_kind_does(calendars: dict[str, Written]) -> None:
    for name, calendar, written in read(calendars):
        assert calendar.name == "VCALENDAR"
        expected = [*HEAD, "METHOD"] if written.says.method else HEAD + IN_A_FEED
        assert calendar.names() == expected, name


def test_every_event_has_what_it_must_have_once(calendars: dict[str, Written]) -> None:
    for name, calendar, written in read(calendars):
        for event in calendar.all("VEVENT"):
            names = event.names()
            assert len(names) == len(set(names)), name
            assert set(names) >= (REQUIRED | PEOPLE if written.says.method else REQUIRED), name
            assert written.says.method or not PEOPLE & set(names), name


def test_every_zone_that_is_named_is_described_and_no_other(calendars: dict[str, Written]) -> None:
    for name, calendar, _written in read(calendars):
        described = [zone["TZID"].text for zone in calendar.all("VTIMEZONE")]
        times = [event[which] for event in calendar.all("VEVENT") for which in ("DTSTART", "DTEND")]
        named = {time.parameters["TZID"] for time in times if "TZID" in time.parameters}
        assert len(described) == len(set(described)), name
        assert set(described) == named or not times, name


def test_every_instant_is_what_was_meant(calendars: dict[str, Written]) -> None:
    for name, calendar, written in read(calendars):
        read_instants = [
            tuple(
                f"{strict_reader.instant(calendar, event[which]):%Y-%m-%dT%H:%M:%SZ}"
                for which in ("DTSTART", "DTEND")
            )
            for event in calendar.all("VEVENT")
        ]
        assert read_instants == [(event.starts_at, event.ends_at) for event in written.says.events], name


def test_what_fits_no_pair_of_rules_or_stands_near_a_change_is_written_in_utc(
    calendars: dict[str, Written],
) -> None:
    in_utc = {
        name.split(", ", 1)[1]
        for name, calendar, written in read(calendars)
        if name.startswith("request to a registrant") and not written.says.zones
        if calendar.only("VEVENT")["DTSTART"].value.endswith("Z")
    }
    assert in_utc == {
        *(f"{zone}, {day}" for zone in ("Asia/Gaza", "UTC") for day in ("20 January", "21 July")),
        *(f"Europe/Paris, {at}" for at in ("30 October 00:30", "31 October 00:30")),
        *(f"Europe/Paris, {at}" for at in ("31 October 00:50", "31 October 01:30")),
    }
