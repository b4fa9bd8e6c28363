"""Problems that make no sense, at the command line: exit code 2, and one line that names the field."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from tests.domain.planner.builders import example
from tests.domain.planner.files import changed
from webinars.cli.planning import order_talks, plan

FORTH, BACK = "2021-11-24T02:00:00Z", "2021-11-24T01:00:00Z"
ENDS_BEFORE = (
    "The time ends at 2021-11-24 01:00, which is not after its beginning at 2021-11-24 02:00. Swap them."
)
NO_BAND = "Two times are needed here, a beginning and an end."

PLANS: dict[str, tuple[dict[str, object], str]] = {
    "a zone that nobody knows": (
        {"cities[1].tz": "EST5"},
        "cities[1].tz: 'EST5' is no IANA zone; did you mean America/New_York?",
    ),
    "no zone": (
        {"cities[1].tz": ""},
        "cities[1].tz: '' is no IANA zone. Choose one from the list, such as Europe/Paris.",
    ),
    "an empty band": ({"cities[1].preferred": []}, f"cities[1].preferred: {NO_BAND} There are 0."),
    "half a band": ({"cities[1].acceptable": ["08:00"]}, f"cities[1].acceptable: {NO_BAND} There are 1."),
    "a band from the end of the day on": (
        {"cities[1].possible": ["24:00", "06:00"]},
        "cities[1].possible[0]: A band cannot begin at 24:00. Write 00:00.",
    ),
    "a band into an hour that no day has": (
        {"cities[1].possible": ["06:00", "25:00"]},
        "cities[1].possible[1]: '25:00' is no time of the clock. Write it as 09:00.",
    ),
    "a range of no day": (
        {"last_date": "2021-11-23"},
        "last_date: The last date, 2021-11-23, is before the first, 2021-11-24. Swap them.",
    ),
    "a range of ten thousand days": (
        {"first_date": "1990-01-01", "last_date": "2017-05-18"},
        "last_date: The range has 10000 days. Choose 366 or fewer.",
    ),
    "a range without an end": (
        {"last_date": "9999-12-31"},
        "last_date: The planner knows the years 1973 to 2037. Choose a date in these years.",
    ),
    "a part longer than a day": (
        {"parts[1]": 1445},
        "parts[1]: 1445 minutes is too long. Enter 1440 or fewer.",
    ),
    "a part of no minute": ({"parts[1]": 0}, "parts[1]: 0 minutes is too short. Enter 5 or more."),
    "no part": ({"parts": []}, "parts: There are 0 parts. Choose 1 to 4."),
    "nine parts": ({"parts": [30] * 9}, "parts: There are 9 parts. Choose 1 to 4."),
    "a host who is not among the cities": (
        {"host": "Osaka"},
        "host: The host “Osaka” is none of the cities. Add it, or name another host.",
    ),
    "two cities of one name": (
        {"cities[1].name": "Tokyo"},
        "cities[1].name: Two cities are called “Tokyo”. Give one of them another name.",
    ),
    "an absence that ends before it starts": (
        {"cities[1].unavailable": [[FORTH, BACK]]},
        f"cities[1].unavailable[0]: {ENDS_BEFORE}",
    ),
    "an absence off the grid of five minutes": (
        {"cities[1].unavailable": [[BACK, "2021-11-24T01:07:00Z"]]},
        "cities[1].unavailable[0]: 2021-11-24 01:07:00 is no multiple of 5 minutes. Round it.",
    ),
    "a band off the grid of five minutes": (
        {"cities[1].preferred": ["09:03", "18:00"]},
        "cities[1].preferred: 09:03 is no multiple of 5 minutes. Round it.",
    ),
    "a part off the grid of five minutes": (
        {"parts[0]": 154},
        "parts[0]: 154 minutes is no multiple of 5. Round it.",
    ),
    "a gap off the grid of five minutes": ({"gap": 61}, "gap: 61 minutes is no multiple of 5. Round it."),
    "a talk off the grid of five minutes": (
        {"slot_minutes": 12},
        "slot_minutes: 12 minutes is no multiple of 5. Round it.",
    ),
    "a grid that is none": (
        {"grid": 5},
        "grid: Starts every 5 minutes are not possible. Choose 15, 30 or 60.",
    ),
    "parts that spread over no date": (
        {"span_days": 0},
        "span_days: The parts cannot spread over 0 dates. Enter 1 or more.",
    ),
    "an eighth weekday": (
        {"cities[1].days_off": [7]},
        "cities[1].days_off: 7 is no weekday. Monday is 0 and Sunday 6.",
    ),
    "a holiday that no calendar has": (
        {"cities[1].holidays": ["2021-02-30"]},
        "cities[1].holidays[0]: '2021-02-30' is no date. Write it as 2021-11-24.",
    ),
}  # fmt: skip

ORDERS: dict[str, tuple[dict[str, object], str]] = {
    "a zone that nobody knows": (
        {"talks[1].tz": "EST5"},
        "talks[1].tz: 'EST5' is no IANA zone; did you mean America/New_York?",
    ),
    "an empty band": ({"talks[1].preferred": []}, f"talks[1].preferred: {NO_BAND} There are 0."),
    "two talks of one name": (
        {"talks[1].name": "Amsterdam"},
        "talks[1].name: Two talks are called “Amsterdam”. Give one of them another name.",
    ),
    "an absence that ends before it starts": (
        {"talks[1].unavailable": [[FORTH, BACK]]},
        f"talks[1].unavailable[0]: {ENDS_BEFORE}",
    ),
    "a slot off the grid of five minutes": (
        {"parts[1][0]": "2021-11-24T08:21:00Z"},
        "parts[1][0]: 2021-11-24 08:21:00 is no multiple of 5 minutes. Round it.",
    ),
    "a talk longer than a day": (
        {"slot_minutes": 1445},
        "slot_minutes: 1445 minutes is too long. Enter 1440 or fewer.",
    ),
    "no part": ({"parts": []}, "parts: There are 0 parts. Choose 1 to 8."),
    "nine parts": ({"parts": [[]] * 9}, "parts: There are 9 parts. Choose 1 to 8."),
    "a talk bound to a part that is none": (
        {"talks[1].part": 2},
        "talks[1].part: There is no part 2. The first is 0 and the last 1.",
    ),
}  # fmt: skip


def refusal(command: Any, text: str) -> str:
    """Return the one line that the command says when it refuses."""
    said = CliRunner().invoke(command, ["-"], input=text)
    assert (said.exit_code, said.stdout) == (2, "")
    (line,) = said.stderr.splitlines()
    return line


def wrong(name: str, changes: dict[str, object]) -> str:
    read = example(name)
    for path, value in changes.items():
        read = changed(read, path, value)
    return json.dumps(read)


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_of_what_makes_no_sense_is_refused_by_field(case: str) -> None:
    changes, sentence = PLANS[case]
    assert refusal(plan, wrong("tokyo-2021", changes)) == f"webinars: {sentence}"


@pytest.mark.parametrize("case", ORDERS)
def test_an_order_of_what_makes_no_sense_is_refused_by_field(case: str) -> None:
    changes, sentence = ORDERS[case]
    assert refusal(order_talks, wrong("tokyo-2021-talks", changes)) == f"webinars: {sentence}"


@pytest.mark.parametrize("command", [plan, order_talks], ids=["plan", "order"])
def test_json_that_is_none_is_refused_where_it_breaks_off(command: Any) -> None:
    said = refusal(command, '{"host": "Tokyo",\n "cities": [}')
    assert said == "webinars: This is no JSON at line 2, column 13. Correct it there."
