"""A city's usual hours and public holidays: kept, taken back, typed one by one or several at once."""

import re
from datetime import date, time
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import NOW, ORGANISER, a_city, kept
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.domain.hours import Band, Hours
from webinars.models import City, RoleName
from webinars.models.database import db
from webinars.models.plans import CityHours, Holiday
from webinars.services.plans import save_hours

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

HERE = "/organise/cities/paris/hours"
NIGHT = Band(22 * 60, 6 * 60)
FORM = {
    "version": "",
    "preferred": "22:00",
    "preferred_to": "04:00",
    "acceptable": "22:00",
    "acceptable_to": "06:00",
    "possible": "00:00",
    "possible_to": "00:00",
    "days_off": ["6"],
}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture(autouse=True)
def paris(database: SQLAlchemy) -> City:
    return a_city("Paris", slug="paris")


def words(response: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def holidays() -> list[tuple[str, str]]:
    db.session.remove()
    found = db.session.scalars(select(Holiday).order_by(Holiday.on_date))
    return [(one.on_date.isoformat(), one.name) for one in found]


def usual() -> CityHours | None:
    db.session.remove()
    return db.session.scalars(select(CityHours)).one_or_none()


def test_a_city_shows_what_is_usual_everywhere_until_it_has_hours_of_its_own(organiser: FlaskClient) -> None:
    assert f'href="{HERE}"' in organiser.get("/organise/cities/paris").get_data(as_text=True)
    page = organiser.get(HERE)
    assert "These are the hours that are usual everywhere" in words(page)
    assert 'name="preferred" step="300" type="time" value="09:00"' in page.get_data(as_text=True)
    assert re.findall(r'name="days_off"[^>]*value="(\d)" checked', page.get_data(as_text=True)) == ["5", "6"]


def test_hours_that_wrap_past_midnight_are_kept_and_taken_back(organiser: FlaskClient) -> None:
    answer = organiser.post(HERE, data=FORM)
    assert (answer.status_code, answer.location) == (303, HERE)
    kept_hours = usual()
    assert kept_hours is not None
    assert kept_hours.hours == Hours(Band(22 * 60, 4 * 60), NIGHT, Band(0, 0))
    assert kept_hours.days_off == [6]
    page = words(organiser.get(HERE))
    assert "Good hours 22:00–04:00 Acceptable hours 22:00–06:00" in page
    assert "Possible hours the whole day" in page
    assert organiser.post(f"{HERE}/reset").status_code == 303
    assert usual() is None


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"preferred": "18:00", "preferred_to": "09:00"}, "preferred", "These hours reach beyond"),
        ({"possible": "08:00", "possible_to": "08:00"}, "possible", "These hours end as they begin."),
        ({"acceptable_to": "06:01"}, "acceptable", "06:01 is no multiple of 5 minutes."),
        ({"acceptable_to": ""}, "acceptable_to", "Write a time like 17:00."),
    ],
)
def test_bands_that_nobody_can_mean_are_refused_at_their_field(
    organiser: FlaskClient, values: dict[str, str], field: str, says: str
) -> None:
    answer = organiser.post(HERE, data=FORM | values)
    assert (answer.status_code, usual()) == (422, None)
    html = answer.get_data(as_text=True)
    assert html.partition(f'id="{field}-error">')[2].startswith(says)
    assert f'value="{values.get("preferred_to", "04:00")}"' in html


def test_a_stale_form_shows_the_difference(organiser: FlaskClient, paris: City) -> None:
    save_hours(paris.id, Hours(NIGHT, NIGHT, NIGHT), [0], expected=0, by=ORGANISER, now=NOW)
    answer = organiser.post(HERE, data=FORM)
    assert answer.status_code == 409
    said = words(answer)
    assert "Days off Before Monday After Sunday" in said
    assert "After Good hours 22:00–04:00, Acceptable hours 22:00–06:00, Possible hours the whole day" in said
    assert organiser.post(HERE, data=FORM | {"version": "1"}).status_code == 303


