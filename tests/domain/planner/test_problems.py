"""Problems that make no sense are refused, with the field and what to do."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.planner.builders import a_city, a_problem, instant
from webinars.domain.hours import DEFAULT_HOURS, Band, Hours
from webinars.domain.planner.problems import BadProblem, Interval, PlanCity, Presence

NOON = instant("2021-11-24 12:00")


def hours(**bands: Band) -> Hours:
    every = {name: getattr(DEFAULT_HOURS, name) for name in ("preferred", "acceptable", "possible")}
    return Hours(**{**every, **bands})


@pytest.mark.parametrize(
    ("make", "field", "words"),
    [
        (lambda: a_city("  "), "name", "A city has no name. Enter one."),
        (lambda: a_city(hours=hours(preferred=Band(541, 1080))), "preferred", "09:01 is no multiple of 5"),
        (lambda: a_city(hours=hours(possible=Band(0, 1439))), "possible", "23:59 is no multiple of 5"),
        (lambda: a_city(days_off=frozenset({7})), "days_off", "7 is no weekday. Monday is 0 and Sunday 6."),
        (lambda: Interval(NOON, NOON - timedelta(hours=1)), None, "which is not after its beginning"),
        (lambda: Interval(NOON, NOON), None, "which is not after its beginning"),
        (
            lambda: Interval(NOON, NOON + timedelta(minutes=7)),
            None,
            "2021-11-24 12:07:00 is no multiple of 5",
        ),
        (lambda: a_problem(host="Osaka"), "host", "The host “Osaka” is none of the cities."),
        (lambda: a_problem(cities=(), host="Tokyo"), "cities", "There is no city."),
        (lambda: a_problem(a_city(), a_city()), "cities[1].name", "Two cities are called “Tokyo”."),
        (lambda: a_problem(last_date=date(2021, 11, 23)), "last_date", "is before the first"),
        (lambda: a_problem(last_date=date(2049, 4, 10)), "last_date", "the years 1973 to 2037"),
        (lambda: a_problem(first_date=date(1972, 1, 1)), "first_date", "the years 1973 to 2037"),
        (lambda: a_problem(last_date=date(2022, 11, 25)), "last_date", "The range has 367 days. Choose 366"),
        (
            lambda: a_problem(grid=20),
            "grid",
            "Starts every 20 minutes are not possible. Choose 15, 30 or 60.",
        ),
        (lambda: a_problem(parts=()), "parts", "There are 0 parts. Choose 1 to 4."),
        (lambda: a_problem(parts=(60,) * 9), "parts", "There are 9 parts. Choose 1 to 4."),
        (lambda: a_problem(parts=(60, 1445)), "parts[1]", "1445 minutes is too long. Enter 1440 or fewer."),
        (lambda: a_problem(parts=(0,)), "parts[0]", "0 minutes is too short. Enter 5 or more."),
        (lambda: a_problem(parts=(61,)), "parts[0]", "61 minutes is no multiple of 5. Round it."),
        (lambda: a_problem(gap=-5), "gap", "-5 minutes is too short. Enter 0 or more."),
        (lambda: a_problem(gap=7), "gap", "7 minutes is no multiple of 5. Round it."),
        (lambda: a_problem(span_days=0), "span_days", "cannot spread over 0 dates"),
        (lambda: a_problem(presence=Presence.TALK), "slot_minutes", "How long is a talk?"),
        (lambda: a_problem(slot_minutes=65), "slot_minutes", "65 minutes is too long. Enter 60 or fewer."),
    ],
)
def test_nonsense_is_refused_by_field(make: Callable[[], object], field: str | None, words: str) -> None:
    with pytest.raises(BadProblem) as refused:
        make()
    assert refused.value.field == field
    assert words in str(refused.value)


def test_a_zone_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(BadProblem, match="Asia/Tokyo") as refused:
        PlanCity("Tokyo", "Asia/Tokio")
    assert refused.value.field == "tz"


def test_a_refusal_knows_the_path_to_its_field() -> None:
    with pytest.raises(BadProblem) as refused:
        a_city(days_off=frozenset({9}))
    assert refused.value.within("cities[3]").field == "cities[3].days_off"
    assert BadProblem("Swap them.").within("unavailable[0]").field == "unavailable[0]"


def test_hours_that_wrap_past_midnight_and_whole_days_are_in_order() -> None:
    assert a_city(hours=hours(preferred=Band(1320, 360), possible=Band(0, 0))).hours.possible == Band(0, 0)


def test_an_interval_is_in_utc() -> None:
    with pytest.raises(ValueError, match="in UTC"):
        Interval(datetime(2021, 11, 24), datetime(2021, 11, 25, tzinfo=UTC))  # noqa: DTZ001
