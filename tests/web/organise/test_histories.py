"""What a calendar shows: every letter as it was sent, every answer as it came, and sending once more."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.letters import waiting
from tests.support.organisers import signed_in
from tests.support.registrants import a_seated, an_evening
from tests.support.returned import a_reply
from tests.support.statements import count_statements
from webinars import letters
from webinars.domain.calendar.replies import Said
from webinars.models import Invitation, Notice, NoticeState, Registration, RoleName, Seminar, Session
from webinars.models.database import db, transaction
from webinars.models.records import Record
from webinars.models.replies import Standing
from webinars.services import invitations, sessions
from webinars.services.sessions import SessionTime

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

LATER = datetime.fromisoformat("2026-11-26T19:00")


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def person(seminar: Seminar, evening: Session) -> Registration:
    """A registrant whose invitation went out."""
    person = invited(seminar, evening)
    send(NOW)
    return person


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def invited(seminar: Seminar, *parts: Session) -> Registration:
    person = a_seated(seminar, *parts, name="Claire Fontaine")
    with transaction():
        for part in parts:
            invitations.invite_registrant(person, part, now=NOW)
    return person


def send(now: datetime) -> None:
    """Write every letter that is owed and keep it, as the worker does."""
    for notice in waiting():
        letter = letters.compose(notice, now=now)
        assert letter is not None
        assert letter.dispatch is not None
        with transaction():
            notice.state, notice.sent_at = NoticeState.SENT, now
            invitations.keep_organizer(db.session.connection(), notice.invitation_id or 0, letter.dispatch)
            invitations.keep_sent(
                db.session.connection(), {notice.invitation_id or 0: letter.dispatch}, now=now
            )
        builders.a_sent_letter(
            notice, recipient=letter.recipient, subject=letter.subject, message=letter.message
        )


def move(session: Session, now: datetime) -> None:
    time = SessionTime(local_start=LATER, zone="Asia/Tokyo", minutes=145)
    sessions.move_session(session.id, time, by=ORGANISER, now=now)


def event_of(database: SQLAlchemy, person: Registration) -> Invitation:
    statement = select(Invitation).where(Invitation.registration_id == person.id)
    return database.session.scalars(statement.execution_options(populate_existing=True)).one()


def url(person: Registration) -> str:
    return f"/organise/seminars/partners-7/registrations/{person.key}/calendar"


def words(response: TestResponse) -> str:
    """Return the page's words, each after one blank."""
    assert response.status_code == 200
    main = re.sub(r"(?s).*</header>|</main>.*", "", response.get_data(as_text=True))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_sent_invitation_shows_its_marks_and_both_clocks(
    office: FlaskClient, database: SQLAlchemy, person: Registration
) -> None:
    page = words(office.get(url(person)))
    uid = event_of(database, person).uid
    assert f"UID {uid} SEQUENCE 0 DTSTAMP 20260901T093000Z" in page
    assert "Invitation sent Recovery of cities: Evening part" in page
    for clock in ("17:00 –19:25 Tokyo, UTC+9", "09:00 –11:25 Paris, UTC+1"):
        assert page.count(clock) == 2


def test_each_letter_tells_what_it_told_then(
    office: FlaskClient, database: SQLAlchemy, person: Registration, evening: Session
) -> None:
    a_reply(event_of(database, person), comment="With pleasure", received_at=NOW + timedelta(hours=1))
    move(evening, NOW + timedelta(hours=2))
    send(NOW + timedelta(hours=3))
    a_reply(
        event_of(database, person),
        said=Said.DECLINED,
        standing=Standing.OLD_TIME,
        received_at=NOW + timedelta(hours=4),
    )
    page = words(office.get(url(person)))
    order = (
        "Invitation sent",
        "Wednesday 25 November 2026",
        "SEQUENCE 0",
        "Accepted from the calendar With pleasure",
        "This was the answer from then on.",
        "Update sent",
        "Thursday 26 November 2026",
        "SEQUENCE 1",
        "Declined from the calendar",
        "To the old time.",
    )
    story = page[page.index("Letters and answers") :]
    assert [part for part in order if part not in story] == []
    assert sorted(order, key=story.index) == list(order)


def test_a_calendar_that_was_emptied_shows_nothing(
    office: FlaskClient, person: Registration, evening: Session
) -> None:
    sessions.cancel_session(evening.id, by=ORGANISER, now=NOW)
    send(NOW)
    page = words(office.get(url(person)))
    assert "Nothing: the event was taken out" in page
    assert "Cancellation sent" in page
    assert "Send the invitation again" not in page


