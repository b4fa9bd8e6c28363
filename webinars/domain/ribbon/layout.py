"""Where everything on the ribbon stands: every number of the drawing is worked out here."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from webinars.domain.ribbon.axis import Axis, Span, tidy
from webinars.domain.ribbon.marks import (
    BandMark,
    ClockMark,
    DayMark,
    HourMark,
    Layout,
    RowMark,
    ShadeMark,
    TimedPart,
)
from webinars.domain.ribbon.measures import (
    FIGURE_EM,
    FIGURE_SIZE,
    NAME_SIZE,
    TAG_ROOM,
    Measures,
    shortened,
    text_width,
)
from webinars.domain.ribbon.own import own_shades
from webinars.domain.ribbon.shades import DAY, Segment, clock_instants, day_begins, shades
from webinars.domain.ribbon.words import PartInCity, RowWords
from webinars.domain.timezones import to_local

_DAY_BASELINE, _PART_BASELINE, _HOUR_BASELINE, _HEAD = 14, 38, 58, 65
_READER_GAP = 12
_LONG_DATE, _SHORT_DATE = 300, 90
_SPAN_GAP = 0.012  # between spans, in parts of the width of the bars
_LEAST_LABELS, _MOST_LABELS = 150, 320


def lay_out(
    measures: Measures,
    *,
    rows: Sequence[RowWords],
    parts: Sequence[TimedPart],
    spans: tuple[Span, ...],
    host_zone: str,
) -> Layout:
    """Place *rows* (in the order of the drawing) and *parts* (in order of time) by *measures*."""
    labels = 0.0 if measures.name_above else _label_width(rows)
    axis = _axis(spans, measures.width - labels)
    is_crowded = _is_crowded(parts, axis, measures)
    if is_crowded and not measures.name_above:
        labels = tidy(labels + len(parts) * measures.clock_column)
        axis = _axis(spans, measures.width - labels)
    bands = _bands(parts, axis)
    tops = _tops(rows, measures)
    bottom = tops[-1] + measures.bar_top + measures.bar
    sheet = _Sheet(measures, axis, labels, is_crowded, bands)
    return Layout(
        width=measures.width,
        height=tidy(bottom + 4),
        chart_x=tidy(labels),
        chart_y=tidy(tops[0] + measures.bar_top),
        chart_width=tidy(axis.width),
        chart_height=tidy(bottom - tops[0] - measures.bar_top),
        bar=measures.bar,
        day_y=_DAY_BASELINE,
        part_y=_PART_BASELINE,
        hour_y=_HOUR_BASELINE,
        days=_days(axis, host_zone),
        hours=_hours(axis, host_zone),
        bands=bands,
        rows=tuple(_row(row, top, sheet) for row, top in zip(rows, tops, strict=True)),
        veils=_veils(bands, axis),
        is_numbered=any(band.label != band.name for band in bands),
        columns=tuple(_columns(len(parts), sheet)) if is_crowded else (),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What every row of one layout shares; *labels* is the width of the column of names."""

    measures: Measures
    axis: Axis
    labels: float
    clocks_beside: bool
    bands: tuple[BandMark, ...]


def _axis(spans: tuple[Span, ...], width: float) -> Axis:
    return Axis(spans, width, gap=width * _SPAN_GAP)


def _label_width(rows: Sequence[RowWords]) -> float:
    """Return the width of the column with names, tags and offsets."""
    widest = max(_name_width(row) for row in rows)
    return min(_MOST_LABELS, max(_LEAST_LABELS, ceil(widest) + _offset_width(rows) + 24))


def _name_width(row: RowWords) -> float:
    return text_width(row.city, NAME_SIZE) + (TAG_ROOM if row.is_host or row.is_reader else 0)


def _offset_width(rows: Sequence[RowWords]) -> float:
    return max(text_width(row.offset, FIGURE_SIZE, FIGURE_EM) for row in rows)


def _tops(rows: Sequence[RowWords], measures: Measures) -> list[float]:
    """Return the top of each row; the reader's own stands apart from the others."""
    gap = _READER_GAP if rows[0].is_reader else 0
    return [_HEAD + place * measures.pitch + (gap if place else 0) for place in range(len(rows))]


def _days(axis: Axis, host_zone: str) -> tuple[DayMark, ...]:
    """Return the host's days, as far as there is room for a date."""
    found = []
    for span in axis.spans:
        begins = span.begins
        while begins < span.ends:
            day = to_local(begins, host_zone).date()
            ends = min(day_begins(day + DAY, host_zone), span.ends)
            room = axis.x(ends) - axis.x(begins)
            if room >= _SHORT_DATE:
                found.append(DayMark(axis.x(begins), day, room >= _LONG_DATE))
            begins = ends
    return tuple(found)


def _hours(axis: Axis, host_zone: str) -> tuple[HourMark, ...]:
    """Return every full hour of the host's clock; labels are left out where they would touch."""
    step = axis.hours_at_least(2 * FIGURE_SIZE)
    marks = []
    for span in axis.spans:
        for instant in clock_instants(host_zone, range(0, 24 * 60, 60), span.begins, span.ends):
            hour = to_local(instant, host_zone).hour
            anchor = "start" if instant == span.begins else "middle"
            marks.append(HourMark(axis.x(instant), f"{hour:02}" if hour % step == 0 else None, anchor))
    return tuple(marks)


