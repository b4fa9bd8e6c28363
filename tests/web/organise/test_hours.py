"""When the cities of a seminar can: listed with where it comes from, and edited for one of them."""

import re
from datetime import date, datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import NOW, ORGANISER, a_city, a_delegation, a_seminar, kept
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.domain.absences import Absence
from webinars.domain.hours import DEFAULT_HOURS, Band, Hours
from webinars.domain.planner.problems import Attend
from webinars.models import City, RoleName, Seminar, SeminarState
from webinars.models.database import db, transaction
from webinars.models.plans import Availability, CityHours, Holiday, SeminarPlan
from webinars.services.plans import AvailabilityFields, save_availability

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

HERE = "/organise/seminars/one/hours"
NIGHTS = Hours(Band(20 * 60, 4 * 60), Band(18 * 60, 6 * 60), Band(18 * 60, 6 * 60))
FORM = {
    "version": "",
    "attend": "one",
    "hours_of": "own",
    "preferred": "10:00",
    "preferred_to": "16:00",
    "acceptable": "09:00",
    "acceptable_to": "20:00",
    "possible": "07:00",
    "possible_to": "00:00",
    "days_off_of": "own",
    "days_off": ["4", "5"],
    "comment": "",
}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def paris(database: SQLAlchemy) -> City:
    return a_city("Paris", slug="paris")


@pytest.fixture
def seminar(paris: City) -> Seminar:
    tokyo = a_city("Tokyo", zone="Asia/Tokyo", slug="tokyo", country="JP")
    seminar = a_seminar(slug="one", host_city_id=tokyo.id, state=SeminarState.DRAFT)
    a_delegation(seminar, paris)
    return seminar


