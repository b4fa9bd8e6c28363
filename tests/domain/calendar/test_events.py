"""One VEVENT: identity, times, texts, states and alarms (rules 3 to 7 and 11)."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.calendar import strict_reader
from tests.domain.calendar.builders import a_time, an_event, an_invitation, instant
from webinars.domain.calendar.events import Event, Status, event_bytes


def read(event: Event) -> strict_reader.Component:
    return strict_reader.read(event_bytes(event))


def times(event: Event) -> tuple[strict_reader.Property, strict_reader.Property]:
    vevent = read(event)
    return vevent["DTSTART"], vevent["DTEND"]


def test_an_event_is_written_to_the_byte() -> None:
    event = an_event(
        sequence=3,
        description="First.\nSecond, and last.",
        url="https://seminars.example/seminars/tokyo-global-partners-7/",
        conference_url="https://meet.example/j/1",
        alarm_minutes=15,
        language="ja",
        summary="夜の部; 東京",
    )
    assert event_bytes(event).decode().split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:8f14e45f-ea3b@seminars.example",
        "SEQUENCE:3",
        "DTSTAMP:20261101T093000Z",
        "LAST-MODIFIED:20261101T093000Z",
        "DTSTART;TZID=Asia/Tokyo:20270120T170000",
        "DTEND;TZID=Asia/Tokyo:20270120T192500",
        r"SUMMARY;LANGUAGE=ja:夜の部\; 東京",
        r"DESCRIPTION;LANGUAGE=ja:First.\nSecond\, and last.\n\nhttps://meet.example/",
        " j/1",
        "LOCATION;LANGUAGE=ja:https://meet.example/j/1",
        "URL:https://seminars.example/seminars/tokyo-global-partners-7/",
        'CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="夜の部; 東京":https://',
        " meet.example/j/1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        r"DESCRIPTION:夜の部\; 東京",
        "TRIGGER:-PT15M",
        "END:VALARM",
        "END:VEVENT",
        "",
    ]


def test_an_event_without_extras_has_only_what_it_must() -> None:
    assert read(an_event()).names() == [
        "UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("local", "zone", "written"),
    [
        ("2027-01-20 17:00", "Asia/Tokyo", "20270120T170000"),
        ("2027-07-20 17:00", "Europe/Paris", "20270720T170000"),
        ("2027-07-20 17:00", "Asia/Kathmandu", "20270720T170000"),
        ("2027-07-20 17:00", "Australia/Lord_Howe", "20270720T170000"),
        ("2027-01-20 17:00", "Pacific/Chatham", "20270120T170000"),
        ("2027-01-20 00:00", "Pacific/Apia", "20270120T000000"),
        ("2027-01-20 23:59:59", "Pacific/Pago_Pago", "20270120T235959"),
    ],
)
def test_rule_3_times_are_wall_clocks_with_the_iana_name(local: str, zone: str, written: str) -> None:
    starts_at = a_time(local, zone)
    start, _ = times(an_event(starts_at=starts_at, ends_at=starts_at.replace(year=2028), zone=zone))
    assert (start.parameters, start.value) == ({"TZID": zone}, written)


def test_rule_3_a_zone_called_utc_is_written_as_plain_utc() -> None:
    assert [(time.parameters, time.value) for time in times(an_event(zone="UTC"))] == [
        ({}, "20270120T080000Z"),
        ({}, "20270120T102500Z"),
    ]


def test_rule_4_gaza_is_written_in_utc() -> None:
    assert [(time.parameters, time.value) for time in times(an_event(zone="Asia/Gaza"))] == [
        ({}, "20270120T080000Z"),
        ({}, "20270120T102500Z"),
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "is_utc"),
    [
        ("2027-03-27 00:30", "2027-03-27 00:59:59", False),
        ("2027-03-27 00:30", "2027-03-27 01:00", True),
        ("2027-03-29 01:00", "2027-03-29 03:00", True),
        ("2027-03-29 01:00:01", "2027-03-29 03:00", False),
    ],
)
def test_rule_4_both_times_are_utc_when_one_is_near_a_change(starts: str, ends: str, is_utc: bool) -> None:
    event = an_event(starts_at=instant(starts), ends_at=instant(ends), zone="Europe/Paris")
    assert [time.parameters == {} for time in times(event)] == [is_utc, is_utc]


def test_rule_7_the_stamp_is_the_stored_moment_and_the_bytes_are_stable() -> None:
    event = an_event(changed_at=datetime.fromisoformat("2026-11-01T18:30:00.987654+09:00"))
    vevent = read(event)
    assert vevent["DTSTAMP"].value == vevent["LAST-MODIFIED"].value == "20261101T093000Z"
    assert event_bytes(event) == event_bytes(replace(event))


def test_rule_11_the_join_link_stands_in_conference_location_and_description() -> None:
    vevent = read(
        an_event(conference_url="https://meet.example/j/1", location="Hall A", description="Bring tea.")
    )
    conference = vevent["CONFERENCE"]
    assert (conference.parameters, conference.value) == (
        {"VALUE": "URI", "FEATURE": "AUDIO,VIDEO", "LABEL": "Evening part"},
        "https://meet.example/j/1",
    )
    assert vevent["LOCATION"].text == "Hall A; https://meet.example/j/1"
    assert vevent["DESCRIPTION"].text == "Bring tea.\n\nhttps://meet.example/j/1"


def test_rule_11_a_link_that_the_description_states_already_is_not_repeated() -> None:
    link = "https://meet.example/j/1"
    vevent = read(an_event(conference_url=link, location=link, description=f"Join: {link}"))
    assert (vevent["LOCATION"].text, vevent["DESCRIPTION"].text) == (link, f"Join: {link}")


@pytest.mark.parametrize(
    ("status", "transparency", "busy"),
    [
        (Status.CONFIRMED, "OPAQUE", "BUSY"),
        (Status.TENTATIVE, "OPAQUE", "TENTATIVE"),
        (Status.CANCELLED, "TRANSPARENT", "FREE"),
        (None, "TRANSPARENT", "FREE"),
    ],
)
def test_rule_11_the_status_says_whether_the_time_is_taken(
    status: Status | None, transparency: str, busy: str
) -> None:
    vevent = read(an_event(status=status))
    assert [one.value for one in vevent.properties if one.name == "STATUS"] == (
        [status.value] if status else []
    )
    assert (vevent["TRANSP"].value, vevent["X-MICROSOFT-CDO-BUSYSTATUS"].value) == (transparency, busy)


def test_rule_11_the_alarm_is_shown_with_the_summary() -> None:
    alarm = read(an_event(alarm_minutes=0)).only("VALARM")
    assert [(one.name, one.value) for one in alarm.properties] == [
        ("ACTION", "DISPLAY"),
        ("DESCRIPTION", "Evening part"),
        ("TRIGGER", "-PT0M"),
    ]


def test_an_event_has_no_alarm_unless_asked_and_none_when_cancelled() -> None:
    assert read(an_event()).components == []
    assert read(an_event(alarm_minutes=15, status=Status.CANCELLED)).components == []


@pytest.mark.parametrize(("allowed", "disallow"), [(True, "FALSE"), (False, "TRUE")])
def test_rule_11_counter_proposals_are_for_those_who_may(allowed: bool, disallow: str) -> None:
    assert read(an_invitation(allows_counter=allowed))["X-MICROSOFT-DISALLOW-COUNTER"].value == disallow


@given(st.text(), st.text(), st.text(), st.text())
def test_no_typed_text_adds_a_property_or_a_component(name: str, words: str, link: str, uid: str) -> None:
    hostile = an_invitation(
        uid=uid,
        summary=words,
        description=words + name,
        location=name,
        url=link or "x",
        conference_url=link or "x",
    )
    plain = an_invitation(
        uid="x", summary="x", description="x", location="x", url="https://x", conference_url="https://x"
    )
    assert [name for name in read(hostile).names() if name not in {"LOCATION", "DESCRIPTION"}] == [
        name for name in read(plain).names() if name not in {"LOCATION", "DESCRIPTION"}
    ]


@pytest.mark.parametrize("part", ["summary", "location", "description", "uid", "url", "conference_url"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1e"])
def test_no_line_end_lets_a_property_in(part: str, end: str) -> None:
    vevent = read(an_invitation(**{part: f"A{end}ATTENDEE:mailto:evil@x.example{end}END:VEVENT{end}"}))
    assert vevent["ATTENDEE"].value == "mailto:zoe.martin@paris.example"


@pytest.mark.parametrize("before", range(40, 60))
def test_an_emoji_at_the_fold_of_a_summary_comes_back_whole(before: int) -> None:
    summary = "x" * before + "🗼" * 30
    assert read(an_event(summary=summary))["SUMMARY"].text == summary


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"starts_at": datetime.fromisoformat("2027-01-20 08:00")}, "aware"),
        ({"changed_at": datetime.fromisoformat("2027-01-20 08:00")}, "aware"),
        ({"ends_at": instant("2027-01-20 08:00")}, "ends after"),
        ({"sequence": -1}, "negative"),
        ({"alarm_minutes": -5}, "negative"),
    ],
)
def test_an_event_that_cannot_be_is_a_bug(changes: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        an_event(**changes)
