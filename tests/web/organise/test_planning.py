"""The planning page over HTTP: what is looked for, the proposals, and what is refused."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from tests.support.planning import HERE, MONDAY, SLUG, a_draft_to_plan, a_week
from tests.support.statements import count_statements
from webinars.models import RoleName, Seminar, SeminarState
from webinars.models.plans import SeminarPlan
from webinars.queries.plans import plan_of

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

ASKED = {
    "first_date": "2026-11-23",
    "last_date": "2026-11-27",
    "parts": "155, 145",
    "gap": "60",
    "grid": "15",
    "span_days": "1",
    "presence": "whole",
    "slot_minutes": "",
    "version": "",
}
YEARS = "The planner knows the years 1973 to 2037. Choose a date in these years."
NO_NUMBER = "“a” is no number of minutes. Write lengths like 155, 145."


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return a_draft_to_plan()


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse, status: int = 200) -> str:
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


def kept(seminar_id: int) -> SeminarPlan:
    plan = plan_of(seminar_id)
    assert plan is not None
    return plan


def cards(page: str) -> list[tuple[str, list[str], list[str]]]:
    """Return the title, the starts and the figures of each card."""
    return [
        (
            re.findall(r"<h3[^>]*>([^<]+)</h3>", card)[0],
            re.findall(r'<time class="figures"[^>]*>([^<]+)</time>', card),
            re.findall(r'<dd><span class="figures">(\d+)</span>', card),
        )
        for card in re.findall(r"(?s)<article(.*?)</article>", page)
    ]


def error_at(page: str, field: str) -> str:
    found = re.search(rf'<p class="wrong" id="{field}-error">([^<]+)</p>', page)
    return found[1] if found else ""


def test_a_new_plan_begins_with_two_weeks_ahead(office: FlaskClient) -> None:
    page = text(office.get(HERE))
    assert re.findall(r'type="date" value="([^"]+)"', page) == ["2026-10-31", "2026-11-13"]
    assert cards(page) == []


def test_a_new_plan_begins_with_the_parts_there_are(office: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar, "morning", minutes=155)
    builders.a_session(seminar, "evening", minutes=145)
    page = text(office.get(HERE))
    assert 'value="155, 145"' in page
    assert re.findall(r'type="date" value="([^"]+)"', page) == ["2026-11-25", "2026-12-08"]


def test_what_is_looked_for_is_kept(office: FlaskClient, seminar: Seminar) -> None:
    answer = office.post(HERE, data=ASKED | {"presence": "talk", "slot_minutes": "20", "parts": "155、145"})
    assert (answer.status_code, answer.location) == (303, HERE)
    plan = kept(seminar.id)
    assert (plan.first_date, plan.last_date, plan.parts) == (MONDAY, date(2026, 11, 27), [155, 145])
    assert (plan.grid, plan.gap, plan.span_days, plan.presence, plan.slot_minutes) == (15, 60, 1, "talk", 20)


def test_the_three_aims_stand_side_by_side_with_what_they_bring(
    office: FlaskClient, seminar: Seminar
) -> None:
    a_week(seminar)
    assert cards(text(office.get(HERE))) == [
        ("Nobody far off", ["11:00", "19:15"], ["265", "660"]),
        ("Fair to the last", ["10:00", "19:15"], ["265", "720"]),
        ("Least for all together", ["11:00", "20:00"], ["400", "615"]),
    ]


def test_the_price_of_fairness_is_said_in_words(office: FlaskClient, seminar: Seminar) -> None:
    a_week(seminar)
    page = text(office.get(HERE))
    prices = page.partition('class="list plan-prices"')[2].partition("</table>")[0]
    assert re.findall(r"<p>([^<]+)</p>", prices) == [
        "All cities together bear 45 more than they need to: 660, not 615.",
        "All cities together bear 105 more than they need to: 720, not 615.",
        "In return Los Angeles bears 95, not 155.",
        "For Tokyo it is 400; 265 would be the least that somebody must bear.",
    ]


def test_equal_proposals_are_shown_once(app: Flask, database: SQLAlchemy) -> None:
    a_week(a_draft_to_plan([("Seoul", "Asia/Seoul", "ソウル")]))
    page = text(signed_in(app).get(HERE))
    titles = [title for title, _, _ in cards(page)]
    assert titles == ["Nobody far off · Fair to the last · Least for all together"]
    assert "Fairness costs nothing here." in page
    assert "The price of fairness" not in page


def test_what_is_impossible_is_kept_and_called_no_proposal(office: FlaskClient, seminar: Seminar) -> None:
    asked = ASKED | {"last_date": ASKED["first_date"], "parts": "700, 600"}
    page = text(office.post(HERE, data=asked, follow_redirects=True))
    assert "What you look for is kept." in page
    assert "Nothing is possible" in page
    assert "proposals" not in page.partition("What is looked for")[0]


def test_what_is_impossible_says_why(office: FlaskClient, seminar: Seminar) -> None:
    a_week(seminar, last_date=MONDAY, parts=[700, 600])
    page = text(office.get(HERE))
    assert "Nothing is possible" in page
    assert cards(page) == []


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("first_date", "", "Choose the first date."),
        (
            "first_date",
            "1850-01-01",
            "The planner knows the years 1973 to 2037. Choose a date in these years.",
        ),
        (
            "last_date",
            "2026-11-22",
            "The last date, Sunday 22 November 2026, is before the first, "
            "Monday 23 November 2026. Swap them.",
        ),
        (
            "last_date",
            "2054-04-09",
            "The planner knows the years 1973 to 2037. Choose a date in these years.",
        ),
        ("last_date", "2030-01-01", "The range has 1136 days. Choose 366 or fewer."),
        ("last_date", "soon", "Write a date as year-month-day, like 2027-01-20."),
        ("parts", "", "Enter the length of each part."),
        ("parts", ",", "There are 0 parts. Choose 1 to 4."),
        ("parts", "60 " * 9, "There are 9 parts. Choose 1 to 4."),
        ("parts", "60, 1500", "1500 minutes is too long. Enter 1440 or fewer."),
        ("parts", "60, 62", "62 minutes is no multiple of 5. Round it."),
        ("parts", "0", "0 minutes is too short. Enter 5 or more."),
        ("parts", "a, b", NO_NUMBER),
        ("parts", "99999999", "“99999999” is no number of minutes. Write lengths like 155, 145."),
        ("gap", "-5", "Enter a number from 0 to 100000."),
        ("gap", "7", "7 minutes is no multiple of 5. Round it."),
        ("gap", "9" * 30, "Enter a number from 0 to 100000."),
        ("gap", "x", "Write a whole number, with digits only."),
        ("grid", "20", "Choose an entry of the list."),
        ("span_days", "0", "The parts cannot spread over 0 dates. Enter 1 or more."),
        ("presence", "sleeping", "Choose an entry of the list."),
        ("slot_minutes", "3", "3 minutes is no multiple of 5. Round it."),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_stays_typed(
    office: FlaskClient, seminar: Seminar, field: str, typed: str, said: str
) -> None:
    page = text(office.post(HERE, data=ASKED | {field: typed}), 422)
    assert (error_at(page, field), plan_of(seminar.id)) == (said, None)
    if typed and field not in ("grid", "presence"):
        assert f'value="{typed.strip()}"' in page


TOO_MANY = (
    "There are too many ways to place these parts. Enter a smaller spread or fewer dates, or let the parts"
    " start at full hours."
)


def test_what_nobody_can_wait_for_is_refused(office: FlaskClient, seminar: Seminar) -> None:
    much = ASKED | {"parts": "90, 90, 90", "span_days": "5"}
    page = text(office.post(HERE, data=much), 422)
    assert error_at(page, "span_days") == TOO_MANY
    assert plan_of(seminar.id) is None
    assert office.post(HERE, data=much | {"grid": "60"}).status_code == 303
    assert kept(seminar.id).span_days == 5


def test_what_is_too_much_only_since_it_was_kept_says_so_and_can_be_placed_by_hand(
    office: FlaskClient, seminar: Seminar
) -> None:
    a_week(seminar, parts=[90, 90, 90], span_days=5)
    page = text(office.get(HERE))
    assert (TOO_MANY in page, '<a href="#asked">Change what is looked for</a>' in page) == (True, True)
    assert cards(page) == []
    assert text(office.get(f"{HERE}reasons/total")).count(TOO_MANY) == 1
    assert office.get(f"{HERE}starts").status_code == 200
    assert office.get(f"{HERE}starts.json?start=2026-11-23T01:00Z").status_code == 422


def test_a_talk_needs_its_length(office: FlaskClient) -> None:
    page = text(office.post(HERE, data=ASKED | {"presence": "talk"}), 422)
    assert error_at(page, "slot_minutes") == "How long is a talk? Enter its minutes."


def test_a_stale_form_shows_what_somebody_else_saved(office: FlaskClient, seminar: Seminar) -> None:
    plan = a_week(seminar)
    office.post(HERE, data=ASKED | {"version": str(plan.version), "gap": "90"})
    page = text(office.post(HERE, data=ASKED | {"version": str(plan.version), "gap": "30"}), 409)
    assert re.findall(r"<(?:del|ins)>([^<]+)<", page) == ["90", "30"]


def test_a_host_without_a_city_is_asked_for_one(app: Flask, database: SQLAlchemy) -> None:
    a_week(a_draft_to_plan(host_city_id=None))
    page = text(signed_in(app).get(HERE))
    assert f'<a href="/organise/seminars/{SLUG}/edit">Choose the city of the host</a>' in page


def test_a_viewer_looks_and_changes_nothing(app: Flask, seminar: Seminar) -> None:
    a_week(seminar)
    viewer = signed_in(app, RoleName.VIEWER)
    page = text(viewer.get(HERE))
    assert len(cards(page)) == 3
    assert 'method="post" action="/organise' not in page
    assert f"{HERE}apply" not in page
    assert "Change what is looked for" not in page
    assert viewer.post(HERE, data=ASKED).status_code == 403
    assert viewer.post(f"{HERE}apply").status_code == 403


def test_only_drafts_are_planned(app: Flask, database: SQLAlchemy) -> None:
    seminar = a_draft_to_plan(state=SeminarState.PUBLISHED)
    a_week(seminar)
    office = signed_in(app)
    assert "Only a draft is planned." in text(office.get(HERE), 404)
    assert office.post(HERE, data=ASKED).status_code == 404
    assert HERE not in text(office.get(f"/organise/seminars/{SLUG}/"))


def test_a_draft_leads_to_its_planning(office: FlaskClient) -> None:
    assert f'<a href="{HERE}">Planning</a>' in text(office.get(f"/organise/seminars/{SLUG}/"))


def test_the_reasons_can_be_read_on_a_page_of_their_own(office: FlaskClient, seminar: Seminar) -> None:
    a_week(seminar)
    page = text(office.get(f"{HERE}reasons/minimax"))
    assert "Tokyo and Rio de Janeiro alone already force 265" in page
    assert office.get(f"{HERE}reasons/gut-feeling").status_code == 404


@pytest.mark.parametrize("cities", [1, 3])
def test_the_page_costs_the_same_statements_for_any_number_of_cities(
    app: Flask, database: SQLAlchemy, cities: int
) -> None:
    seminar = a_draft_to_plan([(f"City {number}", "Europe/Paris", "") for number in range(cities)])
    a_week(seminar)
    office = signed_in(app)
    with count_statements() as statements:
        assert office.get(HERE).status_code == 200
    assert len(statements) == 10
