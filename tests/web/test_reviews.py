"""The pages of a reviewer by signed link: what they show, what they take, and what they never give away."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW, kept, text
from tests.support.applications import SECRETS
from tests.support.committees import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.support.databases import ON_SQLITE
from tests.support.statements import count_statements
from webinars.domain.links import Purpose, sign
from webinars.domain.texts import LocalizedText
from webinars.models import (
    Application,
    ApplicationAnswer,
    ApplicationState,
    ApplicationTheme,
    Call,
    Criterion,
    Decision,
    Question,
    QuestionKind,
    Remark,
    Review,
    Reviewer,
    ReviewState,
    Score,
    Upload,
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


def url(reviewer: Reviewer, application: Application | None = None, rest: str = "") -> str:
    token = sign(SECRETS["SECRET_KEY"], Purpose.REVIEW, reviewer.key, reviewer.link_revision)
    return f"/reviews/{token}/" + (f"{application.key}/{rest}" if application else "")


def points(criterion: Criterion, number: object, **values: str) -> dict[str, str]:
    return {f"points_{criterion.key}": str(number), **values}


def count(table: type[Review | Score | Remark]) -> int:
    return db.session.scalar(select(func.count(table.id))) or 0


def an_answer(application: Application, kind: QuestionKind, **values: object) -> Question:
    question = kept(
        Question(
            call_id=application.call_id,
            position=0,
            kind=kind,
            label=text(f"Our {kind} question"),
            explanation=LocalizedText(),
            choices=[{"en": "Never"}, {"en": "Always"}],
        )
    )
    kept(ApplicationAnswer(application_id=application.id, question_id=question.id, **values))
    return question


def a_file() -> Upload:
    return kept(
        Upload(
            name="plan.pdf",
            media_type="application/pdf",
            size=4,
            digest="0" * 64,
            content=b"%PDF",
            created_at=NOW,
        )
    )


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
