"""The link that asks whether an answer is the reader's own: what it shows, and what its button does."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.applications import SECRETS
from tests.support.databases import ON_SQLITE
from tests.support.registrants import a_seated, an_evening
from tests.support.returned import a_reply
from tests.support.statements import count_statements
from webinars.domain.calendar.replies import Said
from webinars.domain.links import Purpose, sign
from webinars.models import Answer, Invitation, InvitationState, Registration, Seminar, Session
from webinars.models.database import db, transaction
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.services import invitations, sessions

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

BUTTON = "Yes, this is my answer"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def person(seminar: Seminar, evening: Session) -> Registration:
    person = a_seated(seminar, evening)
    with transaction():
        invitations.invite_registrant(person, evening, now=NOW)
    return person


@pytest.fixture
def event(database: SQLAlchemy, person: Registration) -> Invitation:
    return database.session.scalars(select(Invitation)).one()


def an_unproven(event: Invitation, **values: object) -> Reply:
    unproven = {
        "standing": Standing.UNPROVEN,
        "sender": "rosa.private@mail.example",
        "attendee": event.attendee_email,
        "uid": event.uid,
        "stamped_at": NOW,
        "seminar_id": db.session.get_one(Session, event.session_id).seminar_id,
    }
    return a_reply(event, **unproven | values)


def url(reply: Reply) -> str:
    return f"/answers/{sign(SECRETS['SECRET_KEY'], Purpose.CONFIRM_ANSWER, reply.key, 0)}/"


def words(response: TestResponse) -> str:
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def held(database: SQLAlchemy) -> tuple[Answer, str]:
    statement = select(Invitation).execution_options(populate_existing=True)
    event = database.session.scalars(statement).one()
    return event.answer, event.answer_comment


def test_the_link_shows_what_was_said_to_what_and_when(client: FlaskClient, event: Invitation) -> None:
    page = words(client.get(url(an_unproven(event, said=Said.DECLINED, comment="I am on a train"))))
    for shown in (
        "Is this your answer?",
        "Declined",
        "I am on a train",
        "From rosa.private@mail.example, Tuesday 1 September 2026, 11:30",
        "Recovery of cities: Evening part",
        "09:00 –11:25",
        "17:00 –19:25",
        BUTTON,
        "If it is not yours, do nothing. It does not count.",
    ):
        assert shown in page


def test_looking_changes_nothing(client: FlaskClient, database: SQLAlchemy, event: Invitation) -> None:
    reply = an_unproven(event)
    client.get(url(reply))
    client.head(url(reply))
    assert held(database) == (Answer.NEEDS_ACTION, "")


def test_the_button_makes_it_the_persons_answer_once(
    client: FlaskClient, database: SQLAlchemy, event: Invitation
) -> None:
    reply = an_unproven(event, said=Said.TENTATIVE, comment="Perhaps")
    for _ in range(2):
        answer = client.post(url(reply))
        assert (answer.status_code, answer.headers["Location"]) == (303, url(reply))
        assert held(database) == (Answer.TENTATIVE, "Perhaps")
    page = words(client.get(url(reply)))
    assert "This is your answer. There is nothing more to do." in page
    assert BUTTON not in page


def test_a_newer_answer_is_not_undone(client: FlaskClient, database: SQLAlchemy, event: Invitation) -> None:
    older = an_unproven(event, stamped_at=NOW - timedelta(hours=2))
    newer = an_unproven(event, said=Said.DECLINED, stamped_at=NOW - timedelta(hours=1))
    client.post(url(newer))
    page = words(client.post(url(older), follow_redirects=True))
    assert "You gave a newer answer since. The newer one counts." in page
    assert held(database)[0] is Answer.DECLINED


def test_an_answer_to_a_time_that_changed_is_asked_for_again(
    client: FlaskClient, database: SQLAlchemy, event: Invitation
) -> None:
    reply = an_unproven(event)
    with transaction():
        invitations.raise_session(event.session_id or 0, now=NOW)
    page = words(client.get(url(reply)))
    assert "The time has changed since this answer." in page
    assert BUTTON not in page
    client.post(url(reply))
    assert held(database)[0] is Answer.NEEDS_ACTION
    assert "The time has changed since this answer." in words(client.get(url(reply)))


def test_nothing_is_confirmed_of_a_cancelled_part(
    client: FlaskClient, database: SQLAlchemy, event: Invitation
) -> None:
    reply = an_unproven(event)
    sessions.cancel_session(event.session_id or 0, by=ORGANISER, now=NOW)
    page = words(client.get(url(reply)))
    assert "This event is no longer in your calendar. There is nothing to confirm." in page
    assert BUTTON not in page
    assert "no longer in your calendar" in words(client.post(url(reply), follow_redirects=True))
    assert held(database)[0] is Answer.NEEDS_ACTION
    assert database.session.scalars(select(Invitation.state)).one() is InvitationState.CLOSED


def test_a_proposal_shows_the_time_that_it_proposes(client: FlaskClient, evening: Session) -> None:
    slot = builders.a_slot(evening, title=builders.text("Rivers"))
    presenter = builders.a_presenter(slot)
    with transaction():
        event = invitations.invite_presenter(presenter, slot, evening, now=NOW)
    assert evening.starts_at is not None
    reply = an_unproven(
        event,
        kind=ReplyKind.COUNTER,
        proposed_starts_at=evening.starts_at + timedelta(hours=1),
        proposed_ends_at=evening.starts_at + timedelta(hours=1, minutes=20),
    )
    page = words(client.get(url(reply)))
    assert "Another time proposed" in page
    assert "10:00 –10:20" in page
    assert "Recovery of cities: Rivers" in page
    assert "with the organiser" in words(client.post(url(reply), follow_redirects=True))


def test_what_a_stranger_wrote_is_only_text(client: FlaskClient, event: Invitation) -> None:
    reply = an_unproven(event, comment="<script>x</script>", sender="<b>@x.example")
    page = client.get(url(reply)).get_data(as_text=True)
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "&lt;b&gt;@x.example" in page


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_forged_link_opens_nothing(client: FlaskClient, event: Invitation, method: str) -> None:
    reply = an_unproven(event)
    other = sign(SECRETS["SECRET_KEY"], Purpose.REGISTRATION, reply.key, 0)
    unknown = sign(SECRETS["SECRET_KEY"], Purpose.CONFIRM_ANSWER, "unknown", 0)
    unsigned = url(reply)[len("/answers/") : -3]
    codes = [
        client.open(f"/answers/{token}/", method=method).status_code for token in (other, unsigned, unknown)
    ]
    assert codes == [410, 410, 404]


def test_the_page_costs_a_fixed_number_of_statements(client: FlaskClient, event: Invitation) -> None:
    address = url(an_unproven(event))
    with count_statements() as statements:
        client.get(address)
    assert len(statements) == 3, statements
