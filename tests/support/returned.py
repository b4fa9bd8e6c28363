"""Rows of what came back, for tests of pages: as if a mail had been read."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from tests.builders import NOW, a_notice, kept
from webinars.domain.calendar.replies import Said
from webinars.models import Invitation, NoticeKind, Presenter, Registration, Seminar, Session
from webinars.models.database import db, transaction
from webinars.models.replies import Reply, ReplyKind, Standing


def a_reply(invitation: Invitation | None = None, **values: Any) -> Reply:
    """Write a yes to an event that counts, as a calendar sent it."""
    values = {
        "kind": ReplyKind.REPLY,
        "standing": Standing.KEPT,
        "said": Said.ACCEPTED,
        "sequence": 0,
        "received_at": NOW,
        "invitation_id": invitation.id if invitation else None,
    } | values
    return kept(Reply(**values))


def a_proposal(event: Invitation, hours: int = 1, **values: Any) -> Reply:
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


def a_stranger(event: Invitation, **values: Any) -> Reply:
    """Write an answer from an address that is not invited."""
    seminar_id = db.session.get_one(Session, event.session_id).seminar_id
    unknown = {"standing": Standing.UNKNOWN, "attendee": "carl@paris.example", "uid": event.uid}
    return a_reply(event, **{"seminar_id": seminar_id, **unknown} | values)


def a_returned(seminar: Seminar, person: Registration | Presenter, **values: Any) -> Reply:
    """Write a letter to *person* that came back."""
    kind = "registration_id" if isinstance(person, Registration) else "presenter_id"
    notice = a_notice(seminar, kind=NoticeKind.REGISTRATION_STATE, **{kind: person.id})
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


def again(reply: Reply) -> Reply:
    return db.session.get_one(Reply, reply.id, populate_existing=True)


def words(response: TestResponse, status: int = 200) -> str:
    """Return what a person reads on the page, which must have been answered with *status*."""
    assert response.status_code == status
    main = re.sub(r"(?s).*<main|</main>.*", "", response.get_data(as_text=True))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
