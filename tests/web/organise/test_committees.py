"""The committee of a call over HTTP: members, criteria, and what a page of an application says of them."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests import builders
from tests.builders import NOW
from tests.support.committees import a_call, a_criterion, a_review, a_reviewer, an_application
from tests.support.databases import ON_SQLITE
from tests.support.letters import waiting
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import (
    ApplicationState,
    Call,
    CallState,
    Criterion,
    NoticeKind,
    Remark,
    Reply,
    ReplyKind,
    Reviewer,
    ReviewState,
    RoleName,
    Standing,
)
from webinars.models.database import db
from webinars.queries.committees import criteria_of

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

MEMBER = {
    "name": "Rei Reviewer",
    "email": "rei@office.example",
    "organisation": "Water Board",
    "city": "",
    "language": "en",
    "zone": "Asia/Tokyo",
}


@pytest.fixture
def call(database: SQLAlchemy) -> Call:
    return a_call()


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def url(call: Call, rest: str = "committee/") -> str:
    return f"/organise/calls/{call.slug}/{rest}"


def row(reviewer: Reviewer) -> Reviewer:
    db.session.expire_all()
    return db.session.get_one(Reviewer, reviewer.id)


def test_an_empty_committee_says_what_to_do(organiser: FlaskClient, call: Call) -> None:
    page = organiser.get(url(call))
    assert page.status_code == 200
    assert "No member yet" in page.text
    assert "No criterion yet" in page.text


def test_a_member_is_added_asked_and_listed(organiser: FlaskClient, call: Call) -> None:
    kobe = builders.a_city("Kobe", zone="Asia/Tokyo")
    assert organiser.post(url(call, "committee/new"), data=MEMBER | {"city": kobe.slug}).status_code == 303
    page = organiser.get(url(call)).text
    assert "Rei Reviewer" in page
    assert "speaks for Kobe" in page
    assert "Not asked yet" in page
    assert waiting() == []
    assert organiser.post(url(call, "committee/invite")).status_code == 303
    assert [notice.kind for notice in waiting()] == [NoticeKind.REVIEW_INVITATION]
    assert "Asked" in organiser.get(url(call)).text


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("email", "no address"), ("zone", "Mars/Olympus"), ("language", "xx")]
)
def test_a_member_that_cannot_be_is_refused_and_what_was_typed_stays(
    organiser: FlaskClient, call: Call, field: str, value: str
) -> None:
    answer = organiser.post(url(call, "committee/new"), data=MEMBER | {field: value})
    assert answer.status_code == 422
    assert "Water Board" in answer.text
    assert db.session.scalar(select(func.count(Reviewer.id))) == 0


def test_the_list_shows_how_far_everybody_is(organiser: FlaskClient, call: Call) -> None:
    asked = NOW - timedelta(days=3)
    late, done = a_reviewer(call, "Late", invited_at=asked), a_reviewer(call, "Done", invited_at=asked)
    for _ in range(2):
        a_review(done, an_application(call))
    advised = an_application(call)
    a_review(late, advised, state=ReviewState.CONFLICT)
    a_review(done, advised)
    a_review(done, an_application(call, state=ApplicationState.WITHDRAWN))
    page = organiser.get(url(call)).text
    assert "2 reviews are missing" in page
    assert "1 conflict of interest" in page
    assert "3 of 5" in page  # three that Done may judge, two that Late may
    assert "1 member has applications left" in page
    assert organiser.post(url(call, "committee/remind")).status_code == 303
    assert [notice.reviewer_id for notice in waiting()] == [late.id]


def test_a_member_is_edited_and_a_stale_form_is_shown_the_difference(
    organiser: FlaskClient, call: Call
) -> None:
    reviewer = a_reviewer(call)
    where = url(call, f"committee/{reviewer.key}")
    assert reviewer.name in organiser.get(where).text
    assert organiser.post(where, data=MEMBER | {"version": "1"}).status_code == 303
    stale = organiser.post(where, data=MEMBER | {"name": "Somebody else", "version": "1"})
    assert stale.status_code == 409
    assert "Rei Reviewer" in stale.text
    assert "Somebody else" in stale.text
    assert row(reviewer).email == "rei@office.example"


def test_a_member_is_taken_off(organiser: FlaskClient, call: Call) -> None:
    reviewer = a_reviewer(call)
    assert organiser.post(url(call, f"committee/{reviewer.key}/remove")).status_code == 303
    assert row(reviewer).removed_at == NOW
    assert organiser.get(url(call, f"committee/{reviewer.key}")).status_code == 404


def test_one_member_is_asked_and_within_a_day_not_again(organiser: FlaskClient, call: Call) -> None:
    reviewer = a_reviewer(call)
    where = url(call, f"committee/{reviewer.key}/invite")
    organiser.post(where)
    assert "within the last day" in organiser.post(where, follow_redirects=True).text
    assert len(waiting()) == 1


def test_a_member_of_another_call_is_not_there(organiser: FlaskClient, call: Call) -> None:
    elsewhere = a_reviewer(a_call())
    for rest in ("remove", "invite", "remind"):
        assert organiser.post(url(call, f"committee/{elsewhere.key}/{rest}")).status_code == 404
    assert row(elsewhere).removed_at is None


def test_criteria_are_added_changed_put_in_order_and_removed(organiser: FlaskClient, call: Call) -> None:
    for name, weight in (("Relevance", 3), ("Reach", 1)):
        data = {"name-en": name, "weight": str(weight)}
        assert organiser.post(url(call, "criteria/new"), data=data).status_code == 303
    page = organiser.get(url(call, "criteria/")).text
    assert "weight 3, 75 % of the whole" in page
    first, second = criteria_of(call.id)
    organiser.post(url(call, "criteria/order"), data={"up": second.key})
    assert [str(one.name) for one in criteria_of(call.id)] == ["Reach", "Relevance"]
    organiser.post(url(call, "criteria/order"), data={"order": [first.key, second.key]})
    data = {"name-en": "Relevance", "weight": "2", "version": "1"}
    assert organiser.post(url(call, f"criteria/{first.key}"), data=data).status_code == 303
    assert organiser.post(url(call, f"criteria/{second.key}/remove")).status_code == 303
    db.session.expire_all()
    assert [(str(one.name), one.weight) for one in criteria_of(call.id)] == [("Relevance", 2)]


def test_criteria_stay_after_a_submitted_review(organiser: FlaskClient, call: Call) -> None:
    one = a_criterion(call)
    a_review(a_reviewer(call), an_application(call), {one: 3})
    page = organiser.get(url(call, "criteria/")).text
    assert "the criteria stay" in page
    assert "Add a criterion" not in page
    assert organiser.post(url(call, f"criteria/{one.key}/remove")).status_code == 422
    assert len(criteria_of(call.id)) == 1


def test_a_weight_of_nothing_is_refused(organiser: FlaskClient, call: Call) -> None:
    answer = organiser.post(url(call, "criteria/new"), data={"name-en": "Relevance", "weight": "0"})
    assert answer.status_code == 422
    assert "Enter a number from 1 to 100." in answer.text
    assert db.session.scalar(select(func.count(Criterion.id))) == 0


def test_the_page_of_an_application_shows_what_the_committee_says(organiser: FlaskClient, call: Call) -> None:
    application, one = an_application(call), a_criterion(call)
    a_review(a_reviewer(call, "Noor"), application, {one: 4}, comment="Strong partners")
    a_review(a_reviewer(call, "Ida"), application, state=ReviewState.CONFLICT, comment="My home town")
    page = organiser.get(url(call, f"applications/{application.key}/")).text
    for words in ("Strong partners", "1 review: 4", "My home town", "Not decided"):
        assert words in page
    said = url(call, f"committee/applications/{application.key}/remarks")
    assert organiser.post(said, data={"text": "Please look again."}).status_code == 303
    assert "for the office" in organiser.get(url(call, f"applications/{application.key}/")).text
    assert "Write something first." in organiser.post(said, data={"text": " "}, follow_redirects=True).text
    assert db.session.scalar(select(func.count(Remark.id))) == 1


def test_letters_that_came_back_lead_to_where_their_address_stands(
    organiser: FlaskClient, call: Call
) -> None:
    reviewer = a_reviewer(call, undeliverable_at=NOW)
    application = an_application(call, undeliverable_at=NOW)
    for who in ({"reviewer_id": reviewer.id}, {"application_id": application.id}):
        notice = builders.a_notice(None, kind=NoticeKind.DECISION, **who)
        builders.kept(
            Reply(
                kind=ReplyKind.BOUNCE,
                standing=Standing.WAITING,
                notice_id=notice.id,
                received_at=NOW,
                comment="5.1.1",
            )
        )
    page = organiser.get("/organise/replies/").text
    assert f"/committee/{reviewer.key}#email" in page
    assert f"/applications/{application.key}/" in page
    assert "Aiko Applicant" in page


def test_the_committee_has_not_seen_a_draft(organiser: FlaskClient, call: Call) -> None:
    draft = an_application(call, state=ApplicationState.DRAFT, sent_at=None)
    page = organiser.get(url(call, f"applications/{draft.key}/")).text
    assert "What the committee says" not in page


def test_who_may_only_look_gets_no_buttons(app: Flask, call: Call) -> None:
    viewer, reviewer = signed_in(app, RoleName.VIEWER), a_reviewer(call)
    page = viewer.get(url(call)).text
    assert "Rei Reviewer" in page
    assert "Add a member" not in page
    assert viewer.post(url(call, "committee/invite")).status_code == 403
    assert row(reviewer).invited_at is None


def test_the_committee_of_a_cancelled_call_is_only_shown(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    call = a_call(state=CallState.CANCELLED)
    a_reviewer(call)
    page = organiser.get(url(call)).text
    assert "Rei Reviewer" in page
    assert "Add a member" not in page
    assert "cancelled" in organiser.post(url(call, "committee/invite"), follow_redirects=True).text
    assert waiting() == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_committee_costs_six_statements(organiser: FlaskClient, call: Call, number: int) -> None:
    one = a_criterion(call)
    for _ in range(number):
        member = a_reviewer(call, city_id=builders.a_city().id)
        for _ in range(number):
            a_review(member, an_application(call, builders.a_city()), {one: 3})
    with count_statements() as statements:
        assert organiser.get(url(call)).status_code == 200
    assert len(statements) == 6, statements


def test_a_long_committee_is_paged(app: Flask, call: Call) -> None:
    app.config["PAGE_SIZE"] = 2
    for name in ("A", "B", "C"):
        a_reviewer(call, f"Member {name}")
    organiser = signed_in(app)
    assert "Member C" not in organiser.get(url(call)).text
    assert "Member C" in organiser.get(url(call, "committee/?page=2")).text
