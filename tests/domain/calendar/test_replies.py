"""Replies: what is read from them as programs write it, whatever the form (rule 20)."""

from datetime import UTC, datetime

import pytest

from tests.support.answering import ATTENDEE, UID, as_calendar, changed, reply_lines
from webinars.domain.calendar.replies import (
    CalendarReply,
    ReplyMethod,
    Said,
    read_reply,
)


def test_a_reply_is_read_whole() -> None:
    assert read_reply(
        as_calendar(reply_lines(more=["COMMENT:Gladly\\, with Ben\\nand Cleo"]))
    ) == CalendarReply(
        method=ReplyMethod.REPLY,
        uid=UID,
        attendee=ATTENDEE,
        sequence=1,
        stamped_at=datetime(2026, 9, 5, 10, 15, tzinfo=UTC),
        said=Said.ACCEPTED,
        comment="Gladly, with Ben\nand Cleo",
        delegated_to=None,
        starts_at=datetime(2026, 10, 20, 12, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 20, 13, 30, tzinfo=UTC),
    )


def test_only_what_names_event_and_person_is_needed() -> None:
    bare = ["BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:1", "ATTENDEE:mailto:a@b.example"]
    assert read_reply(as_calendar([*bare, "END:VEVENT", "END:VCALENDAR"])) == CalendarReply(
        method=ReplyMethod.REPLY, uid="1", attendee="a@b.example", said=Said.NEEDS_ACTION
    )


@pytest.mark.parametrize("said", list(Said))
def test_each_answer_is_read(said: Said) -> None:
    assert read_reply(as_calendar(reply_lines(said=said.value.lower()))).said is said


@pytest.mark.parametrize("said", ["COMPLETED", "X-MAYBE", '""'])
def test_an_answer_that_nobody_knows_is_none(said: str) -> None:
    assert read_reply(as_calendar(reply_lines(said=said))).said is Said.NEEDS_ACTION


def test_a_proposal_has_the_proposed_time_and_need_not_answer() -> None:
    proposal = [line.replace(";PARTSTAT=ACCEPTED", "") for line in reply_lines(method="COUNTER")]
    start = "DTSTART;TZID=Asia/Tokyo:20261021T090000"
    read = read_reply(changed("DTSTART", start, lines=proposal))
    assert (read.method, read.said) == (ReplyMethod.COUNTER, None)
    assert read.starts_at == datetime(2026, 10, 21, 0, 0, tzinfo=UTC)


def test_a_wish_for_the_present_event_is_read() -> None:
    assert read_reply(as_calendar(reply_lines(method="refresh"))).method is ReplyMethod.REFRESH


def test_delegation_names_the_other_person() -> None:
    other = 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:ben@city.example":mailto:anna@city.example'
    read = read_reply(changed("ATTENDEE", other))
    assert (read.said, read.delegated_to) == (Said.DELEGATED, "ben@city.example")


# --- rule 20: what is tolerated -------------------------------------------------------------------------


def test_no_organizer_is_needed() -> None:
    assert read_reply(changed("ORGANIZER", None)).uid == UID


def test_no_sequence_is_nought() -> None:
    assert read_reply(changed("SEQUENCE", None)).sequence == 0


