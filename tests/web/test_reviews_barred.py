"""What the pages of a reviewer never give away: to whom has a conflict, to whom left, to a forged link."""

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW
from tests.support.applications import SECRETS
from tests.support.committees import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.support.databases import ON_SQLITE
from tests.support.reviewing import a_file, an_answer, points, url
from webinars.domain.links import Purpose, sign
from webinars.models import (
    Application,
    ApplicationState,
    Call,
    Criterion,
    Decision,
    QuestionKind,
    Remark,
    Review,
    Reviewer,
    ReviewState,
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


def test_the_own_city_is_neither_read_nor_scored(
    client: FlaskClient, call: Call, reviewer: Reviewer, criterion: Criterion
) -> None:
    own = an_application(call, city_name="Kobe", other_themes="A secret plan")
    a_review(a_reviewer(call, "Colleague"), own, {criterion: 2}, comment="Weak, I fear")
    page = client.get(url(reviewer, own))
    assert page.status_code == 200
    assert "This application is from your own city." in page.text
    assert "A secret plan" not in page.text
    assert "Weak, I fear" not in page.text
    assert client.post(url(reviewer, own), data=points(criterion, 5, submit="1")).status_code == 403
    assert client.post(url(reviewer, own, "remarks"), data={"text": "Hello"}).status_code == 403
    assert (count(Score), count(Remark)) == (1, 0)
    assert "Your own city" in client.get(url(reviewer)).text


def test_what_was_declared_of_the_own_city_is_not_offered_to_be_taken_back(
    client: FlaskClient, call: Call, reviewer: Reviewer
) -> None:
    own = an_application(call, city_name="Kobe")
    a_review(reviewer, own, state=ReviewState.CONFLICT, comment="I advised it")
    page = client.get(url(reviewer, own)).text
    assert ["from your own city" in page, "I have no conflict" in page] == [True, False]


def test_a_declared_conflict_closes_the_application_until_it_is_taken_back(
    client: FlaskClient, reviewer: Reviewer, application: Application, criterion: Criterion
) -> None:
    empty = client.post(url(reviewer, application, "conflict"), data={"reason": " "})
    assert empty.status_code == 422
    declared = client.post(url(reviewer, application, "conflict"), data={"reason": "My sister works there"})
    assert declared.status_code == 303
    page = client.get(url(reviewer, application)).text
    assert "You declared a conflict of interest." in page
    assert "My sister works there" in page
    assert client.post(url(reviewer, application), data=points(criterion, 5, submit="1")).status_code == 403
    assert client.post(url(reviewer, application, "no-conflict")).status_code == 303
    assert "Draft, not submitted" in client.get(url(reviewer, application)).text


def test_what_others_say_opens_with_ones_own_review(
    client: FlaskClient, call: Call, reviewer: Reviewer, application: Application, criterion: Criterion
) -> None:
    a_review(a_reviewer(call, "Noor Colleague"), application, {criterion: 1}, comment="Too vague")
    closed = client.get(url(reviewer, application)).text
    assert "Too vague" not in closed
    assert "Noor Colleague" not in closed
    assert "spread-dot" not in closed
    client.post(url(reviewer, application), data=points(criterion, 4, submit="1"))
    opened = client.get(url(reviewer, application)).text
    assert "Too vague" in opened
    assert "2 reviews, from 1 to 4: mean 2.5, spread 1.5" in opened
    assert opened.count("spread-dot") == 2
    assert opened.count("is-own") == 1


def test_a_file_is_given_to_who_may_judge_and_to_nobody_else(
    client: FlaskClient, call: Call, reviewer: Reviewer, application: Application
) -> None:
    question = an_answer(application, QuestionKind.FILE, upload_id=a_file().id)
    given = client.get(url(reviewer, application, f"files/{question.key}"))
    assert given.data == b"%PDF"
    assert given.headers["Content-Disposition"].startswith("attachment")
    barred = a_reviewer(call, "Barred")
    a_review(barred, application, state=ReviewState.CONFLICT)
    assert client.get(url(barred, application, f"files/{question.key}")).status_code == 403
    assert client.get(url(reviewer, application, "files/other")).status_code == 404


def test_a_draft_and_the_application_of_another_call_are_not_there(
    client: FlaskClient, call: Call, reviewer: Reviewer
) -> None:
    draft = an_application(call, state=ApplicationState.DRAFT, sent_at=None)
    elsewhere = an_application(a_call())
    assert client.get(url(reviewer, draft)).status_code == 404
    assert client.get(url(reviewer, elsewhere)).status_code == 404


@pytest.mark.parametrize("token", ["x", "WyJhIiwxLDBd.forged", "%00"])
def test_a_forged_link_opens_nothing(client: FlaskClient, application: Application, token: str) -> None:
    for address in (f"/reviews/{token}/", f"/reviews/{token}/{application.key}/"):
        assert client.get(address).status_code == 410
    assert client.post(f"/reviews/{token}/{application.key}/", data={"draft": "1"}).status_code == 410
    assert count(Review) == 0


def test_a_link_for_another_purpose_or_of_an_older_revision_opens_nothing(
    client: FlaskClient, reviewer: Reviewer, application: Application
) -> None:
    secret = SECRETS["SECRET_KEY"]
    other = sign(secret, Purpose.APPLICATION, reviewer.key, reviewer.link_revision)
    older = sign(secret, Purpose.REVIEW, reviewer.key, reviewer.link_revision + 1)
    assert client.get(f"/reviews/{other}/").status_code == 410
    assert client.get(f"/reviews/{older}/").status_code == 410


def test_who_left_the_committee_is_told_so(client: FlaskClient, call: Call) -> None:
    page = client.get(url(a_reviewer(call, removed_at=NOW)))
    assert page.status_code == 410
    assert "You are no longer a member of this committee." in page.text


def test_after_the_decision_was_told_reviews_are_closed(
    client: FlaskClient, call: Call, reviewer: Reviewer, criterion: Criterion
) -> None:
    told = Decision.ACCEPT
    application = an_application(call, decision=told, told_decision=told, released_at=NOW)
    assert "Reviews can no longer change." in client.get(url(reviewer, application)).text
    answer = client.post(url(reviewer, application), data=points(criterion, 5, submit="1"))
    assert answer.status_code == 422
    assert count(Score) == 0
