"""Public holidays from a file, over HTTP: uploaded, shown, and kept for the chosen cities when confirmed."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import a_city
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.programme_files import calendar
from webinars.domain.calendar.holidays import MOST_BYTES
from webinars.models import City, RoleName
from webinars.models.database import db
from webinars.models.plans import Holiday

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

HERE = "/organise/cities/lyon/holidays/import"
CONFIRM = f"{HERE}/confirm"
DAYS = (("20270501", "Labour Day"), ("20270714", "14 juillet"), ("20200714", "Long ago"))


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture(autouse=True)
def directory(database: SQLAlchemy) -> None:
    for name in ("Lyon", "Paris", "Nantes"):
        a_city(name, slug=name.lower())
    a_city("Cayenne", zone="America/Cayenne", slug="cayenne")
    a_city("Brussels", country="BE", slug="brussels")
    a_city("Seoul", zone="Asia/Seoul", country="KR", slug="seoul")


def event(day: str, title: str, *more: str) -> str:
    return "\n".join(["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:{title}", *more, "END:VEVENT"])


def upload(organiser: FlaskClient, content: bytes) -> TestResponse:
    answer = organiser.post(HERE, data={"file": (BytesIO(content), "holidays.ics")})
    answer.request.environ["wsgi.input"].close()  # a file on disk for large uploads, which the client forgets
    return answer


def posted(page: TestResponse) -> dict[str, object]:
    """Return what a browser would send of the form that shows the days, were it confirmed at once."""
    html = unescape(page.get_data(as_text=True)).partition(f'action="{CONFIRM}"')[2].partition("</form>")[0]
    lines = re.search(r'name="lines" type="hidden" value="([^"]*)"', html)
    assert lines is not None
    scope = re.search(r'name="scope"[^>]* value="([^"]*)" checked', html)
    return {
        "lines": lines[1].replace("\n", "\r\n"),
        "day": re.findall(r'name="day" value="([^"]*)" checked', html),
        "scope": scope[1] if scope else "",
    }


def words(response: TestResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def stored() -> dict[str, list[tuple[str, str]]]:
    """Return the holidays by the city's slug."""
    db.session.remove()
    statement = select(City.slug, Holiday.on_date, Holiday.name).join_from(Holiday, City)
    found: dict[str, list[tuple[str, str]]] = {}
    for slug, on_date, name in db.session.execute(statement.order_by(City.slug, Holiday.on_date)):
        found.setdefault(slug, []).append((on_date.isoformat(), name))
    return found


def test_a_file_is_shown_first_and_kept_when_confirmed(organiser: FlaskClient) -> None:
    assert f'href="{HERE}"' in organiser.get("/organise/cities/lyon/hours").get_data(as_text=True)
    assert 'enctype="multipart/form-data"' in organiser.get(HERE).get_data(as_text=True)
    page = upload(organiser, calendar(*(event(*day) for day in DAYS)))
    assert (page.status_code, stored()) == (200, {})
    said = words(page)
    for shown in (
        "Nothing is stored yet. 1 day of past years is left out.",
        "Saturday 1 May 2027 Labour Day new",
        "Lyon alone",
        "All of the same country: Lyon, Cayenne, Nantes, Paris",
        "All on the clocks of Paris: Lyon, Brussels, Nantes, Paris",
    ):
        assert shown in said
    answer = organiser.post(CONFIRM, data=posted(page))
    assert (answer.status_code, answer.location) == (303, "/organise/cities/lyon/hours#holidays")
    assert stored() == {"lyon": [("2027-05-01", "Labour Day"), ("2027-07-14", "14 juillet")]}
    assert "2 holidays are new." in words(organiser.get("/organise/cities/lyon/hours"))


@pytest.mark.parametrize(
    ("scope", "others", "expected"),
    [
        ("city", [], ["lyon"]),
        ("country", [], ["cayenne", "lyon", "nantes", "paris"]),
        ("zone", [], ["brussels", "lyon", "nantes", "paris"]),
        ("city", ["seoul", "cayenne", "atlantis"], ["cayenne", "lyon", "seoul"]),
    ],
)
def test_the_chosen_cities_get_the_days(
    organiser: FlaskClient, scope: str, others: list[str], expected: list[str]
) -> None:
    form = posted(upload(organiser, calendar(event(*DAYS[0]))))
    assert organiser.post(CONFIRM, data=form | {"scope": scope, "others": others}).status_code == 303
    assert stored() == {slug: [("2027-05-01", "Labour Day")] for slug in expected}


def test_the_next_file_updates_names_and_says_what_it_does_not_have(organiser: FlaskClient) -> None:
    organiser.post(CONFIRM, data=posted(upload(organiser, calendar(*(event(*day) for day in DAYS)))))
    again = upload(organiser, calendar(event(*DAYS[0]), event(*DAYS[1])))
    assert words(again).count("there already") == 2
    organiser.post(CONFIRM, data=posted(again))
    assert stored() == {"lyon": [("2027-05-01", "Labour Day"), ("2027-07-14", "14 juillet")]}
    later = upload(
        organiser,
        calendar(event("20270501", "Fête du travail"), event("20270715", "Moved"), event("20270401", "New")),
    )
    assert "<del>Labour Day</del> <ins>Fête du travail</ins>" in later.get_data(as_text=True)
    assert "Stored, and not in the file" in words(later)
    assert "Wednesday 14 July 2027: 14 juillet" in words(later)
    organiser.post(CONFIRM, data=posted(later))
    assert stored()["lyon"][1:3] == [("2027-05-01", "Fête du travail"), ("2027-07-14", "14 juillet")]


