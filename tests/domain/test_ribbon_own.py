"""The ribbon of cities that have hours of their own: shaded as the planner feels them."""

from datetime import UTC, date, datetime, time, timedelta

from tests.support.ribbons import MORNING, TOKYO, instants, part
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.problems import Interval, PlanCity
from webinars.domain.ribbon import Ribbon, RibbonCity, RowWords, draw
from webinars.domain.timezones import to_local

NINE_TO_FIVE = Hours(Band(9 * 60, 17 * 60), Band(8 * 60, 19 * 60), Band(7 * 60, 20 * 60))
EVENING = part("evening", TOKYO, "2021-11-24T17:00", 145)


def drawn(city: PlanCity, attends: frozenset[str] | None = None) -> Ribbon:
    row = RibbonCity(city.name, city.zone, hours=city, attends=attends)
    drawing = draw([row], [MORNING, EVENING], TOKYO)
    assert drawing is not None
    return drawing


def shades_of(drawing: Ribbon) -> list[tuple[str, str, str]]:
    """Return the shades of the only row, with begin and end on its own clock."""
    (row,) = drawing.wide.rows
    return [
        (one.shade.value, _clock(one.begins, row.words), _clock(one.ends, row.words)) for one in row.shades
    ]


def _clock(instant: datetime, row: RowWords) -> str:
    return f"{to_local(instant, row.zone):%H:%M}"


def test_a_row_is_shaded_by_the_hours_of_its_city() -> None:
    assert shades_of(drawn(PlanCity("Tokyo", TOKYO, hours=NINE_TO_FIVE))) == [
        ("night", "00:00", "07:00"),
        ("edge", "07:00", "09:00"),
        ("work", "09:00", "17:00"),
        ("edge", "17:00", "20:00"),
        ("night", "20:00", "00:00"),
    ]


def test_a_holiday_is_off_and_its_night_stays_night() -> None:
    city = PlanCity("Tokyo", TOKYO, holidays=frozenset({date(2021, 11, 24)}))
    assert shades_of(drawn(city)) == [
        ("night", "00:00", "06:00"),
        ("off", "06:00", "23:00"),
        ("night", "23:00", "00:00"),
    ]


def test_an_absence_is_off_while_it_lasts() -> None:
    noon = datetime.combine(date(2021, 11, 24), time(3), tzinfo=UTC)
    city = PlanCity("Tokyo", TOKYO, unavailable=(Interval(noon, noon + timedelta(hours=1)),))
    assert shades_of(drawn(city))[2:5] == [
        ("work", "09:00", "12:00"),
        ("off", "12:00", "13:00"),
        ("work", "13:00", "18:00"),
    ]


def test_a_quarter_of_an_hour_east_of_the_host_is_where_its_clock_says() -> None:
    kathmandu = shades_of(drawn(PlanCity("Kathmandu", "Asia/Kathmandu")))
    assert kathmandu[0] == ("edge", "20:45", "23:00")
    assert ("night", "23:00", "06:00") in kathmandu


def test_clocks_of_parts_that_a_city_does_not_attend_are_told_apart() -> None:
    drawing = drawn(PlanCity("Paris", "Europe/Paris"), frozenset({"evening"}))
    assert [clock.is_passed for clock in drawing.wide.rows[0].clocks] == [True, False]
    assert [one.attends for one in drawing.rows[0].parts] == [False, True]


def test_the_words_count_those_who_cannot() -> None:
    drawing = drawn(PlanCity("Paris", "Europe/Paris", holidays=frozenset({date(2021, 11, 24)})))
    assert [str(saying.text % saying.values) for saying in drawing.summary] == [
        "“Morning part” starts at 10:00 in Tokyo. "
        "Cities in good hours: 0. In acceptable or awkward ones: 0. Unable to attend: 1.",
        "“Evening part” starts at 17:00 in Tokyo. "
        "Cities in good hours: 0. In acceptable or awkward ones: 0. Unable to attend: 1.",
    ]
    assert [one.shade_words for one in drawing.rows[0].parts] == ["impossible hours", "day off or away"]
    assert drawing.rows[0].parts[0].instant == instants("2021-11-24T01:00")
