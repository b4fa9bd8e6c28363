"""A presenter's own page after their calendar has answered: maybe, no, or somebody else."""

import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.registrants import an_evening, token
from webinars.domain.links import Purpose
from webinars.models import Answer, Presenter, Seminar, SeminarState, Session
from webinars.models.database import transaction

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def evening(database: SQLAlchemy) -> Session:
    return an_evening(builders.a_seminar())


def answered(evening: Session, answer: Answer, **values: Any) -> Presenter:
    """Ask a presenter whose calendar has given *answer*."""
    said = {"answer": answer, "answered_at": NOW, "answer_comment": values.pop("comment", "")}
    presenter = builders.a_presenter(builders.a_slot(evening), **said, **values.pop("of_presenter", {}))
    builders.an_invitation(presenter, evening, **said | values)
    return presenter


def words(client: FlaskClient, presenter: Presenter) -> str:
    page = client.get(f"/presenters/{token(Purpose.PRESENTER, presenter)}/")
    assert page.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))).split())


def test_maybe_is_shown_and_a_decision_is_asked_for(client: FlaskClient, evening: Session) -> None:
    page = words(client, answered(evening, Answer.TENTATIVE, comment="If the train runs"))
    assert "Not sure yet If the train runs" in page
    assert "Your calendar said “maybe”. Accept or decline once you know." in page
    assert ("Accept Decline" in page, "You can change your answer" in page) == (True, False)


def test_maybe_is_asked_until_the_day_of_the_answer(client: FlaskClient, evening: Session) -> None:
    by = {"answer_by": NOW.date()}
    page = words(client, answered(evening, Answer.TENTATIVE, of_presenter=by))
    assert "Accept or decline by Tuesday 1 September 2026." in page


def test_who_asked_somebody_else_learns_that_nobody_is_invited_by_that(
    client: FlaskClient, evening: Session
) -> None:
    presenter = answered(evening, Answer.NEEDS_ACTION, delegated_to="carl@paris.example")
    assert "Your calendar asked carl@paris.example to come." in words(client, presenter)


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.DECLINED])
def test_a_decision_can_still_be_changed(client: FlaskClient, evening: Session, answer: Answer) -> None:
    page = words(client, answered(evening, answer))
    assert "You can change your answer until the part starts." in page
    assert "maybe" not in page


def test_the_page_of_a_seminar_that_is_called_off_says_so_and_asks_nothing(
    client: FlaskClient, database: SQLAlchemy, evening: Session
) -> None:
    with transaction():
        database.session.get_one(Seminar, evening.seminar_id).state = SeminarState.CANCELLED
    presenter = answered(evening, Answer.NEEDS_ACTION)
    page = words(client, presenter)
    assert "This part is cancelled. It does not take place." in page
    struck = client.get(f"/presenters/{token(Purpose.PRESENTER, presenter)}/").text
    assert '<section class="called-off"><h2>When</h2>' in struck
    assert "You have not answered yet" not in page
