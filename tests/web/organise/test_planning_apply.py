"""A plan applied over HTTP: shown first, stored when confirmed, and shown again where it has changed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from tests import builders
from tests.support.organisers import signed_in
from tests.support.planning import HERE, MONDAY, SLUG, a_draft_to_plan, a_week, local_starts
from webinars.domain.planner.problems import Attend
from webinars.models import City, Seminar, SessionState
from webinars.models.database import db, transaction
from webinars.models.plans import Availability, SeminarPlan
from webinars.queries.plans import plan_of, planned_cities
from webinars.queries.sessions import sessions_of
from webinars.services.plans import PlanFields, save_plan

APPLY = f"{HERE}apply"
CHOSEN = {"part1-start": "2026-11-24T11:00", "part2-start": "2026-11-24T19:15", "objective": "minimax"}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = a_draft_to_plan()
    a_week(seminar)
    return seminar


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def text(response: TestResponse, status: int = 200) -> str:
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


def form_of(page: str) -> dict[str, str]:
    """Return what a browser sends of the confirmation."""
    form = page.partition(f'action="{APPLY}"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value=(?:"|\')(.*?)(?:"|\')>', form))


def confirm(office: FlaskClient, query: dict[str, str] = CHOSEN, **changed: str) -> TestResponse:
    raw = office.get(APPLY, query_string=query).get_data(as_text=True)
    form = {name: unescape(value) for name, value in form_of(raw).items()}
    return office.post(APPLY, data=form | changed)


def applied(seminar: Seminar) -> SeminarPlan:
    db.session.remove()
    plan = plan_of(seminar.id)
    assert plan is not None
    return plan


def starts(seminar: Seminar) -> list[str]:
    db.session.remove()
    return local_starts([one.starts_at for one in sessions_of(seminar.id) if one.starts_at])


def attended(seminar: Seminar) -> dict[str, str]:
    """Return the key of the part that each city is put down for."""
    db.session.remove()
    keys = {session.id: session.key for session in sessions_of(seminar.id)}
    return {
        str(one.city.name): keys.get(one.delegation.session_id or 0, "")
        for one in planned_cities(seminar.id)
        if one.delegation
    }


def test_applying_says_first_what_it_does_and_does_nothing_yet(office: FlaskClient, seminar: Seminar) -> None:
    page = text(office.get(APPLY, query_string=CHOSEN))
    assert re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page) == [
        (
            "Part 1",
            "Bangkok, Beijing, Jakarta, Los Angeles, Queensland, Seoul, Shanghai, Taipei and Ulaanbaatar",
        ),
        ("Part 2", "Amsterdam, Durban, Paris and Rio de Janeiro"),
        ("all parts", "Tokyo"),
    ]
    assert "Tuesday 24 November 2026, 19:15–21:40 (Tokyo, UTC+9)" in page
    assert page.count("is made") == 2
    assert starts(seminar) == []


def test_a_confirmed_proposal_makes_the_parts_and_puts_each_city_down(
    office: FlaskClient, seminar: Seminar
) -> None:
    answer = confirm(office)
    assert (answer.status_code, answer.location) == (303, f"/organise/seminars/{SLUG}/")
    assert starts(seminar) == ["2026-11-24T11:00", "2026-11-24T19:15"]
    found = attended(seminar)
    assert (found["Seoul"], found["Paris"], found["Rio de Janeiro"]) == ("part-1", "part-2", "part-2")
    assert applied(seminar).objective == "minimax"


def test_parts_there_are_move(office: FlaskClient, seminar: Seminar) -> None:
    builders.a_session(seminar, "morning", minutes=155)
    page = text(office.get(APPLY, query_string=CHOSEN))
    assert "Wednesday 25 November 2026, 10:00–12:35 (Tokyo, UTC+9)" in page
    confirm(office)
    assert [session.key for session in sessions_of(seminar.id)] == ["morning", "part-2"]
    assert starts(seminar) == ["2026-11-24T11:00", "2026-11-24T19:15"]


def test_starts_by_hand_are_no_proposal_even_where_they_say_so(office: FlaskClient, seminar: Seminar) -> None:
    assert confirm(office, CHOSEN | {"part1-start": "2026-11-24T10:00"}).status_code == 303
    assert starts(seminar) == ["2026-11-24T10:00", "2026-11-24T19:15"]
    assert applied(seminar).objective is None


def test_what_has_changed_since_is_shown_before_it_is_applied(office: FlaskClient, seminar: Seminar) -> None:
    raw = office.get(APPLY, query_string=CHOSEN).get_data(as_text=True)
    form = {name: unescape(value) for name, value in form_of(raw).items()}
    seoul = db.session.query(City).filter(City.slug.startswith("seoul")).one()
    builders.kept(Availability(seminar_id=seminar.id, city_id=seoul.id, attend=Attend.ALL, absences=()))
    page = text(office.post(APPLY, data=form), 409)
    assert re.findall(r'diff-label">([^<]+)</p>', page) == ["Seoul"]
    assert re.findall(r"<(?:del|ins)>([^<]+)<", page) == ["Part 1", "all parts"]
    assert starts(seminar) == []
    again = {name: unescape(value) for name, value in form_of(page).items()}
    assert office.post(APPLY, data=again).status_code == 303
    assert attended(seminar)["Seoul"] == ""


def test_a_plan_that_somebody_changed_is_not_applied(office: FlaskClient, seminar: Seminar) -> None:
    raw = office.get(APPLY, query_string=CHOSEN).get_data(as_text=True)
    form = {name: unescape(value) for name, value in form_of(raw).items()}
    fields = PlanFields(first_date=MONDAY, last_date=MONDAY + timedelta(days=4), parts=(155, 145), gap=90)
    save_plan(seminar.id, fields, expected=None, by=builders.ORGANISER, now=builders.NOW)
    page = text(office.post(APPLY, data=form), 409)
    assert "Somebody changed the plan meanwhile." in page
    assert starts(seminar) == []


@pytest.mark.parametrize("seen", ["", "[", "{}", "[[1]]", "[" * 100_000, '[["Seoul", "x"]]'])
def test_a_form_that_somebody_bent_is_shown_again(office: FlaskClient, seminar: Seminar, seen: str) -> None:
    assert confirm(office, seen=seen).status_code == 409
    assert starts(seminar) == []


def test_starts_in_the_past_are_refused_with_a_sentence(office: FlaskClient, seminar: Seminar) -> None:
    past = {"part1-start": "2026-08-24T11:00", "part2-start": "2026-11-24T19:15"}
    page = text(confirm(office, past), 422)
    assert "Part 1 would start in the past. Choose a later start." in page


def test_a_start_that_is_no_time_goes_back_to_the_form(office: FlaskClient) -> None:
    page = text(office.get(APPLY, query_string=CHOSEN | {"part1-start": "noon"}), 422)
    assert "Starts by hand" in page
    page = text(confirm(office, CHOSEN, **{"part1-start": "noon"}), 422)
    assert "Write date and time like 2027-01-20T17:00." in page


def test_more_parts_than_planned_are_cancelled_first(office: FlaskClient, seminar: Seminar) -> None:
    for number in range(3):
        builders.a_session(
            seminar, f"part-{number}", local_start=builders.TEN_O_CLOCK.replace(hour=8 + 4 * number)
        )
    page = text(office.get(APPLY, query_string=CHOSEN))
    assert "There is 1 part more than the plan has." in page
    assert form_of(page) == {}
    with transaction():
        sessions_of(seminar.id)[2].state = SessionState.CANCELLED
    assert confirm(office).status_code == 303
