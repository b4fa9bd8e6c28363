"""Absences: stretches of a city's own clock at which it cannot take part."""

from dataclasses import dataclass
from datetime import datetime

from webinars.domain.errors import N_, Refusal


@dataclass(frozen=True, slots=True, order=True)
class Absence:
    """A stretch of the wall clock, naive, in five-minute steps and without its end.

    Whole days run from midnight to the midnight after the last of them.
    """

    begins_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.begins_at.tzinfo is not None or self.ends_at.tzinfo is not None:
            raise ValueError("an absence is on a wall clock, which carries no zone")
        if self.ends_at <= self.begins_at:
            raise Refusal(N_("This ends before it begins. Enter a later end."), field="ends_at")

    def to_list(self) -> list[str]:
        """Return the begin and the end, as they are stored."""
        return [self.begins_at.isoformat(timespec="minutes"), self.ends_at.isoformat(timespec="minutes")]

    @classmethod
    def from_list(cls, pair: list[str]) -> "Absence":
        """Return what `to_list` wrote."""
        begins_at, ends_at = pair
        return cls(datetime.fromisoformat(begins_at), datetime.fromisoformat(ends_at))
