"""Who is on a committee and what it judges by: added, changed, asked by letter and reminded."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import ORGANISER, text
from tests.support.committees import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.support.letters import waiting
from tests.support.replies import a_bounce, receive
from webinars.domain.errors import Refusal, Stale, UnknownZone
from webinars.domain.texts import LocalizedText
from webinars.models import (
    Application,
    Call,
    CallState,
    Criterion,
    NoticeKind,
    Record,
    Reviewer,
    ReviewState,
)
from webinars.models.database import db
from webinars.queries.committees import criteria_of, reviewers_of
from webinars.services import committees
from webinars.services.committees import CriterionFields, ReviewerFields


def fields(**values: object) -> ReviewerFields:
    known = {"name": "Rei", "email": "Rei@Office.example", "language": "en", "zone": "Asia/Tokyo"}
    return ReviewerFields(**{**known, **values})  # type: ignore[arg-type]


def criterion(name: str = "Relevance", weight: int = 1) -> CriterionFields:
    return CriterionFields(name=text(name), explanation=LocalizedText(), weight=weight)


def names(call: Call) -> list[str]:
    return [str(one.name) for one in criteria_of(call.id)]


def kinds() -> list[NoticeKind]:
    return [notice.kind for notice in waiting()]


def test_criteria_stand_in_the_order_in_which_they_were_added(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    for name in ("Relevance", "Replicability"):
        committees.add_criterion(call.id, criterion(name), by=ORGANISER, now=now)
    assert names(call) == ["Relevance", "Replicability"]


def test_criteria_are_put_into_another_order(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    keys = [a_criterion(call, name).key for name in ("A", "B", "C")]
    committees.reorder_criteria(call.id, [keys[2], keys[0], keys[1]], by=ORGANISER, now=now)
    assert names(call) == ["C", "A", "B"]
    with pytest.raises(Refusal, match="changed meanwhile"):
        committees.reorder_criteria(call.id, keys[:2], by=ORGANISER, now=now)


@pytest.mark.parametrize("weight", [0, -1, 101])
def test_a_weight_beyond_its_limits_is_refused(database: SQLAlchemy, now: datetime, weight: int) -> None:
    with pytest.raises(Refusal) as refused:
        committees.add_criterion(a_call().id, criterion(weight=weight), by=ORGANISER, now=now)
    assert refused.value.field == "weight"


def test_a_criterion_needs_a_name(database: SQLAlchemy, now: datetime) -> None:
    wanted = CriterionFields(name=LocalizedText(), explanation=LocalizedText())
    with pytest.raises(Refusal) as refused:
        committees.add_criterion(a_call().id, wanted, by=ORGANISER, now=now)
    assert refused.value.field == "name"


def test_after_a_submitted_review_criteria_stay_but_weights_may_change(
    database: SQLAlchemy, now: datetime
) -> None:
    call = a_call()
    one = a_criterion(call)
    a_review(a_reviewer(call), an_application(call), {one: 3})
    refused: list[Callable[[], object]] = [
        lambda: committees.add_criterion(call.id, criterion(), by=ORGANISER, now=now),
        lambda: committees.remove_criterion(one.id, by=ORGANISER, now=now),
    ]
    for act in refused:
        with pytest.raises(Refusal, match="the criteria stay"):
            act()
    committees.edit_criterion(one.id, criterion("Relevance", 3), expected=1, by=ORGANISER, now=now)
    assert [found.weight for found in criteria_of(call.id)] == [3]


def test_a_draft_does_not_fix_the_criteria(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    one = a_criterion(call)
    a_review(a_reviewer(call), an_application(call), {one: 3}, state=ReviewState.DRAFT)
    committees.remove_criterion(one.id, by=ORGANISER, now=now)
    assert names(call) == []


def test_the_later_of_two_editors_of_a_criterion_is_shown_the_difference(
    database: SQLAlchemy, now: datetime
) -> None:
    one = a_criterion(a_call())
    committees.edit_criterion(one.id, criterion("First"), expected=1, by=ORGANISER, now=now)
    with pytest.raises(Stale):
        committees.edit_criterion(one.id, criterion("Second"), expected=1, by=ORGANISER, now=now)
    assert str(db.session.get_one(Criterion, one.id).name) == "First"


def test_one_address_is_one_member(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    committees.add_reviewer(call.id, fields(), by=ORGANISER, now=now)
    with pytest.raises(Refusal) as refused:
        committees.add_reviewer(call.id, fields(email="rei@office.example"), by=ORGANISER, now=now)
    assert refused.value.field == "email"
    assert kinds() == []


def test_a_zone_that_does_not_exist_is_refused(database: SQLAlchemy, now: datetime) -> None:
    with pytest.raises(UnknownZone):
        committees.add_reviewer(a_call().id, fields(zone="Mars/Olympus"), by=ORGANISER, now=now)


def test_every_member_is_asked_once_and_the_log_says_so(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    a_reviewer(call, "A")
    a_reviewer(call, "B", invited_at=now)
    a_reviewer(call, "C", removed_at=now)
    assert committees.invite_all(call.id, by=ORGANISER, now=now) == 1
    assert committees.invite_all(call.id, by=ORGANISER, now=now) == 0
    assert kinds() == [NoticeKind.REVIEW_INVITATION]
    logged = [(one.verb, one.title) for one in db.session.query(Record)]
    assert logged == [("invited", "A")]


def test_a_reviewer_with_nothing_left_is_not_reminded(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    late, done, fresh = (
        a_reviewer(call, name, invited_at=now - timedelta(days=2)) for name in ("Late", "Done", "Fresh")
    )
    application = an_application(call)
    a_review(done, application)
    committees.remind(fresh.id, by=ORGANISER, now=now - timedelta(hours=1))
    assert committees.remind_all(call.id, by=ORGANISER, now=now) == 1
    assert [notice.reviewer_id for notice in waiting()] == [fresh.id, late.id]
    with pytest.raises(Refusal, match="has reviewed everything"):
        committees.remind(done.id, by=ORGANISER, now=now)
    with pytest.raises(Refusal, match="within the last day"):
        committees.remind(fresh.id, by=ORGANISER, now=now)


def test_nobody_is_reminded_while_applications_may_change(database: SQLAlchemy, now: datetime) -> None:
    call = a_call(closes_at=now + timedelta(seconds=1))
    reviewer = a_reviewer(call, invited_at=now - timedelta(days=2))
    an_application(call)
    with pytest.raises(Refusal, match="until the call closes"):
        committees.remind(reviewer.id, by=ORGANISER, now=now)
    with pytest.raises(Refusal, match="until the call closes"):
        committees.remind_all(call.id, by=ORGANISER, now=now)


def test_a_new_address_ends_the_old_links_and_is_written_to(database: SQLAlchemy, now: datetime) -> None:
    reviewer = a_reviewer(a_call(), invited_at=now - timedelta(days=2), undeliverable_at=now)
    committees.edit_reviewer(
        reviewer.id, fields(email="new@office.example"), expected=1, by=ORGANISER, now=now
    )
    row = db.session.get_one(Reviewer, reviewer.id)
    assert (row.link_revision, row.undeliverable_at) == (2, None)
    assert kinds() == [NoticeKind.REVIEW_INVITATION]


def test_who_is_taken_off_comes_back_with_new_links(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    reviewer = committees.add_reviewer(call.id, fields(), by=ORGANISER, now=now)
    committees.remove_reviewer(reviewer.id, by=ORGANISER, now=now)
    assert reviewers_of(call.id) == ()
    again = committees.add_reviewer(call.id, fields(name="Rei again"), by=ORGANISER, now=now)
    assert (again.id, again.link_revision) == (reviewer.id, 2)
    assert [one.name for one in reviewers_of(call.id)] == ["Rei again"]


def test_the_committee_of_a_cancelled_call_does_nothing(database: SQLAlchemy, now: datetime) -> None:
    call = a_call(state=CallState.CANCELLED)
    with pytest.raises(Refusal, match="cancelled"):
        committees.add_criterion(call.id, criterion(), by=ORGANISER, now=now)
    with pytest.raises(Refusal, match="cancelled"):
        committees.invite_all(call.id, by=ORGANISER, now=now)


def test_a_letter_that_comes_back_marks_the_reviewer_or_the_applicant(
    database: SQLAlchemy, now: datetime
) -> None:
    call = a_call()
    reviewer, application = a_reviewer(call), an_application(call)
    whose = {"reviewer_id": reviewer.id}, {"application_id": application.id}
    for who, email in zip(whose, (reviewer.email, application.contact_email), strict=True):
        notice = builders.a_notice(None, kind=NoticeKind.DECISION, **who)
        sent = builders.a_sent_letter(notice, recipient=email)
        receive(a_bounce(sent.message_id, email), now=now)
    assert db.session.get_one(Reviewer, reviewer.id).undeliverable_at == now
    assert db.session.get_one(Application, application.id).undeliverable_at == now


def test_a_member_may_speak_for_a_city(database: SQLAlchemy, now: datetime) -> None:
    kobe = builders.a_city("Kobe", zone="Asia/Tokyo")
    reviewer = committees.add_reviewer(a_call().id, fields(city_id=kobe.id), by=ORGANISER, now=now)
    assert reviewers_of(reviewer.call_id)[0].city is kobe
