"""The words of a registrant's calendar letters."""

from webinars.domain.seating import SeatState
from webinars.letters.bodies import Block, Heading, Lead, Link, Paragraph
from webinars.letters.invitations.occasions import Occasion, Words
from webinars.letters.translating import gettext as _
from webinars.models.registrations import Registration, RegistrationState
from webinars.services.notices import Cause


def request(occasion: Occasion) -> Words:
    """Return subject and blocks of an invitation or an update."""
    subject, lead = _news(occasion)
    blocks: list[Block] = [Lead(lead), Heading(occasion.event)]
    if occasion.is_moved:
        blocks.append(occasion.change())
    blocks += [occasion.times(), *_links(occasion)]
    return subject, blocks


def cancel(occasion: Occasion) -> Words:
    """Return subject and blocks of a cancellation."""
    if not occasion.takes_place:
        subject = _("Cancelled: %(event)s", event=occasion.event)
        reason = _("This part is cancelled. It does not take place.")
    else:
        subject = _("No longer in your calendar: %(event)s", event=occasion.event)
        reason = _withdrawal(occasion)
    return subject, occasion.withdrawn(occasion.event, reason)


def _news(occasion: Occasion) -> tuple[str, str]:
    """Return subject and first sentence."""
    event = occasion.event
    if occasion.is_moved:
        return _("New time: %(event)s", event=event), _("This part has a new time. Your seat is kept.")
    if occasion.is_renamed:
        kept = _("The title or the details changed. Your seat and your answer are kept.")
        return _("New details: %(event)s", event=event), kept
    if occasion.is_asked_again:
        asked = _("The time has changed since you answered. Please answer again.")
        return _("Your invitation: %(event)s", event=event), asked
    if occasion.is_update:
        return _("Your invitation: %(event)s", event=event), _("Your seat is kept. The time is unchanged.")
    if occasion.is_restored:
        subject = _("Takes place: %(event)s", event=event)
        return subject, _("This part takes place after all. Your seat is kept.")
    subject = _("Your seat is kept: %(event)s", event=event)
    if occasion.cause == Cause.PROMOTED:
        return subject, _("A seat has become free. It is yours.")
    return subject, _("Your seat is kept.")


def _links(occasion: Occasion) -> list[Block]:
    return [
        Link(_("Join the room"), occasion.links.room or "", is_button=True),
        Paragraph(
            _("The link opens the room shortly before the start. It is yours alone: do not pass it on.")
        ),
        Link(_("See or change your registration"), occasion.links.page),
    ]


def _withdrawal(occasion: Occasion) -> str:
    """Say why this person alone is taken off the event; never to which address it goes now."""
    person = occasion.invitation.registration
    assert person is not None, "a seat is a registrant's"
    standing = occasion.matter.standing(occasion.invitation.session_id)
    state = standing.seat.state if standing else None
    if state is SeatState.REFUSED:
        reason = _("The organiser has withdrawn your seat.")
    elif person.state is RegistrationState.CANCELLED:
        reason = _("Your registration is cancelled.")
    elif state is SeatState.GIVEN_UP:
        reason = _("You gave up your seat in this part.")
    elif _is_elsewhere(person, occasion):
        reason = _("Your invitation goes to your new address now.")
    else:
        reason = _("Your invitation is withdrawn.")
    return str(reason)


def _is_elsewhere(person: Registration, occasion: Occasion) -> bool:
    return person.email.casefold() != occasion.invitation.attendee_email.casefold()
