"""What the ribbon shows, in words for those who cannot see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.domain.errors import N_
from webinars.domain.hours import worst_level
from webinars.domain.planner.problems import PlanCity
from webinars.domain.ribbon.own import worst_shade
from webinars.domain.ribbon.shades import Shade, shade_of
from webinars.domain.timezones import day_difference, offset_words, to_local

_SHADE_WORDS = {
    Shade.WORK: N_("working hours"),
    Shade.EDGE: N_("early or late"),
    Shade.NIGHT: N_("night"),
    Shade.OFF: N_("day off or away"),
}
_OWN_SHADE_WORDS = {
    **_SHADE_WORDS,
    Shade.WORK: N_("good hours"),
    Shade.EDGE: N_("acceptable or awkward hours"),
    Shade.NIGHT: N_("impossible hours"),
}
_DAY_WORDS = {-1: N_("previous day"), 0: "", 1: N_("next day")}
_SUMMARY = N_(
    "“%(part)s” starts at %(time)s in %(host)s."
    " Cities in working hours: %(work)d. Early or late: %(edge)d. At night: %(night)d."
)


_OWN_SUMMARY = N_(
    "“%(part)s” starts at %(time)s in %(host)s."
    " Cities in good hours: %(work)d. In acceptable or awkward ones: %(edge)d. Unable to attend: %(cannot)d."
)


@dataclass(frozen=True, slots=True)
class Saying:
    """An untranslated sentence that *values* fill."""

    text: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PartInCity:
    """One part on the clock of one city; *shade* is the least comfortable that it touches there.

    *attends* says whether the city comes to it; None where that is not decided. *is_own* tells a shade of
    the city's own hours from one of everybody's.
    """

    part: str
    instant: datetime
    local_start: datetime
    local_end: datetime
    day_difference: int
    shade: Shade
    attends: bool | None = None
    is_own: bool = False

    @property
    def shade_words(self) -> str:
        """Return the shade as an untranslated text."""
        return (_OWN_SHADE_WORDS if self.is_own else _SHADE_WORDS)[self.shade]

    @property
    def day_words(self) -> str:
        """Return "previous day" or "next day" of the host, untranslated; nothing on the host's own day."""
        return _DAY_WORDS[self.day_difference]


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row of the text alternative; *hours* are the city's own, None for everybody's."""

    city: str
    zone: str
    offset: str
    is_host: bool
    is_reader: bool
    parts: tuple[PartInCity, ...]
    hours: PlanCity | None = None


def part_in_city(
    name: str,
    starts_at: datetime,
    minutes: int,
    *,
    zone: str,
    host_zone: str,
    hours: PlanCity | None = None,
    attends: bool | None = None,
) -> PartInCity:
    """Return a part (UTC start) as people in *zone* live it; *hours* are their city's own."""
    ends_at = starts_at + timedelta(minutes=minutes)
    usual = shade_of(worst_level(starts_at, minutes, zone))
    return PartInCity(
        part=name,
        instant=starts_at,
        local_start=to_local(starts_at, zone),
        local_end=to_local(ends_at, zone),
        day_difference=day_difference(starts_at, zone, host_zone),
        shade=worst_shade(hours, starts_at, ends_at) if hours else usual,
        attends=attends,
        is_own=hours is not None,
    )


def row_words(
    city: str,
    zone: str,
    *,
    is_host: bool,
    is_reader: bool,
    parts: tuple[PartInCity, ...],
    hours: PlanCity | None = None,
) -> RowWords:
    """Return the row of a city, with its offset at the first part."""
    return RowWords(city, zone, offset_words(parts[0].instant, zone), is_host, is_reader, parts, hours)


def summary(rows: Sequence[RowWords], *, host: str, host_parts: Sequence[PartInCity]) -> tuple[Saying, ...]:
    """Return one sentence for each part: when it is at the host, and in how many rows people are at work."""
    sayings = []
    for place, part in enumerate(host_parts):
        values = {"part": part.part, "time": f"{part.local_start:%H:%M}", "host": host}
        text = _OWN_SUMMARY if any(row.hours for row in rows) else _SUMMARY
        sayings.append(Saying(text, {**values, **_count(rows, place)}))
    return tuple(sayings)


def _count(rows: Sequence[RowWords], place: int) -> dict[str, int]:
    """Count the rows by the shade of their part at *place*."""
    met = [row.parts[place].shade for row in rows]
    night, off = met.count(Shade.NIGHT), met.count(Shade.OFF)
    return {
        "work": met.count(Shade.WORK), "edge": met.count(Shade.EDGE), "night": night, "cannot": night + off,
    }  # fmt: skip
