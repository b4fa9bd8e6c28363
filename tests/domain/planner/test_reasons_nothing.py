"""Why nothing is possible, in one or two sentences; what they say would help, does."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.planner.builders import (
    A_WEDNESDAY,
    ODDITIES,
    a_city,
    a_problem,
    a_random_problem,
    instant,
)
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.placing import NoPlan, Plan, place
from webinars.domain.planner.problems import Attend, Interval, Problem
from webinars.domain.planner.reasons import ENGLISH, Day, Either, Minutes, Sentence, Value, say, why_nothing

TOKYO = a_city(attend=Attend.ALL)
RIO = a_city("Rio de Janeiro", "America/Sao_Paulo", attend=Attend.ALL)
TWO_DATES = {"last_date": A_WEDNESDAY + timedelta(days=1)}


def why(problem: Problem) -> list[str]:
    assert isinstance(place(problem), NoPlan)
    return [say(sentence, ENGLISH) for sentence in why_nothing(problem)]


def test_a_date_that_a_zone_leaves_out_has_no_start() -> None:
    apia = a_city("Apia", "Pacific/Apia", attend=Attend.ALL, days_off=frozenset())
    assert why(a_problem(apia, first_date=date(2011, 12, 30))) == [
        "None of these dates has a time at which a part could start. Choose other dates.",
        "It would be possible if Thursday 29 December 2011 or Saturday 31 December 2011 were possible too.",
    ]


def test_parts_that_are_too_long_for_a_date_are_named_with_their_gap() -> None:
    problem = a_problem(a_city(), parts=(600, 600, 60), gap=180, **TWO_DATES)
    assert why(problem) == [
        "The parts, of 600 minutes, 600 minutes and 60 minutes with 180 minutes between them,"
        " cannot all begin on one date.",
        "It would be possible if the parts could spread over 2 days"
        " or 105 minutes between the parts were enough.",
    ]
    longer = replace(problem, parts=(1440, 1440, 1440), span_days=2)
    assert why(longer)[0].endswith("cannot all begin within 2 dates.")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"days_off": frozenset({2})},
            "The days off of Tokyo leave no time for the whole seminar on these dates.",
        ),
        (
            {"holidays": frozenset({A_WEDNESDAY})},
            "The holidays of Tokyo leave no time for the whole seminar on these dates.",
        ),
        (
            {"hours": Hours(Band(540, 1020), Band(540, 1020), Band(540, 570))},
            "The possible hours of Tokyo, from 09:00 to 09:30,"
            " leave no time for the whole seminar on these dates.",
        ),
        (
            {"unavailable": (Interval(instant("2021-11-23 00:00"), instant("2021-11-25 00:00")),)},
            "Tokyo is away at every time at which the whole seminar could be.",
        ),
        (
            {"unavailable": (Interval(instant("2021-11-23 21:00"), instant("2021-11-24 14:00")),)},
            "The hours and free days of Tokyo leave no time for the whole seminar on these dates.",
        ),
    ],
)  # fmt: skip
def test_what_forbids_everything_to_one_city_is_named(given: dict[str, object], sentence: str) -> None:
    city = replace(TOKYO, **given)  # type: ignore[arg-type] # each case has its own
    assert why(a_problem(city))[0] == sentence


def test_days_off_and_holidays_together_are_named_together() -> None:
    city = replace(TOKYO, days_off=frozenset({2}), holidays=frozenset({A_WEDNESDAY + timedelta(days=1)}))
    assert why(a_problem(city, **TWO_DATES)) == [
        "The days off and holidays of Tokyo leave no time for the whole seminar on these dates.",
        "It would be possible if Tuesday 23 November 2021 or Friday 26 November 2021 were possible too.",
    ]


def test_cities_that_have_no_time_in_common_are_the_fewest() -> None:
    seoul, lima = a_city("Seoul", "Asia/Seoul", attend=Attend.ALL), a_city("Lima", "America/Lima")
    assert why(a_problem(TOKYO, seoul, lima, RIO, parts=(180, 330))) == [
        "Tokyo and Rio de Janeiro have to attend every part, and no time on these dates suits all of them.",
        "It would be possible if Rio de Janeiro attended one part only.",
    ]
    assert why(a_problem(TOKYO, RIO, parts=(330,))) == [
        "Tokyo and Rio de Janeiro have to attend, and no time on these dates suits all of them.",
        "It would be possible if Rio de Janeiro watched the recording.",
    ]


def test_where_no_single_change_helps_that_is_said() -> None:
    lima, cayenne = (a_city(name, f"America/{name}", attend=Attend.ALL) for name in ("Lima", "Cayenne"))
    assert why(a_problem(TOKYO, RIO, lima, cayenne, parts=(180, 330)))[1] == (
        "No single change helps: let several cities attend one part only, or choose other dates."
    )


@pytest.mark.parametrize("oddity", ODDITIES)
def test_something_is_said_of_every_problem_without_a_plan(oddity: str) -> None:
    for seed in range(15):
        random = a_random_problem(oddity, seed)
        cities = tuple(replace(city, attend=Attend.ALL) for city in random.cities)
        problem = replace(random, cities=cities)
        if isinstance(place(problem), NoPlan):
            reason, help_ = why(problem)
            assert reason.endswith(".")
            assert help_.startswith(("It would be possible if ", "No single change helps: "))


@pytest.mark.parametrize("oddity", ODDITIES)
def test_each_change_that_is_said_to_help_does(oddity: str) -> None:
    for seed in range(15):
        random = a_random_problem(oddity, seed)
        problem = replace(random, cities=tuple(replace(city, attend=Attend.ALL) for city in random.cities))
        if isinstance(place(problem), NoPlan):
            for changed in with_each_way(problem, why_nothing(problem)[1]):
                assert isinstance(place(changed), Plan), (problem, changed)


def with_each_way(problem: Problem, help_: Sentence) -> Iterator[Problem]:
    """Yield the problem with each change of the sentence; for several dates, one for each."""
    ways = help_.values.get("ways", Either(()))
    assert isinstance(ways, Either)
    for way in ways.items:
        assert isinstance(way, Sentence)
        days = way.values.get("dates", Either((way.values.get("date", ""),)))
        assert isinstance(days, Either)
        for day in days.items:
            yield changed_by(way.values, problem, day.on if isinstance(day, Day) else problem.first_date)


def changed_by(values: Mapping[str, Value], problem: Problem, day: date) -> Problem:
    gap, span, name = values.get("gap", Minutes(problem.gap)), values.get("days"), values.get("city")
    if not values:
        gap = Minutes(0)
    assert isinstance(gap, Minutes)
    return replace(
        problem,
        first_date=min(day, problem.first_date),
        last_date=max(day, problem.last_date),
        span_days=span if isinstance(span, int) else problem.span_days,
        gap=gap.count,
        cities=tuple(
            replace(city, attend=Attend.ONE) if city.name == name else city for city in problem.cities
        ),
    )
