"""Replies for tests: the mails that calendars and mail servers send back (who was invited: see invited)."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.support.moments import MINUTE
from webinars.domain.calendar.replies import CalendarReply, ReplyMethod, Said
from webinars.models import Invitation, Standing
from webinars.services.replies import Bounce, Received
from webinars.services.replies import receive as take_in

INBOX = "rsvp@office.example"
_numbers = count(1)


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
    return take_in(received, inbox=inbox, now=now)


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


def without_token(received: Received) -> Received:
    return replace(received, recipients=(INBOX,))
