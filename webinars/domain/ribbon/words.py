"""What the ribbon shows, in words for those who cannot see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.domain.errors import N_
from webinars.domain.hours import worst_level
from webinars.domain.ribbon.shades import Shade, shade_of
from webinars.domain.timezones import day_difference, offset_words, to_local

_SHADE_WORDS = {
    Shade.WORK: N_("working hours"),
    Shade.EDGE: N_("early or late"),
    Shade.NIGHT: N_("night"),
}
_DAY_WORDS = {-1: N_("previous day"), 0: "", 1: N_("next day")}
_SUMMARY = N_(
    "“%(part)s” starts at %(time)s in %(host)s."
    " Cities in working hours: %(work)d. Early or late: %(edge)d. At night: %(night)d."
)


@dataclass(frozen=True, slots=True)
class Saying:
    """An untranslated sentence that *values* fill."""

    text: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PartInCity:
    """One part on the clock of one city; *shade* is the least comfortable that it touches there."""

    part: str
    instant: datetime
    local_start: datetime
    local_end: datetime
    day_difference: int
    shade: Shade

    @property
    def shade_words(self) -> str:
        """Return the shade as an untranslated text."""
        return _SHADE_WORDS[self.shade]

    @property
    def day_words(self) -> str:
        """Return "previous day" or "next day" of the host, untranslated; nothing on the host's own day."""
        return _DAY_WORDS[self.day_difference]


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row of the text alternative."""

    city: str
    zone: str
    offset: str
    is_host: bool
    is_reader: bool
    parts: tuple[PartInCity, ...]


def part_in_city(name: str, starts_at: datetime, minutes: int, *, zone: str, host_zone: str) -> PartInCity:
    """Return a part (UTC start) as people in *zone* live it."""
    return PartInCity(
        part=name,
        instant=starts_at,
        local_start=to_local(starts_at, zone),
        local_end=to_local(starts_at + timedelta(minutes=minutes), zone),
        day_difference=day_difference(starts_at, zone, host_zone),
        shade=shade_of(worst_level(starts_at, minutes, zone)),
    )


def row_words(
    city: str, zone: str, *, is_host: bool, is_reader: bool, parts: tuple[PartInCity, ...]
) -> RowWords:
    """Return the row of a city, with its offset at the first part."""
    return RowWords(city, zone, offset_words(parts[0].instant, zone), is_host, is_reader, parts)


def summary(rows: Sequence[RowWords], *, host: str, host_parts: Sequence[PartInCity]) -> tuple[Saying, ...]:
    """Return one sentence for each part: when it is at the host, and in how many rows people are at work."""
    sayings = []
    for place, part in enumerate(host_parts):
        values = {"part": part.part, "time": f"{part.local_start:%H:%M}", "host": host}
        sayings.append(Saying(_SUMMARY, {**values, **_count(rows, place)}))
    return tuple(sayings)


def _count(rows: Sequence[RowWords], place: int) -> dict[str, int]:
    """Count the rows by the shade of their part at *place*."""
    met = [row.parts[place].shade for row in rows]
    return {shade.value: met.count(shade) for shade in Shade}