def test_no_stamp_is_none() -> None:
    assert read_reply(changed("DTSTAMP", None)).stamped_at is None


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("ATTENDEE:MAILTO:anna@city.example", "anna@city.example"),
        ("ATTENDEE:Mailto:Anna@City.example", "Anna@City.example"),
        ("ATTENDEE:mailto:anna%2Btalks@city.example", "anna+talks@city.example"),
        ("ATTENDEE:anna@city.example", "anna@city.example"),
        ("attendee;email=anna@icloud.example:/203948/principal/", "anna@icloud.example"),
        ('ATTENDEE;EMAIL="anna@icloud.example":urn:uuid:11E3-8B4A', "anna@icloud.example"),
        ('ATTENDEE;CN="O\'Hara: Anna; of X":mailto:anna@city.example', "anna@city.example"),
        ("ATTENDEE:mailto:안나@도시.example", "안나@도시.example"),
    ],
)
def test_the_attendee_is_read_however_it_is_written(line: str, address: str) -> None:
    assert read_reply(changed("ATTENDEE", line)).attendee == address


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("DTSTART;TZID=Europe/Paris:20261020T140000", "2026-10-20T12:00"),
        ('DTSTART;TZID="Romance Standard Time":20261020T140000', "2026-10-20T12:00"),
        ("DTSTART;TZID=Tokyo Standard Time:20261020T210000", "2026-10-20T12:00"),
        ("DTSTART;TZID=India Standard Time:20261020T173000", "2026-10-20T12:00"),
        ("DTSTART;TZID=UTC-11:20261020T010000", "2026-10-20T12:00"),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Paris:20261020T140000", "2026-10-20T12:00"),
        (
            "DTSTART;TZID=/example.org/2020_1/America/Argentina/Ushuaia:20261020T090000",
            "2026-10-20T12:00",
        ),
        ("DTSTART;TZID=Asia/Calcutta:20261020T173000", "2026-10-20T12:00"),
        ("DTSTART;TZID=UTC:20261020T120000", "2026-10-20T12:00"),
        ("DTSTART;TZID=Etc/UTC:20261020T120000", "2026-10-20T12:00"),
        ("DTSTART;TZID=Europe/Paris:20261020T120000Z", "2026-10-20T12:00"),
        ("DTSTART;TZID=America/Los_Angeles:20261101T013000", "2026-11-01T08:30"),  # happens twice: the first
        (
            "DTSTART;TZID=America/Los_Angeles:20260308T023000",
            "2026-03-08T10:30",
        ),  # never happens: as before it
        ("DTSTART;TZID=Customized Time Zone:20261020T140000", None),
        ("DTSTART;TZID=(UTC+01:00) Paris:20261020T140000", None),
        ("DTSTART:20261020T140000", None),
        ("DTSTART;VALUE=DATE:20261020", None),
        ("DTSTART:20260231T120000Z", None),
        ("DTSTART:20990101T120000Z", None),
        ("DTSTART:16010101T000000Z", None),
        ("DTSTART:yesterday", None),
    ],
)
def test_a_start_is_an_instant_in_any_zone_with_a_name(line: str, instant: str | None) -> None:
    expected = None if instant is None else datetime.fromisoformat(f"{instant}+00:00")
    assert read_reply(changed("DTSTART", line)).starts_at == expected


def test_a_strangers_zone_means_what_the_database_says() -> None:
    zone = ["BEGIN:VTIMEZONE", "TZID:Europe/Paris", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    rules = ["TZOFFSETFROM:-1200", "TZOFFSETTO:-1200", "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE"]
    event = reply_lines()
    event[4:4] = zone + rules
    start = "DTSTART;TZID=Europe/Paris:20261020T140000"
    read = read_reply(changed("DTSTART:2026", start, lines=event))
    assert read.starts_at == datetime(2026, 10, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "end"),
    [("DURATION:PT2H", "2026-10-20T14:00"), ("DURATION:P99999999999W", None), ("DURATION:long", None)],
)
def test_a_duration_gives_the_end(line: str, end: str | None) -> None:
    expected = None if end is None else datetime.fromisoformat(f"{end}+00:00")
    assert read_reply(changed("DTEND", line)).ends_at == expected


def test_apple_writes_the_comment_beside_the_attendee() -> None:
    line = 'ATTENDEE;PARTSTAT=DECLINED;X-RESPONSE-COMMENT="On a train":mailto:anna@city.example'
    assert read_reply(changed("ATTENDEE", line)).comment == "On a train"


@pytest.mark.parametrize(
    "calendar",
    [
        b"\xef\xbb\xbf" + as_calendar(reply_lines()),
        as_calendar(reply_lines()).replace(b"\r\n", b"\n"),
        as_calendar(reply_lines()).replace(b"\r\n", b"\r"),
        as_calendar(reply_lines()).replace(b"mailto:anna", b"mail\r\n to:an\r\n\tna"),
        as_calendar(reply_lines()).replace(b"BEGIN:VEVENT", b"begin:vevent"),
        as_calendar(["", *reply_lines(), "", ""]),
        as_calendar(
            [*reply_lines()[:-2], "BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM", *reply_lines()[-2:]]
        ),
        as_calendar([*reply_lines()[:-2], "UID:" + UID, *reply_lines()[-2:]]),
    ],
    ids=["mark", "LF", "CR", "folds", "case", "empty lines", "alarm", "twice the same"],
)
def test_the_form_of_the_file_makes_no_difference(calendar: bytes) -> None:
    assert read_reply(calendar) == read_reply(as_calendar(reply_lines()))


def test_occurrences_beside_the_event_are_left_alone() -> None:
    occurrence = [line.replace("ACCEPTED", "DECLINED") for line in reply_lines()[4:-1]]
    occurrence.insert(1, "RECURRENCE-ID:20261027T120000Z")
    both = [*reply_lines()[:-1], *occurrence, "END:VCALENDAR"]
    assert read_reply(as_calendar(both)).said is Said.ACCEPTED


def test_a_comment_has_no_control_characters_and_an_end() -> None:
    comment = "COMMENT:" + "\x00\x1b[2J Bye\u2028\\n" + "x" * 9000
    read = read_reply(as_calendar(reply_lines(more=[comment])))
    assert read.comment == ("[2J Bye\n" + "x" * 9000)[:4000]
