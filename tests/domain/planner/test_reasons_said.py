"""Sentences in a reader's words: dates, clocks, stretches over midnight, lists, lengths."""

from datetime import date

import pytest

from tests.domain.planner.builders import instant
from webinars.domain.planner.reasons import (
    ENGLISH,
    Day,
    Minutes,
    Sentence,
    Value,
    Weekday,
    clock_of,
    say,
    span_of,
)

TWICE = "01:30 (the first time) to 01:30 (the second time)"


def said(value: Value) -> str:
    return say(Sentence("%(value)s", {"value": value}), ENGLISH)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Tokyo", "Tokyo"),
        (265, "265"),
        (Day(date(2021, 11, 24)), "Wednesday 24 November 2021"),
        (Weekday(date(2021, 11, 28)), "Sunday"),
        (Minutes(1), "1 minute"),
        (Minutes(60), "60 minutes"),
        (("Tokyo",), "Tokyo"),
        (("Tokyo", "Lima"), "Tokyo and Lima"),
        (("Tokyo", "Lima", "Rome"), "Tokyo, Lima and Rome"),
        (Sentence("for %(time)s", {"time": Minutes(5)}), "for 5 minutes"),
        ((Sentence("part %(part)s", {"part": 1}), Minutes(10)), "part 1 and 10 minutes"),
    ],
)
def test_a_value_is_said_as_it_is_read_aloud(value: Value, words: str) -> None:
    assert said(value) == words


@pytest.mark.parametrize(
    ("starts", "minutes", "zone", "words"),
    [
        ("2021-11-24 02:00", 155, "Asia/Tokyo", "from 11:00 to 13:35"),
        ("2021-11-24 02:00", 155, "America/Sao_Paulo", "from 23:00 to 01:35 on Wednesday"),
        ("2021-11-24 13:00", 120, "Asia/Tokyo", "from 22:00 to midnight"),
        ("2021-11-24 13:00", 125, "Asia/Tokyo", "from 22:00 to 00:05 on Thursday"),
        ("2021-11-24 15:00", 1440, "Asia/Tokyo", "from 00:00 to midnight"),
    ],
)
def test_a_stretch_over_midnight_names_the_day_of_its_end(
    starts: str, minutes: int, zone: str, words: str
) -> None:
    assert said(span_of(instant(starts), minutes, zone)) == words


@pytest.mark.parametrize(
    ("starts", "minutes", "zone", "words"),
    [
        ("2021-11-07 05:30", 60, "America/New_York", f"from {TWICE}"),
        ("2021-11-07 04:00", 60, "America/New_York", "from 00:00 to 01:00 (the first time)"),
        ("2021-03-14 06:30", 60, "America/New_York", "from 01:30 to 03:30"),
        ("2021-04-03 14:30", 30, "Australia/Lord_Howe", f"from {TWICE}"),
        # St John's once put its clock back at a minute past midnight: this midnight is not the only one.
        ("2010-11-07 01:30", 60, "America/St_Johns", "from 23:00 to 00:00 (the first time) on Sunday"),
        ("2011-12-30 09:00", 120, "Pacific/Apia", "from 23:00 to 01:00 on Saturday"),
    ],
)  # fmt: skip
def test_a_clock_that_shows_a_time_twice_says_which(starts: str, minutes: int, zone: str, words: str) -> None:
    assert said(span_of(instant(starts), minutes, zone)) == words


def test_a_clock_carries_no_zone() -> None:
    shown = clock_of(instant("2021-11-24 02:00"), "Asia/Kathmandu").at
    assert shown.isoformat() == "2021-11-24T07:45:00"


def test_a_city_with_a_percent_sign_breaks_no_sentence() -> None:
    assert say(Sentence("%(city)s attends.", {"city": "100%(x)s"}), ENGLISH) == "100%(x)s attends."
