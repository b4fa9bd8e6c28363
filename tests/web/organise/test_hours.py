"""When the cities of a seminar can: listed, each thing with where it comes from."""

import re
from datetime import date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, a_city, a_delegation, a_seminar, kept
from tests.support import hours
from tests.support.databases import ON_SQLITE
from tests.support.hours import HERE, NIGHTS, row, words
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.domain.absences import Absence
from webinars.domain.hours import DEFAULT_HOURS
from webinars.models import City, RoleName, Seminar
from webinars.models.database import db, transaction
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def paris(database: SQLAlchemy) -> City:
    return hours.paris()


@pytest.fixture
def seminar(paris: City) -> Seminar:
    return hours.seminar_with(paris)


@pytest.mark.usefixtures("seminar")
def test_every_city_is_listed_with_the_host_first_and_what_is_usual_everywhere(
    organiser: FlaskClient,
) -> None:
    page = organiser.get(HERE)
    assert words(page).index("Tokyo Host") < words(page).index("Paris Paris, UTC+2")
    assert "All parts" in row(page, "Tokyo")
    paris = row(page, "Paris")
    for shown in ("One part", "Good hours 09:00–18:00", "Possible hours 06:00–23:00", "Saturday and Sunday"):
        assert shown in paris
    assert paris.count("usual everywhere") == 2
    assert "Holidays appear here once the plan has dates." in words(page)


def test_each_thing_says_where_it_comes_from(seminar: Seminar, paris: City, organiser: FlaskClient) -> None:
    kept(CityHours(city_id=paris.id, hours=NIGHTS, days_off=[4]))
    page = row(organiser.get(HERE), "Paris")
    assert "Good hours 20:00–04:00 Acceptable hours 18:00–06:00" in page
    assert (page.count("from the directory"), "Friday from the directory" in page) == (2, True)
    kept(Availability(seminar_id=seminar.id, city_id=paris.id, hours=DEFAULT_HOURS, comment="Ask Ann."))
    page = row(organiser.get(HERE), "Paris")
    assert [page.count(one) for one in ("for this seminar", "from the directory", "Ask Ann.")] == [1, 1, 1]
    with transaction():
        db.session.scalars(select(Availability)).one().answered_at = NOW
    assert "as the city answered" in row(organiser.get(HERE), "Paris")


def test_holidays_of_the_dates_of_the_plan_and_absences_are_named(
    seminar: Seminar, paris: City, organiser: FlaskClient
) -> None:
    kept(
        SeminarPlan(
            seminar_id=seminar.id, first_date=date(2027, 5, 1), last_date=date(2027, 5, 31), parts=[150]
        )
    )
    for day in (1, 6, 8, 17):
        kept(Holiday(city_id=paris.id, on_date=date(2027, 5, day), name=f"Day {day}"))
    kept(Holiday(city_id=paris.id, on_date=date(2027, 7, 14), name="July"))
    absences = (
        Absence(datetime.fromisoformat("2027-05-03"), datetime.fromisoformat("2027-05-06")),
        Absence(datetime.fromisoformat("2027-05-10T14:00"), datetime.fromisoformat("2027-05-10T16:30")),
    )
    kept(Availability(seminar_id=seminar.id, city_id=paris.id, absences=absences))
    page = organiser.get(HERE)
    assert "from Saturday 1 May 2027 to Monday 31 May 2027" in words(page)
    paris_row = row(page, "Paris")
    assert (
        "Saturday 1 May 2027: Day 1 Thursday 6 May 2027: Day 6 Saturday 8 May 2027: Day 8 and 1 more day"
        in paris_row
    )
    assert "July" not in paris_row
    assert "Monday 3 May 2027 to Wednesday 5 May 2027 Monday 10 May 2027, 14:00–16:30" in paris_row


def test_a_bar_draws_each_stretch_of_the_day_as_high_as_it_is_good(
    seminar: Seminar, paris: City, organiser: FlaskClient
) -> None:
    kept(CityHours(city_id=paris.id, hours=NIGHTS, days_off=[]))
    html = organiser.get(HERE).get_data(as_text=True)
    drawn = re.findall(r'<rect class="day-(\w+)" x="(\d+)" y="(\d+)" width="(\d+)"', html)
    assert drawn[:5] == [
        ("forbidden", "0", "22", "360"),
        ("awkward", "360", "16", "120"),
        ("acceptable", "480", "8", "60"),
        ("good", "540", "0", "540"),
        ("acceptable", "1080", "8", "180"),
    ]
    assert drawn[7:] == [
        ("good", "0", "0", "240"),
        ("acceptable", "240", "8", "120"),
        ("forbidden", "360", "22", "720"),
        ("acceptable", "1080", "8", "120"),
        ("good", "1200", "0", "240"),
    ]


def test_who_may_not_change_the_hours_sees_them_only(
    seminar: Seminar, app: Flask, organiser: FlaskClient
) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    assert "/hours/paris" not in viewer.get(HERE).get_data(as_text=True)
    assert viewer.get(f"{HERE}/paris").status_code == 403
    assert organiser.get(f"{HERE}/atlantis").status_code == 404
    assert organiser.get("/organise/seminars/none/hours").status_code == 404
    assert organiser.get(f"{HERE}?page=2").status_code == 404


def test_a_seminar_without_cities_says_what_to_do(database: SQLAlchemy, organiser: FlaskClient) -> None:
    a_seminar(slug="one")
    page = words(organiser.get(HERE))
    assert ("No city yet" in page, "This seminar has no host city." in page) == (True, True)


def test_a_long_list_is_turned_page_by_page(seminar: Seminar, app: Flask, organiser: FlaskClient) -> None:
    for number in range(3):
        a_delegation(seminar, a_city(f"City {number}"))
    app.config["PAGE_SIZE"] = 2
    third = words(organiser.get(f"{HERE}?page=3"))
    assert ("Paris Paris, UTC+2" in third, "City 2" in third, "Page 3 of 3" in third) == (True, False, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_statements_for_one_and_for_three_cities(
    seminar: Seminar, organiser: FlaskClient, count: int
) -> None:
    for number in range(count):
        city = a_city(f"City {number}")
        a_delegation(seminar, city)
        kept(Holiday(city_id=city.id, on_date=date(2027, 5, 1), name="May"))
        kept(Availability(seminar_id=seminar.id, city_id=city.id))
    with count_statements() as statements:
        organiser.get(HERE)
    assert len(statements) == 8, statements
