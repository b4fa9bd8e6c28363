"""Public holidays of cities: added, named, counted, refused and removed."""

from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.builders import NOW, ORGANISER, a_city
from tests.support.planning import WEDNESDAY, a_holiday
from webinars.domain.errors import Missing, Refusal
from webinars.models import City, Holiday, Record
from webinars.queries.plans import holidays_of
from webinars.services.plans import add_holidays, remove_holiday


def test_holidays_are_added_to_several_cities_and_counted_where_they_are_new(database: SQLAlchemy) -> None:
    paris, lyon, oslo = (a_city(name, languages={}) for name in ("Paris", "Lyon", "Oslo"))
    a_holiday(paris, date(2026, 12, 25), "Noel")
    a_holiday(lyon, date(2026, 12, 25), "Noël")
    days = {date(2027, 1, 1): " Jour de l’an ", date(2026, 12, 25): "Noël"}
    assert add_holidays([paris.id, lyon.id], days, by=ORGANISER, now=NOW) == 2
    assert {
        city_id: [(one.on_date, one.name) for one in own]
        for city_id, own in holidays_of([paris.id, lyon.id, oslo.id]).items()
    } == {
        city.id: [(date(2026, 12, 25), "Noël"), (date(2027, 1, 1), "Jour de l’an")] for city in (paris, lyon)
    }
    records = database.session.scalars(select(Record).order_by(Record.id)).all()
    new = {"2027-01-01": "Jour de l’an"}
    assert [(one.verb, one.noun, one.title, one.changes["holidays"]) for one in records] == [
        ("edited", "city", "Paris", [{"2026-12-25": "Noel"}, {"2026-12-25": "Noël"} | new]),
        ("edited", "city", "Lyon", [{}, new]),
    ]


def test_a_day_entered_again_without_a_name_keeps_the_one_it_has(database: SQLAlchemy) -> None:
    paris = a_city()
    a_holiday(paris, WEDNESDAY, "Day of the City")
    assert add_holidays([paris.id], {WEDNESDAY: ""}, by=ORGANISER, now=NOW) == 0
    assert [one.name for one in holidays_of([paris.id])[paris.id]] == ["Day of the City"]
    assert database.session.scalar(select(func.count(Record.id))) == 0


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("on_date", {}),
        ("on_date", {date(2038, 1, 1): ""}),
        ("on_date", {date.fromordinal(730_000 + number): "" for number in range(1001)}),
        ("name", {WEDNESDAY: "x" * 201}),
        ("name", {WEDNESDAY: "two\nlines"}),
    ],
)
def test_what_is_no_holiday_is_refused(database: SQLAlchemy, field: str, days: dict[date, str]) -> None:
    paris = a_city()
    with pytest.raises(Refusal) as refusal:
        add_holidays([paris.id], days, by=ORGANISER, now=NOW)
    assert refusal.value.field == field
    assert database.session.scalar(select(func.count(Holiday.id))) == 0


def test_holidays_of_no_city_are_refused_and_of_one_that_is_gone_too(database: SQLAlchemy) -> None:
    with pytest.raises(Refusal) as refusal:
        add_holidays([], {WEDNESDAY: ""}, by=ORGANISER, now=NOW)
    assert refusal.value.field == "cities"
    paris = a_city()
    with pytest.raises(Missing):
        add_holidays([paris.id, paris.id + 1], {WEDNESDAY: ""}, by=ORGANISER, now=NOW)
    assert database.session.scalar(select(func.count(Holiday.id))) == 0


def test_a_removed_holiday_is_gone_and_stays_in_the_log(database: SQLAlchemy) -> None:
    paris = a_city()
    a_holiday(paris)
    a_holiday(paris, date(2026, 12, 25))
    remove_holiday(paris.id, WEDNESDAY, by=ORGANISER, now=NOW)
    assert [one.on_date for one in holidays_of([paris.id])[paris.id]] == [date(2026, 12, 25)]
    (record,) = database.session.scalars(select(Record)).all()
    assert (record.noun, record.noun_id) == (City.__tablename__, paris.id)
    assert record.changes == {"holidays": [{"2026-11-25": "Day of the City"}, {}]}
    with pytest.raises(Missing):
        remove_holiday(paris.id, WEDNESDAY, by=ORGANISER, now=NOW)
