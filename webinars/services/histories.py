"""Sending somebody's event once more, because their calendar does not show what it should."""

from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.models.database import db, lock, transaction
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Presenter
from webinars.services import invitations
from webinars.services.records import Actor, record
from webinars.services.sessions import lock_session


def send_again(invitation_id: int, *, by: Actor, now: datetime) -> None:
    """Owe the letter of an open event once more: SEQUENCE and answer stay, DTSTAMP is later.

    Raises Refusal when nothing of it should be in a calendar, or the part is over.
    """
    with transaction():
        # The row of the part comes first, as everywhere: two that lock the other way round wait for ever.
        session_id = db.session.scalar(select(Invitation.session_id).where(Invitation.id == invitation_id))
        session, seminar = lock_session(session_id or 0)
        invitation = lock(Invitation, invitation_id)
        if reason := _why_not(invitation, session, seminar, now=now):
            raise Refusal(reason)
        invitations.send_again(invitation, now=now)
        change = {"session_id": (None, session.id)}
        record("sent again", _person(invitation), by=by, now=now, seminar_id=seminar.id, changes=change)


def can_send_again(invitation: Invitation, session: Session, seminar: Seminar, *, now: datetime) -> bool:
    """Say whether the event belongs in a calendar, and its part is not over."""
    return _why_not(invitation, session, seminar, now=now) is None


def _why_not(invitation: Invitation, session: Session, seminar: Seminar, *, now: datetime) -> str | None:
    if invitation.state is InvitationState.CLOSED:
        return N_("This event is no longer in the person’s calendar. There is nothing to send again.")
    if seminar.is_read_only or not session.takes_place(seminar):
        return N_("This part does not take place. There is nothing to send again.")
    if session.ends_at is None or session.ends_at <= now:
        return N_("This part is over. There is nothing to send again.")
    return None


def _person(invitation: Invitation) -> Registration | Presenter:
    if invitation.registration_id is not None:
        return lock(Registration, invitation.registration_id)
    return lock(Presenter, invitation.presenter_id or 0)
