"""The queue of replies over HTTP: what each shows, what can be done to it, and who may."""

import re
from collections.abc import Callable
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
from tests.support.organisers import signed_in
from tests.support.registrants import a_seated, an_evening
from tests.support.returned import a_reply
from tests.support.statements import count_statements
from webinars.models import (
    Invitation,
    Notice,
    NoticeKind,
    Presenter,
    Registration,
    RoleName,
    Seminar,
    Session,
    Slot,
)
from webinars.models.database import db, transaction
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.services import invitations, sessions
from webinars.services.sessions import SessionTime

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

URL = "/organise/replies/"


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def presenter(evening: Session) -> Presenter:
    return builders.a_presenter(builders.a_slot(evening, title=builders.text("Rivers")))


@pytest.fixture
def event(evening: Session, presenter: Presenter) -> Invitation:
    with transaction():
        slot = db.session.get_one(Slot, presenter.slot_id)
        return invitations.invite_presenter(presenter, slot, evening, now=NOW)


@pytest.fixture
def office(app: Flask, seminar: Seminar) -> FlaskClient:
    return signed_in(app)


def a_proposal(event: Invitation, hours: int = 1, **values: object) -> Reply:
    """Write a presenter's wish to start *hours* later than the slot does (17:00 in Tokyo, 09:00 in Paris)."""
    session = db.session.get_one(Session, event.session_id)
    assert session.starts_at is not None
    starts_at = session.starts_at + timedelta(hours=hours)
    proposal = {
        "kind": ReplyKind.COUNTER,
        "standing": Standing.WAITING,
        "seminar_id": session.seminar_id,
        "attendee": event.attendee_email,
        "stamped_at": NOW,
        "proposed_starts_at": starts_at,
        "proposed_ends_at": starts_at + timedelta(minutes=20),
    }
    return a_reply(event, **proposal | values)


def a_stranger(event: Invitation, **values: object) -> Reply:
    """Write an answer from an address that is not invited."""
    seminar_id = db.session.get_one(Session, event.session_id).seminar_id
    unknown = {"standing": Standing.UNKNOWN, "attendee": "carl@paris.example", "uid": event.uid}
    return a_reply(event, **{"seminar_id": seminar_id, **unknown} | values)


def a_returned(seminar: Seminar, person: Registration | Presenter, **values: object) -> Reply:
    """Write a letter to *person* that came back."""
    kind = "registration_id" if isinstance(person, Registration) else "presenter_id"
    notice = builders.a_notice(seminar, kind=NoticeKind.REGISTRATION_STATE, **{kind: person.id})
    with transaction():
        db.session.merge(person).undeliverable_at = NOW
    returned = {
        "kind": ReplyKind.BOUNCE,
        "standing": Standing.WAITING,
        "said": None,
        "seminar_id": seminar.id,
        "notice_id": notice.id,
        "attendee": person.email,
        "comment": "5.1.1 smtp; 550 5.1.1 user unknown",
    }
    return a_reply(None, **returned | values)


def words(response: TestResponse, status: int = 200) -> str:
    assert response.status_code == status
    main = re.sub(r"(?s).*<main|</main>.*", "", response.get_data(as_text=True))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def version_of(page: TestResponse) -> str:
    (found,) = re.findall(r'name="version" value="(\d+)"', page.get_data(as_text=True))
    return str(found)


def again(reply: Reply) -> Reply:
    return db.session.get_one(Reply, reply.id, populate_existing=True)


def start(session: Session) -> datetime | None:
    return db.session.get_one(Session, session.id, populate_existing=True).starts_at


def test_an_empty_queue_says_what_would_be_in_it(office: FlaskClient) -> None:
    assert "No reply waits for you" in words(office.get(URL))
    assert "No reply fits these filters" in words(office.get(f"{URL}?what=bounces"))


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


def test_an_unknown_answer_shows_who_said_what_to_what(office: FlaskClient, event: Invitation) -> None:
    reply = a_stranger(event, comment="<b>I come</b>", sender="other@paris.example")
    answer = office.get(URL)
    assert "&lt;b&gt;I come&lt;/b&gt;" in answer.get_data(as_text=True)
    page = words(answer)
    for shown in ("carl@paris.example", "Recovery of cities: Rivers", "Said Accepted", "other@paris.example"):
        assert shown in page
    assert office.post(f"{URL}{reply.key}/seen").status_code == 303
    assert again(reply).standing is Standing.SEEN
    assert "No reply waits for you" in words(office.get(URL))


