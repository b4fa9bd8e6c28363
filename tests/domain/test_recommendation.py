"""The part that suits a city, with its reason."""

from datetime import UTC, date, datetime

import pytest

from webinars.domain.hours import Band, Hours
from webinars.domain.recommendation import Part, Recommendation, recommend

MORNING = Part("morning", "Morning", datetime(2021, 11, 24, 1, 0, tzinfo=UTC), 155)
EVENING = Part("evening", "Evening", datetime(2021, 11, 24, 8, 0, tzinfo=UTC), 145)


def recommended(zone: str, city: str, *parts: Part) -> Recommendation:
    found = recommend(parts or (MORNING, EVENING), city=city, zone=zone)
    assert found is not None
    return found


def said(found: Recommendation) -> str:
    return found.reason % found.values


@pytest.mark.parametrize(
    ("zone", "city", "key", "sentence"),
    [
        ("Europe/Paris", "Paris", "evening", "Part “Evening” is 09:00–11:25 in Paris, within working hours."),
        ("Asia/Tokyo", "Tokyo", "morning", "Part “Morning” is 10:00–12:35 in Tokyo, within working hours."),
        (
            "America/Los_Angeles", "Los Angeles", "morning",
            "Part “Morning” is 17:00–19:35 in Los Angeles, just outside working hours.",
        ),
        ("Asia/Seoul", "Seoul", "morning", "Part “Morning” is 10:00–12:35 in Seoul, within working hours."),
        (
            "America/New_York", "New York", "morning",
            "Part “Morning” is 20:00–22:35 in New York, early or late in the day.",
        ),
    ],
)  # fmt: skip
def test_the_part_with_least_discomfort_is_recommended_in_words(
    zone: str, city: str, key: str, sentence: str
) -> None:
    found = recommended(zone, city)
    assert (found.part_key, said(found), found.suits) == (key, sentence, True)


def test_the_day_is_the_citys_own() -> None:
    found = recommended("America/Los_Angeles", "Los Angeles")
    assert found.local_start.date() == date(2021, 11, 23)
    assert f"{found.local_end:%H:%M}" == "19:35"


def test_of_equal_parts_the_earliest_is_recommended_whatever_their_order() -> None:
    late = Part("late", "Late", datetime(2021, 11, 24, 10, 0, tzinfo=UTC), 60)
    early = Part("early", "Early", datetime(2021, 11, 24, 9, 0, tzinfo=UTC), 60)
    assert recommended("Europe/Paris", "Paris", late, early).part_key == "early"


def test_where_no_part_suits_the_one_with_the_fewest_minutes_at_night_is_named_and_it_says_so() -> None:
    found = recommended("America/Sao_Paulo", "Rio de Janeiro")
    assert (found.part_key, found.suits) == ("evening", False)
    assert said(found) == (
        "No part suits Rio de Janeiro. Part “Evening” is 05:00–07:25 there and has the fewest minutes"
        " at night: 60 of 145."
    )


def test_a_part_without_a_forbidden_minute_beats_any_with_one() -> None:
    awkward = Part("awkward", "Awkward", datetime(2021, 11, 24, 5, 0, tzinfo=UTC), 120)  # 06:00 in Paris
    nearly_good = Part("night", "Night", datetime(2021, 11, 24, 21, 55, tzinfo=UTC), 10)  # 22:55 in Paris
    assert recommended("Europe/Paris", "Paris", awkward, nearly_good).part_key == "awkward"


def test_the_hours_of_a_city_count_and_not_ours() -> None:
    nights = Hours(preferred=Band(0, 360), acceptable=Band(0, 360), possible=Band(0, 360))
    found = recommend((MORNING, EVENING), city="Paris", zone="Europe/Paris", hours=nights)
    assert found is not None
    assert (found.part_key, found.suits) == ("morning", True)


def test_without_parts_there_is_nothing_to_recommend() -> None:
    assert recommend((), city="Paris", zone="Europe/Paris") is None
