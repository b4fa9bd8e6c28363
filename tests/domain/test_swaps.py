"""Two slots that change places, as orders of names; and what makes one look different from before."""

from datetime import UTC, datetime

import pytest

from webinars.domain.swaps import exchanged, sight

TEN = datetime(2026, 11, 25, 1, tzinfo=UTC)


def test_two_slots_of_one_part_exchange_their_places() -> None:
    assert exchanged("abcd", "b", "d") == ("a", "d", "c", "b")


def test_of_a_part_with_one_of_them_it_goes_and_the_other_comes() -> None:
    assert exchanged("abc", "b", "x") == ("a", "x", "c")
    assert exchanged("xyz", "b", "x") == ("b", "y", "z")


def test_a_part_with_neither_stays_as_it_is() -> None:
    assert exchanged("abc", "x", "y") == ("a", "b", "c")


def test_the_same_swap_again_brings_back_what_was() -> None:
    assert exchanged(exchanged("abcd", "a", "c"), "a", "c") == tuple("abcd")


@pytest.mark.parametrize(
    "other",
    [(2, "morning", TEN), (1, "evening", TEN), (1, "morning", TEN.replace(minute=5)), (1, "morning", None)],
)
def test_a_slot_looks_different_when_it_was_edited_or_moved(
    other: tuple[int, str, datetime | None],
) -> None:
    assert sight(*other) != sight(1, "morning", TEN)
    assert sight(*other) == sight(*other)
