"""The ribbon: each city's day and night over the hours of the host, and the parts across them."""

from webinars.domain.ribbon.drawing import Ribbon, RibbonCity, RibbonPart, draw
from webinars.domain.ribbon.marks import BandMark, ClockMark, DayMark, HourMark, Layout, RowMark, ShadeMark
from webinars.domain.ribbon.shades import Segment, Shade, shade_at, shades
from webinars.domain.ribbon.words import PartInCity, RowWords, Saying

__all__ = [
    "BandMark",
    "ClockMark",
    "DayMark",
    "HourMark",
    "Layout",
    "PartInCity",
    "Ribbon",
    "RibbonCity",
    "RibbonPart",
    "RowMark",
    "RowWords",
    "Saying",
    "Segment",
    "Shade",
    "ShadeMark",
    "draw",
    "shade_at",
    "shades",
]