def words(response: TestResponse) -> str:
    """Return a page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def row(page: TestResponse, city: str) -> str:
    """Return the row of a city, without its tags."""
    rows = re.findall(r"<tr>.*?</tr>", page.get_data(as_text=True), re.DOTALL)
    (found,) = (one for one in rows if f">{city}</a>" in one or f">{city}\n" in one)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


def availability() -> Availability | None:
    db.session.remove()
    return db.session.scalars(select(Availability)).one_or_none()


def at(page: TestResponse, field: str) -> str:
    """Return the error that stands at *field*."""
    return unescape(page.get_data(as_text=True).partition(f'id="{field}-error">')[2].partition("</p>")[0])


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
        "Saturday 1 May 2027: Day 1 Thursday 6 May 2027: Day 6 Saturday 8 May 2027: Day 8 and 1 more"
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


def test_hours_of_its_own_are_kept_and_given_back(
    seminar: Seminar, paris: City, organiser: FlaskClient
) -> None:
    answer = organiser.post(f"{HERE}/paris", data=FORM | {"comment": "Ask\r\nAnn."})
    assert (answer.status_code, answer.location) == (303, HERE)
    said = availability()
    assert said is not None
    assert said.hours == Hours(Band(600, 960), Band(540, 1200), Band(420, 0))
    assert (said.days_off, said.attend, said.comment) == ([4, 5], Attend.ONE, "Ask\nAnn.")
    shown = organiser.get(f"{HERE}/paris").get_data(as_text=True)
    for value in (
        'name="possible_to" step="300" type="time" value="00:00"',
        'name="version" type="hidden" value="1"',
    ):
        assert value in shown
    back = FORM | {"hours_of": "directory", "days_off_of": "directory", "attend": "all", "version": "1"}
    assert organiser.post(f"{HERE}/paris", data=back | {"preferred": "nonsense"}).status_code == 303
    said = availability()
    assert said is not None
    assert (said.hours, said.days_off, said.attend) == (None, None, Attend.ALL)


@pytest.mark.usefixtures("seminar")
def test_absences_are_whole_days_or_stretches_of_the_clock(organiser: FlaskClient) -> None:
    rows = {
        "absence-0-first": "2027-05-03",
        "absence-1-first": "2027-05-10",
        "absence-1-last": "2027-05-12",
        "absence-2-first": "2027-05-20",
        "absence-2-first_time": "14:00",
        "absence-2-last": "2027-05-20",
        "absence-2-last_time": "16:30",
        "absence-3-first": "",
        "absence-3-last": " ",
    }
    assert organiser.post(f"{HERE}/paris", data=FORM | rows).status_code == 303
    said = availability()
    assert said is not None
    assert [one.to_list() for one in said.absences] == [
        ["2027-05-03T00:00", "2027-05-04T00:00"],
        ["2027-05-10T00:00", "2027-05-13T00:00"],
        ["2027-05-20T14:00", "2027-05-20T16:30"],
    ]
    html = organiser.get(f"{HERE}/paris").get_data(as_text=True)
    shown = dict(re.findall(r'name="(absence-[^"]+)"[^>]* value="([^"]*)"', html))
    assert {name: value for name, value in shown.items() if value} == {
        "absence-0-first": "2027-05-03",
        "absence-0-last": "2027-05-03",
        "absence-1-first": "2027-05-10",
        "absence-1-last": "2027-05-12",
        "absence-2-first": "2027-05-20",
        "absence-2-first_time": "14:00",
        "absence-2-last": "2027-05-20",
        "absence-2-last_time": "16:30",
    }
    assert "absence-3-first" in shown


@pytest.mark.usefixtures("seminar")
def test_rows_come_and_go_without_a_script_and_nothing_is_kept_by_that(organiser: FlaskClient) -> None:
    rows = {"absence-0-first": "2027-05-03", "absence-1-first": "not a date", "absence-2-first": "2027-05-20"}
    added = organiser.post(f"{HERE}/paris", data=FORM | rows | {"add_absence": "1", "preferred": "11:00"})
    html = added.get_data(as_text=True)
    assert (added.status_code, html.count('<fieldset class="absence">'), availability()) == (200, 4, None)
    assert 'name="preferred" step="300" type="time" value="11:00"' in html
    removed = organiser.post(f"{HERE}/paris", data=FORM | rows | {"remove_absence": "1"})
    html = removed.get_data(as_text=True)
    assert re.findall(r'name="(absence-\d-first)"[^>]* value="([^"]*)"', html) == [
        ("absence-0-first", "2027-05-03"),
        ("absence-1-first", "2027-05-20"),
        ("absence-2-first", ""),
    ]
    assert availability() is None


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"preferred": ""}, "preferred", "Write a time like 17:00."),
        ({"preferred_to": "25:00"}, "preferred_to", "Write a time like 17:00."),
        ({"preferred": "10:02"}, "preferred", "10:02 is no multiple of 5 minutes. Round it."),
        (
            {"preferred": "16:00", "preferred_to": "10:00"},
            "preferred",
            "These hours reach beyond the ones below.",
        ),
        ({"preferred": "10:00", "preferred_to": "10:00"}, "preferred", "These hours end as they begin."),
        ({"possible_to": "19:00"}, "acceptable", "These hours reach beyond the ones below."),
        ({"attend": "two"}, "attend", "Choose an entry of the list."),
        ({"hours_of": "mine"}, "hours_of", "Choose an entry of the list."),
        ({"comment": "x" * 2001}, "comment", "Write at most 2000 characters."),
        ({"absence-0-last": "2027-05-03"}, "absence-0-first", "Choose the first day."),
        ({"absence-0-first": "3 May"}, "absence-0-first", "Write a date as year-month-day, like 2027-01-20."),
        (
            {"absence-0-first": "2027-05-03", "absence-0-last": "2027-05-02"},
            "absence-0-last",
            "This ends before it begins.",
        ),
        (
            {"absence-0-first": "2027-05-03", "absence-0-first_time": "9:02"},
            "absence-0-last",
            "09:02 is no multiple of 5 minutes.",
        ),
        ({"absence-0-first": "9999-12-31"}, "absence-0-last", "This ends before it begins."),
        ({"absence-0-first": "1969-12-31"}, "absence-0-last", "The planner knows the years 1973 to 2037."),
    ],
)
@pytest.mark.usefixtures("seminar")
def test_what_cannot_be_is_refused_at_its_field_and_the_rest_is_kept(
    organiser: FlaskClient, values: dict[str, str], field: str, says: str
) -> None:
    answer = organiser.post(f"{HERE}/paris", data=FORM | values)
    assert (answer.status_code, availability()) == (422, None)
    assert at(answer, field).startswith(says)
    assert says in words(answer).partition("Save")[0], "the summary on top says it too"
    if "acceptable" not in values:
        assert 'name="acceptable" step="300" type="time" value="09:00"' in answer.get_data(as_text=True)


def test_a_stale_form_shows_the_difference_and_can_be_saved_over_it(
    seminar: Seminar, paris: City, organiser: FlaskClient
) -> None:
    theirs = AvailabilityFields(attend=Attend.ALL, hours=NIGHTS, days_off=frozenset({0}), comment="Theirs")
    save_availability(seminar.id, paris.id, theirs, expected=0, by=ORGANISER, now=NOW)
    rows = {"absence-0-first": "2027-05-03"}
    answer = organiser.post(f"{HERE}/paris", data=FORM | rows | {"hours_of": "directory"})
    assert answer.status_code == 409
    said = words(answer).partition("What somebody else saved")[2].partition("Save")[0]
    for part in (
        "Hours Before 20:00–04:00, 18:00–06:00, 18:00–06:00 After The directory’s",
        "Days off Before Monday After Friday and Saturday",
        "Before All parts After One part, the one that suits it best",
        "Absences Before empty After Monday 3 May 2027",
        "Comment Before Theirs After empty",
    ):
        assert part in said
    assert organiser.post(f"{HERE}/paris", data=FORM | {"version": "1"}).status_code == 303


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
