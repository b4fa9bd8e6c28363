"""The template of a workshop of pairs."""

import pytest

from webinars.domain.errors import Refusal
from webinars.domain.workshops import Lengths, Step, Turn, steps


def test_for_each_theme_one_presents_the_other_presents_and_all_discuss() -> None:
    assert steps(1, Lengths(15, 20), takes_turns=True) == (
        Step(Turn.FIRST, 0, 15),
        Step(Turn.SECOND, 0, 15),
        Step(Turn.ALL, 0, 20),
    )


def test_a_break_stands_between_themes_and_turns_are_taken() -> None:
    whole = [(step.turn.value, step.theme) for step in steps(3, Lengths(15, 20, 5), takes_turns=True)]
    assert whole == [
        ("first", 0),
        ("second", 0),
        ("all", 0),
        ("break", None),
        ("second", 1),
        ("first", 1),
        ("all", 1),
        ("break", None),
        ("first", 2),
        ("second", 2),
        ("all", 2),
    ]


def test_without_turns_the_first_city_begins_each_theme() -> None:
    firsts = [step.turn for step in steps(3, Lengths(15, 20), takes_turns=False)][::3]
    assert firsts == [Turn.FIRST, Turn.FIRST, Turn.FIRST]


@pytest.mark.parametrize(
    ("lengths", "field"),
    [
        (Lengths(0, 20), "presentation"),
        (Lengths(15, 0), "discussion"),
        (Lengths(15, 20, -1), "pause"),
        (Lengths(1441, 20), "presentation"),
    ],
)
def test_lengths_that_cannot_be_are_refused_at_their_field(lengths: Lengths, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        lengths.check()
    assert refused.value.field == field
