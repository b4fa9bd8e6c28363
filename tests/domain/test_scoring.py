"""What the scores of a committee come to: weights, spread, and a ranking in which equals stay equals."""

from fractions import Fraction

import pytest

from webinars.domain.errors import Refusal
from webinars.domain.scoring import Verdict, check_points, ranks, review_mean, verdict_of

THIRD = Fraction(1, 3)


def a_verdict(*means: int) -> Verdict:
    return verdict_of(Fraction(mean) for mean in means)


def test_a_criterion_counts_as_often_as_its_weight() -> None:
    assert review_mean({1: 5, 2: 2}, {1: 3, 2: 1}) == Fraction(17, 4)


def test_what_is_not_scored_or_no_longer_asked_does_not_count() -> None:
    assert review_mean({1: 4, 9: 0}, {1: 2, 2: 7}) == 4


def test_a_review_without_points_has_no_mean() -> None:
    assert review_mean({}, {1: 2}) is None
    assert review_mean({9: 3}, {1: 2}) is None


def test_every_reviewer_counts_alike() -> None:
    assert a_verdict(5, 3, 1).mean == 3


@pytest.mark.parametrize(
    ("means", "spread"), [((3,), 0.0), ((3, 3, 3), 0.0), ((1, 5), 2.0), ((0, 0, 5, 5), 2.5)]
)
def test_the_spread_is_the_standard_deviation(means: tuple[int, ...], spread: float) -> None:
    assert a_verdict(*means).spread == spread


def test_before_the_first_review_there_is_neither_mean_nor_spread() -> None:
    assert (Verdict().mean, Verdict().spread) == (None, None)


def test_the_best_mean_is_first_and_equals_share_a_place() -> None:
    given = [("a", a_verdict(3)), ("b", a_verdict(5)), ("c", a_verdict(3)), ("d", a_verdict(1))]
    assert [(place, item) for place, item, _ in ranks(given)] == [(1, "b"), (2, "a"), (2, "c"), (4, "d")]


def test_of_equals_the_one_that_reviewers_agree_on_stands_first() -> None:
    given = [("apart", a_verdict(1, 5)), ("alike", a_verdict(3, 3))]
    assert [(place, item) for place, item, _ in ranks(given)] == [(1, "alike"), (1, "apart")]


def test_thirds_that_add_up_to_the_same_are_equal() -> None:
    first, second = verdict_of([THIRD, THIRD, THIRD]), verdict_of([Fraction(0), Fraction(1), Fraction(0)])
    assert [place for place, _, _ in ranks([("a", first), ("b", second)])] == [1, 1]


def test_what_has_no_review_stands_last_and_has_no_place() -> None:
    given = [("new", Verdict()), ("low", a_verdict(0)), ("other", Verdict())]
    assert [(place, item) for place, item, _ in ranks(given)] == [(1, "low"), (None, "new"), (None, "other")]


@pytest.mark.parametrize("points", [-1, 6, 10**9])
def test_points_beyond_the_scale_are_refused_at_their_field(points: int) -> None:
    with pytest.raises(Refusal) as refused:
        check_points(points, most=5, field="points_x", criterion="Relevance")
    assert refused.value.field == "points_x"
    assert str(refused.value) == f"“Relevance” takes 0 to 5 points. {points} is not on this scale."


@pytest.mark.parametrize("points", [0, 5])
def test_both_ends_of_the_scale_are_on_it(points: int) -> None:
    check_points(points, most=5, field="points_x", criterion="Relevance")
