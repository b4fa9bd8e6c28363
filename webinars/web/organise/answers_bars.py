"""A bar of answers: each answer as wide as its share, with a shape of its own besides its colour."""

from collections.abc import Mapping
from dataclasses import dataclass

from webinars.models.slots import Answer

WIDTH = 600
HEIGHT = 28
GAP = 3
NARROWEST = 6  # one answer among thousands is still seen

KINDS = {
    Answer.ACCEPTED: "accepted",
    Answer.TENTATIVE: "maybe",
    Answer.DECLINED: "declined",
    Answer.NEEDS_ACTION: "silent",
}


@dataclass(frozen=True)
class Segment:
    """One answer in a bar; in the units of the drawing."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A bar as it is drawn."""

    segments: tuple[Segment, ...]
    width: int = WIDTH
    height: int = HEIGHT


def bar_of(counts: Mapping[Answer, int]) -> Bar:
    """Return the bar of *counts*, in their order; nobody's answers leave nothing to draw."""
    given = [(answer, number) for answer, number in counts.items() if number]
    if not given:
        return Bar(())
    total = sum(number for _answer, number in given)
    room = WIDTH - GAP * (len(given) - 1) - NARROWEST * len(given)
    segments: list[Segment] = []
    x = 0.0
    for answer, number in given:
        width = round(NARROWEST + room * number / total, 1)
        segments.append(Segment(KINDS[answer], round(x, 1), width))
        x += width + GAP
    return Bar(tuple(segments))
