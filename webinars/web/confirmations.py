"""The link that asks whether an answer is its reader's own: shown by GET, taken by POST, counted once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from webinars.domain.errors import N_, BadLink
from webinars.domain.links import Purpose
from webinars.letters.names import event_name, meeting_name, slot_name
from webinars.letters.times import TimePair, clock_of, time_pair
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.replies import Reply, Standing
from webinars.models.seminars import Seminar
from webinars.queries.replies import reply_by_key
from webinars.services import replies
from webinars.services.records import Actor
from webinars.web import clock
from webinars.web.answers import page, see_other
from webinars.web.context import show_times_for
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.registrations.replies_words import reply_words
from webinars.web.registrations.rows import State

blueprint = Blueprint("confirmations", __name__)

MOVED = _l("The time has changed since this answer. You have a newer invitation: please answer that one.")
CLOSED = _l("This event is no longer in your calendar. There is nothing to confirm.")
# What became of an answer that was confirmed, or that needs no confirmation any more.
OUTCOMES: Mapping[Standing, tuple[LazyString, str]] = {
    Standing.KEPT: (_l("This is your answer. There is nothing more to do."), "ok"),
    Standing.WAITING: (_l("Your proposal is with the organiser. A letter tells you what they decide."), "ok"),
    Standing.ACCEPTED: (_l("The organiser accepted your proposal."), "ok"),
    Standing.REFUSED: (_l("The organiser keeps the time as it is."), "off"),
    Standing.OUTDATED: (_l("You gave a newer answer since. The newer one counts."), "off"),
    Standing.OLD_TIME: (MOVED, "warn"),
    Standing.CLOSED: (CLOSED, "off"),
}
NO_MORE = _l("This answer does not count any more. There is nothing to confirm.")


@dataclass(frozen=True)
class Asked:
    """A reply, the event of *seminar* that it is about, and when that is now (UTC; None: not known)."""

    reply: Reply
    invitation: Invitation
    seminar: Seminar
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def zone(self) -> str:
        """Return the zone of who was invited."""
        person = self.invitation.registration or self.invitation.presenter
        if person is None:
            raise ValueError("an invitation is somebody's")
        return person.zone


@blueprint.get("/answers/<token>/")
@allow(Permission.LINK)
def show(token: str) -> ResponseReturnValue:
    """Show what was said to which event, with one button while it waits for its owner."""
    asked = _asked(token)
    reply = asked.reply
    show_times_for(asked.zone, at=asked.starts_at)
    return page(
        "confirmations/show.html",
        zone_url=None,  # The times are in the zone that the person registered with.
        token=token,
        seminar=asked.seminar,
        title=_title(asked),
        pair=_pair(asked, asked.starts_at, asked.ends_at),
        reply=reply,
        said=reply_words(reply),
        received=clock_of(reply.received_at, None, asked.zone),
        proposed=_pair(asked, reply.proposed_starts_at, reply.proposed_ends_at),
        outcome=_outcome(asked),
    )


@blueprint.post("/answers/<token>/")
@allow(Permission.LINK)
def confirm(token: str) -> ResponseReturnValue:
    """Take the answer for the person's own."""
    asked = _asked(token)
    key, name = asked.reply.key, asked.invitation.attendee_name
    replies.confirm_answer(key, by=Actor(name), now=clock.now())
    return see_other("confirmations.show", token=token)


def _asked(token: str) -> Asked:
    key, _revision = link_of(Purpose.CONFIRM_ANSWER, token)
    found = reply_by_key(key)
    if found.invitation is None or found.seminar is None:
        raise BadLink(N_("This link is not complete. Open it from the letter again."))
    return Asked(found.reply, found.invitation, found.seminar, found.starts_at, found.ends_at)


def _outcome(asked: Asked) -> State | None:
    """Say why there is nothing to confirm; None while the answer waits for its owner."""
    reply, invitation = asked.reply, asked.invitation
    if reply.standing is not Standing.UNPROVEN:
        words, mark = OUTCOMES.get(reply.standing, (NO_MORE, "off"))
        return State(str(words), mark)
    takes_place = invitation.meeting.takes_place(asked.seminar) and not asked.seminar.is_read_only
    if invitation.state is InvitationState.CLOSED or not takes_place:
        return State(str(CLOSED), "off")
    if (reply.sequence or 0) < invitation.sequence:
        return State(str(MOVED), "warn")
    return None


def _title(asked: Asked) -> str:
    invitation, reader = asked.invitation, language()
    if invitation.slot is not None:
        return event_name(asked.seminar, slot_name(invitation.slot, reader), reader)
    return event_name(asked.seminar, meeting_name(invitation.meeting, reader), reader)


def _pair(asked: Asked, starts_at: datetime | None, ends_at: datetime | None) -> TimePair | None:
    host = asked.invitation.meeting.zone
    if starts_at is None or host is None:
        return None
    return time_pair(starts_at, ends_at, host, asked.zone)
