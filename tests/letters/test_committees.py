"""Letters of a committee: reviewers are asked and reminded, and applicants told what holds now."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.committees import a_call, a_cohort, a_review, a_reviewer, an_application
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from webinars.models import (
    Application,
    ApplicationState,
    CallState,
    Decision,
    NoticeKind,
    Reviewer,
    ReviewState,
)
from webinars.models.database import transaction
from webinars.services import notices

pytestmark = ON_SQLITE


def letters_to(reviewer: Reviewer, kind: NoticeKind, *, now: datetime) -> list[Read]:
    with transaction():
        notices.post(kind, now=now, reviewer_id=reviewer.id)
    return post_round(now)


def told(application: Application, *decisions: Decision, now: datetime) -> list[Read]:
    """Owe a letter for each of the decisions that were released, and send what is needed."""
    with transaction():
        for decision in decisions:
            details = {"decision": decision.value}
            notices.post(NoticeKind.DECISION, now=now, application_id=application.id, details=details)
    return post_round(now)


def decided(decision: Decision, **values: Any) -> Application:
    facts: dict[str, Any] = {"decision": decision, "told_decision": decision, "released_at": builders.NOW}
    return an_application(a_call(), **facts | values)


def test_a_reviewer_gets_a_link_of_their_own_and_who_asks(database: SQLAlchemy, now: datetime) -> None:
    (letter,) = letters_to(a_reviewer(a_call()), NoticeKind.REVIEW_INVITATION, now=now)
    assert letter.letter.subject == "Please review: City Partnership Program"
    assert "You are asked to review the applications to “City Partnership Program”." in letter.text
    assert "The call is closed. You can begin now." in letter.text
    assert "/reviews/" in letter.text
    assert "Host: Tokyo Development Learning Center" in letter.text
    assert letter.message["Reply-To"] == "call@tokyo.example"


def test_before_the_close_a_reviewer_reads_it_on_their_own_clock(database: SQLAlchemy, now: datetime) -> None:
    call = a_call(closes_at=datetime.fromisoformat("2026-09-30T08:00+00:00"))
    (letter,) = letters_to(a_reviewer(call), NoticeKind.REVIEW_INVITATION, now=now)
    assert "You can review them from then on." in letter.text
    assert "Your time: Wednesday 30 September 2026, 10:00 (Paris, UTC+2)" in letter.text


def test_who_left_the_committee_gets_no_letter(database: SQLAlchemy, now: datetime) -> None:
    reviewer = a_reviewer(a_call(), removed_at=now)
    assert letters_to(reviewer, NoticeKind.REVIEW_INVITATION, now=now) == []


def test_nobody_reviews_a_cancelled_call(database: SQLAlchemy, now: datetime) -> None:
    reviewer = a_reviewer(a_call(state=CallState.CANCELLED))
    assert letters_to(reviewer, NoticeKind.REVIEW_INVITATION, now=now) == []


def test_a_reminder_counts_what_waits_without_conflicts_and_own_city(
    database: SQLAlchemy, now: datetime
) -> None:
    call, kobe = a_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    reviewer = a_reviewer(call, city_id=kobe.id)
    an_application(call, kobe)
    a_review(reviewer, an_application(call), state=ReviewState.CONFLICT)
    a_review(reviewer, an_application(call))
    a_review(reviewer, an_application(call), state=ReviewState.DRAFT)
    an_application(call)
    an_application(call, state=ApplicationState.WITHDRAWN)
    (letter,) = letters_to(reviewer, NoticeKind.REVIEW_REMINDER, now=now)
    assert letter.letter.subject == "Reviews are missing: City Partnership Program"
    assert "Applications left: 2" in letter.text


def test_who_has_reviewed_everything_is_not_reminded(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    reviewer = a_reviewer(call)
    a_review(reviewer, an_application(call))
    assert letters_to(reviewer, NoticeKind.REVIEW_REMINDER, now=now) == []


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (Decision.ACCEPT, "Your application to “City Partnership Program” is accepted."),
        (Decision.RESERVE, "Your application to “City Partnership Program” is on the reserve list."),
        (Decision.DECLINE, "Your application to “City Partnership Program” is not accepted."),
    ],
)
def test_an_applicant_reads_the_decision_first(
    database: SQLAlchemy, now: datetime, decision: Decision, sentence: str
) -> None:
    (letter,) = told(decided(decision), decision, now=now)
    assert sentence in letter.text
    assert "City: Kitakyushu" in letter.text
    assert "/applications/" in letter.text


def test_an_accepted_city_reads_its_group_and_others_do_not(database: SQLAlchemy, now: datetime) -> None:
    call = a_call()
    cohort = a_cohort(call)
    values: dict[str, Any] = {"released_at": now, "cohort_id": cohort.id}
    taken = an_application(call, told_decision=Decision.ACCEPT, **values)
    kept = an_application(call, told_decision=Decision.RESERVE, **values)
    (accepted,) = told(taken, Decision.ACCEPT, now=now)
    (reserved,) = told(kept, Decision.RESERVE, now=now)
    assert "Group: First batch" in accepted.text
    assert "We write to you again when your city can name who presents and who takes part." in accepted.text
    assert "First batch" not in reserved.text
    assert "when your city can name" not in reserved.text


def test_of_two_decisions_that_wait_only_the_last_is_told(database: SQLAlchemy, now: datetime) -> None:
    (letter,) = told(decided(Decision.ACCEPT), Decision.RESERVE, Decision.ACCEPT, now=now)
    assert "is accepted." in letter.text


def test_who_withdrew_hears_no_decision(database: SQLAlchemy, now: datetime) -> None:
    application = decided(Decision.ACCEPT, state=ApplicationState.WITHDRAWN)
    assert told(application, Decision.ACCEPT, now=now) == []


@pytest.mark.parametrize(
    ("focal_email", "is_led"), [("Aiko@city.example", True), ("new@city.example", False)]
)
def test_who_runs_the_delegation_is_led_to_its_page_and_nobody_else(
    database: SQLAlchemy, now: datetime, focal_email: str, is_led: bool
) -> None:
    delegation = builders.a_delegation(builders.a_seminar(), focal_email=focal_email)
    values = {"delegation_id": delegation.id, "contact_email": "aiko@city.example"}
    (letter,) = told(decided(Decision.ACCEPT, **values), Decision.ACCEPT, now=now)
    assert ("Name there who presents and who takes part." in letter.text) is is_led
    assert ("/delegations/" in letter.text) is is_led


def test_an_applicant_reads_in_their_own_language(database: SQLAlchemy, now: datetime) -> None:
    (letter,) = told(decided(Decision.DECLINE, language="ja"), Decision.DECLINE, now=now)
    assert letter.message["Content-Language"] == "ja"


def test_a_reminder_that_waits_past_an_extension_is_dropped(database: SQLAlchemy, now: datetime) -> None:
    call = a_call(closes_at=now + timedelta(days=1))
    an_application(call)
    assert letters_to(a_reviewer(call), NoticeKind.REVIEW_REMINDER, now=now) == []