def test_holidays_are_typed_one_by_one_or_several_at_once_and_taken_away(organiser: FlaskClient) -> None:
    one = {"on_date": "2027-07-14", "name": "Bastille Day"}
    answer = organiser.post(f"{HERE}/holidays", data=one)
    assert (answer.status_code, answer.location) == (303, f"{HERE}#holidays")
    several = {"lines": "2027-05-01 Labour Day\r\n2027-05-08 Victory Day\r\n2027-07-14 14 juillet"}
    assert organiser.post(f"{HERE}/holidays", data=several).status_code == 303
    assert "2 holidays are new." in words(organiser.get(HERE))
    both = {"on_date": "2027-12-25", "name": "", "lines": "2027-12-26"}
    assert organiser.post(f"{HERE}/holidays", data=both).status_code == 303
    assert holidays() == [
        ("2027-05-01", "Labour Day"),
        ("2027-05-08", "Victory Day"),
        ("2027-07-14", "14 juillet"),
        ("2027-12-25", ""),
        ("2027-12-26", ""),
    ]
    assert organiser.post(f"{HERE}/holidays/2027-05-08/remove").status_code == 303
    assert ("2027-05-08", "Victory Day") not in holidays()
    gone = [organiser.post(f"{HERE}/holidays/{day}/remove").status_code for day in ("2027-05-08", "never")]
    assert gone == [404, 404]


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({}, "on_date", "Enter the date of a holiday."),
        ({"name": "No date"}, "on_date", "Enter the date of a holiday."),
        ({"on_date": "14 July"}, "on_date", "Write a date as year-month-day"),
        ({"on_date": "2040-01-01"}, "on_date", "The planner knows the years 1973 to 2037."),
        ({"on_date": "2027-07-14", "name": "x" * 201}, "name", "Write at most 200 characters."),
        ({"lines": "2027-07-14 Good\nsoon"}, "lines", "Line 2 begins with no date."),
    ],
)
def test_what_is_no_holiday_is_refused_and_stays_typed(
    organiser: FlaskClient, values: dict[str, str], field: str, says: str
) -> None:
    answer = organiser.post(f"{HERE}/holidays", data=values)
    assert (answer.status_code, holidays()) == (422, [])
    html = unescape(answer.get_data(as_text=True))
    assert html.partition(f'id="{field}-error">')[2].startswith(says)
    assert values.get("lines", "") in html
    assert 'name="preferred" step="300" type="time" value="09:00"' in html, "the other form is as stored"


def test_past_holidays_are_shown_when_asked_for(organiser: FlaskClient, paris: City, app: Flask) -> None:
    for year in (2025, 2026, 2027):
        kept(Holiday(city_id=paris.id, on_date=date(year, 5, 1), name=f"May {year}"))
    page = words(organiser.get(HERE))
    assert ("May 2027" in page, "May 2026" in page) == (True, False)
    assert "Show 2 past holidays" in page
    assert "May 2025" in words(organiser.get(f"{HERE}?all=1"))
    app.config["PAGE_SIZE"] = 2
    second = words(organiser.get(f"{HERE}?all=1&page=2"))
    assert ("May 2027" in second, "May 2025" in second) == (True, False)


def test_who_may_not_change_the_directory_is_told_so(app: Flask) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    answers = [viewer.get(HERE), viewer.post(f"{HERE}/reset"), viewer.post(f"{HERE}/holidays")]
    assert [one.status_code for one in answers] == [403, 403, 403]


def test_the_page_costs_the_same_statements_for_one_holiday_and_for_three(
    organiser: FlaskClient, paris: City
) -> None:
    costs = []
    for day in (1, 2, 3):
        kept(Holiday(city_id=paris.id, on_date=date(2027, 5, day), name=f"{time(day)}"))
        with count_statements() as statements:
            organiser.get(HERE)
        costs.append(len(statements))
    assert costs == [6, 6, 6]
