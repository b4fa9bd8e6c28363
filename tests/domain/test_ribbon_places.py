"""Where the ribbon puts its bands, clocks and names."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.ribbons import MORNING, TOKYO, drawn, names, part, rows
from webinars.domain.ribbon import Layout, RibbonCity, RibbonPart
from webinars.domain.ribbon.measures import shortened
from webinars.domain.timezones import zone_names

# --- places -------------------------------------------------------------------------------------------------


def test_clocks_stand_in_their_bands_with_the_day_where_it_differs() -> None:
    drawing = drawn(rows())
    for layout in (drawing.wide, drawing.narrow):
        row = layout.rows[names(drawing).index("Los Angeles")]
        assert [(one.text, one.day) for one in row.clocks] == [("17:00", "−1"), ("00:00", "")]
        for clock, band in zip(row.clocks, layout.bands, strict=True):
            assert 0 <= clock.x - layout.chart_x - band.x < band.width
        assert layout.columns == ()


def test_parts_close_together_have_numbers_and_their_clocks_in_columns() -> None:
    drawing = drawn(
        rows(),
        part("a", TOKYO, "2021-11-24T21:00", 45, "Opening and welcome"),
        part("b", TOKYO, "2021-11-24T22:00", 45, "Discussion"),
        part("c", TOKYO, "2021-11-24T23:00", 45, "Closing words"),
    )
    for layout in (drawing.wide, drawing.narrow):
        assert [band.label for band in layout.bands] == ["1", "2", "3"]
        assert layout.is_numbered
        assert [clock.x for clock in layout.rows[0].clocks] == list(layout.columns)
        assert all(left < right for left, right in pairwise(layout.columns))
    assert all(clock.x < drawing.wide.chart_x for row in drawing.wide.rows for clock in row.clocks)


def test_a_clock_at_the_end_of_the_day_stays_inside_the_drawing() -> None:
    late = part("late", TOKYO, "2021-11-24T18:30", 330, "Late")
    for layout in (drawn(rows(), late).wide, drawn(rows(), late).narrow):
        assert all(one.x <= layout.width for row in layout.rows for one in row.clocks)


def test_the_narrow_drawing_is_the_wide_one_at_another_scale() -> None:
    drawing = drawn(rows(), MORNING, part("later", TOKYO, "2021-12-01T10:00", 120))
    for wide, narrow in zip(drawing.wide.rows, drawing.narrow.rows, strict=True):
        assert [one.x * drawing.scale for one in wide.shades] == pytest.approx(
            [one.x for one in narrow.shades], abs=0.15
        )
    assert drawing.wide.bar == drawing.narrow.bar


def covered(layout: Layout) -> list[tuple[float, float]]:
    bands = [(band.x, band.x + band.width) for band in layout.bands]
    return sorted([*bands, *((x, x + width) for x, width in layout.veils)])


def test_bands_and_veil_share_the_hours_between_them() -> None:
    for layout in (drawn(rows()).wide, drawn(rows()).narrow):
        stretches = covered(layout)
        assert stretches[0][0] == 0
        assert stretches[-1][1] == pytest.approx(layout.chart_width, abs=0.11)
        for one, after in pairwise(stretches):
            assert one[1] == pytest.approx(after[0], abs=0.11)


@pytest.mark.parametrize("name", ["Sendai City", "Ulaanbaatar City", "Kitakyushu"])
def test_a_name_has_all_the_room_that_it_needs_in_a_column_made_for_it(name: str) -> None:
    drawing = drawn([RibbonCity(name, TOKYO, is_host=True)])
    assert [layout.rows[0].name for layout in (drawing.wide, drawing.narrow)] == [name, name]


def test_long_names_are_cut_with_an_ellipsis_and_stay_whole_in_words() -> None:
    long = "Government of the Autonomous Region of the Northern Islands and their Waters"
    drawing = drawn([RibbonCity(long, TOKYO, is_host=True)])
    for layout in (drawing.wide, drawing.narrow):
        assert layout.rows[0].name.endswith("…")
        assert len(layout.rows[0].name) > 15
    assert drawing.rows[0].city == long


def test_wide_characters_count_double() -> None:
    assert shortened("東京都庁国際部", 10, 45) == "東京都…"
    assert shortened("Tokyo", 10, 45) == "Tokyo"


@given(
    st.lists(st.sampled_from(zone_names()), min_size=1, max_size=5),
    st.sampled_from(zone_names()),
    st.lists(
        st.tuples(st.datetimes(datetime(2020, 1, 5), datetime(2036, 1, 1)), st.integers(1, 600)),  # noqa: DTZ001
        min_size=1,
        max_size=2,
    ),
)
def test_whatever_is_drawn_lies_inside_the_drawing(
    zones: list[str], host_zone: str, times: list[tuple[datetime, int]]
) -> None:
    parts = [
        RibbonPart(str(place), f"Part {place}", at.replace(second=0, microsecond=0, tzinfo=UTC), minutes)
        for place, (at, minutes) in enumerate(times)
    ]
    drawing = drawn([RibbonCity(zone, zone) for zone in zones], *parts, host_zone=host_zone)
    for layout in (drawing.wide, drawing.narrow):
        for band in layout.bands:
            assert band.x >= 0
            assert band.x + band.width <= layout.chart_width + 0.2
        for row in layout.rows:
            assert row.bar_y + layout.bar <= layout.height
            ends = [round(one.x + one.width, 1) for one in row.shades]
            assert ends[-1] == pytest.approx(layout.chart_width, abs=0.2)
            assert all(one.width > 0 for one in row.shades)
