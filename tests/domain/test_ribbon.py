"""The ribbon: its hours, its order, its places, and what its drawing really says."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.hours import Level, level_at
from webinars.domain.ribbon import Layout, Ribbon, RibbonCity, RibbonPart, Shade, draw, shade_at, shades
from webinars.domain.ribbon.axis import spans_of
from webinars.domain.ribbon.measures import shortened
from webinars.domain.ribbon.shades import day_begins
from webinars.domain.timezones import to_local, to_utc, zone_names

TEMPLATES = Path(__file__).parents[2] / "templates"
TOKYO = "Asia/Tokyo"
CITIES = {
    "Amsterdam": "Europe/Amsterdam",
    "Bangkok": "Asia/Bangkok",
    "Beijing": "Asia/Shanghai",
    "Durban": "Africa/Johannesburg",
    "Jakarta": "Asia/Jakarta",
    "Los Angeles": "America/Los_Angeles",
    "Paris": "Europe/Paris",
    "Queensland": "Australia/Brisbane",
    "Rio de Janeiro": "America/Sao_Paulo",
    "Seoul": "Asia/Seoul",
    "Shanghai": "Asia/Shanghai",
    "Taipei": "Asia/Taipei",
    "Ulaanbaatar": "Asia/Ulaanbaatar",
}


def part(key: str, zone: str, starts: str, minutes: int | None, name: str = "") -> RibbonPart:
    """Return a part that starts at a wall clock of *zone*."""
    return RibbonPart(
        key, name or f"{key.title()} part", to_utc(datetime.fromisoformat(starts), zone), minutes
    )


MORNING = part("morning", TOKYO, "2021-11-24T10:00", 155)
EVENING = part("evening", TOKYO, "2021-11-24T17:00", 145)


def rows(*, reader: str = "", more: Sequence[RibbonCity] = ()) -> list[RibbonCity]:
    cities = [RibbonCity(name, zone, is_reader=name == reader) for name, zone in CITIES.items()]
    return [*cities, *more, RibbonCity("Tokyo", TOKYO, is_host=True, is_reader=reader == "Tokyo")]


def drawn(cities: Sequence[RibbonCity], *parts: RibbonPart, host_zone: str = TOKYO) -> Ribbon:
    drawing = draw(cities, parts or (MORNING, EVENING), host_zone)
    assert drawing is not None
    return drawing


def names(drawing: Ribbon) -> list[str]:
    return [row.city for row in drawing.rows]


def instants(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- shades -------------------------------------------------------------------------------------------------


def clocks(zone: str, begins: str, ends: str) -> list[tuple[Shade, str]]:
    cut = shades(zone, instants(begins), instants(ends))
    return [(one.shade, f"{to_local(one.begins, zone):%H:%M}") for one in cut]


def test_a_day_is_night_early_work_late_and_night_again() -> None:
    assert clocks("Europe/Paris", "2021-11-23T23:00", "2021-11-24T23:00") == [
        (Shade.NIGHT, "00:00"),
        (Shade.EDGE, "06:00"),
        (Shade.WORK, "09:00"),
        (Shade.EDGE, "18:00"),
        (Shade.NIGHT, "23:00"),
    ]


def test_a_night_over_midnight_is_one_stretch() -> None:
    assert clocks(TOKYO, "2021-11-24T12:00", "2021-11-25T00:00") == [
        (Shade.EDGE, "21:00"),
        (Shade.NIGHT, "23:00"),
        (Shade.EDGE, "06:00"),
    ]


def test_kathmandu_turns_at_a_quarter_of_the_hour() -> None:
    cut = shades("Asia/Kathmandu", instants("2021-11-24T00:00"), instants("2021-11-24T06:00"))
    assert [(one.shade, f"{one.begins:%H:%M}") for one in cut] == [
        (Shade.NIGHT, "00:00"),
        (Shade.EDGE, "00:15"),
        (Shade.WORK, "03:15"),
    ]


@pytest.mark.parametrize(
    ("zone", "day", "hours_of_night"),
    [
        ("Europe/Paris", "2021-03-28", 6),  # an hour is skipped at 02:00
        ("Europe/Paris", "2021-10-31", 8),  # an hour comes twice
        ("Europe/Paris", "2021-11-24", 7),
        ("Australia/Lord_Howe", "2021-10-03", 6.5),  # half an hour is skipped
        ("Africa/Cairo", "2024-04-26", 6),  # midnight itself is skipped
    ],
)
def test_a_night_with_a_change_of_clocks_has_its_real_length(
    zone: str, day: str, hours_of_night: float
) -> None:
    begins = day_begins(date.fromisoformat(day), zone)
    cut = shades(zone, begins - timedelta(hours=3), begins + timedelta(hours=9))
    night = next(one for one in cut if one.shade is Shade.NIGHT)
    assert (night.ends - night.begins) == timedelta(hours=hours_of_night)
    assert f"{to_local(night.ends, zone):%H:%M}" == "06:00"


@given(st.sampled_from(zone_names()), st.datetimes(datetime(2020, 1, 2), datetime(2036, 12, 1)))  # noqa: DTZ001
def test_the_shades_fit_together_and_agree_with_the_clock_everywhere(zone: str, naive: datetime) -> None:
    begins = naive.replace(second=0, microsecond=0, tzinfo=UTC)
    ends = begins + timedelta(hours=30)
    cut = shades(zone, begins, ends)
    assert (cut[0].begins, cut[-1].ends) == (begins, ends)
    for one, after in pairwise(cut):
        assert one.ends == after.begins
        assert one.shade is not after.shade
    for one in cut:
        minute = timedelta(minutes=1)
        assert {shade_at(at, zone) for at in (one.begins, one.begins + (one.ends - one.begins) / 2)} == {
            one.shade
        }
        assert shade_at(one.ends - minute, zone) is one.shade


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        (TOKYO, "2021-11-24", "2021-11-23T15:00"),
        ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00"),  # 00:00 is skipped, the day begins at 01:00
        (
            "America/Havana",
            "2021-11-07",
            "2021-11-07T04:00",
        ),  # 00:00 comes twice, the day begins at the first
        ("Pacific/Kiritimati", "2021-11-24", "2021-11-23T10:00"),
        ("Pacific/Pago_Pago", "2021-11-24", "2021-11-24T11:00"),
    ],
)
def test_a_day_begins_at_its_first_instant(zone: str, day: str, begins: str) -> None:
    assert day_begins(date.fromisoformat(day), zone) == instants(begins)


# --- the hours it spans -------------------------------------------------------------------------------------


def spanned(zone: str, *parts: RibbonPart) -> list[tuple[str, str]]:
    times = [
        (one.starts_at, one.starts_at + timedelta(minutes=one.minutes or 0)) for one in parts if one.starts_at
    ]
    return [
        (f"{to_local(span.begins, zone):%d %H:%M}", f"{to_local(span.ends, zone):%d %H:%M}")
        for span in spans_of(times, zone)
    ]


def test_it_spans_the_hosts_day() -> None:
    assert spanned(TOKYO, MORNING, EVENING) == [("24 00:00", "25 00:00")]


def test_days_that_meet_are_drawn_without_a_break_and_others_with_one() -> None:
    night = part("night", TOKYO, "2021-11-24T23:00", 120)
    later = part("later", TOKYO, "2021-12-01T10:00", 60)
    assert spanned(TOKYO, MORNING, night, later) == [("24 00:00", "26 00:00"), ("01 00:00", "02 00:00")]


def test_around_a_part_at_the_edge_of_the_day_there_are_two_hours_to_see() -> None:
    assert spanned(TOKYO, part("first", TOKYO, "2021-11-24T00:30", 60)) == [("23 22:00", "25 00:00")]
    assert spanned(TOKYO, part("last", TOKYO, "2021-11-24T22:15", 75)) == [("24 00:00", "25 02:00")]


def test_the_hours_of_a_host_at_a_quarter_of_the_hour_begin_on_its_own_clock() -> None:
    early = part("first", "Asia/Kathmandu", "2021-11-24T00:30", 60)
    assert spanned("Asia/Kathmandu", early) == [("23 22:00", "25 00:00")]


def test_a_host_day_of_25_hours_is_drawn_as_25() -> None:
    part_of_it = part("day", "Europe/Paris", "2021-10-31T10:00", 60)
    layout = drawn(
        [RibbonCity("Paris", "Europe/Paris", is_host=True)], part_of_it, host_zone="Europe/Paris"
    ).wide
    labels = [one.label for one in layout.hours if one.label]
    assert labels == ["00", "01", "02", "02", *(f"{hour:02}" for hour in range(3, 24))]
    widths = [round(right.x - left.x, 1) for left, right in pairwise(layout.hours)]
    assert max(widths) - min(widths) < 0.3


# --- rows ---------------------------------------------------------------------------------------------------


def test_rows_run_from_east_to_west_and_equals_by_name() -> None:
    assert names(drawn(rows())) == [
        "Queensland", "Seoul", "Tokyo", "Beijing", "Shanghai", "Taipei", "Ulaanbaatar", "Bangkok", "Jakarta",
        "Durban", "Amsterdam", "Paris", "Rio de Janeiro", "Los Angeles",
    ]  # fmt: skip


def test_the_readers_row_is_on_top_once_and_marked() -> None:
    drawing = drawn(rows(reader="Paris"))
    assert names(drawing)[0] == "Paris"
    assert names(drawing).count("Paris") == 1
    assert [row.is_reader for row in drawing.rows] == [True] + [False] * 13
    gaps = [below.bar_y - above.bar_y for above, below in pairwise(drawing.wide.rows)]
    assert gaps[0] > gaps[1]
    assert len(set(gaps[1:])) == 1


def test_the_sort_key_orders_equals_before_the_name() -> None:
    cities = [
        RibbonCity("台北", "Asia/Taipei", sort_key="taipei"),
        RibbonCity("北京", "Asia/Shanghai", sort_key="beijing"),
        RibbonCity("上海", "Asia/Shanghai", sort_key="shanghai"),
    ]
    assert names(drawn(cities)) == ["北京", "上海", "台北"]


def test_the_order_is_that_of_the_first_part_and_not_of_another_season() -> None:
    cities = [RibbonCity("Phoenix", "America/Phoenix"), RibbonCity("Los Angeles", "America/Los_Angeles")]
    summer = part("a", TOKYO, "2021-07-01T10:00", 60)
    winter = part("b", TOKYO, "2021-12-01T10:00", 60)
    assert names(drawn(cities, winter)) == ["Phoenix", "Los Angeles"]
    assert names(drawn(cities, winter, summer)) == ["Los Angeles", "Phoenix"]


def test_two_cities_of_one_name_keep_their_rows() -> None:
    twins = [RibbonCity("Santiago", "America/Santiago"), RibbonCity("Santiago", "Europe/Madrid")]
    assert [row.zone for row in drawn(twins).rows] == ["Europe/Madrid", "America/Santiago"]


def test_without_a_time_or_without_a_row_nothing_is_drawn() -> None:
    assert draw(rows(), [RibbonPart("a", "A", None, 60)], TOKYO) is None
    assert draw(rows(), [RibbonPart("a", "A", MORNING.starts_at, None)], TOKYO) is None
    assert draw(rows(), [], TOKYO) is None
    assert draw([], [MORNING], TOKYO) is None


def test_a_part_without_a_time_is_left_out_and_the_others_are_in_order_of_time() -> None:
    drawing = drawn(rows(), EVENING, RibbonPart("lost", "Lost", None, 60), MORNING)
    assert [band.key for band in drawing.wide.bands] == ["morning", "evening"]


# --- words --------------------------------------------------------------------------------------------------


def in_words(drawing: Ribbon, city: str) -> list[str]:
    row = next(row for row in drawing.rows if row.city == city)
    return [
        f"{one.local_start:%A %H:%M}–{one.local_end:%H:%M}|{one.day_words}|{one.shade_words}"
        for one in row.parts
    ]


@pytest.mark.parametrize(
    ("city", "words"),
    [
        ("Tokyo", ["Wednesday 10:00–12:35||working hours", "Wednesday 17:00–19:25||early or late"]),
        ("Paris", ["Wednesday 02:00–04:35||night", "Wednesday 09:00–11:25||working hours"]),
        ("Los Angeles", ["Tuesday 17:00–19:35|previous day|early or late", "Wednesday 00:00–02:25||night"]),
        ("Rio de Janeiro", ["Tuesday 22:00–00:35|previous day|night", "Wednesday 05:00–07:25||night"]),
        ("Queensland", ["Wednesday 11:00–13:35||working hours", "Wednesday 18:00–20:25||early or late"]),
    ],
)
def test_each_row_says_the_worked_times_of_the_sixth_seminar(city: str, words: list[str]) -> None:
    assert in_words(drawn(rows()), city) == words


def test_the_next_day_is_said_too() -> None:
    evening = part("evening", "America/Los_Angeles", "2021-11-23T17:00", 60)
    drawing = drawn(rows(), evening, host_zone="America/Los_Angeles")
    assert in_words(drawing, "Tokyo") == ["Wednesday 10:00–11:00|next day|working hours"]
    assert drawing.has_other_days


def test_a_sentence_for_each_part_counts_who_is_awake() -> None:
    said = [one.text % one.values for one in drawn(rows()).summary]
    assert said == [
        "“Morning part” starts at 10:00 in Tokyo. Cities in working hours: 7. Early or late: 3. At night: 4.",
        "“Evening part” starts at 17:00 in Tokyo. Cities in working hours: 5. Early or late: 7. At night: 2.",
    ]


def test_a_host_without_a_row_is_named_after_its_zone() -> None:
    drawing = drawn([RibbonCity("Paris", "Europe/Paris")])
    assert drawing.host == "Tokyo"
    assert drawing.wide.bands[0].label == "Morning part"


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


# --- the drawing as a page carries it -----------------------------------------------------------------------


def page(drawing: Ribbon | None) -> str:
    app = Flask("ribbon", template_folder=str(TEMPLATES))
    Babel(app)
    with app.test_request_context():
        return render_template_string(
            "{% from '_ribbon.html' import ribbon with context %}{{ ribbon(drawing, title) }}",
            drawing=drawing,
            title="Who is <awake> when",
        )


def pictures(drawing: Ribbon) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg .*?</svg>", page(drawing), re.DOTALL)]


FIVE = [
    ("Tokyo", "Asia/Tokyo", {"night": ["00:00-06:00", "23:00-00:00"], "work": ["09:00-18:00"]}),
    ("Kathmandu", "Asia/Kathmandu", {"night": ["23:00-06:00"], "work": ["09:00-18:00"]}),
    ("Los Angeles", "America/Los_Angeles", {"night": ["23:00-06:00"], "work": ["09:00-18:00"]}),
    ("Paris", "Europe/Paris", {"night": ["23:00-06:00"], "work": ["16:00-18:00", "09:00-16:00"]}),
    (
        "Rio de Janeiro",
        "America/Sao_Paulo",
        {"night": ["23:00-06:00"], "work": ["12:00-18:00", "09:00-12:00"]},
    ),
]


@pytest.fixture(scope="module")
def wide() -> ET.Element:
    kathmandu = RibbonCity("Kathmandu", "Asia/Kathmandu")
    return pictures(drawn(rows(more=[kathmandu])))[0]


def bar(picture: ET.Element, zone: str) -> list[ET.Element]:
    return picture.findall(f".//g[@data-zone='{zone}']")[0].findall("rect")


@pytest.mark.parametrize(("city", "zone", "hours"), FIVE)
def test_the_drawn_hours_are_those_of_the_citys_own_clock(
    wide: ET.Element, city: str, zone: str, hours: dict[str, list[str]]
) -> None:
    read: dict[str, list[str]] = {"night": [], "work": []}
    for rect in bar(wide, zone):
        begins, ends = (
            to_local(datetime.fromisoformat(rect.attrib[key]), zone) for key in ("data-from", "data-to")
        )
        read.setdefault(rect.attrib["data-level"], []).append(f"{begins:%H:%M}-{ends:%H:%M}")
    assert {level: read[level] for level in hours} == hours


@pytest.mark.parametrize(("city", "zone", "hours"), FIVE)
def test_every_minute_stands_where_its_hour_is_drawn(
    wide: ET.Element, city: str, zone: str, hours: dict[str, list[str]]
) -> None:
    rects = bar(wide, zone)
    width = sum(float(rect.attrib["width"]) for rect in rects)
    midnight = to_utc(datetime(2021, 11, 24), TOKYO)  # noqa: DTZ001 (a wall clock)
    meant = {Level.GOOD: "work", Level.FORBIDDEN: "night"}
    for minute in range(2, 24 * 60, 5):  # in the middle of each five minutes, a tenth of a pixel off any edge
        x = width * minute / (24 * 60)
        found = next(rect for rect in reversed(rects) if float(rect.attrib["x"]) <= x)
        local = to_local(midnight + timedelta(minutes=minute), zone)
        level = level_at(local.hour * 60 + local.minute)
        assert found.attrib["data-level"] == meant.get(level, "edge"), f"{local:%H:%M} in {city}"


def test_the_parts_stand_at_their_hours(wide: ET.Element) -> None:
    bars = bar(wide, TOKYO)
    width = sum(float(rect.attrib["width"]) for rect in bars)
    groups = wide.findall(".//g[@transform]")
    left = float(re.findall(r"translate\((\S+) ", groups[0].attrib["transform"])[0])
    bands = wide.findall(".//rect[@data-part]")
    hours = [
        ((float(band.attrib["x"]) - left) / width * 24, float(band.attrib["width"]) / width * 24 * 60)
        for band in bands
    ]
    assert [band.attrib["data-part"] for band in bands] == ["morning", "evening"]
    assert [hour for hour, _ in hours] == pytest.approx([10, 17], abs=0.01)
    assert [minutes for _, minutes in hours] == pytest.approx([155, 145], abs=0.5)


def test_the_narrow_drawing_uses_each_bar_of_the_wide_one() -> None:
    one, other = pictures(drawn(rows()))
    ids = [group.attrib["id"] for group in one.findall(".//g[@data-zone]")]
    assert [use.attrib["href"] for use in other.findall(".//use")] == [f"#{name}" for name in ids]
    assert len(set(ids)) == 14


def test_a_drawing_has_a_title_and_says_what_it_shows() -> None:
    for picture in pictures(drawn(rows())):
        assert picture.attrib["role"] == "img"
        title, description = picture.attrib["aria-labelledby"].split()
        texts = {one.attrib["id"]: one.text or "" for one in picture if one.tag in {"title", "desc"}}
        assert texts[title] == "Who is <awake> when"
        assert texts[description].startswith(
            "“Morning part” starts at 10:00 in Tokyo. Cities in working hours: 7."
        )


def test_the_page_says_in_words_what_the_drawing_shows() -> None:
    words = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", page(drawn(rows())).replace("&#8288;", "").split("<details")[1])
    )
    assert (
        "Los Angeles UTC−8 Tuesday 17:00–19:35 previous day early or late Wednesday 00:00–02:25 night"
        in words
    )


def test_a_drawing_carries_no_style_and_no_script_and_names_are_escaped() -> None:
    html = page(drawn([RibbonCity("<b>Café & Co</b>", TOKYO, is_host=True)]))
    assert "style=" not in html
    assert "<script" not in html
    assert "&lt;b&gt;Café &amp; Co&lt;/b&gt;" in html
    assert "<b>" not in html


def test_no_drawing_leaves_no_trace() -> None:
    assert page(None).strip() == ""


def test_a_page_with_21_cities_carries_less_than_40_kilobytes_of_ribbon() -> None:
    more = [
        RibbonCity(f"City number {place}", zone)
        for place, zone in enumerate(["Asia/Kathmandu", "Pacific/Auckland", "Asia/Kolkata", "Asia/Dubai"] * 2)
    ]
    drawing = drawn(rows(reader="Paris", more=more[:7]))
    assert len(drawing.rows) == 21
    assert len(page(drawing).encode()) < 40_000
