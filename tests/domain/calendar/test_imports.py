"""Programmes of other systems: what their files say, and what is wrong with them, line by line."""

from datetime import UTC, datetime

import pytest

from tests.support.programme_files import (
    GOOGLE,
    INDICO,
    OUTLOOK,
    PRETALX,
    SCHED,
    calendar,
    crlf,
    event,
    programme_of,
)
from webinars.domain.calendar.imports import Found, Talk, grouped, read_talks

TOKYO = "Asia/Tokyo"


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2027-01-20T{clock}").replace(tzinfo=UTC)


def shown(found: Found) -> list[tuple[str, datetime, int]]:
    return [(talk.title, talk.starts_at, talk.minutes) for talk in found.talks]


def problems(content: bytes) -> list[tuple[int, str, bool]]:
    found = read_talks(content, TOKYO)
    return [(one.line, str(one.reason), one.is_left_out) for one in found.problems]


@pytest.mark.parametrize(
    ("text", "talks"),
    [
        (
            INDICO,
            [
                ("Opening remarks", at("01:00"), 15),
                ("Flood walls, gates and; people", at("01:15"), 45),
                ("What we learnt", at("02:15"), 30),
            ],
        ),
        (PRETALX, [("開会 - 東京都", at("01:00"), 15)]),
        (SCHED, [("Lunch Break", at("03:00"), 60)]),
        (GOOGLE, [("Closing words", at("05:00"), 30)]),
        (OUTLOOK, [("Abschluss", at("06:00"), 30)]),
    ],
    ids=["indico", "pretalx", "sched", "google", "outlook"],
)
def test_files_of_other_systems_are_read_whatever_ends_their_lines(
    text: str, talks: list[tuple[str, datetime, int]]
) -> None:
    for content in (
        crlf(text),
        text.encode(),
        text.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + crlf(text),
    ):
        found = read_talks(content, TOKYO)
        assert (shown(found), found.problems) == (talks, ())


def test_a_talk_has_its_uid_its_room_its_line_and_whether_it_is_a_break() -> None:
    opening, walls, _learnt = read_talks(crlf(INDICO), TOKYO).talks
    assert opening.uid == "indico-contribution-17@indico.example"
    assert (opening.location, opening.line, walls.line) == ("Room 1", 5, 15)
    (lunch,) = read_talks(crlf(SCHED), TOKYO).talks
    assert (lunch.is_break, opening.is_break) == (True, False)


@pytest.mark.parametrize(
    ("tzid", "clock"),
    [
        ("Asia/Tokyo", "01:00"),
        ("Asia/Calcutta", "04:30"),
        ("Tokyo Standard Time", "01:00"),
        ("/mozilla.org/20050126_1/Asia/Tokyo", "01:00"),
        ("/freeassociation.sourceforge.net/America/Argentina/Ushuaia", "13:00"),
        ("UTC", "10:00"),
        ('"Asia/Tokyo"', "01:00"),
    ],
)
def test_a_zone_has_many_names(tzid: str, clock: str) -> None:
    start = f";TZID={tzid}:20270120T100000"
    (talk,) = read_talks(calendar(event("1", start, "", "DURATION:PT5M")), "Europe/Paris").talks
    assert talk.starts_at == at(clock)


def test_a_zone_of_the_file_is_what_the_file_says_it_is() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Ours\nX-LIC-LOCATION:Asia/Tokyo\nEND:VTIMEZONE"
    talk = event("1", ";TZID=Ours:20270120T100000", ";TZID=Ours:20270120T103000")
    assert shown(read_talks(calendar(zone, talk), "Europe/Paris")) == [("Talk", at("01:00"), 30)]


def test_a_floating_time_is_the_hosts_clock_with_a_note() -> None:
    content = calendar(event("1", ":20270120T100000", ":20270120T103000"))
    assert shown(read_talks(content, TOKYO)) == [("Talk", at("01:00"), 30)]
    assert problems(content) == [(6, "This time names no zone. It is taken for the host’s clock.", False)]


def talks_of(*starts_and_minutes: tuple[str, int]) -> tuple[Talk, ...]:
    rows = [(f"{start}-{n}", start, minutes, "Talk") for n, (start, minutes) in enumerate(starts_and_minutes)]
    return read_talks(programme_of(rows), TOKYO).talks


def lengths(groups: tuple[tuple[Talk, ...], ...]) -> list[int]:
    return [len(group) for group in groups]


def test_a_pause_of_two_hours_is_within_a_part_and_a_longer_one_parts() -> None:
    assert lengths(grouped(talks_of(("1000", 60), ("1300", 60)), TOKYO)) == [2]
    assert lengths(grouped(talks_of(("1000", 60), ("1301", 60)), TOKYO)) == [1, 1]


def test_midnight_of_the_host_parts_and_nobody_elses_does() -> None:
    talks = talks_of(("0830", 30), ("0900", 30), ("0930", 30))  # 09:00 in Tokyo is midnight in UTC
    assert lengths(grouped(talks, TOKYO)) == [3]
    assert lengths(grouped(talks, "Africa/Abidjan")) == [1, 2]


def test_rooms_at_the_same_time_are_parts_of_their_own() -> None:
    rooms = [
        event(f"{room}{hour}", f":20270120T0{hour}0000Z", f":20270120T0{hour}4500Z", f"LOCATION:{room}")
        for hour in (1, 2)
        for room in ("Red", "Blue")
    ]
    groups = grouped(read_talks(calendar(*rooms), TOKYO).talks, TOKYO)
    assert [[talk.uid for talk in group] for group in groups] == [["Red1", "Red2"], ["Blue1", "Blue2"]]
