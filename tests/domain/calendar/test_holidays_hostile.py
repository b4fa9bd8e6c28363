"""Calendar files that are no holidays, or would cost too much: told at a line, or refused as a whole."""

import random
from datetime import date
from time import process_time

import pytest

from tests.domain.calendar.test_holidays import event
from tests.support.programme_files import INDICO, calendar, crlf
from webinars.domain.calendar.holidays import MOST_BYTES, MOST_EVENTS, read_holidays
from webinars.domain.errors import Refusal

SINCE = date(2026, 1, 1)
START = "DTSTART;VALUE=DATE:20270101"
HAND = "is no rule for a day of each year. Enter the days of this event by hand."


@pytest.mark.parametrize(
    ("lines", "number", "says"),
    [
        (
            ["DTSTART:20270101T000000Z"],
            5,
            "This event has a clock. A holiday is a whole day: give it a date alone.",
        ),
        (["DTSTART;TZID=Asia/Tokyo:20270101t000000"], 5, "This event has a clock."),
        ([START, "DTEND:20270101T120000Z"], 6, "This event has a clock."),
        ([START, "RDATE:20280101T000000Z"], 6, "This event has a clock."),
        ([START, "RDATE;VALUE=PERIOD:20280101T000000Z/P1D"], 6, "This event has a clock."),
        (["DTSTART;VALUE=DATE:20270230"], 5, "“20270230” is no date."),
        (["DTSTART;VALUE=DATE:soon"], 5, "“soon” is no date."),
        (["DTSTART;VALUE=DATE:２０２７0101"], 5, "“２０２７0101” is no date."),
        (["DTSTART;VALUE=DATE:20400101"], 5, "The planner knows the years to 2037. This day is later."),
        (["DTSTART;VALUE=DATE:20400101", "RRULE:FREQ=YEARLY"], 5, "The planner knows the years to 2037."),
        (["UID:1"], 3, "This event has no start (DTSTART)."),
        ([START, "DTEND;VALUE=DATE:20261231"], 6, "This event does not last whole days from its first on."),
        ([START, "DURATION:PT25H"], 6, "This event does not last whole days from its first on."),
        ([START, "DURATION:-P1D"], 6, "This event does not last whole days from its first on."),
        ([START, "DURATION:P9999999999D"], 6, "“P9999999999D” is no length."),
        ([START, "DTEND;VALUE=DATE:20270202"], 6, "This event lasts 32 days. A holiday lasts 31 at most"),
        ([START, "STATUS:CANCELLED"], 3, "This event is cancelled in the file."),
        (
            [START, "RECURRENCE-ID;RANGE=THISANDFUTURE:20270101"],
            6,
            "This event changes all later days of another.",
        ),
        ([START, "RECURRENCE-ID:20270101T000000Z"], 6, "This event has a clock."),
        ([START, "RRULE:FREQ=SECONDLY"], 6, f"“FREQ=SECONDLY” {HAND}"),
        ([START, "RRULE:FREQ=DAILY"], 6, f"“FREQ=DAILY” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;BYHOUR=0,1,2"], 6, f"“FREQ=YEARLY;BYHOUR=0,1,2” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;BYDAY=MO"], 6, f"“FREQ=YEARLY;BYDAY=MO” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=6MO"], 6, f"“FREQ=YEARLY;BYMONTH=5;BYDAY=6MO” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;BYMONTH=13"], 6, f"“FREQ=YEARLY;BYMONTH=13” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;BYMONTHDAY=0"], 6, f"“FREQ=YEARLY;BYMONTHDAY=0” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;INTERVAL=0"], 6, f"“FREQ=YEARLY;INTERVAL=0” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;INTERVAL="], 6, f"“FREQ=YEARLY;INTERVAL=” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;COUNT=-1"], 6, f"“FREQ=YEARLY;COUNT=-1” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;COUNT=1,2"], 6, f"“FREQ=YEARLY;COUNT=1,2” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;UNTIL=never"], 6, f"“FREQ=YEARLY;UNTIL=never” {HAND}"),
        ([START, "RRULE:FREQ=YEARLY;FREQ=YEARLY"], 6, f"“FREQ=YEARLY;FREQ=YEARLY” {HAND}"),
        ([START, "RRULE:"], 6, f"“” {HAND}"),
    ],
)
def test_an_event_that_is_no_holiday_is_left_out_and_the_rest_is_read(
    lines: list[str], number: int, says: str
) -> None:
    good = event("DTSTART;VALUE=DATE:20270503", title="Good")
    found = read_holidays(calendar(event(*lines, title="Odd"), good), since=SINCE)
    assert [day.name for day in found.days] == ["Good"]
    (problem,) = found.problems
    assert (problem.line, problem.title, problem.is_left_out) == (number, "Odd", True)
    assert str(problem.reason)[: len(says)] == says


