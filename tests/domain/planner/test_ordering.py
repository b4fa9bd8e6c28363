"""The running order: who talks when, at the least cost, and with the themes kept together."""

import json
from datetime import date

import pytest

from tests.domain.planner.builders import a_city, instant
from tests.domain.planner.orders import EXAMPLE, MORNING, a_talk, an_order, slots
from webinars.domain.errors import BadProblem
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.ordering import NoOrder, Ordering, OrderProblem, Talk, order
from webinars.domain.planner.reading import order_problem_of

EVENING = "2021-11-24 08:00"  # 17:00 in Tokyo, 09:00 in Paris


def ordered(problem: OrderProblem) -> Ordering:
    found = order(problem)
    assert isinstance(found, Ordering)
    return found


def sentence(problem: OrderProblem) -> str:
    found = order(problem)
    assert isinstance(found, NoOrder)
    return found.reason % found.values


def test_the_talks_of_tokyo_2021_stand_as_they_should() -> None:
    read = json.loads(EXAMPLE.read_text())
    found = ordered(order_problem_of(read))
    expected = read["expected"]
    assert [list(part) for part in found.parts] == expected["order"]
    assert (found.worst, found.total, found.theme_breaks, found.is_exact_in_themes) == (
        expected["worst"],
        expected["total"],
        expected["theme_breaks"],
        True,
    )
    assert sorted(cost for part in found.costs for cost in part) == [0] * 12 + [40]


def test_talks_of_one_theme_stand_together() -> None:
    found = ordered(an_order(a_talk("A", "water"), a_talk("B", "roads"), a_talk("C", "water")))
    assert (found.parts, found.theme_breaks) == ((("A", "C", "B"),), 1)


def test_among_equals_the_talk_given_first_comes_first() -> None:
    assert ordered(an_order(a_talk("C"), a_talk("A"), a_talk("B"))).parts == (("C", "A", "B"),)


def test_a_break_between_parts_is_none() -> None:
    parts = (slots(MORNING, 1), slots("2021-11-24 02:00", 1))
    found = ordered(an_order(a_talk("A", "water"), a_talk("B", "roads"), parts=parts))
    assert (found.parts, found.theme_breaks) == ((("A",), ("B",)), 0)


def test_a_cost_weighs_more_than_any_number_of_breaks() -> None:
    # From the third slot on it is past 18:00 in Tokyo, and still morning in Paris.
    talks = [a_talk("Kobe", "water"), a_talk("Nara", "roads")]
    talks += [
        a_talk(name, theme, zone="Europe/Paris") for name, theme in (("Lyon", "water"), ("Lille", "roads"))
    ]
    found = ordered(an_order(*talks, parts=(slots("2021-11-24 08:40", 4),)))
    assert (found.parts, found.total, found.theme_breaks) == ((("Kobe", "Nara", "Lille", "Lyon"),), 0, 2)


def test_the_worst_cost_counts_before_the_total() -> None:
    # Seoul first costs it 25 and Kobe nothing; Kobe first costs it 20 and Seoul 10.
    seoul = Hours(Band(540, 1080), Band(535, 1260), Band(360, 1380))
    kobe = Hours(Band(535, 1140), Band(535, 1260), Band(360, 1380))
    parts = (slots("2021-11-23 23:50", 1), slots("2021-11-24 09:00", 1))
    found = ordered(an_order(a_talk("Seoul", hours=seoul), a_talk("Kobe", hours=kobe), parts=parts))
    assert (found.parts, found.worst, found.total) == ((("Kobe",), ("Seoul",)), 20, 30)


def test_a_part_is_used_from_its_first_slot() -> None:
    # The first slots are early in Tokyo: both talks would rather leave them empty.
    early = slots("2021-11-23 23:00", 6)
    found = ordered(an_order(a_talk("A"), a_talk("B"), parts=(early,)))
    assert (found.parts, found.worst, found.total) == ((("A", "B"),), 10, 20)


