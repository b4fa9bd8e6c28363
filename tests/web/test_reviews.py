"""The pages of a reviewer by signed link: what they show, and what they take."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW, kept
from tests.support.committees import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.support.databases import ON_SQLITE
from tests.support.reviewing import an_answer, points, url
from tests.support.statements import count_statements
from webinars.models import (
    Application,
    ApplicationState,
    ApplicationTheme,
    Call,
    Criterion,
    QuestionKind,
    Remark,
    Review,
    Reviewer,
    Score,
)
from webinars.models.database import db

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def call(database: SQLAlchemy) -> Call:
    return a_call()


@pytest.fixture
def reviewer(call: Call) -> Reviewer:
    return a_reviewer(call, city_id=builders.a_city("Kobe", zone="Asia/Tokyo", country="JP").id)


@pytest.fixture
def criterion(call: Call) -> Criterion:
    return a_criterion(call, weight=3)


@pytest.fixture
def application(call: Call) -> Application:
    return an_application(call)


def count(table: type[Review | Score | Remark]) -> int:
    return db.session.scalar(select(func.count(table.id))) or 0


def test_a_reviewer_sees_what_waits(
    client: FlaskClient, reviewer: Reviewer, application: Application
) -> None:
    page = client.get(url(reviewer))
    assert page.status_code == 200
    assert "1 application waits for your review." in page.text
    assert "Kitakyushu" in page.text
    assert count(Review) == 0


def test_before_the_close_the_list_says_on_the_reviewers_clock_when_it_is(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = a_call(closes_at=NOW + timedelta(days=1))
    page = client.get(url(a_reviewer(call)))
    assert "Review them after that." in page.text
    assert "11:30" in page.text


def test_a_review_is_submitted_and_the_list_says_so(
    client: FlaskClient, reviewer: Reviewer, application: Application, criterion: Criterion
) -> None:
    answer = client.post(url(reviewer, application), data=points(criterion, 4, comment="Strong", submit="1"))
    assert answer.status_code == 303
    assert "You have reviewed every application." in client.get(url(reviewer)).text
    shown = client.get(url(reviewer, application)).text
    assert "4 of 5 points" in shown
    assert 'value="4" checked' in shown
    assert "Strong" in shown


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.WITHDRAWN])
def test_what_was_never_sent_is_read_by_nobody(
    client: FlaskClient, call: Call, reviewer: Reviewer, state: ApplicationState
) -> None:
    assert client.get(url(reviewer, an_application(call, state=state, sent_at=None))).status_code == 404


def test_a_draft_keeps_half_a_review(
    client: FlaskClient, reviewer: Reviewer, application: Application, criterion: Criterion
) -> None:
    answer = client.post(url(reviewer, application), data={"comment": "To read again", "draft": "1"})
    assert answer.status_code == 303
    page = client.get(url(reviewer, application)).text
    assert "Draft, not submitted" in page
    assert "To read again" in page
    assert "open when you have submitted your own review" in page


@pytest.mark.parametrize("number", ["6", "-1", "99999999999999", "many", "3.5"])
def test_points_that_are_none_are_refused_and_what_was_typed_stays(
    client: FlaskClient, reviewer: Reviewer, application: Application, criterion: Criterion, number: str
) -> None:
    data = points(criterion, number, comment="My long words", submit="1")
    answer = client.post(url(reviewer, application), data=data)
    assert answer.status_code == 422
    assert "My long words" in answer.text
    assert f"points_{criterion.key}" in answer.text
    assert (count(Review), count(Score)) == (0, 0)


def test_a_long_scale_is_typed(client: FlaskClient, database: SQLAlchemy) -> None:
    call = a_call(most_points=100)
    one, member, application = a_criterion(call), a_reviewer(call), an_application(call)
    assert 'type="number"' in client.get(url(member, application)).text
    assert client.post(url(member, application), data=points(one, 101, submit="1")).status_code == 422
    assert client.post(url(member, application), data=points(one, 87, submit="1")).status_code == 303
    assert 'value="87"' in client.get(url(member, application)).text


def test_the_committee_discusses(
    client: FlaskClient, reviewer: Reviewer, application: Application, criterion: Criterion
) -> None:
    client.post(url(reviewer, application), data=points(criterion, 4, submit="1"))
    said = client.post(url(reviewer, application, "remarks"), data={"text": "Shall we ask them\nfor more?"})
    assert said.status_code == 303
    page = client.get(url(reviewer, application)).text
    assert "Shall we ask them\nfor more?" in page
    assert "11:30" in page
    empty = client.post(url(reviewer, application, "remarks"), data={"text": " "})
    assert empty.status_code == 422
    assert count(Remark) == 1


def test_answers_of_every_kind_are_shown(
    client: FlaskClient, reviewer: Reviewer, application: Application
) -> None:
    an_answer(application, QuestionKind.TEXT, text="Canals\nand parks")
    an_answer(application, QuestionKind.CHOICE, text="1")
    an_answer(application, QuestionKind.LINK, text="https://city.example/plan")
    theme = builders.a_theme("Green growth")
    kept(ApplicationTheme(application_id=application.id, theme_id=theme.id))
    page = client.get(url(reviewer, application)).text
    for words in ("Canals\nand parks", "Always", 'href="https://city.example/plan"', "Green growth"):
        assert words in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_five_statements(
    client: FlaskClient, call: Call, reviewer: Reviewer, criterion: Criterion, number: int
) -> None:
    for _ in range(number):
        a_review(reviewer, an_application(call, builders.a_city()), {criterion: 3})
    with count_statements() as statements:
        assert client.get(url(reviewer)).status_code == 200
    assert len(statements) == 5, statements


@pytest.mark.parametrize("number", [1, 3])
def test_an_application_costs_twelve_statements(
    client: FlaskClient, call: Call, reviewer: Reviewer, application: Application, number: int
) -> None:
    for place in range(number):
        one = a_criterion(call, f"Criterion {place}")
        a_review(a_reviewer(call), application, {one: 3})
        an_answer(application, QuestionKind.TEXT, text="Words")
    a_review(reviewer, application)
    with count_statements() as statements:
        assert client.get(url(reviewer, application)).status_code == 200
    assert len(statements) == 12, statements