def _bands(parts: Sequence[TimedPart], axis: Axis) -> tuple[BandMark, ...]:
    """Return the parts across the hours, with their names if no name touches the next, else with numbers."""
    lefts = [axis.x(part.starts_at) for part in parts]
    rooms = [right - left for left, right in pairwise([*lefts, axis.width])]
    pairs = zip(parts, rooms, strict=True)
    has_room = all(text_width(part.name, NAME_SIZE) + 6 <= room for part, room in pairs)
    return tuple(
        BandMark(
            key=part.key,
            number=number,
            name=part.name,
            label=part.name if has_room else str(number),
            x=left,
            width=tidy(axis.x(part.ends_at) - left),
        )
        for number, (part, left) in enumerate(zip(parts, lefts, strict=True), start=1)
    )


def _veils(bands: Sequence[BandMark], axis: Axis) -> tuple[tuple[float, float], ...]:
    """Return x and width of each stretch of the bars in which no part is."""
    veils, left = [], 0.0
    for band in sorted(bands, key=lambda each: each.x):
        if band.x > left:
            veils.append((tidy(left), tidy(band.x - left)))
        left = max(left, band.x + band.width)
    if left < axis.width:
        veils.append((tidy(left), tidy(axis.width - left)))
    return tuple(veils)


def _is_crowded(parts: Sequence[TimedPart], axis: Axis, measures: Measures) -> bool:
    """Say whether the clocks would touch or leave their bands, so that they stand beside the names."""
    room = measures.clock_column
    lefts = [min(axis.x(part.starts_at), axis.width - room) for part in parts]
    is_narrow = any(axis.minute * part.minutes < measures.clock_room for part in parts)
    return is_narrow or any(right - left < room for left, right in pairwise(lefts))


def _row(row: RowWords, top: float, sheet: _Sheet) -> RowMark:
    """Place one city's row."""
    baseline = top + sheet.measures.baseline
    room = sheet.measures.width if sheet.measures.name_above else sheet.labels - 24
    for_offset = text_width(row.offset, FIGURE_SIZE, FIGURE_EM)
    for_clocks = len(row.parts) * sheet.measures.clock_column if sheet.clocks_beside else 0
    for_tag = TAG_ROOM if row.is_host or row.is_reader else 0
    name = shortened(row.city, NAME_SIZE, room - for_offset - for_clocks - for_tag)
    return RowMark(
        words=row,
        name=name,
        y=tidy(baseline),
        bar_y=tidy(top + sheet.measures.bar_top),
        offset_x=None if sheet.measures.name_above else tidy(sheet.labels - 12 - for_clocks),
        shades=_shade_marks(row, sheet.axis),
        midnights=_midnights(row.zone, sheet.axis),
        clocks=_clocks(row.parts, top, sheet),
    )


def _shade_marks(row: RowWords, axis: Axis) -> tuple[ShadeMark, ...]:
    """Return the shades of a city's day over the hours of the drawing."""
    return tuple(
        ShadeMark(
            shade=one.shade,
            x=axis.x(one.begins),
            width=tidy(axis.x(one.ends) - axis.x(one.begins)),
            begins=one.begins,
            ends=one.ends,
        )
        for span in axis.spans
        for one in _shades(row, span)
    )


def _shades(row: RowWords, span: Span) -> tuple[Segment, ...]:
    if row.hours:
        return own_shades(row.hours, span.begins, span.ends)
    return shades(row.zone, span.begins, span.ends)


def _midnights(zone: str, axis: Axis) -> tuple[float, ...]:
    """Return where a city's date changes."""
    return tuple(
        axis.x(instant)
        for span in axis.spans
        for instant in clock_instants(zone, range(1), span.begins, span.ends)
        if instant > span.begins
    )


def _clocks(parts: Sequence[PartInCity], top: float, sheet: _Sheet) -> tuple[ClockMark, ...]:
    """Return each part's start on a city's clock: at its band, or beside the name where bands are close."""
    if sheet.clocks_beside:
        return _clocks_beside(parts, top, sheet)
    y = tidy(top + sheet.measures.bar_top + sheet.measures.bar / 2 + sheet.measures.clock_size * 0.36)
    return tuple(_clock_at(part, band, y, sheet) for part, band in zip(parts, sheet.bands, strict=True))


def _clock_at(part: PartInCity, band: BandMark, y: float, sheet: _Sheet) -> ClockMark:
    """Return the clock of one part in its band, or ending with the drawing where that is close."""
    inset = min(5, max(0, (band.width - sheet.measures.clock_room) / 2))
    right = sheet.axis.width
    if band.x + inset + sheet.measures.dated_clock_room > right:
        return _clock(part, sheet.labels + right - 2, y, "end")
    return _clock(part, sheet.labels + band.x + inset, y, "start")


def _clocks_beside(parts: Sequence[PartInCity], top: float, sheet: _Sheet) -> tuple[ClockMark, ...]:
    """Return the clocks in columns in the line of the name, the last at its end."""
    y = tidy(top + sheet.measures.baseline)
    return tuple(
        _clock(part, x, y, "start") for part, x in zip(parts, _columns(len(parts), sheet), strict=True)
    )


def _columns(count: int, sheet: _Sheet) -> list[float]:
    """Return where the columns of clocks beside the names begin."""
    right = sheet.measures.width if sheet.measures.name_above else sheet.labels + 4
    return [tidy(right - (count - place) * sheet.measures.clock_column) for place in range(count)]


def _clock(part: PartInCity, x: float, y: float, anchor: str) -> ClockMark:
    signs = {-1: "−1", 0: "", 1: "+1"}
    return ClockMark(
        tidy(x), y, anchor, f"{part.local_start:%H:%M}", signs[part.day_difference], part.attends is False
    )
