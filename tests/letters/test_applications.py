"""Letters to applicants: each says what holds when it leaves, on their own clock."""

from datetime import datetime, timedelta
from typing import Any

from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.applications import SECRETS
from tests.support.committees import a_call, an_application
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from webinars.domain.links import Purpose, read
from webinars.models import Application, ApplicationState, Call, CallState, NoticeKind
from webinars.models.database import transaction
from webinars.services import notices

pytestmark = ON_SQLITE

TITLE = "City Partnership Program"
CLOSES = datetime.fromisoformat("2026-09-30T08:00+00:00")
DRAFT: dict[str, Any] = {"state": ApplicationState.DRAFT, "sent_at": None}


def an_open_call(**values: Any) -> Call:
    return a_call(**{"closes_at": CLOSES} | values)


def letters_about(application: Application, kind: NoticeKind, **details: str) -> list[Read]:
    with transaction():
        notices.post(kind, now=NOW, application_id=application.id, details=details)
    return post_round(NOW)


def test_the_way_back_to_a_draft_is_a_signed_link_and_says_until_when(database: SQLAlchemy) -> None:
    application = an_application(an_open_call(), builders.a_city(), **DRAFT)
    (letter,) = letters_about(application, NoticeKind.APPLICATION_DRAFT)
    assert letter.letter.subject == f"Your application: {TITLE}"
    assert f"Here is your application to “{TITLE}”." in letter.text
    assert "Send it before" in letter.text
    assert "Your time: Wednesday 30 September 2026, 10:00 (Paris, UTC+2)" in letter.text
    assert letter.message["Reply-To"] == "call@tokyo.example"
    token = letter.text.partition("/applications/")[2].partition("/")[0]
    assert read(SECRETS["SECRET_KEY"], Purpose.APPLICATION, token, now=NOW) == (application.key, 1)


def test_after_the_close_the_way_back_promises_no_time(database: SQLAlchemy) -> None:
    (letter,) = letters_about(an_application(a_call(), **DRAFT), NoticeKind.APPLICATION_DRAFT)
    assert "Send it before" not in letter.text


def test_a_receipt_says_what_arrived_when_and_until_when_it_can_change(database: SQLAlchemy) -> None:
    sent_at = NOW - timedelta(minutes=5)
    call, paris = an_open_call(), builders.a_city()
    application = an_application(call, paris, sent_at=sent_at, presentation_title="Rain gardens")
    (letter,) = letters_about(application, NoticeKind.APPLICATION_RECEIPT)
    assert letter.letter.subject == f"We have your application: {TITLE}"
    assert "City: Paris" in letter.text
    assert "Presentation: Rain gardens" in letter.text
    assert "Your time: Tuesday 1 September 2026, 11:25 (Paris, UTC+2)" in letter.text
    assert "You can change it until" in letter.text


def test_more_time_is_told_from_when_to_when(database: SQLAlchemy) -> None:
    application = an_application(an_open_call(), builders.a_city(), **DRAFT)
    was = CLOSES - timedelta(days=10)
    (letter,) = letters_about(application, NoticeKind.CALL_EXTENDED, closed_at=was.isoformat())
    assert letter.letter.subject == f"More time to apply: {TITLE}"
    assert "Sunday 20 September 2026, 10:00" in letter.text
    assert "Wednesday 30 September 2026, 10:00 (Paris, UTC+2)" in letter.text


def test_who_has_sent_meanwhile_is_not_told_of_more_time(database: SQLAlchemy) -> None:
    application = an_application(an_open_call())
    assert letters_about(application, NoticeKind.CALL_EXTENDED, closed_at=CLOSES.isoformat()) == []


def test_a_call_that_is_off_is_told_without_a_way_to_go_on(database: SQLAlchemy) -> None:
    application = an_application(an_open_call(state=CallState.CANCELLED))
    (letter,) = letters_about(application, NoticeKind.CALL_CANCELLED)
    assert letter.letter.subject == f"Cancelled: {TITLE}"
    assert f"The call “{TITLE}” is cancelled." in letter.text
    assert letters_about(application, NoticeKind.APPLICATION_RECEIPT) == []
    assert letters_about(application, NoticeKind.APPLICATION_DRAFT) == []


def test_who_withdrew_gets_no_letter_at_all(database: SQLAlchemy) -> None:
    application = an_application(an_open_call(), state=ApplicationState.WITHDRAWN)
    for kind in (NoticeKind.APPLICATION_DRAFT, NoticeKind.APPLICATION_RECEIPT, NoticeKind.CALL_CANCELLED):
        assert letters_about(application, kind) == []


def test_a_letter_speaks_the_language_of_the_application(database: SQLAlchemy) -> None:
    application = an_application(an_open_call(), language="ja")
    (letter,) = letters_about(application, NoticeKind.APPLICATION_RECEIPT)
    assert "あなたの時刻と主催者の時刻：2026年9月30日水曜日、17:00 (Tokyo, UTC+9)" in letter.text
