"""Replies for tests: people with an event in their calendars, and the mails that these send back."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from tests import builders
from tests.support.letters import post_round
from tests.support.registrants import a_seated, an_evening
from webinars.domain.calendar.replies import CalendarReply, ReplyMethod, Said
from webinars.models import (
    Invitation,
    Notice,
    NoticeKind,
    Presenter,
    Registration,
    Reply,
    Session,
    Slot,
    Standing,
)
from webinars.models.database import db, transaction
from webinars.services import invitations, replies
from webinars.services.replies import Bounce, Received

INBOX = "rsvp@office.example"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_numbers = count(1)


def a_guest(now: datetime, **values: Any) -> tuple[Session, Registration, Invitation]:
    """Seat a registrant in the evening part, and send the invitation."""
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    person = a_seated(seminar, session, **values)
    with transaction():
        invitation = invitations.invite_registrant(person, session, now=now)
    post_round(now)
    return session, person, again(invitation)


def a_speaker(now: datetime, **values: Any) -> tuple[Session, Slot, Presenter, Invitation]:
    """Ask a presenter for the second slot of the evening part (15 minutes after its start), and send it."""
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    builders.a_slot(session, 0, minutes=15)
    slot = builders.a_slot(session, 1, minutes=20)
    presenter = builders.a_presenter(slot, **values)
    with transaction():
        invitation = invitations.invite_presenter(presenter, slot, session, now=now)
    post_round(now)
    return session, slot, presenter, again(invitation)


def said(invitation: Invitation, answer: Said | None = Said.ACCEPTED, **values: Any) -> CalendarReply:
    """Return what the calendar of *invitation*'s person answers; stamped a minute after the event."""
    usual = {
        "method": ReplyMethod.REPLY,
        "uid": invitation.uid,
        "attendee": invitation.attendee_email,
        "sequence": invitation.sequence,
        "stamped_at": invitation.changed_at + MINUTE,
        "said": answer,
    }
    return CalendarReply(**{**usual, **values})


def countered(invitation: Invitation, starts_at: datetime | None, **values: Any) -> CalendarReply:
    """Return a proposal of another start, twenty minutes long."""
    ends_at = starts_at and starts_at + timedelta(minutes=20)
    times = {"starts_at": starts_at, "ends_at": ends_at, "method": ReplyMethod.COUNTER}
    return said(invitation, Said.TENTATIVE, **{**times, **values})


def mail(invitation: Invitation, told: CalendarReply, **values: Any) -> Received:
    """Return a mail with *told*, sent to the address that only this invitation's letters carry."""
    usual = {
        "message_id": f"<{next(_numbers)}@client.example>",
        "sender": invitation.attendee_email,
        "recipients": (f"rsvp+{invitation.key}@office.example",),
        "reply": told,
        "bounce": None,
    }
    return Received(**{**usual, **values})


def receive(received: Received, *, now: datetime, inbox: str | None = INBOX) -> Standing | None:
    return replies.receive(received, inbox=inbox, now=now)


def answered(
    invitation: Invitation, answer: Said | None = Said.ACCEPTED, *, now: datetime, **values: Any
) -> Standing | None:
    """Receive one answer with its token, stamped *now*."""
    told = said(invitation, answer, **{"stamped_at": now, **values})
    return receive(mail(invitation, told), now=now)


def a_bounce(message_id: str, recipient: str, **values: Any) -> Received:
    """Return a mail that says a letter did not arrive."""
    usual = {"message_ids": (message_id,), "recipient": recipient, "reason": "5.1.1 no such user"}
    bounce = Bounce(**{**usual, "is_final": True, **values})
    ident = f"<{next(_numbers)}@mx.example>"
    return Received(message_id=ident, sender="", recipients=(INBOX,), reply=None, bounce=bounce)


def again(invitation: Invitation) -> Invitation:
    """Return the invitation as it is now."""
    return db.session.get_one(Invitation, invitation.id, populate_existing=True)


def history() -> list[Reply]:
    """Return every reply, in the order in which they came."""
    statement = select(Reply).order_by(Reply.id).execution_options(populate_existing=True)
    return list(db.session.scalars(statement))


def notices(kind: NoticeKind) -> list[Notice]:
    statement = select(Notice).where(Notice.kind == kind).order_by(Notice.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def without_token(received: Received) -> Received:
    return replace(received, recipients=(INBOX,))
