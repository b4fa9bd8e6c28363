"""Scores of a committee: what one review comes to, and how far the reviews of an application agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import TypeVar

from webinars.domain.errors import N_, Refusal

MOST_WEIGHT = 100

T = TypeVar("T")


@dataclass(frozen=True)
class Verdict:
    """The *means* of the submitted reviews of one application, one for each reviewer, the lowest first.

    They are exact, so that equals stay equals in a ranking.
    """

    means: tuple[Fraction, ...] = ()

    @cached_property
    def mean(self) -> Fraction | None:
        """Return the mean of the reviews, each counting alike; None before the first."""
        return sum(self.means, Fraction()) / len(self.means) if self.means else None

    @cached_property
    def spread(self) -> float | None:
        """Return the standard deviation of the reviews; 0 for a single one, None before the first."""
        if self.mean is None:
            return None
        return sqrt(sum((one - self.mean) ** 2 for one in self.means) / len(self.means))


def verdict_of(means: Iterable[Fraction]) -> Verdict:
    """Return what the reviews with these means come to."""
    return Verdict(tuple(sorted(means)))


def review_mean(points: Mapping[int, int], weights: Mapping[int, int]) -> Fraction | None:
    """Return the mean of *points* by criterion, each counting as its weight; None where nothing is scored."""
    scored = [(weights[criterion], one) for criterion, one in points.items() if criterion in weights]
    total = sum(weight for weight, _ in scored)
    return Fraction(sum(weight * one for weight, one in scored), total) if total else None


def check_points(points: int, *, most: int, field: str, criterion: object) -> None:
    """Raise Refusal at *field* for points that the scale does not have."""
    if not 0 <= points <= most:
        raise Refusal(
            N_("“%(criterion)s” takes 0 to %(most)d points. %(points)d is not on this scale."),
            field=field,
            criterion=criterion,
            most=most,
            points=points,
        )


def ranks(verdicts: Sequence[tuple[T, Verdict]]) -> list[tuple[int | None, T, Verdict]]:
    """Return what is ranked by its mean, the best first, each with its place from 1; equals share a place.

    Of equals the one that reviewers agree on more stands first; what has no review yet has no place, and
    stands last. Otherwise the order is kept.
    """
    ordered = sorted(verdicts, key=lambda one: _order(one[1]))
    placed: list[tuple[int | None, T, Verdict]] = []
    for number, (item, verdict) in enumerate(ordered, start=1):
        before = placed[-1] if placed else None
        is_equal = before is not None and before[2].mean == verdict.mean
        place = before[0] if before is not None and is_equal else number
        placed.append((place if verdict.means else None, item, verdict))
    return placed


def _order(verdict: Verdict) -> tuple[bool, Fraction, float]:
    return not verdict.means, -(verdict.mean or Fraction()), verdict.spread or 0.0
