"""What another time or another zone database changes for a city, also where clocks do odd things."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.planner.builders import ODDITIES, a_city, a_random_problem, instant
from webinars.domain.hours import DEFAULT_HOURS, Band, Hours
from webinars.domain.planner.changes import (
    CityChange,
    Condition,
    Direction,
    PartTime,
    lived,
    moved,
    reread,
)
from webinars.domain.planner.placing import evaluate
from webinars.domain.planner.problems import Attend, Interval, PlanCity, Presence
from webinars.domain.zone_changes import ZoneRules

GOOD, ACCEPTABLE, AWKWARD, FORBIDDEN = tuple(Condition)[:4]
LOS_ANGELES = a_city("Los Angeles", "America/Los_Angeles")
LONDON = a_city("London", "Europe/London")
# The parts of Tokyo at 10:00 and 17:00, on 24 November and on 27 October 2021.
MORNING = PartTime(instant("2021-11-24 01:00"), 155), PartTime(instant("2021-10-27 01:00"), 155)
EVENING = PartTime(instant("2021-11-24 08:00"), 145), PartTime(instant("2021-10-27 08:00"), 145)


def told(change: CityChange) -> tuple[str, str, Direction]:
    """Return start and end before and now, each with the discomfort, and what the change is to the city."""
    sides = (change.was, change.now)
    before, now = (
        f"{side.local_start:%d %H:%M}-{side.local_end:%H:%M} {side.discomfort}" if side else "not known"
        for side in sides
    )
    return before, now, change.direction


def test_october_instead_of_november_puts_los_angeles_an_hour_later() -> None:
    change = moved(LOS_ANGELES, *MORNING)
    assert told(change) == ("23 17:00-19:35 95", "26 18:00-20:35 155", Direction.WORSE)
    assert (change.left, change.entered) == ((GOOD,), ())


@pytest.mark.parametrize(
    ("name", "zone", "before", "now", "direction"),
    [
        ("London", "Europe/London", "24 08:00-10:25 60", "27 09:00-11:25 0", Direction.BETTER),
        ("Paris", "Europe/Paris", "24 09:00-11:25 0", "27 10:00-12:25 0", Direction.LEVEL),
        ("Lisbon", "Europe/Lisbon", "24 08:00-10:25 60", "27 09:00-11:25 0", Direction.BETTER),
        ("Reykjavik", "Atlantic/Reykjavik", "24 08:00-10:25 60", "27 08:00-10:25 60", Direction.SAME),
        ("New York", "America/New_York", "24 03:00-05:25 None", "27 04:00-06:25 None", Direction.IMPOSSIBLE),
        ("Sao Paulo", "America/Sao_Paulo", "24 05:00-07:25 None", "27 05:00-07:25 None", Direction.SAME),
        ("Sydney", "Australia/Sydney", "24 19:00-21:25 220", "27 19:00-21:25 220", Direction.SAME),
    ],
)
def test_october_instead_of_november_for_the_evening_part(
    name: str, zone: str, before: str, now: str, direction: Direction
) -> None:
    assert told(moved(a_city(name, zone), *EVENING)) == (before, now, direction)


def test_a_city_is_lost_to_its_day_off_and_gained_back_the_day_after() -> None:
    friday, saturday = (PartTime(instant(f"2021-11-{day} 08:00"), 60) for day in (26, 27))
    change = moved(a_city("Paris", "Europe/Paris"), friday, saturday)
    assert (change.direction, change.left, change.entered) == (Direction.LOST, (GOOD,), (Condition.DAY_OFF,))
    assert moved(a_city("Paris", "Europe/Paris"), saturday, friday).direction is Direction.GAINED


def test_an_absence_counts_before_a_holiday_and_a_holiday_before_a_day_off() -> None:
    wednesday = date(2021, 11, 24)
    away = Interval(instant("2021-11-24 08:30"), instant("2021-11-24 08:45"))
    paris = a_city("Paris", "Europe/Paris", holidays=frozenset({wednesday}), unavailable=(away,))
    found = lived(paris, PartTime(instant("2021-11-24 08:00"), 60))
    assert found is not None
    assert found.conditions == (Condition.HOLIDAY, Condition.ABSENT)
    weekly = a_city("Paris", "Europe/Paris", holidays=frozenset({wednesday}), days_off=frozenset({2}))
    assert moved(weekly, None, EVENING[0]).entered == (Condition.HOLIDAY,)


def test_a_part_over_midnight_touches_the_bands_of_both_dates() -> None:
    late = Hours(Band(20 * 60, 2 * 60), Band(0, 0), Band(0, 0))
    city = a_city("Paris", "Europe/Paris", hours=late, days_off=frozenset({3}))
    found = lived(city, PartTime(instant("2021-11-24 18:30"), 300))  # Wednesday 19:30 to Thursday 00:30
    assert found is not None
    assert (found.conditions, found.discomfort) == ((GOOD, ACCEPTABLE, Condition.DAY_OFF), None)
    assert found.local_end == datetime.fromisoformat("2021-11-25T00:30")


def test_what_nobody_noted_is_not_known_and_all_that_is_touched_is_entered() -> None:
    change = moved(LOS_ANGELES, None, MORNING[0])
    assert told(change) == ("not known", "23 17:00-19:35 95", Direction.UNKNOWN)
    assert (change.left, change.entered) == ((), (GOOD, ACCEPTABLE))


def test_the_worst_comes_first_and_the_same_last() -> None:
    cities = [
        a_city("Seoul", "Asia/Seoul"),
        LOS_ANGELES,
        a_city("Denver", "America/Denver"),
        a_city("Auckland", "Pacific/Auckland"),
        LONDON,
        a_city("New York", "America/New_York"),
        a_city("Chicago", "America/Chicago"),
    ]
    found = {city.name: moved(city, *MORNING) for city in cities}
    order = sorted(found, key=lambda name: found[name].rank)
    assert [(name, found[name].direction.value) for name in order] == [
        ("New York", "lost"),
        ("Chicago", "worse"),  # by 180
        ("Denver", "worse"),  # by 105
        ("Los Angeles", "worse"),  # by 60
        ("London", "impossible"),
        ("Seoul", "same"),
        ("Auckland", "same"),
    ]


def test_of_what_was_not_known_before_the_impossible_comes_first() -> None:
    cities = [LOS_ANGELES, a_city("Seoul", "Asia/Seoul"), LONDON]
    found = sorted((moved(city, None, MORNING[0]) for city in cities), key=lambda change: change.rank)
    assert [change.now.discomfort for change in found] == [None, 95, 0]


# --- the zone database --------------------------------------------------------------------------------------


def ahead(hours: int, *changes: tuple[str, int]) -> ZoneRules:
    """Return rules: *hours* ahead of UTC since 2020, and what the offset became when."""
    later = tuple((instant(at), timedelta(hours=hour)) for at, hour in changes)
    return ZoneRules(datetime(2020, 1, 1, tzinfo=UTC), timedelta(hours=hours), later)


def test_another_zone_database_changes_the_clock_and_not_the_instant() -> None:
    change = reread(LOS_ANGELES, MORNING[0], ahead(-7))
    assert told(change) == ("23 18:00-20:35 155", "23 17:00-19:35 95", Direction.BETTER)
    assert (change.left, change.entered) == ((), (GOOD,))


def test_a_database_that_agrees_changes_nothing() -> None:
    present = ZoneRules.present("America/Los_Angeles", datetime(2021, 1, 1, tzinfo=UTC))
    assert reread(LOS_ANGELES, MORNING[0], present).direction is Direction.SAME


def test_rules_that_do_not_reach_back_or_are_not_kept_are_not_known() -> None:
    since = ZoneRules(datetime(2021, 12, 1, tzinfo=UTC), timedelta(hours=-8), ())
    for former in (None, since):
        assert reread(LOS_ANGELES, MORNING[0], former).direction is Direction.UNKNOWN


def test_a_former_change_of_clocks_in_the_midst_of_a_part_counts() -> None:
    change = reread(LONDON, PartTime(instant("2021-11-24 16:30"), 60), ahead(0, ("2021-11-24 17:00", 4)))
    # 16:30 to 17:00, then 21:00 to 21:30.
    assert told(change)[:2] == ("24 16:30-21:30 120", "24 16:30-17:30 0")
    assert change.left == (AWKWARD,)


# --- odd clocks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("oddity", ODDITIES)
def test_the_discomfort_is_the_one_that_the_planner_counts(oddity: str) -> None:
    for seed in range(20):
        problem = a_random_problem(oddity, seed)
        first, _zones = ODDITIES[oddity]
        begins_at = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(minutes=35 * seed)
        starts = [begins_at + timedelta(hours=7 * number) for number in range(len(problem.parts))]
        expected = evaluate(problem, starts).discomfort
        slot = problem.slot_minutes if problem.presence is Presence.TALK else None
        for city in problem.cities:
            times = (PartTime(at, minutes, slot) for at, minutes in zip(starts, problem.parts, strict=True))
            found = [lived(city, time) for time in times]
            assert tuple(one and one.discomfort for one in found) == expected[city.name], (seed, city)


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("Australia/Lord_Howe", "2021-10-02 15:00", "01:30-03:00"),  # half an hour is left out
        ("Australia/Lord_Howe", "2021-04-03 14:30", "01:30-02:00"),  # and comes twice
        ("Asia/Kathmandu", "2021-11-24 01:00", "06:45-07:45"),
        ("Pacific/Marquesas", "2021-11-24 01:00", "15:30-16:30"),
        ("Pacific/Chatham", "2021-09-25 13:30", "02:15-04:15"),
        ("Antarctica/Troll", "2021-03-28 00:30", "00:30-03:30"),
        ("Africa/Casablanca", "2022-03-27 01:30", "02:30-02:30"),
    ],
)
def test_a_part_over_a_change_of_clocks_is_told_as_the_clock_on_the_wall_tells_it(
    zone: str, start: str, hours: str
) -> None:
    found = lived(a_city("There", zone), PartTime(instant(start), 60))
    assert found is not None
    assert f"{found.local_start:%H:%M}-{found.local_end:%H:%M}" == hours


def test_a_part_over_the_day_that_samoa_left_out_touches_no_friday() -> None:
    apia = a_city("Apia", "Pacific/Apia", days_off=frozenset({4}), hours=Hours(*[Band(0, 0)] * 3))
    found = lived(apia, PartTime(instant("2011-12-30 09:30"), 60))  # Thursday 23:30, then Saturday 00:30
    assert found is not None
    assert (found.local_end, found.conditions) == (datetime.fromisoformat("2011-12-31T00:30"), (GOOD,))


def test_whoever_attends_all_sits_through_where_others_come_for_a_talk() -> None:
    time = PartTime(instant("2021-11-24 06:00"), 120, slot_minutes=10)  # 07:00 to 09:00 in Paris
    ways = [PlanCity("Paris", "Europe/Paris", attend, DEFAULT_HOURS) for attend in Attend]
    found = [lived(city, time) for city in ways]
    assert [one and one.discomfort for one in found] == [10, 300]
