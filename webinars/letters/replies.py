"""Letters about what came back: is this answer yours, the time stays, give your seat back."""

from datetime import datetime, timedelta

from flask import current_app

from webinars.domain.calendar import messages
from webinars.domain.calendar.replies import Said
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.letters import events
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import Block, Heading, Lead, Link, Paragraph, render, times
from webinars.letters.drafts import Calendar, Draft
from webinars.letters.events import Stretch
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration
from webinars.models.slots import Answer, Presenter
from webinars.queries.notices import Matter
from webinars.services.registrations.links import LinkedPart


def confirm_answer(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Ask the invited person whether an answer that came without proof is theirs; None once it is closed.

    What a stranger may have written, the comment, is not repeated.
    """
    invitation, stretch = _present(matter)
    if invitation is None or stretch is None:
        return None
    event = events.summary_of(matter, invitation, reader.language)
    blocks: list[Block] = [
        Lead(_("Is this answer yours?")),
        Paragraph(_("This answer came to us without your personal address, so we ask you first.")),
        *_said(matter, reader),
        Heading(event),
        _times(matter, invitation, stretch, reader),
        *_confirm_link(matter, now=now),
        Paragraph(_("It is not yours? Then ignore this letter: nothing happens.")),
    ]
    return _draft(matter, reader, _("Is this answer yours? %(event)s", event=event), blocks)


def counter_refused(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Say that a proposed time was refused, in words and to the calendar; None once the event is closed."""
    invitation, stretch = _present(matter)
    if invitation is None or stretch is None:
        return None
    event = events.summary_of(matter, invitation, reader.language)
    blocks: list[Block] = [
        Lead(_("The time stays as it is.")),
        Paragraph(_("You proposed another time. It does not fit.")),
        Heading(event),
        _times(matter, invitation, stretch, reader),
        Paragraph(_("You cannot come at this time? Say so on your page, or write to the host.")),
        Link(_("Open your page"), events.page_of(_person(invitation)), is_button=True),
    ]
    calendar = _declined(matter, invitation, reader, stretch)
    return _draft(matter, reader, _("The time stays: %(event)s", event=event), blocks, calendar)


def give_back(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Offer who declined to give the seat back; None once they accept, or have no seat to give."""
    invitation, stretch = _present(matter)
    if invitation is None or stretch is None or invitation.answer is not Answer.DECLINED:
        return None
    standing = matter.standing(invitation.session_id)
    if standing is None or standing.seat.state is not SeatState.SEATED:
        return None
    event = events.summary_of(matter, invitation, reader.language)
    blocks: list[Block] = [
        Lead(_("You declined. Will you give your seat back?")),
        Paragraph(_("Your seat is still kept. Somebody who waits can have it.")),
        Heading(event),
        _times(matter, invitation, stretch, reader),
        Link(_("Open the page to give it back"), events.page_of(_person(invitation)), is_button=True),
        Paragraph(_("You want to come after all? Accept the invitation in your calendar.")),
    ]
    return _draft(matter, reader, _("Give your seat back? %(event)s", event=event), blocks)


def _present(matter: Matter) -> tuple[Invitation | None, Stretch | None]:
    """Return the invitation and its time; None where it is closed or what it is to is called off."""
    invitation = matter.notice.invitation
    if invitation is None:
        raise ValueError("a letter about a reply is about an invitation")
    takes_place = matter.meeting(invitation).takes_place(matter.seminar)
    if invitation.state is InvitationState.CLOSED or not takes_place:
        return None, None
    return invitation, events.stretch_of(matter, invitation)


def _said(matter: Matter, reader: Reader) -> list[Block]:
    """Return what the answer says: yes, no, perhaps, or another time."""
    details = matter.notice.details
    if details.get("starts_at"):
        starts_at = datetime.fromisoformat(details["starts_at"])
        assert matter.notice.invitation is not None
        zone = matter.meeting(matter.notice.invitation).zone or "UTC"
        proposed = times(starts_at, None, zone, reader, second_zone=matter.seminar.second_zone)
        return [Paragraph(_("It proposes another time:")), proposed]
    words = {
        Said.ACCEPTED: _("It says: yes, I come."),
        Said.TENTATIVE: _("It says: perhaps."),
        Said.DECLINED: _("It says: no, I do not come."),
        Said.DELEGATED: _("It names somebody else in your place."),
    }
    sentence = words.get(Said(details["said"])) if details.get("said") else None
    return [Paragraph(sentence)] if sentence else []


def _confirm_link(matter: Matter, *, now: datetime) -> list[Block]:
    days = int(current_app.config["CONFIRM_DAYS"])
    reply = LinkedPart(str(matter.notice.details["reply"]), 0)
    until = now + timedelta(days=days)
    link = personal_address(Purpose.CONFIRM_ANSWER, "confirmations.show", reply, expires_at=until)
    return [
        Link(_("Open the page to confirm"), link, is_button=True),
        Paragraph(_("This link is valid for %(days)d days.", days=days)),
    ]


def _declined(matter: Matter, invitation: Invitation, reader: Reader, stretch: Stretch) -> Calendar:
    links = events.links_of(_person(invitation), matter.meeting(invitation))
    event = events.event_of(matter, invitation, reader, stretch, links)
    written_at = matter.notice.posted_at.replace(microsecond=0)
    content = messages.decline_counter(event, written_at=written_at)
    return Calendar("DECLINECOUNTER", events.organizer_of(invitation).email, content)


def _times(matter: Matter, invitation: Invitation, stretch: Stretch, reader: Reader) -> Block:
    zone = matter.meeting(invitation).zone or "UTC"
    second = matter.seminar.second_zone
    return times(stretch.starts_at, stretch.ends_at, zone, reader, second_zone=second)


def _person(invitation: Invitation) -> Registration | Presenter:
    person = invitation.registration or invitation.presenter
    assert person is not None, "an invitation is a registrant's or a presenter's"
    return person


def _draft(
    matter: Matter, reader: Reader, subject: str, blocks: list[Block], calendar: Calendar | None = None
) -> Draft:
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email, calendar=calendar)
