"""Wall clocks and instants: gaps, folds, odd offsets, date lines, and what is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from webinars.domain import timezones
from webinars.domain.errors import BeyondDatabase, DoubledTime, SkippedTime, UnknownZone
from webinars.domain.timezones import Reading, Transition


def wall(words: str) -> datetime:
    return datetime.fromisoformat(words)


def instant(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


WORKED_TIMES = [
    ("2021-11-24 10:00", "Asia/Tokyo", "Wed 24 Nov 10:00"),
    ("2021-11-24 10:00", "America/Los_Angeles", "Tue 23 Nov 17:00"),
    ("2021-11-24 10:00", "America/Sao_Paulo", "Tue 23 Nov 22:00"),
    ("2021-11-24 10:00", "Europe/Paris", "Wed 24 Nov 02:00"),
    ("2021-11-24 10:00", "Australia/Brisbane", "Wed 24 Nov 11:00"),
    ("2021-11-24 17:00", "Asia/Tokyo", "Wed 24 Nov 17:00"),
    ("2021-11-24 17:00", "Europe/Paris", "Wed 24 Nov 09:00"),
    ("2021-11-24 17:00", "Africa/Johannesburg", "Wed 24 Nov 10:00"),
    ("2021-11-24 17:00", "America/Los_Angeles", "Wed 24 Nov 00:00"),
    ("2021-11-24 17:00", "Asia/Ulaanbaatar", "Wed 24 Nov 16:00"),
]


@pytest.mark.parametrize(("in_tokyo", "zone", "expected"), WORKED_TIMES)
def test_the_sixth_seminar_starts_when_its_source_says(in_tokyo: str, zone: str, expected: str) -> None:
    starts_at = timezones.to_utc(wall(in_tokyo), "Asia/Tokyo")
    assert f"{timezones.to_local(starts_at, zone):%a %d %b %H:%M}" == expected


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        ("2021-11-24 10:00", "Asia/Tokyo", "2021-11-24 01:00"),
        ("2027-07-01 12:00", "Asia/Kathmandu", "2027-07-01 06:15"),
        ("2027-01-10 12:00", "Australia/Lord_Howe", "2027-01-10 01:00"),
        ("2027-07-10 12:00", "Australia/Lord_Howe", "2027-07-10 01:30"),
        ("2027-01-10 12:00", "Pacific/Chatham", "2027-01-09 22:15"),
        ("2027-07-10 12:00", "Pacific/Chatham", "2027-07-09 23:15"),
        ("2011-12-29 12:00", "Pacific/Apia", "2011-12-29 22:00"),
        ("2011-12-31 12:00", "Pacific/Apia", "2011-12-30 22:00"),
        ("2027-07-10 12:00", "Pacific/Pago_Pago", "2027-07-10 23:00"),
        ("2027-07-10 12:00", "Antarctica/Troll", "2027-07-10 10:00"),
        ("2027-01-10 12:00", "Antarctica/Troll", "2027-01-10 12:00"),
        ("2025-03-10 12:00", "Africa/Casablanca", "2025-03-10 12:00"),
        ("2025-05-10 12:00", "Africa/Casablanca", "2025-05-10 11:00"),
        ("2027-07-10 12:00", "America/St_Johns", "2027-07-10 14:30"),
        ("2027-07-10 12:00", "UTC", "2027-07-10 12:00"),
        ("1970-01-01 00:00", "Pacific/Kiritimati", "1970-01-01 10:40"),
        ("2037-12-31 23:59", "America/Los_Angeles", "2038-01-01 07:59"),
    ],
)
def test_a_wall_clock_is_one_instant(local: str, zone: str, expected: str) -> None:
    assert timezones.to_utc(wall(local), zone) == instant(expected)
    assert timezones.to_local(instant(expected), zone).replace(tzinfo=None) == wall(local)


@pytest.mark.parametrize(
    ("local", "zone", "before", "after"),
    [
        ("2027-03-14 02:30", "America/New_York", "2027-03-14 06:30", "2027-03-14 07:30"),
        ("2027-03-14 02:00", "America/New_York", "2027-03-14 06:00", "2027-03-14 07:00"),
        ("2027-03-14 02:59:59", "America/New_York", "2027-03-14 06:59:59", "2027-03-14 07:59:59"),
        ("2027-10-03 02:15", "Australia/Lord_Howe", "2027-10-02 15:15", "2027-10-02 15:45"),
        ("2027-09-26 02:50", "Pacific/Chatham", "2027-09-25 13:05", "2027-09-25 14:05"),
        ("2027-03-28 01:30", "Antarctica/Troll", "2027-03-27 23:30", "2027-03-28 01:30"),
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-29 22:00", "2011-12-30 22:00"),
        ("2025-04-06 02:30", "Africa/Casablanca", "2025-04-06 01:30", "2025-04-06 02:30"),
    ],
)
def test_a_wall_clock_in_a_gap_is_refused_with_both_readings(
    local: str, zone: str, before: str, after: str
) -> None:
    with pytest.raises(SkippedTime) as refused:
        timezones.to_utc(wall(local), zone, reading=Reading.SECOND)
    assert (refused.value.before, refused.value.after) == (instant(before), instant(after))
    assert refused.value.field == "local_start"


def test_the_minutes_beside_a_gap_exist() -> None:
    assert timezones.to_utc(wall("2027-03-14 01:59:59"), "America/New_York") == instant("2027-03-14 06:59:59")
    assert timezones.to_utc(wall("2027-03-14 03:00"), "America/New_York") == instant("2027-03-14 07:00")


def test_the_refusal_of_a_gap_names_the_jump_and_both_wall_clocks() -> None:
    with pytest.raises(SkippedTime) as refused:
        timezones.to_utc(wall("2027-03-14 02:30"), "America/New_York")
    assert str(refused.value) == (
        "2027-03-14 02:30 does not exist in New York: "
        "the clocks jump from 2027-03-14 02:00 to 2027-03-14 03:00. "
        "Did you mean 2027-03-14 01:30 (UTC−5) or 2027-03-14 03:30 (UTC−4)?"
    )


def test_the_refusal_of_a_day_that_samoa_left_out_names_its_neighbours() -> None:
    with pytest.raises(SkippedTime, match=r"2011-12-29 12:00 \(UTC−10\) or 2011-12-31 12:00 \(UTC\+14\)"):
        timezones.to_utc(wall("2011-12-30 12:00"), "Pacific/Apia")


@pytest.mark.parametrize(
    ("local", "zone", "first", "second"),
    [
        ("2027-10-31 02:30", "Europe/Paris", "2027-10-31 00:30", "2027-10-31 01:30"),
        ("2027-10-31 02:00", "Europe/Paris", "2027-10-31 00:00", "2027-10-31 01:00"),
        ("2027-04-04 01:45", "Australia/Lord_Howe", "2027-04-03 14:45", "2027-04-03 15:15"),
        ("2027-04-04 03:00", "Pacific/Chatham", "2027-04-03 13:15", "2027-04-03 14:15"),
        ("2027-10-31 01:30", "Antarctica/Troll", "2027-10-30 23:30", "2027-10-31 01:30"),
        ("2025-02-23 02:30", "Africa/Casablanca", "2025-02-23 01:30", "2025-02-23 02:30"),
    ],
)
def test_a_wall_clock_in_a_fold_is_asked_for_and_then_taken(
    local: str, zone: str, first: str, second: str
) -> None:
    with pytest.raises(DoubledTime) as refused:
        timezones.to_utc(wall(local), zone)
    assert (refused.value.first, refused.value.second) == (instant(first), instant(second))
    assert timezones.to_utc(wall(local), zone, reading=Reading.FIRST) == instant(first)
    assert timezones.to_utc(wall(local), zone, reading=Reading.SECOND) == instant(second)
    assert timezones.reading_of(instant(first), zone) is Reading.FIRST
    assert timezones.reading_of(instant(second), zone) is Reading.SECOND


def test_the_minutes_beside_a_fold_happen_once() -> None:
    assert timezones.to_utc(wall("2027-10-31 01:59:59"), "Europe/Paris") == instant("2027-10-30 23:59:59")
    assert timezones.to_utc(wall("2027-10-31 03:00"), "Europe/Paris") == instant("2027-10-31 02:00")
    assert timezones.reading_of(instant("2027-10-31 02:00"), "Europe/Paris") is None


@pytest.mark.parametrize("reading", [None, Reading.FIRST, Reading.SECOND])
def test_a_reading_changes_nothing_where_a_wall_clock_happens_once(reading: Reading | None) -> None:
    starts_at = timezones.to_utc(wall("2027-10-31 03:00"), "Europe/Paris", reading=reading)
    assert starts_at == instant("2027-10-31 02:00")


def test_the_question_of_a_fold_names_both_offsets() -> None:
    with pytest.raises(DoubledTime) as refused:
        timezones.to_utc(wall("2027-10-31 02:30"), "Europe/Paris")
    assert str(refused.value) == (
        "2027-10-31 02:30 happens twice in Paris. Did you mean the first (UTC+2) or the second (UTC+1)?"
    )
    assert refused.value.field == "local_start"


@pytest.mark.parametrize(
    "local", ["2038-01-01 00:00", "9999-12-31 23:59", "1969-12-31 23:59", "0001-01-01 00:00"]
)
def test_a_wall_clock_beyond_the_database_is_refused(local: str) -> None:
    with pytest.raises(BeyondDatabase, match="1970 to 2037") as refused:
        timezones.to_utc(wall(local), "Asia/Tokyo")
    assert refused.value.field == "local_start"


def test_an_unknown_zone_is_refused_before_its_clocks_are_read() -> None:
    with pytest.raises(UnknownZone, match="did you mean Asia/Tokyo"):
        timezones.to_utc(wall("2027-01-01 00:00"), "JST")
    with pytest.raises(UnknownZone):
        timezones.to_local(instant("2027-01-01 00:00"), "../../etc/passwd")


def test_a_kind_of_time_in_the_place_of_the_other_is_a_bug() -> None:
    with pytest.raises(ValueError, match="naive"):
        timezones.to_utc(instant("2027-01-01 00:00"), "Asia/Tokyo")
    for reads in (timezones.to_local, timezones.utc_offset, timezones.offset_words, timezones.reading_of):
        with pytest.raises(ValueError, match="aware"):
            reads(wall("2027-01-01 00:00"), "Asia/Tokyo")
    with pytest.raises(ValueError, match="aware"):
        timezones.transitions("Asia/Tokyo", wall("2027-01-01 00:00"), wall("2027-01-01 00:00"))


def test_an_instant_may_come_in_any_offset() -> None:
    in_tokyo = datetime(2021, 11, 24, 10, tzinfo=timezone(timedelta(hours=9)))
    assert timezones.to_local(in_tokyo, "Europe/Paris").isoformat() == "2021-11-24T02:00:00+01:00"


@pytest.mark.parametrize(
    ("at", "zone", "words", "hours"),
    [
        ("2027-01-06 08:00", "Asia/Tokyo", "UTC+9", 9),
        ("2027-01-06 08:00", "Asia/Kathmandu", "UTC+5:45", 5.75),
        ("2027-01-06 08:00", "America/Sao_Paulo", "UTC−3", -3),
        ("2027-01-06 08:00", "America/St_Johns", "UTC−3:30", -3.5),
        ("2027-07-06 08:00", "America/St_Johns", "UTC−2:30", -2.5),
        ("2027-01-06 08:00", "Pacific/Marquesas", "UTC−9:30", -9.5),
        ("2027-01-06 08:00", "Europe/London", "UTC+0", 0),
        ("2027-01-06 08:00", "UTC", "UTC+0", 0),
        ("2027-01-06 08:00", "Pacific/Chatham", "UTC+13:45", 13.75),
    ],
)
def test_an_offset_is_written_as_people_write_it(at: str, zone: str, words: str, hours: float) -> None:
    assert timezones.offset_words(instant(at), zone) == words
    assert timezones.utc_offset(instant(at), zone) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("at", "zone", "other_zone", "days"),
    [
        ("2021-11-24 01:00", "America/Los_Angeles", "Asia/Tokyo", -1),
        ("2021-11-24 08:00", "America/Los_Angeles", "Asia/Tokyo", 0),
        ("2021-11-24 16:00", "Asia/Tokyo", "Europe/Paris", 1),
        ("2026-12-31 22:00", "Pacific/Kiritimati", "Pacific/Pago_Pago", 1),
        ("2026-12-31 10:30", "Pacific/Kiritimati", "Pacific/Pago_Pago", 2),
    ],
)
def test_the_difference_in_days_is_that_of_the_calendars(
    at: str, zone: str, other_zone: str, days: int
) -> None:
    assert timezones.day_difference(instant(at), zone, other_zone) == days
    assert timezones.day_difference(instant(at), other_zone, zone) == -days


def test_the_changes_of_a_year_are_listed_with_both_ends() -> None:
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    spring = Transition(instant("2027-03-28 01:00"), winter, summer, is_dst_after=True)
    autumn = Transition(instant("2027-10-31 01:00"), summer, winter, is_dst_after=False)
    assert timezones.transitions("Europe/Paris", spring.at, autumn.at) == (spring, autumn)
    second = timedelta(seconds=1)
    assert timezones.transitions("Europe/Paris", spring.at + second, autumn.at - second) == ()
    assert timezones.transitions("Asia/Tokyo", instant("2020-01-01"), instant("2037-12-31")) == ()
    assert timezones.transitions("UTC", instant("2020-01-01"), instant("2037-12-31")) == ()


def test_a_change_of_name_alone_is_no_change_of_the_clocks() -> None:
    assert timezones.transitions("Africa/Casablanca", instant("2018-10-01"), instant("2018-12-31")) == ()
