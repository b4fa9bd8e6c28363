"""The reviews of an application, drawn: each a dot on the scale, their mean a line, their spread a band."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import format_decimal, gettext, ngettext

from webinars.domain.scoring import verdict_of

WIDTH = 220
HEIGHT = 40
MARGIN = 8
BASE = 30  # the y of the scale
RADIUS = 4
STEP = 9  # between dots that stand at one place of the scale
MOST_TICKS = 10


@dataclass(frozen=True)
class Dot:
    """One review; *is_own* is that of who looks."""

    x: float
    y: float
    is_own: bool


@dataclass(frozen=True)
class Spread:
    """The drawing, in its own units: a *band* from x and wide, one deviation to each side of the mean."""

    dots: tuple[Dot, ...]
    ticks: tuple[float, ...]
    mean_x: float
    band_x: float
    band_width: float
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE
    radius: int = RADIUS
    margin: int = MARGIN


def spread_of(means: Mapping[int, Fraction], most: int, *, own: int | None = None) -> Spread | None:
    """Return the drawing of the reviews by reviewer on a scale from 0 to *most*; None before the first.

    *own* is the reviewer who looks.
    """
    verdict = verdict_of(means.values())
    if verdict.mean is None or verdict.spread is None:
        return None
    mean, spread = float(verdict.mean), verdict.spread
    low, high = max(0.0, mean - spread), min(float(most), mean + spread)
    return Spread(
        dots=_dots(means, most, own),
        ticks=tuple(_x(number, most) for number in _numbers(most)),
        mean_x=_x(mean, most),
        band_x=_x(low, most),
        band_width=round(_x(high, most) - _x(low, most), 1),
        words=spread_words(means),
    )


def spread_words(means: Mapping[int, Fraction]) -> str:
    """Say what the drawing shows: "3 reviews, from 1 to 5: mean 3.3, spread 1.7"; "" before the first."""
    verdict = verdict_of(means.values())
    if verdict.mean is None or verdict.spread is None:
        return ""
    if len(verdict.means) == 1:
        return str(gettext("1 review: %(mean)s", mean=number_words(verdict.mean)))
    # A language with one form for every number says all of it by the first text.
    return str(
        ngettext(
            "%(num)s review, from %(low)s to %(high)s: mean %(mean)s, spread %(spread)s",
            "%(num)s reviews, from %(low)s to %(high)s: mean %(mean)s, spread %(spread)s",
            len(verdict.means),
            mean=number_words(verdict.mean),
            spread=number_words(verdict.spread),
            low=number_words(verdict.means[0]),
            high=number_words(verdict.means[-1]),
        )
    )


def number_words(number: Fraction | float | None) -> str:
    """Return a mean as people read it, to two places; a dash for none."""
    if number is None:
        return str(gettext("none"))
    return str(format_decimal(round(float(number), 2), format="0.##"))


def _dots(means: Mapping[int, Fraction], most: int, own: int | None) -> tuple[Dot, ...]:
    """Stack what stands at one place: a dot hides no other."""
    crowd = Counter(_x(float(mean), most) for mean in means.values())
    placed: Counter[float] = Counter()
    dots = []
    for reviewer, mean in sorted(means.items(), key=lambda one: (one[1], one[0] != own)):
        x = _x(float(mean), most)
        step = min(STEP, (BASE - 2 * RADIUS) / max(1, crowd[x] - 1))
        dots.append(Dot(x, round(BASE - RADIUS - placed[x] * step, 1), reviewer == own))
        placed[x] += 1
    return tuple(dots)


def _numbers(most: int) -> tuple[int, ...]:
    return tuple(range(most + 1)) if most <= MOST_TICKS else (0, most)


def _x(points: float, most: int) -> float:
    return round(MARGIN + (WIDTH - 2 * MARGIN) * points / most, 1)
