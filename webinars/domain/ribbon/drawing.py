"""The whole ribbon: two layouts of one drawing, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.planner.problems import PlanCity
from webinars.domain.ribbon.axis import spans_of
from webinars.domain.ribbon.layout import lay_out
from webinars.domain.ribbon.marks import Layout, TimedPart
from webinars.domain.ribbon.measures import NARROW, WIDE
from webinars.domain.ribbon.words import PartInCity, RowWords, Saying, part_in_city, row_words, summary
from webinars.domain.timezones import utc_offset, zone_city


@dataclass(frozen=True, slots=True)
class RibbonCity:
    """A city that has a row; *sort_key* orders equals, where the name's own letters do not.

    *hours* are its own, as the planner knows them; None for everybody's. *attends* holds the keys of the
    parts that it comes to; None where that is not decided.
    """

    name: str
    zone: str
    is_host: bool = False
    is_reader: bool = False
    sort_key: str = ""
    hours: PlanCity | None = None
    attends: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class RibbonPart:
    """A part across the rows: *starts_at* in UTC; it is not drawn while its time or length is unknown."""

    key: str
    name: str
    starts_at: datetime | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The drawing for wide and for narrow places, *scale* between their hours, and its words.

    *rows* are in the order of the drawing, and the parts in each in order of time.
    """

    wide: Layout
    narrow: Layout
    scale: float
    host: str
    rows: tuple[RowWords, ...]
    summary: tuple[Saying, ...]

    @property
    def has_other_days(self) -> bool:
        """Say whether a part falls on another day than the host's in some row."""
        return any(part.day_difference for row in self.rows for part in row.parts)

    @property
    def has_own_hours(self) -> bool:
        """Say whether a row is shaded by hours of its city's own."""
        return any(row.hours for row in self.rows)


def draw(rows: Sequence[RibbonCity], parts: Sequence[RibbonPart], host_zone: str) -> Ribbon | None:
    """Draw the hours of *rows* over the days of *host_zone* that *parts* touch.

    The reader's row comes first, the others from east to west by their offset at the first part, equals by
    name. None when no part has a time, or when there is no row.
    """
    timed = _timed(parts)
    if not timed or not rows:
        return None
    ordered = _ordered(rows, timed[0].starts_at)
    words = tuple(_words(city, timed, host_zone) for city in ordered)
    spans = spans_of(((part.starts_at, part.ends_at) for part in timed), host_zone)
    wide, narrow = (
        lay_out(measures, rows=words, parts=timed, spans=spans, host_zone=host_zone)
        for measures in (WIDE, NARROW)
    )
    host = next((city.name for city in rows if city.is_host), zone_city(host_zone))
    return Ribbon(
        wide=wide,
        narrow=narrow,
        scale=round(narrow.chart_width / wide.chart_width, 5),
        host=host,
        rows=words,
        summary=summary(words, host=host, host_parts=_lived(timed, host_zone, host_zone)),
    )


def _timed(parts: Sequence[RibbonPart]) -> list[TimedPart]:
    """Return the parts that can be drawn, in order of time."""
    timed = [
        TimedPart(part.key, part.name, part.starts_at, part.minutes)
        for part in parts
        if part.starts_at is not None and part.minutes is not None
    ]
    return sorted(timed, key=lambda part: part.starts_at)


def _ordered(rows: Sequence[RibbonCity], at: datetime) -> list[RibbonCity]:
    """Put the reader first, then the east: so the daylight runs down to the right, as the sun goes."""
    return sorted(
        rows,
        key=lambda city: (
            not city.is_reader,
            -utc_offset(at, city.zone),
            city.sort_key or city.name,
            city.name,
        ),
    )


def _words(city: RibbonCity, parts: Sequence[TimedPart], host_zone: str) -> RowWords:
    return row_words(
        city.name,
        city.zone,
        is_host=city.is_host,
        is_reader=city.is_reader,
        hours=city.hours,
        parts=_lived(parts, city.zone, host_zone, hours=city.hours, attends=city.attends),
    )


def _lived(
    parts: Sequence[TimedPart],
    zone: str,
    host_zone: str,
    *,
    hours: PlanCity | None = None,
    attends: frozenset[str] | None = None,
) -> tuple[PartInCity, ...]:
    return tuple(
        part_in_city(
            part.name,
            part.starts_at,
            part.minutes,
            zone=zone,
            host_zone=host_zone,
            hours=hours,
            attends=None if attends is None else part.key in attends,
        )
        for part in parts
    )