def test_a_change_that_was_not_sent_yet_is_announced(
    office: FlaskClient, person: Registration, evening: Session
) -> None:
    assert "A newer letter waits to be sent" not in words(office.get(url(person)))
    move(evening, NOW)
    page = words(office.get(url(person)))
    assert "A newer letter waits to be sent" in page
    assert "Wednesday 25 November 2026" in page
    assert "Thursday 26 November 2026" not in page


def test_a_letter_that_came_back_says_so(
    office: FlaskClient, database: SQLAlchemy, person: Registration
) -> None:
    with transaction():
        notice = database.session.scalars(select(Notice)).one()
        notice.bounced_at, notice.bounce_reason = NOW, "5.1.1 no such user"
        database.session.get_one(Registration, person.id).undeliverable_at = NOW
    page = words(office.get(url(person)))
    assert f"Came back from {person.email}: 5.1.1 no such user" in page
    assert "Letters to this address come back" in page


def test_a_person_without_events_is_told_so(office: FlaskClient, seminar: Seminar) -> None:
    person = builders.a_registration(seminar)
    assert "Nothing was ever in this calendar" in words(office.get(url(person)))


def test_sending_again_keeps_sequence_and_raises_the_stamp(
    office: FlaskClient, database: SQLAlchemy, person: Registration
) -> None:
    before = event_of(database, person)
    stamp, again = before.changed_at, f"{url(person)}/{before.key}/again"
    answer = office.post(again)
    assert (answer.status_code, answer.headers["Location"]) == (303, url(person))
    after = event_of(database, person)
    assert (after.sequence, after.changed_at) == (0, stamp + timedelta(seconds=1))
    assert len(waiting()) == 1
    record = database.session.scalars(select(Record).order_by(Record.id.desc())).first()
    assert record is not None
    assert (record.verb, record.noun, record.noun_id) == ("sent again", "registration", person.id)
    assert "sent the invitation again" in words(office.get(url(person).removesuffix("/calendar")))


def test_what_left_the_calendar_is_not_sent_again(
    office: FlaskClient, database: SQLAlchemy, person: Registration, evening: Session
) -> None:
    key = event_of(database, person).key
    sessions.cancel_session(evening.id, by=ORGANISER, now=NOW)
    owed = len(waiting())
    page = words(office.post(f"{url(person)}/{key}/again", follow_redirects=True))
    assert "no longer in the person’s calendar" in page
    assert len(waiting()) == owed


def test_a_presenter_has_the_same_page(office: FlaskClient, evening: Session) -> None:
    slot = builders.a_slot(evening, title=builders.text("Rivers"))
    presenter = builders.a_presenter(slot)
    with transaction():
        invitations.invite_presenter(presenter, slot, evening, now=NOW)
    send(NOW)
    path = f"/organise/seminars/partners-7/presenters/{presenter.key}/calendar"
    page = words(office.get(path))
    assert "What the calendar of Paula Presenter shows" in page
    assert "Recovery of cities: Rivers" in page
    (key,) = db.session.scalars(select(Invitation.key))
    assert office.post(f"{path}/{key}/again").headers["Location"] == path


def test_events_of_others_are_not_sent_by_this_address(
    office: FlaskClient, seminar: Seminar, database: SQLAlchemy, person: Registration
) -> None:
    other = builders.a_registration(seminar)
    assert office.post(f"{url(other)}/{event_of(database, person).key}/again").status_code == 404


def test_viewers_see_and_send_nothing(
    app: Flask, seminar: Seminar, database: SQLAlchemy, person: Registration
) -> None:
    viewer = signed_in(app, RoleName.VIEWER)
    assert "Send the invitation again" not in words(viewer.get(url(person)))
    assert viewer.post(f"{url(person)}/{event_of(database, person).key}/again").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_statements_for_any_number_of_events(
    office: FlaskClient, seminar: Seminar, count: int
) -> None:
    parts = [an_evening(seminar, key=f"part-{number}") for number in range(count)]
    person = invited(seminar, *parts)
    send(NOW)
    db.session.remove()
    with count_statements() as statements:
        assert words(office.get(url(person))).count("SEQUENCE 0 · DTSTAMP") == count
    assert len(statements) == 6, statements
