"""Why a plan is the best, and what would make it better, in words; what the words promise is true."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.planner.builders import (
    A_WEDNESDAY,
    a_city,
    a_problem,
    example,
    instant,
    problem_of,
)
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.placing import Plan, evaluate, place
from webinars.domain.planner.problems import Attend, Interval, Objective, Presence, Problem
from webinars.domain.planner.reasons import (
    ENGLISH,
    Sentence,
    explanation_of,
    reasons_of,
    say,
    unserved_sentences,
)

TOKYO = a_city(attend=Attend.ALL)
PARIS = a_city("Paris", "Europe/Paris")
RIO = a_city("Rio de Janeiro", "America/Sao_Paulo")
AT_WORK = Band(9 * 60, 17 * 60)
BUSY_TOKYO = replace(TOKYO, hours=Hours(AT_WORK, AT_WORK, AT_WORK))  # 21:00 to 05:00 in Rio de Janeiro
HONOLULU = a_city("Honolulu", "Pacific/Honolulu")


def said(sentences: Sequence[Sentence]) -> list[str]:
    return [say(sentence, ENGLISH) for sentence in sentences]


def a_plan(problem: Problem, objective: Objective = Objective.MINIMAX) -> Plan:
    plan = place(problem, objective)
    assert isinstance(plan, Plan)
    return plan


def reasons(problem: Problem, objective: Objective = Objective.MINIMAX) -> list[str]:
    return said(reasons_of(a_plan(problem, objective), problem))


# --- tokyo --------------------------------------------------------------------------------------------------


def test_the_mayor_hears_who_forces_the_worst_and_what_would_help() -> None:
    assert reasons(problem_of(example("tokyo-2021"))) == [
        "Tokyo and Rio de Janeiro alone already force 265, and no fewer cities do.",
        "Without Rio de Janeiro, the largest discomfort would fall from 265 to 45"
        " and the sum of all would fall from 660 to 165.",
        "With one more part of 145 minutes, the sum of all would fall from 660 to 540.",
    ]


def test_fairness_to_the_last_speaks_of_the_largest_discomfort_alone() -> None:
    assert reasons(problem_of(example("tokyo-2021")), Objective.LEXIMIN) == [
        "Tokyo and Rio de Janeiro alone already force 265, and no fewer cities do.",
        "Without Rio de Janeiro, the largest discomfort would fall from 265 to 45.",
    ]


def test_the_least_sum_says_what_it_costs_the_worst_off() -> None:
    assert reasons(problem_of(example("tokyo-2021")), Objective.TOTAL)[:2] == [
        "The largest discomfort could be as little as 265, but then the sum of all would be 660"
        " instead of 615.",
        "Without Rio de Janeiro, the largest discomfort would fall from 400 to 55"
        " and the sum of all would fall from 615 to 150.",
    ]


@pytest.mark.parametrize("objective", Objective)
def test_what_is_said_to_help_most_does(objective: Objective) -> None:
    problem = problem_of(example("tokyo-2021"))
    fewer = {
        city.name: a_plan(replace(problem, cities=tuple(other for other in problem.cities if other != city)))
        for city in problem.cities[1:]
    }
    assert min(fewer, key=lambda name: (fewer[name].worst, fewer[name].total)) == "Rio de Janeiro"
    assert any(sentence.startswith("Without Rio") for sentence in reasons(problem, objective))


# --- what helps ---------------------------------------------------------------------------------------------


def test_where_nothing_helps_that_is_said() -> None:
    problem = a_problem(a_city(attend=Attend.ALL), parts=(600, 600), span_days=2, gap=0)
    problem = replace(problem, last_date=A_WEDNESDAY + timedelta(days=1))
    assert reasons(problem) == [
        "Tokyo alone already forces 60.",
        "The largest discomfort would not fall by leaving out any one city.",
        "Nothing better would come of allowing one more date before or after these, spreading the parts over"
        " one more day or adding one more part.",
    ]
    assert reasons(problem, Objective.LEXIMIN)[1] == (
        "The largest discomfort would not fall by leaving out any one city, allowing one more date before or"
        " after these, spreading the parts over one more day or adding one more part."
    )


def test_where_nobody_has_any_discomfort_nothing_is_missing() -> None:
    assert reasons(a_problem(TOKYO)) == []


def test_one_more_date_helps_where_it_is_no_holiday() -> None:
    closed = a_city("Paris", "Europe/Paris", holidays=frozenset({A_WEDNESDAY}))
    found = reasons(a_problem(TOKYO, closed, parts=(60, 60)))
    assert ("If Tuesday 23 November 2021 were possible too, no city would have any discomfort.") in found


def test_a_wider_spread_helps_where_a_day_is_too_short() -> None:
    problem = a_problem(TOKYO, parts=(300, 300), last_date=A_WEDNESDAY + timedelta(days=1))
    assert "If the parts could spread over 2 days, no city would have any discomfort." in reasons(problem)
    shorter = replace(problem, last_date=A_WEDNESDAY)
    assert (
        "If the parts could spread over 2 days, Tuesday 23 November 2021 included, no city would have any"
        " discomfort."
    ) in reasons(shorter)


def test_of_a_large_problem_less_is_said() -> None:
    zones = ("Europe/Paris", "Asia/Dubai", "Asia/Dhaka", "Asia/Seoul")
    cities = tuple(a_city(f"City {number}", zones[number % 4]) for number in range(12))
    problem = a_problem(TOKYO, *cities, RIO)
    assert "Without Rio" in " ".join(reasons(problem, Objective.TOTAL))
    most = replace(problem, parts=(60, 60, 60, 60))
    assert "Without Rio" not in " ".join(reasons(most, Objective.TOTAL))


# --- unserved -----------------------------------------------------------------------------------------------


def test_a_city_that_cannot_attend_hears_which_hours_would_have_to_be_allowed() -> None:
    assert reasons(a_problem(BUSY_TOKYO, RIO, parts=(240,)))[:2] == [
        "No plan lets more cities attend.",
        "Rio de Janeiro could attend"
        " if the hours on Tuesday from 23:00 to 01:00 on Wednesday were possible there.",
    ]


def test_of_several_parts_the_one_that_is_nearest_to_possible_is_named() -> None:
    problem = a_problem(TOKYO, RIO, parts=(60, 60))
    hand_made = evaluate(problem, [instant("2021-11-24 02:30"), instant("2021-11-24 08:30")])
    assert said(unserved_sentences(hand_made, problem)) == [
        "Rio de Janeiro could attend part 2"
        " if the hours on Wednesday from 05:30 to 06:00 were possible there."
    ]


def test_days_off_holidays_and_absences_are_named_as_such() -> None:
    away = Interval(instant("2021-11-26 10:00"), instant("2021-11-26 10:30"))
    city = a_city(
        "Paris",
        "Europe/Paris",
        days_off=frozenset({4}),
        holidays=frozenset({date(2021, 11, 25)}),
        unavailable=(away,),
    )
    problem = a_problem(TOKYO, city, parts=(60,))
    for start, needs in {
        "2021-11-25 10:00": "Thursday 25 November 2021 were no holiday there",
        "2021-11-26 12:00": "Friday were no day off there",
        "2021-11-26 10:15": "Friday were no day off there"
        " and there were no absence on Friday from 11:15 to 11:30",
    }.items():
        hand_made = evaluate(problem, [instant(start)])
        assert said(unserved_sentences(hand_made, problem)) == [f"Paris could attend if {needs}."]


def test_a_city_that_comes_for_a_talk_needs_only_the_nearest_talk() -> None:
    problem = a_problem(TOKYO, RIO, parts=(60,), presence=Presence.TALK, slot_minutes=10)
    hand_made = evaluate(problem, [instant("2021-11-24 02:30")])
    assert said(unserved_sentences(hand_made, problem)) == [
        "Rio de Janeiro could attend if the hours on Tuesday from 23:30 to 23:40 were possible there."
    ]


def test_cities_that_are_the_same_share_a_sentence_about_why_they_cannot_attend() -> None:
    problem = a_problem(BUSY_TOKYO, RIO, replace(RIO, name="Niterói"), parts=(240,))
    assert "Rio de Janeiro and Niterói could attend if " in " ".join(reasons(problem))


# --- times --------------------------------------------------------------------------------------------------


def test_an_explanation_of_one_part_speaks_of_no_parts() -> None:
    problem = a_problem(TOKYO, PARIS, HONOLULU)
    assert said(explanation_of(evaluate(problem, [instant("2021-11-24 08:15")]), problem)) == [
        "The seminar is on Wednesday 24 November 2021 from 17:15 to 18:15 in Tokyo.",
        "Discomfort counts minutes: none in a city’s good hours, 1 for each acceptable minute,"
        " 4 for each awkward one.",
        "Tokyo attends at a discomfort of 15.",
        "Paris attends within its good hours.",
        "In Paris, it is on Wednesday from 09:15 to 10:15.",
        "Honolulu cannot attend and watches the recording.",
        "In Honolulu, it is on Tuesday from 22:15 to 23:15.",
        "Tokyo has it worst, at a discomfort of 15.",
        "The discomforts of all cities add up to 15.",
    ]


def test_two_cities_that_have_it_worst_are_named_together() -> None:
    problem = a_problem(TOKYO, a_city("Osaka"))
    assert said(explanation_of(evaluate(problem, [instant("2021-11-24 08:30")]), problem))[-2:] == [
        "Tokyo and Osaka have it worst, at a discomfort of 30 each.",
        "The discomforts of all cities add up to 60.",
    ]


def test_a_city_that_must_attend_all_and_cannot_is_told_so() -> None:
    problem = a_problem(TOKYO, replace(PARIS, attend=Attend.ALL), parts=(60, 60))
    hand_made = evaluate(problem, [instant("2021-11-24 01:00"), instant("2021-11-24 08:00")])
    assert "Paris has to attend every part and cannot attend part 1." in said(
        explanation_of(hand_made, problem)
    )


def test_where_cities_come_for_a_talk_that_is_said() -> None:
    problem = a_problem(TOKYO, presence=Presence.TALK, slot_minutes=10)
    assert said(explanation_of(a_plan(problem), problem)) == [
        "The seminar is on Wednesday 24 November 2021 from 09:00 to 10:00 in Tokyo.",
        "A city that attends one part is there for 10 minutes of it, when that suits it best.",
        "Tokyo attends within its good hours.",
        "Every city that attends does so within its good hours.",
    ]


def test_hours_that_would_have_to_be_allowed_are_enough() -> None:
    problem = a_problem(BUSY_TOKYO, RIO, parts=(240,))
    plan = a_plan(problem)
    wider = replace(RIO, hours=replace(RIO.hours, possible=Band(6 * 60, 60)))
    assert plan.attendance[RIO.name] == ()
    assert evaluate(replace(problem, cities=(BUSY_TOKYO, wider)), plan.starts).attendance[RIO.name] == (0,)
