"""The words of calendar letters about rehearsals and technical checks."""

from webinars.letters import bodies
from webinars.letters.bodies import Block, Facts, Heading, Lead, Link, Paragraph
from webinars.letters.invitations.occasions import Occasion, Words
from webinars.letters.translating import gettext as _
from webinars.models.rehearsals import Rehearsal, RehearsalKind
from webinars.models.slots import Answer


def request(occasion: Occasion) -> Words:
    """Return subject and blocks of an invitation to a rehearsal, or of an update."""
    subject, lead = _news(occasion)
    blocks: list[Block] = [Lead(lead), Heading(occasion.event)]
    if occasion.is_moved:
        blocks.append(occasion.change())
    return subject, [*blocks, occasion.times(), *_about(occasion), *_question(occasion)]


def cancel(occasion: Occasion) -> Words:
    """Return subject and blocks of a cancellation."""
    if not occasion.takes_place:
        subject = _("Cancelled: %(event)s", event=occasion.event)
        reason = _("This rehearsal is cancelled. It does not take place.")
        if _is_check(occasion):
            reason = _("This technical check is cancelled. It does not take place.")
    else:
        subject = _("No longer in your calendar: %(event)s", event=occasion.event)
        reason = _withdrawal(occasion)
    return subject, occasion.withdrawn(occasion.event, reason)


def _news(occasion: Occasion) -> tuple[str, str]:
    """Return subject and first sentence."""
    event = occasion.event
    if occasion.is_moved:
        return _("New time: %(event)s", event=event), _("This has a new time. Please answer again.")
    if occasion.is_renamed:
        kept = _("The title or the details changed. Your answer is kept.")
        return _("New details: %(event)s", event=event), kept
    if occasion.is_asked_again:
        asked = _("The time has changed since you answered. Please answer again.")
        return _("Your invitation: %(event)s", event=event), asked
    if occasion.is_update:
        return _("Your invitation: %(event)s", event=event), _("The time is unchanged.")
    if occasion.is_restored:
        return _("Takes place: %(event)s", event=event), _("This takes place after all. Please answer again.")
    return _("Invitation: %(event)s", event=event), _invited(occasion)


def _invited(occasion: Occasion) -> str:
    if _is_check(occasion):
        return str(
            _(
                "Please come to a technical check before %(seminar)s: sound, picture and your slides.",
                seminar=occasion.seminar,
            )
        )
    return str(_("Please come to a rehearsal before %(seminar)s.", seminar=occasion.seminar))


def _about(occasion: Occasion) -> list[Block]:
    """Return what the organiser wrote, and how long it takes."""
    rehearsal = _rehearsal(occasion)
    blocks: list[Block] = [bodies.Words(rehearsal.notes)] if rehearsal.notes else []
    minutes = _("%(minutes)d minutes", minutes=rehearsal.minutes)
    return [*blocks, Facts(((_("Length"), minutes),))]


def _question(occasion: Occasion) -> list[Block]:
    is_asked = occasion.invitation.answer is Answer.NEEDS_ACTION
    label = _("Say whether you come") if is_asked else _("Open your page")
    return [
        Link(label, occasion.links.page, is_button=True),
        Paragraph(_("The way into the room stands on your page. Only those who are invited know of it.")),
    ]


def _withdrawal(occasion: Occasion) -> str:
    person, invitation = occasion.invitation.presenter, occasion.invitation
    assert person is not None, "a rehearsal is a presenter's"
    if person.removed_at is not None or occasion.matter.slot(person.slot_id) is None:
        return str(_("You are no longer asked to present, so you need not come."))
    if person.answer is Answer.DECLINED:
        return str(_("You do not present, so you need not come."))
    if person.email.casefold() != invitation.attendee_email.casefold():
        return str(_("Your invitation goes to your new address now."))
    return str(_("You need not come. Your own presentation stays as it is."))


def _is_check(occasion: Occasion) -> bool:
    return _rehearsal(occasion).kind is RehearsalKind.TECHNICAL_CHECK


def _rehearsal(occasion: Occasion) -> Rehearsal:
    rehearsal = occasion.matter.rehearsal
    assert rehearsal is not None, "these words are a rehearsal's"
    return rehearsal
