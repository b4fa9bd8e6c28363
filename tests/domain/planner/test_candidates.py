"""Where a part can start: on the host's own clock, as it runs."""

from datetime import date

import pytest

from tests.domain.planner.builders import a_city, a_problem, instant
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.placing import NoPlan, Plan, place
from webinars.domain.planner.problems import Attend, PlanCity, Problem

ALWAYS = Hours(Band(0, 0), Band(0, 0), Band(0, 0))


def a_host(zone: str, hours: Hours = ALWAYS) -> PlanCity:
    return a_city("Host", zone, hours=hours, days_off=frozenset())


def number_of(problem: Problem) -> int:
    return place(problem).candidate_starts


@pytest.mark.parametrize(
    ("zone", "day", "grid", "number"),
    [
        ("Asia/Tokyo", date(2021, 11, 24), 15, 96),
        ("Asia/Kathmandu", date(2021, 11, 24), 60, 24),
        ("Pacific/Marquesas", date(2021, 11, 24), 60, 24),
        ("Australia/Lord_Howe", date(2021, 10, 3), 15, 94),  # 02:00 to 02:30 is left out
        ("Australia/Lord_Howe", date(2021, 4, 4), 15, 98),  # 01:30 to 02:00 comes twice
        ("Australia/Lord_Howe", date(2021, 4, 4), 60, 24),  # no full hour does
        ("Pacific/Chatham", date(2021, 9, 26), 15, 92),
        ("Pacific/Chatham", date(2022, 4, 3), 15, 100),
        ("Antarctica/Troll", date(2021, 3, 28), 30, 44),
        ("Antarctica/Troll", date(2021, 10, 31), 30, 52),
        ("Africa/Casablanca", date(2022, 3, 27), 15, 100),
        ("Africa/Casablanca", date(2022, 5, 8), 15, 92),
        ("America/New_York", date(2021, 11, 7), 60, 25),
        ("America/St_Johns", date(2010, 11, 6), 15, 99),  # 23:15 to 23:45 comes once more, after midnight
        ("America/St_Johns", date(2010, 11, 7), 15, 97),  # and midnight itself
        ("Pacific/Apia", date(2011, 12, 30), 15, 0),
    ],
)
def test_the_host_has_so_many_starts(zone: str, day: date, grid: int, number: int) -> None:
    assert number_of(a_problem(a_host(zone), first_date=day, grid=grid)) == number


def test_a_time_that_comes_twice_starts_at_its_first_coming() -> None:
    at_half_past_one = Hours(Band(90, 150), Band(90, 150), Band(90, 150))
    problem = a_problem(
        a_host("America/New_York", at_half_past_one), first_date=date(2021, 11, 7), parts=(30,)
    )
    plan = place(problem)
    assert isinstance(plan, Plan)
    assert plan.starts == (instant("2021-11-07 05:30"),)


def test_an_hour_that_lasts_two_holds_two_hours() -> None:
    from_one_to_two = Hours(Band(60, 120), Band(60, 120), Band(60, 120))
    problem = a_problem(
        a_host("America/New_York", from_one_to_two), first_date=date(2021, 11, 7), parts=(120,)
    )
    plan = place(problem)
    assert isinstance(plan, Plan)
    assert plan.starts == (instant("2021-11-07 05:00"),)


def test_a_date_that_the_host_skips_has_no_plan() -> None:
    plan = place(a_problem(a_host("Pacific/Apia"), first_date=date(2011, 12, 30)))
    assert isinstance(plan, NoPlan)
    assert plan.reason == "None of these dates has a time at which a part could start. Choose other dates."


def test_parts_that_fill_more_than_a_date_have_no_plan_on_one() -> None:
    plan = place(a_problem(a_host("Asia/Tokyo"), parts=(1440, 60)))
    assert isinstance(plan, NoPlan)
    assert plan.reason.startswith("The parts and the gaps between them do not fit into the dates.")


def test_a_host_who_cannot_attend_leaves_no_plan() -> None:
    problem = a_problem(a_city(attend=Attend.ALL), first_date=date(2021, 11, 27))
    plan = place(problem)
    assert isinstance(plan, NoPlan)
    assert plan.reason.startswith("No time suits every city that attends all parts.")


def test_a_rule_that_changes_a_minute_past_midnight_is_weighed_by_the_minute() -> None:
    night = Hours(Band(0, 5), Band(0, 5), Band(0, 0))  # good for five minutes from midnight
    host = a_host("America/St_Johns", night)
    plan = place(a_problem(host, first_date=date(2010, 11, 6), last_date=date(2010, 11, 7), parts=(5,)))
    assert isinstance(plan, Plan)
    # The date begins with a whole good cell; the cell at the next midnight has one good minute of five.
    assert (plan.starts, plan.worst) == ((instant("2010-11-06 02:30"),), 0)
    later = a_problem(host, first_date=date(2010, 11, 7), parts=(5,))
    first = place(later)
    assert isinstance(first, Plan)
    assert first.starts == (instant("2010-11-07 03:30"),)
