"""Which part of a seminar suits a city, and why, in words for its delegate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.domain.errors import N_
from webinars.domain.hours import DEFAULT_HOURS, Hours, Level, discomfort, impossible_minutes, worst_level
from webinars.domain.timezones import to_local


@dataclass(frozen=True, slots=True)
class Part:
    """A part that a delegate can choose: *starts_at* in UTC, *name* as the delegate reads it."""

    key: str
    name: str
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """Return the UTC instant at which the part is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The part that suits best; *reason* is an untranslated sentence that *values* fill.

    *suits* is False when a part of it lies at night in the city, as of every other part.
    *local_start* and *local_end* are the city's wall clock, for a page that also says the day.
    """

    part_key: str
    reason: str
    values: Mapping[str, object]
    suits: bool
    local_start: datetime
    local_end: datetime


_REASONS = {
    Level.GOOD: N_("Part “%(part)s” is %(start)s–%(end)s in %(city)s, within working hours."),
    Level.ACCEPTABLE: N_("Part “%(part)s” is %(start)s–%(end)s in %(city)s, just outside working hours."),
    Level.AWKWARD: N_("Part “%(part)s” is %(start)s–%(end)s in %(city)s, early or late in the day."),
}
_NO_PART_SUITS = N_(
    "No part suits %(city)s. Part “%(part)s” is %(start)s–%(end)s there and has the fewest minutes"
    " at night: %(night)d of %(minutes)d."
)


def recommend(
    parts: Sequence[Part], *, city: str, zone: str, hours: Hours = DEFAULT_HOURS
) -> Recommendation | None:
    """Return the part with the least discomfort in *zone*, the earliest of equals; None without parts.

    When every part holds forbidden minutes, it is the one with the fewest of them, and the reason says so.
    """
    if not parts:
        return None
    part = min(parts, key=lambda each: (_burden(each, zone, hours), each.starts_at))
    local_start, local_end = to_local(part.starts_at, zone), to_local(part.ends_at, zone)
    level = worst_level(part.starts_at, part.minutes, zone, hours)
    return Recommendation(
        part_key=part.key,
        reason=_REASONS.get(level, _NO_PART_SUITS),
        values={
            "part": part.name,
            "city": city,
            "start": f"{local_start:%H:%M}",
            "end": f"{local_end:%H:%M}",
            "night": impossible_minutes(part.starts_at, part.minutes, zone, hours),
            "minutes": part.minutes,
        },
        suits=level is not Level.FORBIDDEN,
        local_start=local_start,
        local_end=local_end,
    )


def _burden(part: Part, zone: str, hours: Hours) -> tuple[int, int]:
    """Return what a part asks of a city, comparable: forbidden minutes first, then discomfort."""
    cost = discomfort(part.starts_at, part.minutes, zone, hours)
    return impossible_minutes(part.starts_at, part.minutes, zone, hours), cost or 0
