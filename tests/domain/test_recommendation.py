"""The part that suits a city, with its reason."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.planner.builders import ODDITIES, a_city, a_random_problem, instant
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.placing import evaluate
from webinars.domain.planner.problems import Attend, Interval, PlanCity, Presence
from webinars.domain.recommendation import Listener, Part, Recommendation, recommend

MORNING = Part("morning", "Morning", datetime(2021, 11, 24, 1, 0, tzinfo=UTC), 155)
EVENING = Part("evening", "Evening", datetime(2021, 11, 24, 8, 0, tzinfo=UTC), 145)


def recommended(city: PlanCity, *parts: Part, talk: int | None = None) -> Recommendation:
    found = recommend(parts or (MORNING, EVENING), Listener(city, talk))
    assert found is not None
    return found


def a_part(key: str, begins: str, minutes: int = 60) -> Part:
    """Return a part that begins at "2021-11-24 09:00" in UTC."""
    return Part(key, key.capitalize(), instant(begins), minutes)


def paris(**given: Any) -> PlanCity:
    return a_city("Paris", "Europe/Paris", **given)


def said(found: Recommendation) -> str:
    return found.reason % found.values


@pytest.mark.parametrize(
    ("zone", "city", "key", "sentence"),
    [
        ("Europe/Paris", "Paris", "evening", "“Evening” is 09:00–11:25 in Paris, within working hours."),
        ("Asia/Tokyo", "Tokyo", "morning", "“Morning” is 10:00–12:35 in Tokyo, within working hours."),
        (
            "America/Los_Angeles", "Los Angeles", "morning",
            "“Morning” is 17:00–19:35 in Los Angeles, just outside working hours.",
        ),
        ("Asia/Seoul", "Seoul", "morning", "“Morning” is 10:00–12:35 in Seoul, within working hours."),
        (
            "America/New_York", "New York", "morning",
            "“Morning” is 20:00–22:35 in New York, at an awkward hour.",
        ),
    ],
)  # fmt: skip
def test_the_part_with_least_discomfort_is_recommended_in_words(
    zone: str, city: str, key: str, sentence: str
) -> None:
    found = recommended(a_city(city, zone))
    assert (found.part_key, said(found), found.suits) == (key, sentence, True)


def test_the_day_is_the_citys_own() -> None:
    found = recommended(a_city("Los Angeles", "America/Los_Angeles"))
    assert found.local_start.date() == date(2021, 11, 23)
    assert f"{found.local_end:%H:%M}" == "19:35"


def test_of_equal_parts_the_earliest_is_recommended_whatever_their_order() -> None:
    late = Part("late", "Late", datetime(2021, 11, 24, 10, 0, tzinfo=UTC), 60)
    early = Part("early", "Early", datetime(2021, 11, 24, 9, 0, tzinfo=UTC), 60)
    assert recommended(paris(), late, early).part_key == "early"


def test_where_no_part_suits_the_one_with_the_fewest_minutes_at_night_is_named_and_it_says_so() -> None:
    found = recommended(a_city("Rio de Janeiro", "America/Sao_Paulo"))
    assert (found.part_key, found.suits) == ("evening", False)
    assert said(found) == (
        "No part suits Rio de Janeiro. “Evening” is 05:00–07:25 there and has the fewest minutes"
        " in impossible hours: 60 of 145."
    )


def test_a_part_without_a_forbidden_minute_beats_any_with_one() -> None:
    awkward = Part("awkward", "Awkward", datetime(2021, 11, 24, 5, 0, tzinfo=UTC), 120)  # 06:00 in Paris
    nearly_good = Part("night", "Night", datetime(2021, 11, 24, 21, 55, tzinfo=UTC), 10)  # 22:55 in Paris
    assert recommended(paris(), awkward, nearly_good).part_key == "awkward"


def test_the_hours_of_a_city_count_and_not_ours() -> None:
    nights = Hours(preferred=Band(0, 360), acceptable=Band(0, 360), possible=Band(0, 360))
    found = recommended(paris(hours=nights))
    assert (found.part_key, found.suits) == ("morning", True)


def test_what_is_said_is_true_of_a_city_that_works_at_night() -> None:
    until_noon = Hours(preferred=Band(0, 360), acceptable=Band(0, 360), possible=Band(0, 720))
    found = recommended(paris(hours=until_noon), EVENING)
    assert said(found) == "“Evening” is 09:00–11:25 in Paris, at an awkward hour."


def test_without_parts_there_is_nothing_to_recommend() -> None:
    assert recommend((), Listener(paris())) is None


def test_a_part_at_odd_minutes_is_weighed_by_the_minute() -> None:
    # 17:58 to 18:07 in Paris: seven minutes after work. Of 17:53 to 18:10 it would be ten.
    short, long = a_part("short", "2021-11-24 16:58", 9), a_part("long", "2021-11-24 16:53", 17)
    assert recommended(paris(), long, short).part_key == "short"
    quiet = a_part("quiet", "2021-11-24 16:52", 8)  # until 18:00
    assert said(recommended(paris(), short, quiet)) == (
        "“Quiet” is 17:52–18:00 in Paris, within working hours."
    )


# --- days off, holidays, absences ---------------------------------------------------------------------------

FRIDAY, SATURDAY = a_part("friday", "2021-11-26 06:00"), a_part("saturday", "2021-11-27 09:00")


def test_a_part_on_a_day_off_gives_way_to_an_awkward_one() -> None:
    assert recommended(paris(), FRIDAY, SATURDAY).part_key == "friday"
    assert recommended(paris(days_off=frozenset()), FRIDAY, SATURDAY).part_key == "saturday"
    assert recommended(paris(days_off=frozenset({4})), FRIDAY, SATURDAY).part_key == "saturday"


def test_a_part_on_a_public_holiday_gives_way_to_an_awkward_one() -> None:
    holiday = frozenset({date(2021, 11, 24)})
    thursday = a_part("thursday", "2021-11-25 06:00", 155)
    assert recommended(paris(holidays=holiday), EVENING, thursday).part_key == "thursday"


def test_a_day_off_is_one_on_the_citys_own_calendar() -> None:
    friday_night = a_part("friday", "2021-11-26 21:00")  # Saturday in Tokyo, Friday in New York
    assert not recommended(a_city(), friday_night).suits
    assert recommended(a_city("New York", "America/New_York"), friday_night).suits


def test_a_part_in_an_absence_gives_way_to_an_awkward_one() -> None:
    away = Interval(EVENING.ends_at - timedelta(minutes=5), EVENING.ends_at)
    late = a_part("late", "2021-11-24 20:00")
    assert recommended(paris(unavailable=(away,)), EVENING, late).part_key == "late"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"days_off": frozenset({2})}, ", on a day off."),
        ({"holidays": frozenset({date(2021, 11, 24)})}, ", on a public holiday."),
        (
            {"holidays": frozenset({date(2021, 11, 24)}), "days_off": frozenset({2})},
            ", on a public holiday.",
        ),
        (
            {"unavailable": (Interval(instant("2021-11-24 00:00"), instant("2021-11-25 00:00")),)},
            ", when the city cannot take part.",
        ),
        (
            {"unavailable": (Interval(instant("2021-11-24 00:00"), instant("2021-11-24 08:05")),)},
            ", when the city cannot take part.",
        ),
    ],
)
def test_where_no_part_suits_the_sentence_says_what_stands_in_the_way(
    given: dict[str, Any], words: str
) -> None:
    found = recommended(paris(**given))
    assert (found.part_key, found.suits) == ("evening", False)
    assert said(found) == f"No part suits Paris. “Evening” is 09:00–11:25 there{words}"


def test_minutes_of_an_absence_are_none_of_the_night() -> None:
    # 05:00 to 06:00 is night, and the city is away from 07:00 to 07:25.
    away = Interval(instant("2021-11-24 10:00"), instant("2021-11-24 11:00"))
    rio = a_city("Rio de Janeiro", "America/Sao_Paulo", unavailable=(away,))
    assert said(recommended(rio, EVENING)).endswith("has the fewest minutes in impossible hours: 60 of 145.")


def test_on_days_off_the_part_by_day_is_the_one_to_name_though_it_is_longer() -> None:
    by_night, by_day = a_part("night", "2021-11-27 01:00", 60), a_part("day", "2021-11-27 09:00", 120)
    found = recommended(paris(), by_night, by_day)
    assert (found.part_key, found.suits) == ("day", False)
    assert said(found) == "No part suits Paris. “Day” is 10:00–12:00 there, on a day off."


def test_a_part_that_is_possible_beats_one_on_a_day_off_at_a_better_hour() -> None:
    late = a_part("late", "2021-11-26 21:00")  # 22:00 in Paris, at the greatest discomfort
    assert recommended(paris(), late, SATURDAY).part_key == "late"


# --- for a talk ---------------------------------------------------------------------------------------------


def test_for_a_talk_the_best_of_its_minutes_count() -> None:
    # 05:00 to 07:25 in Rio: sixty minutes of night, then the morning; 22:00 to 00:35 before it.
    rio = a_city("Rio de Janeiro", "America/Sao_Paulo")
    found = recommended(rio, talk=15)
    assert (found.part_key, found.suits) == ("morning", True)  # Both have 60 for it: the earlier counts.
    assert said(found) == (
        "“Morning” is 22:00–00:35 in Rio de Janeiro. A talk at 22:00–22:15 would be at an awkward hour."
    )


def test_a_talk_is_named_at_its_best_time() -> None:
    early = a_part("early", "2021-11-24 06:00", 150)  # 07:00 to 09:30 in Paris
    found = recommended(paris(), early, talk=20)
    assert said(found) == (
        "“Early” is 07:00–09:30 in Paris. A talk at 09:00–09:20 would be within working hours."
    )
    longer = said(recommended(paris(), early, talk=90))
    assert longer.endswith("A talk at 08:00–09:30 would be just outside working hours.")


def test_a_part_that_suits_from_end_to_end_needs_no_word_of_a_talk() -> None:
    assert said(recommended(paris(), talk=15)).endswith("09:00–11:25 in Paris, within working hours.")


def test_a_talk_longer_than_a_part_is_the_part() -> None:
    assert recommended(paris(), EVENING, talk=600) == recommended(paris(), EVENING)


def test_who_attends_all_sits_through_its_part_whatever_the_talk() -> None:
    rio = a_city("Rio de Janeiro", "America/Sao_Paulo", attend=Attend.ALL)
    assert recommended(rio, talk=15) == recommended(rio)


# --- as in a plan -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("oddity", ODDITIES)
def test_a_city_is_recommended_the_part_that_the_planner_gives_it(oddity: str) -> None:
    met = 0
    for seed in range(12):
        problem = a_random_problem(oddity, seed)
        first = datetime.combine(problem.first_date, datetime.min.time(), UTC)
        starts = [
            first + timedelta(minutes=5 * number) for number in (60, 130, 220, 290)[: len(problem.parts)]
        ]
        parts = [
            Part(str(number), "", start, minutes)
            for number, (start, minutes) in enumerate(zip(starts, problem.parts, strict=True))
        ]
        planned = evaluate(problem, starts)
        talk = problem.slot_minutes if problem.presence is Presence.TALK else None
        for city in problem.cities:
            found = recommended(city, *reversed(parts), talk=talk)
            felt = planned.discomfort[city.name]
            possible = [(cost, part) for part, cost in enumerate(felt) if cost is not None]
            assert found.suits == bool(possible), (seed, city)
            if possible:
                assert found.part_key == str(min(possible)[1]), (seed, city)
                met += 1
                if city.attend is Attend.ONE:
                    assert planned.attendance[city.name] == (int(found.part_key),)
    assert met > 5
