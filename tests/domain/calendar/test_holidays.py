"""Public holidays in calendar files: whole days, rules of each year, changed days; and holidays as typed."""

from datetime import date

import pytest

from tests.support.programme_files import calendar, crlf
from webinars.domain.calendar.holidays import Day, read_holidays, read_typed, typed
from webinars.domain.errors import Refusal

SINCE = date(2026, 1, 1)

MANY = "\n".join(f"{1973 + number // 28}-01-{number % 28 + 1:02}" for number in range(1001))


def event(*lines: str, title: str = "A day") -> str:
    return "\n".join(["BEGIN:VEVENT", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def days(*events: str, since: date = SINCE) -> list[str]:
    """Return the dates that a file of *events* names, and nothing but them."""
    found = read_holidays(calendar(*events), since=since)
    assert found.problems == ()
    return [day.on_date.isoformat() for day in found.days]


def test_a_whole_day_is_a_holiday_with_its_name_and_line() -> None:
    new_year = event("DTSTART;VALUE=DATE:20270101", "DTEND;VALUE=DATE:20270102", title="元日\\, New Year")
    found = read_holidays(calendar(new_year), since=SINCE)
    assert found.days == (Day(date(2027, 1, 1), "元日, New Year", 3),)
    assert (found.problems, found.past) == ((), 0)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20270503"], ["2027-05-03"]),
        (
            ["DTSTART;VALUE=DATE:20270503", "DTEND;VALUE=DATE:20270506"],
            ["2027-05-03", "2027-05-04", "2027-05-05"],
        ),
        (["DTSTART;VALUE=DATE:20270503", "DURATION:P2D"], ["2027-05-03", "2027-05-04"]),
        (["DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270102"], ["2026-12-31", "2027-01-01"]),
        (["DTSTART:20280229"], ["2028-02-29"]),
        (
            ["DTSTART;VALUE=DATE:20270503", "RDATE;VALUE=DATE:20280410,20290402"],
            ["2027-05-03", "2028-04-10", "2029-04-02"],
        ),
    ],
)
def test_an_event_is_all_days_until_its_end_which_is_none_of_them(
    lines: list[str], expected: list[str]
) -> None:
    assert days(event(*lines)) == expected


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("20260704", "FREQ=YEARLY;UNTIL=20281231", ["2026-07-04", "2027-07-04", "2028-07-04"]),
        ("19700101", "FREQ=YEARLY;UNTIL=20270101T000000Z", ["2026-01-01", "2027-01-01"]),
        ("20240229", "FREQ=YEARLY", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        (
            "19971127",
            "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;UNTIL=20281231",
            ["2026-11-26", "2027-11-25", "2028-11-23"],
        ),
        ("20200525", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;UNTIL=20271231", ["2026-05-25", "2027-05-31"]),
        (
            "20200620",
            "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20,21,22,23,24,25,26;BYDAY=SA;UNTIL=20271231",
            ["2026-06-20", "2027-06-26"],
        ),
        (
            "20200101",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1;UNTIL=20281231",
            ["2026-02-28", "2027-02-28", "2028-02-29"],
        ),
        ("20200101", "FREQ=YEARLY;BYMONTH=5,12;BYMONTHDAY=1;UNTIL=20261231", ["2026-05-01", "2026-12-01"]),
        ("20200101", "FREQ=YEARLY;BYMONTHDAY=31;UNTIL=20260601", ["2026-01-31", "2026-03-31", "2026-05-31"]),
        ("20250101", "FREQ=YEARLY;COUNT=3", ["2026-01-01", "2027-01-01"]),
        ("20230301", "FREQ=YEARLY;INTERVAL=2;COUNT=4", ["2027-03-01", "2029-03-01"]),
        ("20230301", "FREQ=YEARLY;INTERVAL=4;WKST=MO", ["2027-03-01", "2031-03-01", "2035-03-01"]),
        ("16010101", "FREQ=YEARLY;UNTIL=20270101", ["2026-01-01", "2027-01-01"]),
        ("20260505", "FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=9;UNTIL=20270110", ["2026-06-09", "2027-01-09"]),
    ],
)
def test_a_rule_names_a_day_of_each_year(start: str, rule: str, expected: list[str]) -> None:
    assert days(event(f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}")) == expected


def test_a_rule_without_an_end_stops_with_the_zone_database() -> None:
    found = days(event("DTSTART;VALUE=DATE:19730501", "RRULE:FREQ=YEARLY"))
    assert found == [f"{year}-05-01" for year in range(2026, 2038)]


def test_a_stretch_that_began_before_the_first_date_counts_from_it_on() -> None:
    assert days(
        event(
            "DTSTART;VALUE=DATE:20201230",
            "DTEND;VALUE=DATE:20210103",
            "RRULE:FREQ=YEARLY;UNTIL=20261230",
        )
    ) == ["2026-01-01", "2026-01-02", "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]


def test_days_that_are_taken_out_or_changed_do_not_count() -> None:
    yearly = ["UID:1", "DTSTART;VALUE=DATE:20260501", "RRULE:FREQ=YEARLY;UNTIL=20291231"]
    without = event(*yearly, "EXDATE;VALUE=DATE:20270501")
    moved = event("UID:1", "RECURRENCE-ID;VALUE=DATE:20280501", "DTSTART;VALUE=DATE:20280502", title="Moved")
    other = event("UID:2", "DTSTART;VALUE=DATE:20280501", title="Another")
    assert days(without, moved) == ["2026-05-01", "2028-05-02", "2029-05-01"]
    assert days(without, moved, other) == ["2026-05-01", "2028-05-01", "2028-05-02", "2029-05-01"]


def test_two_events_on_one_day_are_one_holiday_with_both_names() -> None:
    first = event("DTSTART;VALUE=DATE:20270101", title="New Year")
    found = read_holidays(calendar(first, first, first.replace("New Year", "Liberation")), since=SINCE)
    assert found.days == (Day(date(2027, 1, 1), "New Year, Liberation", 3),)


def test_days_before_those_that_are_asked_for_are_counted_and_left_out() -> None:
    old = [event(f"DTSTART;VALUE=DATE:{year}0101") for year in (2024, 2025, 2026)]
    found = read_holidays(calendar(*old), since=SINCE)
    assert ([day.on_date.year for day in found.days], found.past) == ([2026], 2)


def test_a_file_with_the_lines_of_a_mac_or_of_windows_says_the_same() -> None:
    plain = calendar(event("DTSTART;VALUE=DATE:20270101"))
    ends = plain.replace(b"\r\n", b"\n")
    assert (
        read_holidays(ends, since=SINCE).days
        == read_holidays(crlf(ends.decode()), since=SINCE).days
        == read_holidays(b"\xef\xbb\xbf" + ends, since=SINCE).days
    )


def test_typed_holidays_are_a_date_and_a_name_on_each_line() -> None:
    lines = "2027-01-01 New Year’s Day\r\n\n  2027-05-03\t憲法記念日 \n2027-05-04\n2027-05-05, Children’s Day"
    found = read_typed(lines, field="lines")
    assert found == {
        date(2027, 1, 1): "New Year’s Day",
        date(2027, 5, 3): "憲法記念日",
        date(2027, 5, 4): "",
        date(2027, 5, 5): "Children’s Day",
    }
    assert read_typed("\n".join(typed(*one) for one in found.items()), field="lines") == found


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("1 January 2027", "Line 1 begins with no date. Write it like 2027-01-01 New Year’s Day."),
        ("2027-01-01\n2027-02-30 Never", "Line 2 begins with no date."),
        ("2027-01-011 Odd", "Line 1 begins with no date."),
        ("01/02/2027 When?", "Line 1 begins with no date."),
        ("２０２７-01-01 Wide", "Line 1 begins with no date."),
        ("2027-01-01\n\n2027-01-01 Twice", "Line 3 has a date that stands above already."),
        ("1972-01-01 Long ago", "Line 1: the planner knows the years 1973 to 2037."),
        ("2038-01-01 Far away", "Line 1: the planner knows the years 1973 to 2037."),
        ("2027-01-01 " + "x" * 201, "Write at most 200 characters."),
        ("2027-01-01 a\x00b", "Write this on one line"),
        (MANY, "These are more than 1000 days."),
    ],
)
def test_typed_lines_that_are_no_holidays_are_refused_by_line(lines: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_typed(lines, field="lines")
    assert (refused.value.field, str(refused.value)[: len(says)]) == ("lines", says)
