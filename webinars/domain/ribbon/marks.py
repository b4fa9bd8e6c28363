"""The marks that make up the ribbon, placed; numbers are in the units of the drawing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webinars.domain.ribbon.shades import Shade
from webinars.domain.ribbon.words import RowWords


@dataclass(frozen=True, slots=True)
class ShadeMark:
    """A stretch of one shade in a row's bar."""

    shade: Shade
    x: float
    width: float
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ClockMark:
    """A part's start on a city's clock, with "−1" or "+1" for another day than the host's.

    *is_passed* where it is known that the city does not come to the part.
    """

    x: float
    y: float
    anchor: str
    text: str
    day: str
    is_passed: bool = False


@dataclass(frozen=True, slots=True)
class RowMark:
    """One city's row: *y* is the baseline of its name, *bar_y* the top of its shades.

    *offset_x* is where the offset ends; None where it follows the name, or has no room beside the clocks.
    *midnights* are the places in the bar where the city's date changes. *name* may be cut to its room.
    """

    words: RowWords
    name: str
    y: float
    bar_y: float
    offset_x: float | None
    shades: tuple[ShadeMark, ...]
    midnights: tuple[float, ...]
    clocks: tuple[ClockMark, ...]


@dataclass(frozen=True, slots=True)
class BandMark:
    """A part, through all rows; *label* is its name where there is room for it, else its number."""

    key: str
    number: int
    name: str
    label: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class HourMark:
    """A full hour of the host's clock; *label* is None where there is no room for it."""

    x: float
    label: str | None
    anchor: str


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day of the host; *is_long* says whether there is room for its weekday."""

    x: float
    day: date
    is_long: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """One drawing. The bars begin at *chart_x* and *chart_y*; what lies in them counts from there.

    *veils* (x and width) cover the bars where no part is. *is_numbered* says that the names of the parts
    had no room. *columns*: where the clocks begin, part by part, when they stand beside the names; else none.
    """

    width: float
    height: float
    chart_x: float
    chart_y: float
    chart_width: float
    chart_height: float
    bar: float
    day_y: float
    part_y: float
    hour_y: float
    days: tuple[DayMark, ...]
    hours: tuple[HourMark, ...]
    bands: tuple[BandMark, ...]
    rows: tuple[RowMark, ...]
    veils: tuple[tuple[float, float], ...]
    is_numbered: bool
    columns: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TimedPart:
    """A part whose time is known."""

    key: str
    name: str
    starts_at: datetime
    minutes: int

    @property
    def ends_at(self) -> datetime:
        """Return the UTC instant at which the part is over."""
        return self.starts_at + timedelta(minutes=self.minutes)
