"""Problems out of files: what the examples hold, and everything that no problem can be."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.domain.planner.builders import EXAMPLES, example
from tests.domain.planner.builders import problem_of as expected_problem
from tests.domain.planner.files import ABSENT, changed, refusal
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.problems import Interval, Presence
from webinars.domain.planner.reading import order_problem_of, problem_of

PLACING = sorted(path.stem for path in EXAMPLES.glob("*.json") if path.stem != "tokyo-2021-talks")
Change = tuple[str, Any]  # a path, and the value to put there


@pytest.mark.parametrize("name", PLACING)
def test_an_example_is_read_as_it_stands(name: str) -> None:
    assert problem_of(example(name)) == expected_problem(example(name))


def test_presence_and_the_length_of_a_talk_are_read() -> None:
    read = {**example("tokyo-2021"), "presence": "talk", "slot_minutes": 10}
    problem = problem_of(read)
    assert (problem.presence, problem.slot_minutes) == (Presence.TALK, 10)


def test_a_city_is_read_with_all_that_it_says() -> None:
    city = example("tokyo-2021")["cities"][3] | {
        "tz": "asia/calcutta",
        "preferred": ["22:00", "06:00"],
        "acceptable": ["20:00", "24:00"],
        "possible": ["00:00", "00:00"],
        "days_off": [4],
        "holidays": ["2021-11-24"],
        "unavailable": [["2021-11-24T01:00:00Z", "2021-11-24T12:00+09:00"]],
    }
    read = problem_of(changed(example("tokyo-2021"), "cities[3]", city)).cities[3]
    assert read.zone == "Asia/Kolkata"
    assert read.hours == Hours(Band(22 * 60, 6 * 60), Band(20 * 60, 24 * 60), Band(0, 0))
    assert (read.days_off, read.holidays) == (frozenset({4}), frozenset({date(2021, 11, 24)}))
    away = Interval(datetime(2021, 11, 24, 1, tzinfo=UTC), datetime(2021, 11, 24, 3, tzinfo=UTC))
    assert read.unavailable == (away,)


def test_a_talk_is_read_with_its_part_and_theme() -> None:
    read = changed(example("tokyo-2021-talks"), "talks[2].part", 1)
    talk = order_problem_of(read).talks[2]
    assert (talk.name, talk.theme, talk.part) == ("Beijing", "economy", 1)


# --- refused ------------------------------------------------------------------------------------------------

NEVER: list[Change] = [
    ("host", "Atlantis"),
    ("host", 5),
    ("host", ABSENT),
    ("first_date", "2021-13-01"),
    ("first_date", "2021-02-29"),
    ("first_date", "20211124"),
    ("first_date", "1950-01-01"),
    ("first_date", None),
    ("last_date", "2021-11-23"),
    ("last_date", "2049-04-10"),
    ("last_date", "2037-12-31"),
    ("grid", 20),
    ("grid", 0),
    ("grid", True),
    ("grid", 15.0),
    ("grid", float("nan")),
    ("grid", float("inf")),
    ("grid", "15"),
    ("grid", 10**5000),
    ("parts", []),
    ("parts", [30] * 9),
    ("parts", "30"),
    ("parts", {"0": 30}),
    ("parts", None),
    ("parts[1]", 1445),
    ("parts[0]", 0),
    ("parts[0]", -5),
    ("parts[0]", 7),
    ("parts[1]", False),
    ("parts[1]", 145.5),
    ("gap", -5),
    ("gap", 3),
    ("gap", ABSENT),
    ("gap", []),
    ("span_days", 0),
    ("span_days", "1"),
    ("slot_minutes", 0),
    ("slot_minutes", 150),
    ("slot_minutes", None),
    ("presence", "half"),
    ("presence", ["talk"]),
    ("cities", "Tokyo"),
    ("cities", ABSENT),
    ("cities[3]", "Bangkok"),
    ("cities[3]", None),
    ("cities[3].name", ""),
    ("cities[3].name", 3),
    ("cities[3].name", "Ban\ngkok"),
    ("cities[3].name", "B" * 201),
    ("cities[3].name", "\ud800"),
    ("cities[3].name", "Tokyo"),
    ("cities[3].tz", "Asia/Atlantis"),
    ("cities[3].tz", "EST5"),
    ("cities[3].tz", ""),
    ("cities[3].tz", None),
    ("cities[3].tz", ABSENT),
    ("cities[3].attend", "none"),
    ("cities[3].attend", None),
    ("cities[3].preferred", []),
    ("cities[3].preferred", None),
    ("cities[3].preferred", ABSENT),
    ("cities[3].preferred", "09:00-18:00"),
    ("cities[3].preferred", ["09:00"]),
    ("cities[3].preferred", ["09:00", "12:00", "18:00"]),
    ("cities[3].preferred", ["09:03", "18:00"]),
    ("cities[3].preferred[0]", 540),
    ("cities[3].preferred[1]", "25:00"),
    ("cities[3].preferred[1]", "24:05"),
    ("cities[3].preferred[1]", "9:00"),
    ("cities[3].preferred[1]", "１８:00"),
    ("cities[3].possible[0]", "24:00"),
    ("cities[3].days_off", 5),
    ("cities[3].days_off", [7]),
    ("cities[3].days_off[0]", True),
    ("cities[3].days_off[0]", "Friday"),
    ("cities[3].holidays", "2021-11-23"),
    ("cities[3].holidays", ["tomorrow"]),
    ("cities[3].unavailable", [["2021-11-24T02:00:00Z"]]),
    ("cities[3].unavailable", [["2021-11-24T02:00:00Z", "2021-11-24T01:00:00Z"]]),
    ("cities[3].unavailable", [["2021-11-24T02:00:00Z", "2021-11-24T02:00:00Z"]]),
    ("cities[3].unavailable", [["2021-11-24T02:00:00Z", "2021-11-24T02:03:00Z"]]),
    ("cities[3].unavailable", [["2021-11-24T02:00:00", "2021-11-24T03:00:00"]]),
    ("cities[3].unavailable", [["2021-11-24T25:00:00Z", "2021-11-24T03:00:00Z"]]),
    ("cities[3].unavailable", [["0001-01-01T00:00:00+23:00", "2021-11-24T03:00:00Z"]]),
    ("colour", "red"),
    ("cities[3].theme", "water"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"), NEVER, ids=[f"{path}-{place}" for place, (path, _) in enumerate(NEVER)]
)
def test_what_no_problem_can_be_is_refused_at_its_path(path: str, value: object) -> None:
    refused = refusal(problem_of, changed(example("tokyo-2021"), path, value))
    # Of a date that is out of range either end may be named; of a value inside a field, the inner one is.
    assert refused.field is not None
    assert refused.field.startswith(path) or (path, refused.field) == ("first_date", "last_date")


def test_the_sentence_says_what_to_do() -> None:
    wrong = changed(example("tokyo-2021"), "cities[3].preferred[1]", "25:00")
    refused = refusal(problem_of, wrong)
    assert refused.field == "cities[3].preferred[1]"
    assert str(refused) == "'25:00' is no time of the clock. Write it as 09:00."


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("cities[3].name", "Tokyo", "cities[3].name"),
        ("cities[3].preferred", ["09:03", "18:00"], "cities[3].preferred"),
        ("cities[3].tz", "Asia/Atlantis", "cities[3].tz"),
        ("cities[3].unavailable", [["2021-11-24T02:00:00Z"] * 2], "cities[3].unavailable[0]"),
        ("cities[3].unavailable", [["2021-11-24T02:00:00Z", "x"]], "cities[3].unavailable[0][1]"),
        ("cities[3].days_off", [0, "x"], "cities[3].days_off[1]"),
        ("parts", [30, "x"], "parts[1]"),
        ("host", ABSENT, "host"),
    ],
)  # fmt: skip
def test_the_path_is_that_of_the_innermost_wrong_value(path: str, value: object, field: str) -> None:
    assert refusal(problem_of, changed(example("tokyo-2021"), path, value)).field == field


def test_a_talk_long_problem_needs_the_length_of_a_talk() -> None:
    assert refusal(problem_of, {**example("tokyo-2021"), "presence": "talk"}).field == "slot_minutes"


NO_ORDER: list[Change] = [
    ("slot_minutes", ABSENT),
    ("slot_minutes", 10.5),
    ("slot_minutes", 3),
    ("parts", []),
    ("parts", [[]] * 9),
    ("parts", [["2021-11-24T01:20:00Z"] * 2]),
    ("parts[1][0]", "2021-11-24 08:20"),
    ("parts[1][0]", "2021-11-24T08:21:00Z"),
    ("parts[1][0]", 5),
    ("talks", {}),
    ("talks[1]", []),
    ("talks[1].name", "Amsterdam"),
    ("talks[1].theme", None),
    ("talks[1].theme", ABSENT),
    ("talks[1].part", 2),
    ("talks[1].part", -1),
    ("talks[1].part", "0"),
    ("talks[1].part", True),
    ("talks[1].part", ABSENT),
    ("talks[1].possible", ["06:00"]),
    ("talks[1].tz", "Nowhere"),
    ("talks[1].speaker", "Olga"),
    ("host", "Tokyo"),
]


@pytest.mark.parametrize(
    ("path", "value"), NO_ORDER, ids=[f"{path}-{place}" for place, (path, _) in enumerate(NO_ORDER)]
)
def test_what_no_running_order_can_be_is_refused_at_its_path(path: str, value: object) -> None:
    refused = refusal(order_problem_of, changed(example("tokyo-2021-talks"), path, value))
    assert refused.field is not None
    assert refused.field.startswith(path)


@pytest.mark.parametrize("reader", [problem_of, order_problem_of])
@pytest.mark.parametrize("read", [None, True, 5, "Tokyo", [], {}, [1], float("nan")])
def test_what_is_no_object_at_all_is_refused(reader: Callable[[object], object], read: object) -> None:
    refusal(reader, read)


def test_a_list_without_an_end_is_refused() -> None:
    assert refusal(problem_of, {**example("tokyo-2021"), "parts": [5] * 10_001}).field == "parts"
