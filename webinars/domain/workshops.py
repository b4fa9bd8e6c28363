"""A workshop of pairs: for each theme one city presents, the other presents, then all discuss."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from webinars.domain.errors import N_, Refusal

MOST_THEMES = 20
LONGEST = 24 * 60


class Turn(StrEnum):
    """Whose turn it is."""

    FIRST = "first"
    SECOND = "second"
    ALL = "all"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Lengths:
    """Minutes of each presentation, of each discussion, and of the break between two themes (0: none)."""

    presentation: int
    discussion: int
    pause: int = 0

    def check(self) -> None:
        """Raise Refusal at "presentation", "discussion" or "pause" for a length that cannot be."""
        for name, least in (("presentation", 1), ("discussion", 1), ("pause", 0)):
            if not least <= getattr(self, name) <= LONGEST:
                raise Refusal(
                    N_("Write a number of minutes from %(least)d to %(most)d."),
                    field=name,
                    least=least,
                    most=LONGEST,
                )


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the workshop; *theme* is counted from 0, None in a break."""

    turn: Turn
    theme: int | None
    minutes: int


def steps(themes: int, lengths: Lengths, *, takes_turns: bool) -> tuple[Step, ...]:
    """Return the workshop in its order; who *takes_turns* lets the second city begin every other theme."""
    return tuple(_steps(themes, lengths, takes_turns=takes_turns))


def _steps(themes: int, lengths: Lengths, *, takes_turns: bool) -> Iterator[Step]:
    for theme in range(themes):
        if theme and lengths.pause:
            yield Step(Turn.BREAK, None, lengths.pause)
        order = (Turn.SECOND, Turn.FIRST) if takes_turns and theme % 2 else (Turn.FIRST, Turn.SECOND)
        for turn in order:
            yield Step(turn, theme, lengths.presentation)
        yield Step(Turn.ALL, theme, lengths.discussion)