def test_what_is_odd_but_clear_is_taken_with_a_note() -> None:
    odd = event(START, "DTEND;VALUE=DATE:20270101")
    nameless = event("DTSTART;VALUE=DATE:20270503", title="")
    found = read_holidays(calendar(odd, nameless, event(START, "RDATE")), since=SINCE)
    assert [(day.on_date.isoformat(), day.name) for day in found.days] == [
        ("2027-01-01", "A day"),
        ("2027-05-03", ""),
    ]
    assert [(one.line, str(one.reason), one.is_left_out) for one in found.problems] == [
        (6, "This event ends on its first day. It is taken for one day.", False),
        (8, "This event has no title.", False),
        (15, "This line cannot be read, and is passed over.", False),
    ]


def test_a_programme_of_talks_holds_no_holiday() -> None:
    found = read_holidays(crlf(INDICO), since=SINCE)
    assert (found.days, len(found.problems)) == ((), 3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty. Export it again."),
        (b" \r\n ", "This file is empty."),
        (
            b"date,name\r\n2027-01-01,New Year",
            "This is no calendar file. It has to begin with BEGIN:VCALENDAR.",
        ),
        (b"PK\x03\x04\x00\x00", "This is no calendar file."),
        (calendar(), "This calendar has no events. Export it again."),
        (calendar(event(START)).replace(b"A day", b"F\xeate"), "Line 4 is not UTF-8."),
        (calendar(event(START)).decode().encode("utf-16"), "Line 1 is not UTF-8."),
        (
            b"BEGIN:VCALENDAR\n" + b"X" * MOST_BYTES,
            "This file has more than 1000000 bytes. Export less at once.",
        ),
        (b"BEGIN:VCALENDAR\n" * 20, "Line 11 opens more parts within parts than a calendar has."),
        (
            b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 10_000,
            f"This file has more than {MOST_EVENTS} events. Export fewer at once.",
        ),
    ],
)
def test_what_is_no_calendar_is_refused_as_a_whole(content: bytes, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_holidays(content, since=SINCE)
    assert (refused.value.field, str(refused.value)[: len(says)]) == ("file", says)


@pytest.mark.parametrize(
    ("lines", "count", "says"),
    [
        (
            ["DTSTART;VALUE=DATE:19730101", "RRULE:FREQ=YEARLY;BYMONTHDAY=1,2,3;COUNT=9999"],
            4_000,
            "The rules",
        ),
        (["DTSTART;VALUE=DATE:00010101", "RRULE:FREQ=YEARLY;BYMONTHDAY=31;COUNT=9999"], 4_000, "The rules"),
        (["DTSTART;VALUE=DATE:20260201", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"], 4_000, "The rules"),
        ([START, "RDATE;VALUE=DATE:" + ",".join(["20270102"] * 5_000)], 10, ""),
        ([START, "DTEND;VALUE=DATE:20270131", "RRULE:FREQ=YEARLY;BYMONTHDAY=1,2,3"], 50, "The rules"),
        ([START, "RRULE:FREQ=YEARLY;BYMONTHDAY=" + ",".join(["1"] * 10_000)], 30, ""),
        (
            [START, "RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=MO,TU,WE,TH,FR,SA"],
            1,
            "This file names 3444 days. Export fewer years: 1000 days at most.",
        ),
    ],
)
def test_a_file_that_names_days_without_end_costs_little(lines: list[str], count: int, says: str) -> None:
    content = calendar(*[event(*lines)] * count)
    before = process_time()
    assert refusal_of(content)[: len(says) or None] == says
    assert process_time() - before < 3


def refusal_of(content: bytes) -> str:
    """Return why a file is refused as a whole; "" when it is read."""
    try:
        read_holidays(content, since=SINCE)
    except Refusal as refusal:
        return str(refusal)
    return ""


def test_no_change_of_letters_breaks_the_reader() -> None:
    whole = calendar(
        event("UID:1", START, "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=2MO;COUNT=4", "EXDATE;VALUE=DATE:20280110"),
        event("UID:1", "RECURRENCE-ID;VALUE=DATE:20270111", "DTSTART;VALUE=DATE:20270112", "DURATION:P2D"),
    )
    chance = random.Random(4)
    read: list[str] = []
    for _ in range(500):
        changed = bytearray(whole)
        for _ in range(chance.randrange(1, 6)):
            changed[chance.randrange(60, len(changed))] = chance.choice(b"\x00:;=,0129TZ\r\n -+\xff")
        read.append(refusal_of(bytes(changed)))
    assert read.count("") > 100, "most changes leave something to read, and none raises anything else"
