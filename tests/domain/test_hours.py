"""Levels of the clock, and what a part touches of them in a city."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.hours import (
    DEFAULT_HOURS,
    Band,
    Hours,
    Level,
    impossible_minutes,
    level_at,
    worst_level,
)
from webinars.domain.timezones import to_local

EVENING = datetime(2021, 11, 24, 8, 0, tzinfo=UTC)  # 17:00 in Tokyo
ZONES = ["Asia/Tokyo", "Asia/Kathmandu", "America/Los_Angeles", "Europe/Paris", "America/Sao_Paulo"]

instants = st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1)).map(  # noqa: DTZ001 (made aware here)
    lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("clock", "level"),
    [
        ("05:59", Level.FORBIDDEN),
        ("06:00", Level.AWKWARD),
        ("07:59", Level.AWKWARD),
        ("08:00", Level.ACCEPTABLE),
        ("08:59", Level.ACCEPTABLE),
        ("09:00", Level.GOOD),
        ("17:59", Level.GOOD),
        ("18:00", Level.ACCEPTABLE),
        ("20:59", Level.ACCEPTABLE),
        ("21:00", Level.AWKWARD),
        ("22:59", Level.AWKWARD),
        ("23:00", Level.FORBIDDEN),
        ("00:00", Level.FORBIDDEN),
    ],
)
def test_the_day_has_good_acceptable_awkward_and_forbidden_hours(clock: str, level: Level) -> None:
    hour, minute = map(int, clock.split(":"))
    assert level_at(hour * 60 + minute) is level


def test_a_band_wraps_past_midnight_without_its_end() -> None:
    night = Band(22 * 60, 6 * 60)
    assert [minute in night for minute in (21 * 60 + 59, 22 * 60, 0, 5 * 60 + 59, 6 * 60)] == [
        False, True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("band", [Band(0, 0), Band(540, 540), Band(0, 1440)])
def test_equal_ends_mean_the_whole_day(band: Band) -> None:
    assert all(minute in band for minute in range(1440))


@pytest.mark.parametrize("ends", [(-5, 60), (1440, 60), (0, 1441)])
def test_a_band_outside_the_day_is_a_bug(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no stretch of a day"):
        Band(*ends)


def test_impossible_minutes_are_those_at_night() -> None:
    assert impossible_minutes(EVENING, 145, "Pacific/Auckland") == 25
    assert impossible_minutes(EVENING, 145, "America/Los_Angeles") == 145
    assert impossible_minutes(EVENING, 145, "Europe/Paris") == 0


def test_impossible_minutes_follow_the_clock_over_a_change_of_clocks() -> None:
    # New York falls back on 7 November 2021 at 06:00 UTC: 01:30 to 02:30 on the clock takes two hours.
    begins = datetime(2021, 11, 7, 5, 30, tzinfo=UTC)
    until_half_past_one = Hours(Band(0, 90), Band(0, 90), Band(0, 90))
    # 01:30-02:00 is not possible, 01:00-01:30 is again, and then nothing more.
    assert impossible_minutes(begins, 120, "America/New_York", until_half_past_one) == 30 + 0 + 30 + 30


def test_a_part_that_starts_between_two_cells_is_counted_to_the_minute() -> None:
    assert impossible_minutes(datetime(2021, 11, 24, 22, 58, tzinfo=UTC), 9, "Europe/London") == 7


def test_the_worst_level_of_a_part_is_told() -> None:
    assert worst_level(EVENING, 145, "Asia/Tokyo") is Level.ACCEPTABLE
    assert worst_level(EVENING, 60, "Asia/Tokyo") is Level.GOOD
    assert worst_level(EVENING, 145, "Pacific/Auckland") is Level.FORBIDDEN


@given(instants, st.integers(1, 200), st.sampled_from(ZONES))
def test_a_part_touches_what_its_single_minutes_do(begins: datetime, minutes: int, zone: str) -> None:
    clocks = [to_local(begins + timedelta(minutes=minute), zone) for minute in range(minutes)]
    levels = [level_at(clock.hour * 60 + clock.minute, DEFAULT_HOURS) for clock in clocks]
    assert impossible_minutes(begins, minutes, zone) == levels.count(Level.FORBIDDEN)
    assert worst_level(begins, minutes, zone) is max(levels, key=[*Level].index)
