"""What a reviewer may say of which application, and when: scores, conflicts of interest, the discussion."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import ORGANISER
from tests.support.committees import a_call, a_criterion, a_review, a_reviewer, an_application
from webinars.domain.errors import BadLink, Forbidden, Missing, Refusal
from webinars.models import (
    Application,
    ApplicationState,
    Call,
    Decision,
    Remark,
    Reviewer,
    ReviewState,
    Score,
)
from webinars.models.database import db
from webinars.queries.applications import application_by_key
from webinars.queries.committees import board_of, criteria_of, reviewer_by_key
from webinars.queries.reviews import opinions_on, own_list, remarks_on, review_of
from webinars.services import reviews
from webinars.services.reviews import ReviewFields


@pytest.fixture
def call(database: SQLAlchemy) -> Call:
    return a_call()


@pytest.fixture
def application(call: Call) -> Application:
    return application_by_key(call.id, an_application(call).key)


@pytest.fixture
def reviewer(call: Call) -> Reviewer:
    return reviewer_by_key(call.id, a_reviewer(call).key)


def scores() -> int:
    return db.session.scalar(select(func.count(Score.id))) or 0


def test_a_review_is_a_draft_until_it_is_submitted(
    call: Call, reviewer: Reviewer, application: Application, now: datetime
) -> None:
    one = a_criterion(call)
    reviews.save_draft(reviewer.id, application.id, ReviewFields({one.key: 2}, "Early"), now=now)
    draft = review_of(reviewer, application, criteria_of(call.id))
    assert draft is not None
    assert (draft.review.state, draft.review.comment, draft.mean) == (ReviewState.DRAFT, "Early", Fraction(2))
    assert board_of(call).means == {}
    reviews.submit(reviewer.id, application.id, ReviewFields({one.key: 4}), now=now)
    assert board_of(call).means == {application.id: {reviewer.id: Fraction(4)}}
    assert scores() == 1


def test_a_submitted_review_needs_points_for_every_criterion(
    call: Call, reviewer: Reviewer, application: Application, now: datetime
) -> None:
    first, second = (a_criterion(call, name) for name in ("A", "B"))
    with pytest.raises(Refusal) as refused:
        reviews.submit(reviewer.id, application.id, ReviewFields({first.key: 4}), now=now)
    assert refused.value.field == reviews.field_of(second)
    assert review_of(reviewer, application, criteria_of(call.id)) is None


@pytest.mark.parametrize("points", [-1, 6, 10**12])
@pytest.mark.parametrize("act", [reviews.save_draft, reviews.submit])
def test_points_that_the_scale_does_not_have_are_refused_at_their_criterion(
    call: Call, reviewer: Reviewer, application: Application, now: datetime, points: int, act: Any
) -> None:
    one = a_criterion(call)
    with pytest.raises(Refusal) as refused:
        act(reviewer.id, application.id, ReviewFields({one.key: points}), now=now)
    assert refused.value.field == reviews.field_of(one)
    assert scores() == 0


def test_nobody_scores_the_own_city(database: SQLAlchemy, now: datetime) -> None:
    call, kobe = a_call(), builders.a_city("Kobe", zone="Asia/Tokyo", country="JP")
    one, member = a_criterion(call), a_reviewer(call, city_id=kobe.id)
    for application in (an_application(call, kobe), an_application(call, city_name="KOBE")):
        with pytest.raises(Forbidden, match="your own city"):
            reviews.submit(member.id, application.id, ReviewFields({one.key: 5}), now=now)
        with pytest.raises(Forbidden, match="your own city"):
            reviews.remark(member.id, application.id, "Hello", now=now)
    assert scores() == 0


def test_a_city_of_the_same_name_elsewhere_is_another_city(database: SQLAlchemy, now: datetime) -> None:
    call, paris = a_call(), builders.a_city("Paris", country="FR")
    member = a_reviewer(call, city_id=paris.id)
    application = an_application(call, city_name="Paris", country="US", zone="America/Chicago")
    reviews.submit(member.id, application.id, ReviewFields(), now=now)
    assert board_of(call).expected(application.id) == 1


def test_a_review_from_before_the_reviewers_city_was_known_does_not_count(database: SQLAlchemy) -> None:
    call, kobe = a_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    application, one = an_application(call, kobe), a_criterion(call)
    a_review(a_reviewer(call, city_id=kobe.id), application, {one: 5})
    a_review(a_reviewer(call), application, {one: 1})
    application = application_by_key(call.id, application.key)
    assert list(board_of(call).means[application.id].values()) == [1]
    assert [opinion.mean for opinion in opinions_on(application, [one])] == [1]


def test_a_declared_conflict_forgets_what_was_scored(
    call: Call, reviewer: Reviewer, application: Application, now: datetime
) -> None:
    one = a_criterion(call)
    reviews.submit(reviewer.id, application.id, ReviewFields({one.key: 5}, "Great"), now=now)
    reviews.declare_conflict(reviewer.id, application.id, "I advised them", now=now)
    assert scores() == 0
    own = review_of(reviewer, application, criteria_of(call.id))
    assert own is not None
    assert (own.review.state, own.review.comment) == (ReviewState.CONFLICT, "I advised them")
    assert board_of(call).means == {}
    with pytest.raises(Forbidden, match="You declared a conflict"):
        reviews.submit(reviewer.id, application.id, ReviewFields({one.key: 5}), now=now)


def test_a_conflict_needs_a_reason_and_can_be_taken_back(
    call: Call, reviewer: Reviewer, application: Application, now: datetime
) -> None:
    with pytest.raises(Refusal) as refused:
        reviews.declare_conflict(reviewer.id, application.id, "  ", now=now)
    assert refused.value.field == "reason"
    reviews.declare_conflict(reviewer.id, application.id, "A mistake", now=now)
    reviews.take_back_conflict(reviewer.id, application.id, now=now)
    own = review_of(reviewer, application, criteria_of(call.id))
    assert own is not None
    assert (own.review.state, own.review.comment) == (ReviewState.DRAFT, "")


def test_applications_are_reviewed_from_the_second_of_the_close(database: SQLAlchemy, now: datetime) -> None:
    call = a_call(closes_at=now)
    member, application = a_reviewer(call), an_application(call)
    with pytest.raises(Refusal, match="not closed yet"):
        reviews.submit(member.id, application.id, ReviewFields(), now=now - timedelta(seconds=1))
    reviews.submit(member.id, application.id, ReviewFields(), now=now)


@pytest.mark.parametrize("told", [Decision.ACCEPT, Decision.DECLINE])
def test_after_a_decision_was_told_nobody_reviews(
    database: SQLAlchemy, now: datetime, told: Decision
) -> None:
    call = a_call()
    application = an_application(call, decision=told, told_decision=told, released_at=now)
    with pytest.raises(Refusal, match="was told the decision"):
        reviews.submit(a_reviewer(call).id, application.id, ReviewFields(), now=now)


def test_an_application_on_the_reserve_list_is_still_reviewed(database: SQLAlchemy, now: datetime) -> None:
    call, told = a_call(), Decision.RESERVE
    application = an_application(call, decision=told, told_decision=told, released_at=now)
    review = reviews.submit(a_reviewer(call).id, application.id, ReviewFields(), now=now)
    assert review.state is ReviewState.SUBMITTED


def test_a_withdrawn_application_is_not_reviewed(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    application = an_application(call, state=ApplicationState.WITHDRAWN)
    with pytest.raises(Refusal, match="withdrawn"):
        reviews.save_draft(a_reviewer(call).id, application.id, ReviewFields(), now=now)


def test_a_reviewer_reaches_no_application_of_another_call(database: SQLAlchemy, now: datetime) -> None:
    member, elsewhere = a_reviewer(a_call()), an_application(a_call())
    with pytest.raises(Missing):
        reviews.submit(member.id, elsewhere.id, ReviewFields(), now=now)


def test_who_left_the_committee_says_nothing_any_more(
    call: Call, application: Application, now: datetime
) -> None:
    gone = a_reviewer(call, removed_at=now)
    with pytest.raises(BadLink):
        reviews.submit(gone.id, application.id, ReviewFields(), now=now)


def test_the_discussion_opens_with_ones_own_review(
    call: Call, reviewer: Reviewer, application: Application, now: datetime
) -> None:
    reviews.save_draft(reviewer.id, application.id, ReviewFields(), now=now)
    with pytest.raises(Forbidden, match="when you have submitted"):
        reviews.remark(reviewer.id, application.id, "What do you think?", now=now)
    reviews.submit(reviewer.id, application.id, ReviewFields(), now=now)
    reviews.remark(reviewer.id, application.id, " What do you\r\nthink? ", now=now)
    reviews.remark_of_office(application.id, "Please decide.", by=ORGANISER, now=now)
    said = [(one.author, one.text) for one in remarks_on(application)]
    assert said == [("Rei Reviewer", "What do you\nthink?"), ("Olga Organiser", "Please decide.")]


@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_remark_is_refused(application: Application, now: datetime, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        reviews.remark_of_office(application.id, words, by=ORGANISER, now=now)
    assert refused.value.field == "text"
    assert db.session.scalar(select(func.count(Remark.id))) == 0


def test_a_reviewers_list_says_how_far_they_are(database: SQLAlchemy, now: datetime) -> None:
    call, kobe = a_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    one = a_criterion(call)
    own = a_reviewer(call, city_id=kobe.id)
    conflict, done, begun, new = (an_application(call) for _ in range(4))
    an_application(call, kobe)
    an_application(call, state=ApplicationState.DRAFT, sent_at=None)
    a_review(own, conflict, state=ReviewState.CONFLICT)
    a_review(own, done, {one: 3})
    a_review(own, begun, state=ReviewState.DRAFT)
    found = own_list(reviewer_by_key(call.id, own.key), number=1, size=50)
    progress = found.progress
    assert (progress.to_review, progress.submitted, progress.drafts, progress.conflicts) == (3, 1, 1, 2)
    assert progress.left == 2
    assert [line.is_conflict for line in found.page.items] == [True, False, False, False, True]
    assert board_of(call).progress[own.id] == progress
    assert [line.application.id for line in found.page.items][3] == new.id


def test_a_review_from_before_a_change_of_the_application_is_marked(
    database: SQLAlchemy, now: datetime
) -> None:
    call = a_call()
    member = a_reviewer(call)
    a_review(member, an_application(call, changed_at=now), changed_at=now - timedelta(days=1))
    a_review(member, an_application(call, changed_at=now - timedelta(days=2)), changed_at=now)
    found = own_list(reviewer_by_key(call.id, member.key), number=1, size=50)
    assert [line.is_outdated for line in found.page.items] == [True, False]
