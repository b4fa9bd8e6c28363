"""The laws of wall clocks over all zones and every transition from 2020 to 2037."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webinars.domain import timezones
from webinars.domain.errors import DoubledTime, SkippedTime
from webinars.domain.timezones import Reading, Transition

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
LAST = datetime(2037, 12, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

TRANSITIONS = [
    (zone, transition)
    for zone in timezones.zone_names()
    for transition in timezones.transitions(zone, FIRST, LAST)
]
any_zone = st.sampled_from(timezones.zone_names())
any_transition = st.sampled_from(TRANSITIONS)
any_instant = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC))
any_share = st.floats(0, 1, exclude_max=True)


def there_and_back(instant: datetime, zone: str) -> datetime:
    local = timezones.to_local(instant, zone).replace(tzinfo=None)
    return timezones.to_utc(local, zone, reading=timezones.reading_of(instant, zone))


def moved_wall_clock(transition: Transition, share: float) -> datetime:
    """Return the wall clock that lies *share* (0 to 1) into the gap or fold of *transition*."""
    before, after = (transition.at + offset for offset in (transition.before, transition.after))
    start, end = sorted((before, after))
    return (start + timedelta(seconds=int(share * (end - start).total_seconds()))).replace(tzinfo=None)


def check_moved_wall_clock(zone: str, transition: Transition, share: float) -> None:
    local = moved_wall_clock(transition, share)
    asked = local.replace(tzinfo=UTC)
    early, late = sorted((asked - transition.before, asked - transition.after))
    if transition.after > transition.before:
        with pytest.raises(SkippedTime) as skipped:
            timezones.to_utc(local, zone)
        assert (skipped.value.before, skipped.value.after) == (early, late)
    else:
        with pytest.raises(DoubledTime) as doubled:
            timezones.to_utc(local, zone)
        assert (doubled.value.first, doubled.value.second) == (early, late)
        assert timezones.to_utc(local, zone, reading=Reading.FIRST) == early < transition.at
        assert timezones.to_utc(local, zone, reading=Reading.SECOND) == late >= transition.at


def test_there_are_transitions_to_walk() -> None:
    assert len(TRANSITIONS) > 3000
    assert len({zone for zone, _ in TRANSITIONS}) > 100


def test_each_transition_has_its_gap_refused_or_its_fold_asked() -> None:
    for zone, transition in TRANSITIONS:
        check_moved_wall_clock(zone, transition, 0.5)


def test_each_instant_beside_a_transition_survives_the_way_to_its_wall_clock_and_back() -> None:
    for zone, transition in TRANSITIONS:
        for instant in (transition.at - SECOND, transition.at):
            assert there_and_back(instant, zone) == instant


def test_the_offset_changes_at_the_transition_and_not_a_second_earlier() -> None:
    for zone, transition in TRANSITIONS:
        assert timezones.utc_offset(transition.at - SECOND, zone) == transition.before
        assert timezones.utc_offset(transition.at, zone) == transition.after
        assert timezones.to_local(transition.at, zone).utcoffset() == transition.after


@settings(deadline=None)
@given(any_zone, any_instant)
def test_any_instant_survives_the_way_to_its_wall_clock_and_back(zone: str, instant: datetime) -> None:
    assert there_and_back(instant, zone) == instant


@settings(deadline=None)
@given(any_zone, any_instant)
def test_a_wall_clock_is_one_instant_two_or_none(zone: str, instant: datetime) -> None:
    local = instant.replace(tzinfo=None)
    try:
        found = [timezones.to_utc(local, zone)]
    except DoubledTime as doubled:
        found = [doubled.first, doubled.second]
    except SkippedTime:
        found = []
    nearby = timezones.transitions(zone, instant - DAY, instant + DAY)
    offsets = {timezones.utc_offset(instant, zone), *(change.before for change in nearby)}
    offsets |= {change.after for change in nearby}
    shown = {instant - offset for offset in offsets if timezones.utc_offset(instant - offset, zone) == offset}
    assert found == sorted(shown)


@settings(deadline=None)
@given(any_transition, any_share)
def test_any_share_of_a_gap_or_fold_is_refused_or_asked(change: tuple[str, Transition], share: float) -> None:
    check_moved_wall_clock(*change, share)


@settings(deadline=None)
@given(any_zone, any_zone, any_instant)
def test_calendars_differ_as_much_one_way_as_the_other(zone: str, other: str, instant: datetime) -> None:
    days = timezones.day_difference(instant, zone, other)
    assert days == -timezones.day_difference(instant, other, zone)
    assert -2 <= days <= 2