def test_a_returned_letter_says_why_and_where_the_address_is_corrected(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_seated(seminar, evening, name="Claire Fontaine")
    a_returned(seminar, person)
    answer = office.get(URL)
    page = words(answer)
    assert "This mailbox does not exist. Ask for the right address." in page
    assert "5.1.1 smtp; 550 5.1.1 user unknown" in page
    own = f"/organise/seminars/partners-7/registrations/{person.key}"
    assert f'href="{own}#address"' in answer.get_data(as_text=True)
    assert "Letters to this address come back" in words(office.get(own))
    listed = office.get("/organise/seminars/partners-7/registrations/")
    assert "Address came back" in words(listed)


def test_an_organiser_asks_another_address_of_a_registrant(
    office: FlaskClient, seminar: Seminar, evening: Session
) -> None:
    person = a_seated(seminar, evening)
    own = f"/organise/seminars/partners-7/registrations/{person.key}"
    answer = office.post(f"{own}/address", data={"email": "claire@paris.example"})
    assert (answer.status_code, answer.headers["Location"]) == (303, own)
    page = words(office.get(own))
    assert "claire@paris.example is not confirmed yet" in page
    assert "Olga Organiser" in page
    refused = words(office.post(f"{own}/address", data={"email": "nobody"}), 422)
    assert "This is no mail address." in refused


def test_a_corrected_address_is_no_longer_asked_for(
    office: FlaskClient, seminar: Seminar, presenter: Presenter
) -> None:
    a_returned(seminar, presenter)
    edit = f"/organise/seminars/partners-7/presenters/{presenter.key}"
    assert f'href="{edit}#email"' in office.get(URL).get_data(as_text=True)
    form = {"name": "Paula", "email": "new@paris.example", "language": "en", "zone": "Europe/Paris"}
    assert office.post(edit, data={**form, "version": presenter.version}).status_code == 303
    answer = office.get(URL)
    assert "The address was corrected since" in words(answer)
    assert f'href="{edit}#email"' not in answer.get_data(as_text=True)


def test_filters_leave_only_what_they_name(
    office: FlaskClient, seminar: Seminar, event: Invitation, presenter: Presenter
) -> None:
    a_proposal(event), a_stranger(event), a_returned(seminar, presenter)
    builders.a_seminar(slug="other")
    found = {
        query: words(office.get(f"{URL}?{query}")).count("Seen")
        + words(office.get(f"{URL}?{query}")).count("Refuse: the time stays")
        for query in (
            "",
            "what=proposals",
            "what=unknown",
            "what=bounces",
            "seminar=other",
            "seminar=partners-7",
        )
    }
    assert list(found.values()) == [3, 1, 1, 1, 0, 3]
    assert office.get(f"{URL}?what=rain").status_code == 400


def test_a_decision_returns_to_the_same_filters(office: FlaskClient, event: Invitation) -> None:
    reply = a_stranger(event)
    answer = office.post(f"{URL}{reply.key}/seen?what=unknown&seminar=partners-7")
    assert answer.headers["Location"] == f"{URL}?what=unknown&seminar=partners-7"


def test_viewers_look_and_decide_nothing(app: Flask, event: Invitation) -> None:
    reply = a_proposal(event)
    viewer = signed_in(app, RoleName.VIEWER)
    page = words(viewer.get(URL))
    assert ("Paula Presenter" in page, "Accept and move" in page) == (True, False)
    for decision in ("accept", "refuse", "seen"):
        assert viewer.post(f"{URL}{reply.key}/{decision}").status_code == 403
    assert again(reply).standing is Standing.WAITING


def test_a_reply_that_is_not_there_is_missing(office: FlaskClient) -> None:
    for decision in ("accept", "refuse", "seen"):
        assert office.post(f"{URL}unknown/{decision}").status_code == 404
    assert office.post(f"{URL}unknown/burn").status_code == 404


def test_a_long_queue_has_pages(make_app: Callable[..., Flask], event: Invitation) -> None:
    for number in range(3):
        a_stranger(event, attendee=f"stranger-{number}@x.example")
    office = signed_in(make_app(PAGE_SIZE=2))
    assert "stranger-2@x.example" not in words(office.get(URL))
    assert "stranger-2@x.example" in words(office.get(f"{URL}?page=2"))
    assert office.get(f"{URL}?page=3").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_statements_for_one_and_for_three_of_each(
    office: FlaskClient, seminar: Seminar, count: int
) -> None:
    for number in range(count):
        part = an_evening(seminar, key=f"part-{number}")
        slot = builders.a_slot(part)
        presenter = builders.a_presenter(slot)
        with transaction():
            event = invitations.invite_presenter(presenter, slot, part, now=NOW)
        a_proposal(event), a_stranger(event), a_returned(seminar, a_seated(seminar, part))
    db.session.remove()
    with count_statements() as statements:
        page = words(office.get(URL))
    assert page.count("Accept and move the part") == count
    # The account, the seminars, the counts, 6 for the page and 2 for what accepting would move.
    assert len(statements) == 11, statements
