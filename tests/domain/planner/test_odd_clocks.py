"""Clocks that skip and repeat, zone by zone: what comes twice can be had twice, what never comes cannot."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from tests.domain.planner.builders import a_city, a_problem, instant
from tests.domain.planner.orders import a_talk, an_order
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.ordering import NoOrder, Ordering, order
from webinars.domain.planner.placing import NoPlan, Plan, place
from webinars.domain.planner.placing.days import candidates
from webinars.domain.planner.problems import Attend, Interval, PlanCity, Problem
from webinars.domain.planner.weights import instant_of
from webinars.domain.timezones import to_local

QUARTER = timedelta(minutes=15)
ALL_DAY = Hours(Band(0, 0), Band(0, 0), Band(0, 0))

# A zone, a date, and a stretch of its clock: first time, and the time after the last.
TWICE = {
    "lord howe's half hour": ("Australia/Lord_Howe", date(2021, 4, 4), "01:30", "02:00"),
    "chatham": ("Pacific/Chatham", date(2022, 4, 3), "02:45", "03:45"),
    "troll's two hours": ("Antarctica/Troll", date(2021, 10, 31), "01:00", "03:00"),
    "casablanca at the start of ramadan": ("Africa/Casablanca", date(2022, 3, 27), "02:00", "03:00"),
    "new york": ("America/New_York", date(2021, 11, 7), "01:00", "02:00"),
}
NEVER = {
    "lord howe's half hour": ("Australia/Lord_Howe", date(2021, 10, 3), "02:00", "02:30"),
    "chatham": ("Pacific/Chatham", date(2021, 9, 26), "02:45", "03:45"),
    "troll's two hours": ("Antarctica/Troll", date(2021, 3, 28), "01:00", "03:00"),
    "casablanca at the end of ramadan": ("Africa/Casablanca", date(2022, 5, 8), "02:00", "03:00"),
    "new york": ("America/New_York", date(2021, 3, 14), "02:00", "03:00"),
    "samoa's missing day": ("Pacific/Apia", date(2011, 12, 30), "00:00", "23:45"),
}


def clocks(first: str, last: str) -> list[str]:
    """List the quarters of an hour of a stretch."""
    at, end = (datetime.fromisoformat(f"2000-01-01T{clock}") for clock in (first, last))
    return [f"{at + number * QUARTER:%H:%M}" for number in range((end - at) // QUARTER)]


def hours(first: str, last: str) -> Hours:
    begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (first, last))
    return Hours(*[Band(begin, end)] * 3)


def a_host(zone: str, own: Hours = ALL_DAY, *away: Interval) -> PlanCity:
    return a_city("Host", zone, attend=Attend.ALL, hours=own, days_off=frozenset(), unavailable=away)


def shown(problem: Problem) -> Counter[str]:
    """Count the clocks that the host sees at the candidates."""
    zone = problem.host_city.zone
    cells = [cell for own in candidates(problem).values() for cell in own]
    local = [to_local(instant_of(cell), zone) for cell in cells]
    assert {start.date() for start in local} <= {problem.first_date}
    return Counter(f"{start:%H:%M}" for start in local)


@pytest.mark.parametrize("name", TWICE)
def test_a_time_that_comes_twice_is_a_candidate_twice(name: str) -> None:
    zone, day, first, last = TWICE[name]
    times = shown(a_problem(a_host(zone), first_date=day))
    assert [clock for clock, number in sorted(times.items()) if number == 2] == clocks(first, last)
    assert len(times) == 96
    assert max(times.values()) == 2


@pytest.mark.parametrize("name", NEVER)
def test_a_time_that_does_not_exist_is_no_candidate(name: str) -> None:
    zone, day, first, last = NEVER[name]
    times = shown(a_problem(a_host(zone), first_date=day))
    left_out = [clock for clock in clocks("00:00", "23:45") if clock not in times]
    assert left_out == clocks(first, last)
    assert set(times.values()) <= {1}


@pytest.mark.parametrize(("zone", "minute"), [("Asia/Kathmandu", 15), ("Pacific/Marquesas", 30)])
def test_a_full_hour_of_a_host_is_full_on_its_own_clock(zone: str, minute: int) -> None:
    problem = a_problem(a_host(zone), first_date=date(2021, 11, 24), grid=60)
    instants = [instant_of(cell) for own in candidates(problem).values() for cell in own]
    assert {start.minute for start in instants} == {minute}
    assert len(instants) == 24


@pytest.mark.parametrize("name", TWICE)
def test_two_parts_may_both_be_at_a_time_that_comes_twice(name: str) -> None:
    zone, day, first, last = TWICE[name]
    minutes = 15 * len(clocks(first, last))
    plan = place(a_problem(a_host(zone, hours(first, last)), first_date=day, parts=(minutes,) * 2, gap=0))
    assert isinstance(plan, Plan)
    assert [f"{to_local(start, zone):%H:%M}" for start in plan.starts] == [first, first]
    assert plan.starts[1] - plan.starts[0] == timedelta(minutes=minutes)


@pytest.mark.parametrize("name", TWICE)
def test_who_is_away_at_the_first_of_two_times_can_at_the_second(name: str) -> None:
    zone, day, first, last = TWICE[name]
    begins_at = beginning(zone, day, first)
    away = Interval(begins_at, begins_at + len(clocks(first, last)) * QUARTER)
    plan = place(a_problem(a_host(zone, hours(first, last), away), first_date=day, parts=(15,)))
    assert isinstance(plan, Plan)
    assert plan.starts == (away.ends_at,)
    assert f"{to_local(plan.starts[0], zone):%H:%M}" == first


@pytest.mark.parametrize("name", NEVER)
def test_nothing_is_placed_at_a_time_that_does_not_exist(name: str) -> None:
    zone, day, first, last = NEVER[name]
    assert isinstance(place(a_problem(a_host(zone, hours(first, last)), first_date=day, parts=(5,))), NoPlan)


def test_a_part_goes_on_over_hours_that_are_left_out() -> None:
    # From 00:30 to 04:00 of the clock of Troll are ninety minutes.
    problem = a_problem(
        a_host("Antarctica/Troll", hours("00:30", "04:00")), first_date=date(2021, 3, 28), parts=(90,)
    )
    plan = place(problem)
    assert isinstance(plan, Plan)
    assert plan.starts == (instant("2021-03-28 00:30"),)
    longer = a_problem(problem.host_city, first_date=date(2021, 3, 28), parts=(95,))
    assert isinstance(place(longer), NoPlan)


def test_a_plan_may_begin_on_the_later_of_two_dates_where_midnight_comes_back() -> None:
    # St John's: a minute past the midnight of the 7th, the clock went back to 23:01 on the 6th.
    free = [instant("2010-11-07 02:30"), instant("2010-11-07 02:45")]  # 00:00 on the 7th, 23:15 on the 6th
    five = timedelta(minutes=5)
    away = [
        Interval(instant("2010-11-05 00:00"), free[0]),
        Interval(free[0] + five, free[1]),
        Interval(free[1] + five, instant("2010-11-09 00:00")),
    ]
    host = a_host("America/St_Johns", ALL_DAY, *away)
    span = {"first_date": date(2010, 11, 6), "last_date": date(2010, 11, 7)}
    plan = place(a_problem(host, **span, parts=(5, 5), gap=0))
    assert isinstance(plan, Plan)
    assert plan.starts == tuple(free)
    assert plan.breaches == frozenset()


# --- talks --------------------------------------------------------------------------------------------------


def quarters(first: datetime, number: int) -> tuple[datetime, ...]:
    return tuple(first + place * QUARTER for place in range(number))


def beginning(zone: str, day: date, clock: str) -> datetime:
    """Return the first instant of *day* at which the clocks show *clock*, or have just gone past it."""
    noon = datetime.combine(day, datetime.min.time(), instant("2021-01-01 00:00").tzinfo)
    times = (noon + number * QUARTER for number in range(-100, 200))
    return next(
        time
        for time in times
        if to_local(time, zone).date() == day and f"{to_local(time, zone):%H:%M}" >= clock
    )


def ordered(zone: str, own: Hours, slots: Sequence[datetime], talks: int) -> Ordering | NoOrder:
    cities = [a_talk(f"Talk {number}", zone=zone, hours=own, days_off=frozenset()) for number in range(talks)]
    return order(an_order(*cities, parts=(tuple(slots),), minutes=15))


@pytest.mark.parametrize("name", TWICE)
def test_twice_as_many_talks_fit_into_a_time_that_comes_twice(name: str) -> None:
    zone, day, first, last = TWICE[name]
    number = 2 * len(clocks(first, last))
    slots = quarters(beginning(zone, day, first), number + 1)
    assert isinstance(ordered(zone, hours(first, last), slots, number), Ordering)
    assert isinstance(ordered(zone, hours(first, last), slots, number + 1), NoOrder)


@pytest.mark.parametrize("name", [name for name in NEVER if "samoa" not in name])
def test_no_talk_fits_into_a_time_that_does_not_exist(name: str) -> None:
    zone, day, first, last = NEVER[name]
    slots = quarters(beginning(zone, day, first) - QUARTER, 8)
    assert isinstance(ordered(zone, hours(first, last), slots, 1), NoOrder)


def test_no_talk_fits_into_a_day_that_samoa_leaves_out() -> None:
    days = frozenset({date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)})
    slots = quarters(instant("2011-12-30 06:00"), 100)  # from the evening of the 29th into the 31st
    talk = a_talk("Apia", zone="Pacific/Apia", hours=ALL_DAY, days_off=frozenset(), holidays=days)
    assert isinstance(order(an_order(talk, parts=(slots,), minutes=15)), NoOrder)
