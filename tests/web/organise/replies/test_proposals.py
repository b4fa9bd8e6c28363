"""Proposed times in the queue: shown on every clock, accepted once, refused with a letter."""

import re
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.registrants import a_seated, an_evening
from tests.support.returned import a_proposal, again, words
from webinars.models import Invitation, Notice, NoticeKind, Seminar, Session
from webinars.models.database import db, transaction
from webinars.models.replies import Standing
from webinars.services import invitations, sessions
from webinars.services.sessions import SessionTime

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/replies/"


def version_of(page: TestResponse) -> str:
    (found,) = re.findall(r'name="version" value="(\d+)"', page.get_data(as_text=True))
    return str(found)


def start(session: Session) -> datetime | None:
    return db.session.get_one(Session, session.id, populate_existing=True).starts_at


def test_a_proposal_shows_both_times_in_every_zone(office: FlaskClient, event: Invitation) -> None:
    a_proposal(event, comment="My train")
    page = words(office.get(f"{URL}?zone=America/Lima"))
    assert "Paula Presenter Recovery of cities: Rivers" in page
    assert "My train" in page
    for clocks in (
        "Now Wednesday 25 November 2026 17:00 –17:20 Tokyo, UTC+9 09:00 –09:20 Paris, UTC+1 03:00",
        "Proposed Wednesday 25 November 2026 18:00 –18:20 Tokyo, UTC+9 10:00 –10:20 Paris, UTC+1 04:00",
    ):
        assert clocks in page


def test_a_proposal_says_what_accepting_moves_and_meets(
    office: FlaskClient, seminar: Seminar, evening: Session, event: Invitation
) -> None:
    an_evening(seminar, key="night", local_start=datetime.fromisoformat("2026-11-25T20:00"))
    for _ in range(2):
        person = a_seated(seminar, evening)
        with transaction():
            invitations.invite_registrant(person, evening, now=NOW)
    a_proposal(event)
    page = words(office.get(URL))
    for shown in (
        "Evening part from Wednesday 25 November 2026 , 17:00 –19:25",
        "to Wednesday 25 November 2026 , 18:00 –20:25 Tokyo, UTC+9",
        "Who gets an update 2 registrants, 1 presenter",
        "The part would overlap “Night part”.",
    ):
        assert shown in page


def test_accepting_moves_the_part_once(office: FlaskClient, evening: Session, event: Invitation) -> None:
    before, reply = evening.starts_at, a_proposal(event)
    assert before is not None
    form = {"version": version_of(office.get(URL))}
    answer = office.post(f"{URL}{reply.key}/accept", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, URL)
    assert start(evening) == before + timedelta(hours=1)
    assert again(reply).standing is Standing.ACCEPTED
    page = words(office.post(f"{URL}{reply.key}/accept", data=form), 422)
    assert "This proposal is decided already" in page
    assert start(evening) == before + timedelta(hours=1)


def test_a_part_that_changed_since_is_shown_again_before_it_moves(
    office: FlaskClient, evening: Session, event: Invitation
) -> None:
    reply, form = a_proposal(event), {"version": version_of(office.get(URL))}
    with transaction():
        db.session.get_one(Session, evening.id).version += 1
    answer = office.post(f"{URL}{reply.key}/accept", data=form)
    assert "Somebody else changed this" in words(answer, 409)
    assert start(evening) == evening.starts_at
    answer = office.post(f"{URL}{reply.key}/accept", data={"version": version_of(answer)})
    assert answer.status_code == 303


def test_a_proposal_to_a_time_that_changed_can_only_be_refused(
    office: FlaskClient, evening: Session, event: Invitation
) -> None:
    reply = a_proposal(event)
    moved = SessionTime(
        local_start=datetime.fromisoformat("2026-11-26T19:00"), zone="Asia/Tokyo", minutes=145
    )
    sessions.move_session(evening.id, moved, by=ORGANISER, now=NOW)
    page = words(office.get(URL))
    assert "This can no longer be accepted" in page
    assert "Accept and move the part" not in page
    page = words(office.post(f"{URL}{reply.key}/accept"), 422)
    assert "The time has changed since this was proposed." in page


def test_refusing_owes_the_presenter_a_letter(
    office: FlaskClient, evening: Session, event: Invitation
) -> None:
    reply = a_proposal(event)
    assert office.post(f"{URL}{reply.key}/refuse").status_code == 303
    assert again(reply).standing is Standing.REFUSED
    kinds = db.session.scalars(select(Notice.kind).order_by(Notice.id)).all()
    assert kinds == [NoticeKind.CALENDAR, NoticeKind.COUNTER_REFUSED]
    assert start(evening) == evening.starts_at
    assert "The time stays." in office.get(URL).get_data(as_text=True)
