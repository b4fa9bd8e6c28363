"""The first page of the office over HTTP: each concern in words, with the page where it is seen to."""

import re
from datetime import date, datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import (
    NOW,
    a_city,
    a_delegation,
    a_notice,
    a_presenter,
    a_registration,
    a_seat,
    a_seminar,
    a_session,
    an_invitation,
    slots,
    text,
)
from tests.support.committees import a_call, an_application
from tests.support.organisers import signed_in
from tests.support.registrants import a_seated
from tests.support.returned import a_reply
from webinars.domain.seating import SeatState
from webinars.models import Answer, Decision, NoticeKind, NoticeState, SeminarState
from webinars.models.replies import ReplyKind, Standing

SOON = datetime.fromisoformat("2026-09-03T10:00")
PAST = date(2026, 8, 31)


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def concerns(page: str) -> list[tuple[str, str, str]]:
    """Return mark, address and words of each thing that needs attention."""
    entries = re.findall(r'<li class="state (\w+)"><a href="([^"]+)">([^<]+)</a></li>', page)
    return [(mark, url, words) for mark, url, words in entries]


def test_an_office_without_seminars_has_nothing_to_see_to(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    page = organiser.get("/organise/").text
    assert "Nothing needs attention." in page
    assert "There is no draft." in page


def test_every_concern_is_a_link_to_where_it_is_seen_to(database: SQLAlchemy, organiser: FlaskClient) -> None:
    a_seminar(slug="draft", theme=text("Draft"), state=SeminarState.DRAFT)
    seminar = a_seminar(slug="one", theme=text("One"))
    session = a_session(seminar, local_start=SOON, minutes=60)
    (slot,) = slots(session, [60])
    a_delegation(seminar, a_city(), invited_at=NOW, answer_by=PAST)
    a_presenter(slot, answer_by=PAST)
    a_seat(a_registration(seminar), session, state=SeatState.PENDING)
    a_notice(seminar, state=NoticeState.FAILED)
    a_notice(seminar, state=NoticeState.HELD)
    assert concerns(organiser.get("/organise/").text) == [
        ("stop", "/organise/seminars/draft/", "Draft: 1 finding blocks publishing"),
        ("warn", "/organise/seminars/one/delegations/?silent=y", "One: 1 city is silent"),
        ("warn", "/organise/seminars/one/presenters/?answer=NEEDS-ACTION", "One: 1 presenter is silent"),
        ("wait", "/organise/seminars/one/registrations/?seat=pending", "One: 1 registration to approve"),
        (
            "warn",
            "/organise/seminars/one/sessions/morning/edit",
            "One: “Morning part” starts soon and has no join link",
        ),
        ("stop", "/organise/letters/?state=failed", "1 letter could not be sent"),
        ("wait", "/organise/letters/?state=held", "1 letter is held"),
    ]


def test_what_comes_next_is_shown_with_its_seats(database: SQLAlchemy, organiser: FlaskClient) -> None:
    seminar = a_seminar(slug="one", theme=text("One"))
    session = a_session(seminar, capacity=50)
    a_seat(a_registration(seminar), session)
    page = organiser.get("/organise/").text
    for shown in ("One", "Morning part", "1 of 50", "Wednesday 25 November 2026"):
        assert shown in page


def test_what_came_back_is_a_link_to_its_queue_or_list(database: SQLAlchemy, organiser: FlaskClient) -> None:
    seminar = a_seminar(slug="one", theme=text("One"))
    session = a_session(seminar)
    (slot,) = slots(session, [155])
    a_presenter(slot, answer=Answer.DECLINED)
    for _ in range(2):
        an_invitation(a_seated(seminar, session), session, answer=Answer.DECLINED)
    a_reply(kind=ReplyKind.COUNTER, standing=Standing.WAITING)
    a_reply(standing=Standing.UNKNOWN)
    a_reply(kind=ReplyKind.BOUNCE, standing=Standing.WAITING)
    of_one = "/organise/seminars/one/"
    assert concerns(unescape(organiser.get("/organise/").text)) == [
        ("stop", f"{of_one}presenters/?answer=DECLINED", "One: 1 presenter declined"),
        (
            "warn",
            f"{of_one}registrations/?seat=seated&answer=DECLINED",
            "One: 2 people declined and still have a seat",
        ),
        ("wait", "/organise/replies/?what=proposals", "1 proposed time to decide"),
        ("warn", "/organise/replies/?what=unknown", "1 answer of somebody unknown"),
        ("stop", "/organise/replies/?what=bounces", "1 letter came back"),
    ]


def test_a_decision_that_did_not_arrive_is_named_with_its_call(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    call = a_call(title=text("Partners"))
    lost, returned, heard = [
        an_application(call, told_decision=Decision.DECLINE, released_at=NOW) for _ in range(3)
    ]
    a_notice(kind=NoticeKind.DECISION, application_id=lost.id, state=NoticeState.FAILED)
    back = a_notice(kind=NoticeKind.DECISION, application_id=returned.id, state=NoticeState.SENT)
    a_notice(kind=NoticeKind.DECISION, application_id=heard.id, state=NoticeState.SENT)
    a_reply(kind=ReplyKind.BOUNCE, standing=Standing.WAITING, notice_id=back.id)
    assert (
        "stop",
        "/organise/letters/?kind=decision",
        "Partners: 2 decisions were released and did not arrive",
    ) in concerns(organiser.get("/organise/").text)
