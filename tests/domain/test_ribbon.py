"""The ribbon: its hours, its order, its places, and what its drawing really says."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.ribbons import EVENING, MORNING, TOKYO, drawn, instants, names, part, rows
from webinars.domain.ribbon import Ribbon, RibbonCity, RibbonPart, Shade, draw, shade_at, shades
from webinars.domain.ribbon.axis import spans_of
from webinars.domain.ribbon.shades import day_begins
from webinars.domain.timezones import to_local, zone_names

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
