"""Which dates a city is asked about, and absences as days and stretches."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.absences import Absence
from webinars.domain.errors import Refusal
from webinars.domain.hours import DEFAULT_HOURS, Band, Hours
from webinars.domain.polls import Told, absences_of, check_hours, days_asked, told_in

NOVEMBER = [date(2026, 11, day) for day in range(1, 31)]


def absence(begins_at: str, ends_at: str) -> Absence:
    return Absence(datetime.fromisoformat(begins_at), datetime.fromisoformat(ends_at))


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Asia/Tokyo", date(2026, 11, 1), date(2026, 11, 3)),
        ("America/Los_Angeles", date(2026, 10, 31), date(2026, 11, 3)),
        ("Pacific/Auckland", date(2026, 11, 1), date(2026, 11, 4)),
        ("Asia/Kathmandu", date(2026, 10, 31), date(2026, 11, 3)),
        ("Pacific/Kiritimati", date(2026, 11, 1), date(2026, 11, 4)),
    ],
)
def test_a_city_is_asked_about_its_own_dates(zone: str, first: date, last: date) -> None:
    asked = days_asked(date(2026, 11, 1), date(2026, 11, 3), host_zone="Asia/Tokyo", zone=zone)
    assert (asked[0], asked[-1]) == (first, last)
    assert len(asked) == (last - first).days + 1


def test_a_host_whose_clocks_jump_over_midnight_begins_its_day_where_they_land() -> None:
    # In Cairo 24 April 2026 begins at 01:00, the moment at which it is midnight in Central Europe.
    asked = days_asked(date(2026, 4, 24), date(2026, 4, 24), host_zone="Africa/Cairo", zone="Europe/Berlin")
    assert asked == (date(2026, 4, 24),)


def test_a_midnight_that_comes_twice_counts_from_its_first_time() -> None:
    # Havana falls back to 00:00 on 1 November 2026: the first midnight is still October in Los Angeles.
    asked = days_asked(
        date(2026, 11, 1), date(2026, 11, 1), host_zone="America/Havana", zone="America/Los_Angeles"
    )
    assert asked == (date(2026, 10, 31), date(2026, 11, 1))


def test_days_that_follow_each_other_become_one_absence() -> None:
    told = Told(frozenset({NOVEMBER[0], NOVEMBER[2], NOVEMBER[1], NOVEMBER[9]}), ())
    assert absences_of(told) == (
        absence("2026-11-01T00:00", "2026-11-04T00:00"),
        absence("2026-11-10T00:00", "2026-11-11T00:00"),
    )


def test_no_day_and_no_stretch_are_no_absence() -> None:
    assert absences_of(Told(frozenset(), ())) == ()


def test_what_lies_partly_outside_the_days_on_offer_stays_a_stretch() -> None:
    outside = absence("2026-10-30T00:00", "2026-11-02T00:00")
    within = absence("2026-11-05T00:00", "2026-11-06T00:00")
    morning = absence("2026-11-09T00:00", "2026-11-09T12:00")
    assert told_in([morning, within, outside], NOVEMBER) == Told(
        frozenset({date(2026, 11, 5)}), (outside, morning)
    )


@given(st.frozensets(st.sampled_from(NOVEMBER)), st.frozensets(st.sampled_from(NOVEMBER)))
def test_what_a_form_shows_it_sends_back(days: frozenset[date], mornings: frozenset[date]) -> None:
    stretches = tuple(sorted(absence(f"{day}T09:00", f"{day}T12:00") for day in mornings))
    told = Told(days, stretches)
    assert told_in(absences_of(told), NOVEMBER) == told


NIGHT = Hours(preferred=Band(22 * 60, 5 * 60), acceptable=Band(21 * 60, 6 * 60), possible=Band(0, 0))


@pytest.mark.parametrize("hours", [DEFAULT_HOURS, NIGHT, Hours(Band(0, 0), Band(0, 0), Band(0, 0))])
def test_hours_within_each_other_are_meant(hours: Hours) -> None:
    check_hours(hours)


@pytest.mark.parametrize(
    ("bands", "field"),
    [
        (((9, 18), (10, 21), (6, 23)), "preferred"),
        (((9, 18), (8, 24), (6, 23)), "acceptable"),
        (((18, 9), (8, 21), (6, 23)), "preferred"),
        (((9, 9), (8, 21), (6, 23)), "preferred"),
        (((9, 18), (8, 21), (6, 6)), "possible"),
    ],
)
def test_hours_that_nobody_can_mean_are_refused_at_their_field(
    bands: tuple[tuple[int, int], ...], field: str
) -> None:
    hours = Hours(*(Band(begin * 60, end * 60) for begin, end in bands))
    with pytest.raises(Refusal) as refused:
        check_hours(hours)
    assert refused.value.field == field
