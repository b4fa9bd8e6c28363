"""The hours that the ribbon spans, and where each instant stands across it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from webinars.domain.ribbon.shades import DAY, HOUR, MINUTE, day_begins
from webinars.domain.timezones import to_local

# Around a part there is always this much to see, also when it begins at the host's midnight.
_AIR = 2 * HOUR


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of UTC that is drawn without a break."""

    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> float:
        """Return the real length, which a change of clocks does not alter."""
        return (self.ends - self.begins) / MINUTE


@dataclass(frozen=True, slots=True)
class Axis:
    """Spans side by side over *width*, with *gap* between them, in the units of one drawing."""

    spans: tuple[Span, ...]
    width: float
    gap: float

    @property
    def minute(self) -> float:
        """Return the width of one minute."""
        air = self.gap * (len(self.spans) - 1)
        return (self.width - air) / sum(span.minutes for span in self.spans)

    def x(self, instant: datetime) -> float:
        """Return where *instant* stands, rounded to a tenth; it must lie in a span."""
        left = 0.0
        for span in self.spans:
            if span.begins <= instant <= span.ends:
                return tidy(left + (instant - span.begins) / MINUTE * self.minute)
            left += span.minutes * self.minute + self.gap
        raise ValueError(f"{instant} is not on the ribbon")

    def hours_at_least(self, width: float) -> int:
        """Return the fewest hours, among those that divide a day, that are at least *width* wide."""
        return next((hours for hours in (1, 2, 3, 6, 12) if hours * 60 * self.minute >= width), 24)


def spans_of(parts: Iterable[tuple[datetime, datetime]], host_zone: str) -> tuple[Span, ...]:
    """Return the host's days that *parts* (begin and end in UTC) touch, joined where they meet."""
    return _joined(sorted((_around(begins, ends, host_zone) for begins, ends in parts), key=_begin))


def tidy(number: float) -> float:
    """Round to a tenth, and to a whole number where that is the same: short to write into a drawing."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _around(begins: datetime, ends: datetime, zone: str) -> Span:
    """Return the days of *zone* around one part, or more where the part is close to their ends."""
    first, last = to_local(begins, zone).date(), to_local(max(begins, ends - MINUTE), zone).date()
    return Span(
        min(day_begins(first, zone), _whole_hour(begins - _AIR, zone)),
        max(day_begins(last + DAY, zone), _whole_hour(ends + _AIR + HOUR - MINUTE, zone)),
    )


def _whole_hour(instant: datetime, zone: str) -> datetime:
    """Return the start of the hour that the clock of *zone* shows."""
    local = to_local(instant, zone)
    return instant - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Join what overlaps or meets; *spans* are sorted by their begin."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.begins <= joined[-1].ends:
            before = joined.pop()
            joined.append(Span(before.begins, max(before.ends, span.ends)))
        else:
            joined.append(span)
    return tuple(joined)


def _begin(span: Span) -> datetime:
    return span.begins
