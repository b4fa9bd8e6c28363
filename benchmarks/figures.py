"""Figures: what was measured, and the limit that it must keep."""

from dataclasses import dataclass
from enum import StrEnum


class Sense(StrEnum):
    """On which side of its limit a figure must stay."""

    AT_MOST = "≤"
    AT_LEAST = "≥"


@dataclass(frozen=True)
class Figure:
    """A ratio of two measurements of one run, so that it means the same on every machine.

    *details* are the measurements themselves, in words, for who reads the table.
    """

    name: str
    measured: float
    limit: float
    sense: Sense
    details: str = ""

    @property
    def is_kept(self) -> bool:
        """Say whether the figure is on the right side of its limit, or on it."""
        if self.sense is Sense.AT_MOST:
            return self.measured <= self.limit
        return self.measured >= self.limit


def at_most(name: str, measured: float, limit: float, details: str = "") -> Figure:
    """Return a figure that must not exceed *limit*."""
    return Figure(name, measured, limit, Sense.AT_MOST, details)


def at_least(name: str, measured: float, limit: float, details: str = "") -> Figure:
    """Return a figure that must reach *limit*."""
    return Figure(name, measured, limit, Sense.AT_LEAST, details)


def row(figure: Figure) -> str:
    """Return *figure* as a line of the table: name, measured ratio, limit, ok, details."""
    verdict = "ok" if figure.is_kept else "MISSED"
    limit = f"{figure.sense} {figure.limit:g}"
    return f"{figure.name:<58} {figure.measured:>8.2f} {limit:>8}  {verdict:<6}  {figure.details}".rstrip()
