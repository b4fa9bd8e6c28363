"""Calendar letters: REQUEST, update or CANCEL, decided from the state that the invitation has now.

    open,   nothing sent or a CANCEL        REQUEST
    open,   an older REQUEST                REQUEST, an update
    open,   the same REQUEST                nothing
    closed, a REQUEST (perhaps) sent        CANCEL
    closed, nothing sent or a CANCEL        nothing, unless that CANCEL is wished for again

Older is what has a lower SEQUENCE, or the same and an earlier DTSTAMP. Whatever an invitation says, only who
has a seat or a slot in a part that takes place, or is asked to a rehearsal that does, gets a REQUEST. Of what
is over nobody hears: neither the time that the person holds nor the present one is still to come. The table
in docs/calendars.md follows from this.
"""

from datetime import datetime

from webinars.domain.calendar import messages
from webinars.domain.calendar.events import Event
from webinars.domain.seating import SeatState
from webinars.letters import events
from webinars.letters.bodies import render
from webinars.letters.drafts import Calendar, Draft
from webinars.letters.events import Stretch, stretch_of
from webinars.letters.invitations import presenters, registrants, rehearsals
from webinars.letters.invitations.occasions import Occasion, Words
from webinars.letters.readers import Reader
from webinars.models.invitations import Invitation, InvitationState, Method
from webinars.models.registrations import RegistrationState
from webinars.queries.notices import Matter
from webinars.services.invitations import Dispatch


def write(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Write the calendar letter that is due; None when there is nothing (more) to tell."""
    invitation = _invitation(matter)
    method = method_due(matter)
    told, present = _told(invitation), stretch_of(matter, invitation)
    stretch = told or present if method is Method.CANCEL else present
    if method is None or stretch is None or _is_over(told, stretch, now=now):
        return None
    occasion = Occasion(matter, invitation, reader, stretch, method)
    subject, blocks = _words(occasion)
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    calendar = _calendar(occasion)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email, calendar=calendar)


def _words(occasion: Occasion) -> Words:
    invitation = occasion.invitation
    if invitation.rehearsal_id is not None:
        words = rehearsals.request, rehearsals.cancel
    elif invitation.slot_id is not None:
        words = presenters.request, presenters.cancel
    else:
        words = registrants.request, registrants.cancel
    return words[occasion.method is Method.CANCEL](occasion)


def method_due(matter: Matter) -> Method | None:
    """Return what the person's calendar must be told; None for nothing."""
    notice, invitation = matter.notice, _invitation(matter)
    # A worker died while it handed the letter over: the person may hold it although nothing says so.
    may_hold = invitation.sent_method is Method.REQUEST or notice.is_repeated
    if invitation.state is InvitationState.CLOSED:
        return Method.CANCEL if may_hold or _is_wished_again(invitation) else None
    if not _is_entitled(matter, invitation):
        return None
    return Method.REQUEST if _has_news(invitation) else None


def _is_wished_again(invitation: Invitation) -> bool:
    """Say whether somebody asked for the end, of which they were told, once more (iTIP's REFRESH)."""
    if invitation.sent_method is not Method.CANCEL or invitation.sent_changed_at is None:
        return False
    is_later = invitation.changed_at > invitation.sent_changed_at
    return invitation.sequence == invitation.sent_sequence and is_later


def _has_news(invitation: Invitation) -> bool:
    """Say whether the invitation is newer than what the person surely holds (RFC 5546 §2.1.5)."""
    if invitation.sent_method is not Method.REQUEST or invitation.sent_sequence is None:
        return True
    sent = (invitation.sent_sequence, invitation.sent_changed_at or invitation.changed_at)
    return (invitation.sequence, invitation.changed_at) > sent


def _is_entitled(matter: Matter, invitation: Invitation) -> bool:
    """Say whether the person has a seat or a slot, and what they are invited to takes place."""
    if not matter.meeting(invitation).takes_place(matter.seminar):
        return False
    if invitation.presenter is not None:
        slot_id = invitation.slot_id or invitation.presenter.slot_id
        return invitation.presenter.removed_at is None and matter.slot(slot_id) is not None
    standing = matter.standing(invitation.session_id)
    person = invitation.registration
    is_confirmed = person is not None and person.state is RegistrationState.CONFIRMED
    return is_confirmed and standing is not None and standing.seat.state is SeatState.SEATED


def _is_over(told: Stretch | None, present: Stretch, *, now: datetime) -> bool:
    return max(present.ends_at, told.ends_at if told else present.ends_at) <= now


def _told(invitation: Invitation) -> Stretch | None:
    """Return the times that the person holds: a CANCEL names the event as it was sent."""
    if invitation.sent_starts_at and invitation.sent_ends_at:
        return Stretch(invitation.sent_starts_at, invitation.sent_ends_at)
    return None


def _calendar(occasion: Occasion) -> Calendar:
    invitation, stretch = occasion.invitation, occasion.stretch
    organizer = events.organizer_of(invitation)
    dispatch = Dispatch(
        method=occasion.method,
        sequence=invitation.sequence,
        changed_at=invitation.changed_at,
        organizer=organizer.email,
        is_answerable=organizer.is_answerable,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
    )
    return Calendar(dispatch.method.value, dispatch.organizer, _content(occasion), dispatch)


def _content(occasion: Occasion) -> bytes:
    about = (occasion.matter, occasion.invitation, occasion.reader, occasion.stretch)
    if occasion.method is Method.REQUEST:
        return messages.request(events.event_of(*about, occasion.links))
    event: Event = events.withdrawn_event(*about)
    return messages.cancel(event, is_session_cancelled=not occasion.takes_place)


def _invitation(matter: Matter) -> Invitation:
    invitation = matter.notice.invitation
    if invitation is None:
        raise ValueError("a calendar letter is about an invitation")
    return invitation
