"""A seminar's running order turned into a problem, and the answer turned back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.domain.planner.builders import a_city, instant
from webinars.domain.errors import BadProblem
from webinars.domain.planner.ordering import (
    Item,
    NoOrder,
    Ordering,
    Programme,
    order,
    problem_from,
    programmes_from,
)

TEN = "2021-11-24 01:00"  # 10:00 in Tokyo
FIVE = "2021-11-24 08:00"  # 17:00 in Tokyo, 09:00 in Paris


def a_talk(key: str, zone: str = "Asia/Tokyo", **given: Any) -> Item:
    return Item(key, given.pop("minutes", 10), a_city(given.pop("city", key), zone), **given)


def a_programme(starts: str, *items: Item, minutes: int | None = None) -> Programme:
    return Programme(instant(starts), minutes or sum(item.minutes for item in items), items)


def keys(programme: Programme) -> list[str]:
    return [item.key for item in programme.items]


def starts_of(programme: Programme) -> list[str]:
    (slots,) = problem_from([programme], attended={}).parts
    return [f"{start:%H:%M}" for start in slots]


def reordered(*programmes: Programme, attended: dict[str, int] | None = None) -> list[list[str]]:
    found = order(problem_from(programmes, attended=attended or {}))
    assert isinstance(found, Ordering)
    return [keys(programme) for programme in programmes_from(found, programmes)]


def waiting_in(*programmes: Programme, waiting: list[Item]) -> list[list[str]]:
    found = order(problem_from(programmes, attended={}, waiting=waiting))
    assert isinstance(found, Ordering)
    return [keys(programme) for programme in programmes_from(found, programmes, waiting=waiting)]


VIDEO, BREAK, CLOSING = Item("video", 20), Item("break", 15), Item("closing", 5)


def test_the_slots_are_where_the_talks_stand_between_fixed_items() -> None:
    programme = a_programme(TEN, VIDEO, a_talk("A"), a_talk("B"), BREAK, a_talk("C"), CLOSING)
    assert starts_of(programme) == ["01:20", "01:30", "01:55"]


def test_free_time_holds_more_talks_after_the_last_one() -> None:
    programme = a_programme(TEN, VIDEO, a_talk("A"), CLOSING, minutes=60)
    assert starts_of(programme) == ["01:20", "01:30", "01:40"]


def test_fixed_items_stay_and_talks_change_places() -> None:
    talks = [a_talk("A", theme="water"), a_talk("B", theme="roads"), a_talk("C", theme="water")]
    programme = a_programme(TEN, VIDEO, talks[0], BREAK, talks[1], talks[2], CLOSING)
    assert reordered(programme) == [["video", "A", "break", "C", "B", "closing"]]


def test_a_talk_that_moves_to_another_part_goes_where_the_talks_are() -> None:
    first = a_programme(TEN, VIDEO, a_talk("Lyon", "Europe/Paris"), a_talk("Kobe"), CLOSING)
    second = a_programme(FIVE, VIDEO, a_talk("Nice", "Europe/Paris"), CLOSING, minutes=60)
    assert reordered(first, second) == [["video", "Kobe", "closing"], ["video", "Lyon", "Nice", "closing"]]


def test_a_part_without_talks_takes_them_after_its_fixed_items() -> None:
    first = a_programme(TEN, a_talk("Lyon", "Europe/Paris"), CLOSING)
    for fixed, expected in (((VIDEO,), ["video", "Lyon"]), ((), ["Lyon"])):
        second = a_programme(FIVE, *fixed, minutes=60)
        assert reordered(first, second) == [["closing"], expected]


def test_a_part_without_talks_may_say_where_they_go() -> None:
    opened = replace(a_programme(TEN, VIDEO, CLOSING, minutes=45), opening=1)
    talks = [a_talk("Kobe"), a_talk("Lyon")]
    assert waiting_in(opened, waiting=talks) == [["video", "Kobe", "Lyon", "closing"]]
    assert waiting_in(replace(opened, opening=0), waiting=talks[:1]) == [["Kobe", "video", "closing"]]


def test_talks_that_wait_come_among_those_that_stand() -> None:
    programme = a_programme(TEN, VIDEO, a_talk("A", theme="water"), a_talk("B"), CLOSING, minutes=60)
    waiting = [a_talk("C", theme="water")]
    assert waiting_in(programme, waiting=waiting) == [["video", "A", "C", "B", "closing"]]


def test_a_talk_that_waits_needs_the_length_of_the_others() -> None:
    programme = a_programme(TEN, a_talk("A"), minutes=60)
    with pytest.raises(BadProblem, match="10 / 15 minutes"):
        problem_from([programme], attended={}, waiting=[a_talk("B", minutes=15)])


def test_a_talk_stays_in_the_part_that_its_city_attends() -> None:
    first = a_programme(TEN, VIDEO, minutes=60)
    second = a_programme(FIVE, a_talk("Kobe"), VIDEO, minutes=60)
    assert reordered(first, second, attended={"Kobe": 1}) == [["video"], ["Kobe", "video"]]


def test_a_talk_may_be_allowed_to_leave_it() -> None:
    first = a_programme(TEN, VIDEO, minutes=60)
    second = a_programme(FIVE, a_talk("Kobe", may_change_part=True), VIDEO, minutes=60)
    assert reordered(first, second, attended={"Kobe": 1}) == [["video", "Kobe"], ["video"]]


def test_a_city_may_give_two_talks() -> None:
    programme = a_programme(TEN, a_talk("second", city="Kobe"), a_talk("first", city="Kobe"))
    assert reordered(programme) == [["second", "first"]]


def test_a_city_that_stands_in_the_way_is_named_and_not_its_key() -> None:
    programme = a_programme(TEN, a_talk("slot-7", "Europe/Paris", city="Lyon"))
    found = order(problem_from([programme], attended={}))
    assert isinstance(found, NoOrder)
    assert found.values == {"city": "Lyon"}


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ((VIDEO,), "talks"),
        ((a_talk("A"), a_talk("B", minutes=15)), "talks"),
        ((Item("video", 7), a_talk("A")), "parts[0][0]"),
    ],
)
def test_what_cannot_be_ordered_is_refused(items: tuple[Item, ...], field: str) -> None:
    with pytest.raises(BadProblem) as refused:
        problem_from([a_programme(TEN, *items)], attended={})
    assert refused.value.field == field


def test_the_part_itself_keeps_its_time() -> None:
    programme = a_programme(TEN, a_talk("A"), minutes=60)
    found = order(problem_from([programme], attended={}))
    assert isinstance(found, Ordering)
    (again,) = programmes_from(found, [programme])
    assert (again.starts_at, timedelta(minutes=again.minutes)) == (instant(TEN), timedelta(hours=1))
