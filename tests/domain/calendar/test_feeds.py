"""Feeds and downloads (rules 14, 17 and 18)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.calendar import strict_reader
from tests.domain.calendar.builders import a_time, an_event, an_invitation, instant
from webinars.domain import timezones
from webinars.domain.calendar.events import Event, Status, event_bytes
from webinars.domain.calendar.feeds import feed, feed_event, newest_within

SOURCE = "https://seminars.example/seminars/tokyo-global-partners-7.ics"
NAME = "Tokyo Global Partners Seminar; 7th, “Recovery”"


def written(
    *vevents: bytes, name: str = NAME, description: str = "Two parts.", zone: str = "Asia/Tokyo"
) -> bytes:
    return feed(name, description, zone, source_url=SOURCE, vevents=vevents)


def of(*events: Event) -> bytes:
    return written(*(feed_event(event, cancelled_word="Cancelled") for event in events))


def an_hour_at(local: str, zone: str, **changes: object) -> Event:
    starts_at = a_time(local, zone)
    return an_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), zone=zone, **changes)


def check_instants(content: bytes, events: list[Event]) -> strict_reader.Component:
    """Check that *content* has *events* at their instants by its own time zones, and return it."""
    calendar = strict_reader.read(content)
    for vevent, event in zip(calendar.all("VEVENT"), events, strict=True):
        assert strict_reader.instant(calendar, vevent["DTSTART"]) == event.starts_at
        assert strict_reader.instant(calendar, vevent["DTEND"]) == event.ends_at
    return calendar


def test_rule_14_a_feed_has_its_names_and_its_refreshing_and_no_method() -> None:
    calendar = strict_reader.read(of(an_event()))
    assert [(one.name, one.parameters, one.value) for one in calendar.properties] == [
        ("VERSION", {}, "2.0"),
        ("PRODID", {}, "-//Webinars//Webinars//EN"),
        ("CALSCALE", {}, "GREGORIAN"),
        ("NAME", {}, r"Tokyo Global Partners Seminar\; 7th\, “Recovery”"),
        ("X-WR-CALNAME", {}, r"Tokyo Global Partners Seminar\; 7th\, “Recovery”"),
        ("DESCRIPTION", {}, "Two parts."),
        ("X-WR-CALDESC", {}, "Two parts."),
        ("X-WR-TIMEZONE", {}, "Asia/Tokyo"),
        ("REFRESH-INTERVAL", {"VALUE": "DURATION"}, "PT4H"),
        ("X-PUBLISHED-TTL", {}, "PT4H"),
        ("SOURCE", {"VALUE": "URI"}, SOURCE),
    ]


def test_rule_14_a_feed_shows_no_person() -> None:
    content = of(an_invitation(alarm_minutes=15))
    vevent = strict_reader.read(content).only("VEVENT")
    assert not {"ATTENDEE", "ORGANIZER", "X-MICROSOFT-DISALLOW-COUNTER"} & set(vevent.names())
    assert b"zoe.martin" not in content


def test_rule_14_joining_an_event_with_people_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no attendee"):
        written(event_bytes(an_invitation()))


def test_rule_14_a_summary_that_speaks_of_an_attendee_is_no_person() -> None:
    assert strict_reader.read(of(an_event(summary="x" * 64 + "\nATTENDEE:mailto:x"))).all("VEVENT")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_rule_14_no_line_end_in_a_name_lets_a_property_in(end: str) -> None:
    hostile = f"Seminar{end}METHOD:REQUEST{end}BEGIN:VEVENT"
    calendar = strict_reader.read(written(event_bytes(an_event()), name=hostile, description=hostile))
    assert not calendar.has("METHOD")
    assert len(calendar.all("VEVENT")) == 1
    assert calendar["NAME"].text == calendar["X-WR-CALNAME"].text
    assert "METHOD:REQUEST" in calendar["NAME"].text


def test_rule_17_a_cancelled_session_stays_with_a_word_in_its_summary() -> None:
    event = an_event(status=Status.CANCELLED, summary="夜の部")
    vevent = strict_reader.read(written(feed_event(event, cancelled_word="中止"))).only("VEVENT")
    assert (vevent["STATUS"].value, vevent["SUMMARY"].text) == ("CANCELLED", "中止: 夜の部")


def test_rule_17_an_event_that_takes_place_keeps_its_summary() -> None:
    vevent = strict_reader.read(of(an_event())).only("VEVENT")
    assert (vevent["STATUS"].value, vevent["SUMMARY"].text) == ("CONFIRMED", "Evening part")


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/Paris", "Asia/Gaza", "Africa/Casablanca"])
def test_rule_17_a_feed_without_events_still_holds_a_vtimezone(zone: str) -> None:
    calendar = strict_reader.read(written(zone=zone))
    assert [component.name for component in calendar.components] == ["VTIMEZONE"]
    assert calendar.only("VTIMEZONE")["TZID"].text == zone


def test_a_feed_of_several_zones_describes_each_once() -> None:
    events = [
        an_hour_at("2027-01-20 10:00", "Asia/Tokyo", uid="1"),
        an_hour_at("2027-07-20 10:00", "Europe/Paris", uid="2"),
        an_hour_at("2029-01-20 10:00", "Europe/Paris", uid="3"),
        an_hour_at("2029-01-20 10:00", "Asia/Gaza", uid="4"),
    ]
    calendar = check_instants(of(*events), events)
    assert [zone["TZID"].text for zone in calendar.all("VTIMEZONE")] == ["Asia/Tokyo", "Europe/Paris"]


def test_rule_4_a_feed_across_a_change_of_regime_turns_the_events_of_that_zone_to_utc() -> None:
    events = [
        an_hour_at("2023-07-20 10:00", "America/Santiago", uid="1"),
        an_hour_at("2027-07-20 10:00", "America/Santiago", uid="2"),
        an_hour_at("2027-07-20 10:00", "Asia/Tokyo", uid="3"),
    ]
    assert all(b"TZID=America/Santiago" in event_bytes(event) for event in events[:2])
    calendar = check_instants(of(*events), events)
    assert [zone["TZID"].text for zone in calendar.all("VTIMEZONE")] == ["Asia/Tokyo"]
    assert [vevent["DTSTART"].value for vevent in calendar.all("VEVENT")] == [
        "20230720T140000Z",
        "20270720T140000Z",
        "20270720T100000",
    ]


def test_rule_4_a_text_that_looks_like_a_time_is_never_turned() -> None:
    lookalike = "DTSTART;TZID=America/Santiago:20230720T100000"
    events = [
        an_hour_at("2023-07-20 10:00", "America/Santiago", uid="1", summary=f"{'x' * 56}\r\n{lookalike}\r\n"),
        an_hour_at("2027-07-20 10:00", "America/Santiago", uid="2", description=f"\n{lookalike}\n"),
    ]
    first, second = check_instants(of(*events), events).all("VEVENT")
    assert first["SUMMARY"].value == "x" * 56 + r" DTSTART\;TZID=America/Santiago:20230720T100000"
    assert lookalike in second["DESCRIPTION"].text


def test_a_feed_over_every_zone_and_many_years_keeps_every_instant() -> None:
    events = [
        an_event(
            uid=f"{zone}-{year}",
            zone=zone,
            starts_at=instant(f"{year}-{month:02}-12 08:00"),
            ends_at=instant(f"{year}-{month:02}-12 09:00"),
        )
        for zone in timezones.zone_names()[::3]
        for year, month in ((2024, 2), (2026, 10), (2027, 7), (2031, 12))
    ]
    calendar = strict_reader.read(of(*events))
    described = {zone["TZID"].text: zone for zone in calendar.all("VTIMEZONE")}
    for vevent, event in zip(calendar.all("VEVENT"), events, strict=True):
        start = vevent["DTSTART"]
        used = [described[start.parameters["TZID"]]] if start.parameters else []
        alone = strict_reader.Component("VCALENDAR", components=used)
        assert strict_reader.instant(alone, start) == event.starts_at


def test_rule_7_the_same_feed_gives_the_same_bytes() -> None:
    assert of(an_event(), an_event(uid="2")) == of(an_event(), an_event(uid="2"))


def test_rule_18_a_feed_keeps_its_newest_events_below_the_limit() -> None:
    vevents = [event_bytes(an_event(uid=str(number))) for number in range(5000)]
    kept = newest_within(vevents)
    assert len(written(*kept)) < 1_000_000
    assert kept == tuple(vevents[-len(kept) :])
    assert len(written(*vevents[-len(kept) - 1 :])) > 950_000


def test_rule_18_a_small_feed_loses_nothing() -> None:
    vevents = [event_bytes(an_event(uid=str(number))) for number in range(3)]
    assert newest_within(vevents) == tuple(vevents)
    assert newest_within(vevents, octets=len(vevents[2])) == (vevents[2],)
    assert newest_within(vevents, octets=len(vevents[2]) - 1) == ()


def test_five_thousand_events_are_joined_from_ready_bytes() -> None:
    vevents = [feed_event(replace(an_event(), uid=str(number)), cancelled_word="") for number in range(5000)]
    assert written(*vevents).count(b"BEGIN:VEVENT\r\n") == 5000
