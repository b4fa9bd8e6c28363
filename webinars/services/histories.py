"""Sending somebody's event once more, because their calendar does not show what it should."""

from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.models.database import transaction
from webinars.models.invitations import Invitation, InvitationState, Meeting
from webinars.models.seminars import Seminar
from webinars.services import invitations
from webinars.services.edits import check_editable
from webinars.services.records import Actor, record
from webinars.services.replies.rows import lock_invited


def send_again(invitation_id: int, *, by: Actor, now: datetime) -> None:
    """Owe the letter of an open event once more: SEQUENCE and answer stay, DTSTAMP is later.

    Raises Refusal when nothing of it should be in a calendar, or the part is over.
    """
    with transaction():
        held = lock_invited(invitation_id)
        check_editable(held.seminar)
        if reason := _why_not(held.invitation, held.meeting, held.seminar, now=now):
            raise Refusal(reason)
        invitations.send_again(held.invitation, now=now)
        change = {f"{held.meeting.__tablename__}_id": (None, held.meeting.id)}
        record("sent again", held.person, by=by, now=now, seminar_id=held.seminar.id, changes=change)


def can_send_again(invitation: Invitation, meeting: Meeting, seminar: Seminar, *, now: datetime) -> bool:
    """Say whether the event belongs in a calendar, and is not over."""
    return _why_not(invitation, meeting, seminar, now=now) is None


def _why_not(invitation: Invitation, meeting: Meeting, seminar: Seminar, *, now: datetime) -> str | None:
    if invitation.state is InvitationState.CLOSED:
        return N_("This event is no longer in the person’s calendar. There is nothing to send again.")
    if seminar.is_read_only or not meeting.takes_place(seminar):
        return N_("This does not take place. There is nothing to send again.")
    if meeting.ends_at is None or meeting.ends_at <= now:
        return N_("This is over. There is nothing to send again.")
    return None
