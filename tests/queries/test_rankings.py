"""A ranking of hundreds of applications: the same few statements, and places over all pages."""

from datetime import datetime
from fractions import Fraction

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import insert

from tests.builders import NOW
from tests.support.committees import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.support.statements import count_statements
from webinars.domain.errors import Missing
from webinars.models import Application, ApplicationState, Call, Decision, Review, ReviewState, Score
from webinars.models.database import db, transaction
from webinars.queries.calls import call_by_slug
from webinars.queries.committees import board_of
from webinars.queries.rankings import RankFilter, RankLine, ranking
from webinars.queries.reviews import own_list

SIZE = 50
EVERY = RankFilter()


def many(applications: int, reviewers: int, criteria: int) -> Call:
    """Write a call with that many of each, all reviewed: application *n* gets n modulo 6 points."""
    call = a_call()
    members = [a_reviewer(call).id for _ in range(reviewers)]
    asked = [a_criterion(call, weight=number + 1).id for number in range(criteria)]
    sent = {"state": ApplicationState.SENT, "created_at": NOW, "changed_at": NOW, "sent_at": NOW}
    person = {"contact_name": "A", "contact_email": "a@b.example", "language": "en", "zone": "Asia/Tokyo"}
    numbers = range(applications)
    with transaction():
        rows = [{"call_id": call.id, "city_name": f"City {n}"} | person | sent for n in numbers]
        ids = db.session.scalars(
            insert(Application).returning(Application.id, sort_by_parameter_order=True), rows
        )
        pairs = [(ident, member, n % 6) for n, ident in enumerate(ids.all()) for member in members]
        done = {"state": ReviewState.SUBMITTED, "changed_at": NOW}
        reviews = [{"application_id": one[0], "reviewer_id": one[1]} | done for one in pairs]
        made = db.session.scalars(
            insert(Review).returning(Review.id, sort_by_parameter_order=True), reviews
        ).all()
        points = [
            {"review_id": review, "criterion_id": criterion, "points": pair[2]}
            for review, pair in zip(made, pairs, strict=True)
            for criterion in asked
        ]
        db.session.execute(insert(Score), points)
    return call


def first_page(call: Call, wanted: RankFilter = EVERY) -> tuple[RankLine, ...]:
    found = board_of(call_by_slug(call.slug))
    return ranking(found, wanted, number=1, size=SIZE).items


@pytest.mark.parametrize("size", [1, 3])
def test_a_ranking_costs_six_statements(database: SQLAlchemy, size: int) -> None:
    call = many(size, size, size)
    database.session.expunge_all()
    with count_statements() as statements:
        board = board_of(call)
        ranking(board, EVERY, number=1, size=SIZE)
    assert len(statements) == 6, statements


def test_five_hundred_applications_with_five_reviews_cost_no_more(database: SQLAlchemy) -> None:
    call = many(500, 5, 4)
    database.session.expunge_all()
    with count_statements() as statements:
        board = board_of(call)
        found = ranking(board, EVERY, number=10, size=SIZE)
    assert len(statements) == 6, statements
    assert (found.pages, found.total, len(found.items)) == (10, 500, SIZE)
    # 83 cities each have 5, 4, 3 and 2 points, 84 have 1 and 0: who has the same shares a place.
    assert [line.place for line in found.items] == [417] * 50
    assert {line.verdict.mean for line in found.items} == {Fraction(0)}


def test_a_reviewers_list_of_five_hundred_costs_what_a_short_one_costs(database: SQLAlchemy) -> None:
    call = many(500, 1, 1)
    member = board_of(call).reviewers[0]
    with count_statements() as statements:
        found = own_list(member, number=2, size=SIZE)
    assert len(statements) == 4, statements
    assert (len(found.page.items), found.progress.submitted) == (SIZE, 500)


def test_what_a_filter_leaves_out_keeps_its_place(database: SQLAlchemy) -> None:
    call = many(3, 2, 1)
    with transaction():
        for application in db.session.query(Application).filter_by(city_name="City 1"):
            application.decision = Decision.ACCEPT
    (line,) = first_page(call, RankFilter(decision=Decision.ACCEPT))
    assert (line.place, line.application.city_name) == (2, "City 1")
    assert [one.application.city_name for one in first_page(call, RankFilter(is_open=True))] == [
        "City 2",
        "City 0",
    ]


def test_a_page_that_is_not_there_is_missing(database: SQLAlchemy) -> None:
    with pytest.raises(Missing):
        ranking(board_of(a_call()), EVERY, number=2, size=SIZE)


def test_reviews_of_who_left_and_drafts_do_not_count(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    one, application = a_criterion(call), an_application(call)
    a_review(a_reviewer(call, removed_at=now), application, {one: 5})
    a_review(a_reviewer(call), application, {one: 5}, state=ReviewState.DRAFT)
    a_review(a_reviewer(call), application, {one: 2})
    (line,) = first_page(call)
    assert (list(line.means.values()), line.expected) == ([Fraction(2)], 2)


def test_weights_count_and_a_removed_criterion_does_not(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    heavy, light = a_criterion(call, weight=3), a_criterion(call, weight=1)
    gone = a_criterion(call, weight=9, removed_at=now)
    a_review(a_reviewer(call), an_application(call), {heavy: 5, light: 1, gone: 0})
    (line,) = first_page(call)
    assert line.verdict.mean == Fraction(4)


def test_a_declared_conflict_takes_the_reviewer_out_of_who_is_expected(database: SQLAlchemy) -> None:
    call = a_call()
    application = an_application(call)
    a_reviewer(call)
    a_review(a_reviewer(call), application, state=ReviewState.CONFLICT)
    (line,) = first_page(call)
    assert (line.place, line.expected, line.verdict.mean) == (None, 1, None)