def test_a_part_that_only_costs_stays_empty() -> None:
    parts = (slots("2021-11-23 22:00", 2), slots(MORNING, 2))
    assert ordered(an_order(a_talk("A"), a_talk("B"), parts=parts)).parts == ((), ("A", "B"))


def test_a_talk_that_is_bound_stays_in_its_part() -> None:
    parts = (slots("2021-11-23 23:00", 2), slots(MORNING, 2))
    found = ordered(an_order(a_talk("A", part=0), a_talk("B"), parts=parts))
    assert (found.parts, found.costs) == ((("A",), ("B",)), ((10,), (0,)))


def test_no_talk_stands_on_a_holiday_of_its_city() -> None:
    parts = (slots(MORNING, 1), slots("2021-11-25 00:00", 1))
    talks = [a_talk("A", holidays=frozenset({date(2021, 11, 24)})), a_talk("B")]
    assert ordered(an_order(*talks, parts=parts)).parts == (("B",), ("A",))


def test_without_talks_there_is_an_empty_order() -> None:
    found = ordered(an_order(parts=(slots(MORNING, 2), ())))
    assert found == Ordering(((), ()), ((), ()), 0, 0, 0, is_exact_in_themes=True)


# --- what does not fit --------------------------------------------------------------------------------------


def test_too_many_talks_are_counted() -> None:
    problem = an_order(a_talk("A"), a_talk("B"), parts=(slots(MORNING, 1),))
    assert sentence(problem) == "The talks number 2 and the slots only 1. Add slots, or take talks out."


def test_a_city_that_can_take_no_slot_is_named() -> None:
    problem = an_order(a_talk("Tokyo"), a_talk("Lagos", zone="Africa/Lagos"))
    assert sentence(problem).startswith("Lagos can take none of the slots.")


def test_cities_that_want_the_same_slots_are_named() -> None:
    parts = (slots(MORNING, 1), slots(EVENING, 2))
    talks = [a_talk(name, zone="Europe/Paris") for name in ("Lyon", "Nantes", "Lille")]
    problem = an_order(*talks, parts=parts)
    assert sentence(problem).startswith("The slots that suit Lyon, Nantes, Lille number only 2 together.")


def test_an_order_with_a_hole_is_none() -> None:
    parts = (slots("2021-11-24 04:50", 3),)
    problem = an_order(a_talk("Lagos", zone="Africa/Lagos"), parts=parts)
    assert sentence(problem).startswith("The talks would fit only with an empty slot before some of them.")


# --- what makes no sense ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"slot_minutes": 7}, "slot_minutes"),
        ({"slot_minutes": 0}, "slot_minutes"),
        ({"slot_minutes": 1445}, "slot_minutes"),
        ({"parts": ()}, "parts"),
        ({"parts": ((),) * 9}, "parts"),
        ({"parts": (slots(MORNING, 501, 5),)}, "parts"),
        ({"parts": (slots(MORNING, 2)[::-1],)}, "parts[0][1]"),
        ({"parts": ((), (instant("2021-11-24 00:03"),))}, "parts[1][0]"),
        ({"parts": ((instant("1950-11-24 00:00"),),)}, "parts[0][0]"),
        ({"talks": (a_talk("A"), a_talk("B"), a_talk("A"))}, "talks[2].name"),
        ({"talks": (a_talk("A"), a_talk("B", part=1))}, "talks[1].part"),
        ({"talks": (a_talk("A", part=-1),)}, "talks[0].part"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused_at_its_field(given: dict[str, object], field: str) -> None:
    sound = {"slot_minutes": 10, "parts": (slots(MORNING, 3),), "talks": (Talk(a_city()),)}
    with pytest.raises(BadProblem) as refusal:
        OrderProblem(**{**sound, **given})  # type: ignore[arg-type] # what is wrong is what is tested
    assert refusal.value.field == field
    assert str(refusal.value).endswith(".")