def test_a_day_without_its_tick_is_left_out(organiser: FlaskClient) -> None:
    form = posted(upload(organiser, calendar(*(event(*day) for day in DAYS))))
    organiser.post(CONFIRM, data=form | {"day": ["2027-07-14", "2027-12-31"]})
    assert stored() == {"lyon": [("2027-07-14", "14 juillet")]}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"day": []}, "Tick at least one day."),
        ({"scope": "moon"}, "Choose an entry of the list."),
        ({"scope": ""}, "Fill this in."),
        ({"lines": ""}, "Tick at least one day."),
        ({"lines": "nonsense"}, "Line 1 begins with no date."),
    ],
)
def test_a_refused_choice_is_told_and_stores_nothing(
    organiser: FlaskClient, values: dict[str, object], says: str
) -> None:
    form = posted(upload(organiser, calendar(*(event(*day) for day in DAYS))))
    answer = organiser.post(CONFIRM, data=form | {"day": ["2027-05-01"]} | values)
    assert (answer.status_code, stored()) == (422, {})
    assert says in words(answer)
    if "lines" not in values:
        assert "Wednesday 14 July 2027 14 juillet new" in words(answer)
        assert posted(answer)["day"] == values.get("day", ["2027-05-01"])


def test_problems_stand_with_their_lines(organiser: FlaskClient) -> None:
    content = calendar(
        event("20270501", "<b>Odd</b>", "RRULE:FREQ=DAILY"),
        event("20270714", ""),
        event("20270808", "Clock").replace(";VALUE=DATE:20270808", ":20270808T100000"),
    )
    page = unescape(upload(organiser, content).get_data(as_text=True))
    left_out = page.partition('id="left-out"')[2].partition("</table>")[0]
    for shown in (
        ">6<",
        "<b>Odd</b>",
        "“FREQ=DAILY” is no rule for a day of each year",
        ">13<",
        "This event has a clock.",
    ):
        assert shown in left_out
    assert "This event has no title." in page.partition('id="notes"')[2].partition("</table>")[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty. Export it again."),
        (b"a,b\n1,2", "This is no calendar file."),
        (calendar(), "This calendar has no events."),
        (calendar(event("20270501", "F")).replace(b":F", b":F\xeate"), "Line 5 is not UTF-8."),
        (b"BEGIN:VCALENDAR\n" + b"X" * MOST_BYTES, "This file has more than 1000000 bytes."),
        (calendar(*[event("20270501", "Many")] * 10_000), "This file has more than 5000 events."),
    ],
)
def test_what_is_no_calendar_is_refused_at_the_file(
    organiser: FlaskClient, content: bytes, says: str
) -> None:
    answer = upload(organiser, content)
    assert (answer.status_code, stored()) == (422, {})
    assert answer.get_data(as_text=True).partition('id="file-error">')[2].startswith(says)


def test_a_file_without_a_day_of_this_year_or_later_says_so(organiser: FlaskClient) -> None:
    page = upload(organiser, calendar(event(*DAYS[2])))
    assert (page.status_code, "Take these days over" in words(page)) == (200, False)
    assert "No day to take over" in words(page)


def test_nothing_chosen_and_nobody_allowed_are_told(organiser: FlaskClient, app: Flask) -> None:
    assert "Choose a file." in words(organiser.post(HERE, data={}))
    viewer = signed_in(app, RoleName.VIEWER)
    answers = [viewer.get(HERE), viewer.post(HERE), viewer.post(CONFIRM)]
    assert [one.status_code for one in answers] == [403, 403, 403]
    assert organiser.get("/organise/cities/atlantis/holidays/import").status_code == 404


def test_a_thousand_days_with_long_names_travel_in_the_form(organiser: FlaskClient) -> None:
    years = [event(f"{2027 + n // 90}{n % 9 + 1:02}{n % 90 // 9 + 10}", "祝日" * 70) for n in range(900)]
    form = posted(upload(organiser, calendar(*years)))
    assert organiser.post(CONFIRM, data=form).status_code == 303
    assert len(stored()["lyon"]) == 900


def test_too_many_days_for_too_many_cities_are_refused(organiser: FlaskClient) -> None:
    others = [a_city(f"City {number}").slug for number in range(22)]
    years = [event(f"{2027 + n // 90}{n % 9 + 1:02}{n % 90 // 9 + 10}", "A day") for n in range(900)]
    form = posted(upload(organiser, calendar(*years))) | {"others": others}
    answer = organiser.post(CONFIRM, data=form)
    assert (answer.status_code, stored()) == (422, {})
    assert "These are too many days for so many cities. Take them over in two steps." in words(answer)
