"""The words of a presenter's calendar letters: the invitation to present is the REQUEST."""

from datetime import date

from webinars.letters.bodies import Block, Facts, Heading, Lead, Link, Paragraph, day_words
from webinars.letters.events import page_of, title_of
from webinars.letters.invitations.occasions import Occasion, Words
from webinars.letters.names import city_name, event_name, part_name, seminar_name
from webinars.letters.translating import gettext as _
from webinars.models.seminars import Seminar
from webinars.models.slots import Answer, Presenter
from webinars.queries.notices import Matter


def request(occasion: Occasion) -> Words:
    """Return subject and blocks of an invitation to present, or of an update."""
    subject, lead = _news(occasion)
    blocks: list[Block] = [Lead(lead), Heading(_title(occasion))]
    if occasion.is_moved:
        blocks.append(occasion.change())
    blocks += [occasion.times(), facts_of(occasion.matter, _presenter(occasion), occasion.reader.language)]
    return subject, [*blocks, *question(_presenter(occasion), occasion.matter.seminar)]


def cancel(occasion: Occasion) -> Words:
    """Return subject and blocks of a cancellation."""
    title = _title(occasion)
    event = event_name(occasion.matter.seminar, title, occasion.reader.language)
    subject = _("Cancelled: %(event)s", event=event)
    if not occasion.takes_place:
        reason = _("The part in which you were to present is cancelled. It does not take place.")
    elif occasion.matter.slot(occasion.invitation.slot_id) is None:
        reason = _("This slot is no longer in the programme.")
    elif _is_elsewhere(occasion):
        subject = _("No longer in your calendar: %(event)s", event=event)
        reason = _("Your invitation goes to your new address now.")
    elif _has_declined(occasion):
        reason = _("You declined, and somebody else is asked to present.")
    else:
        reason = _("You are no longer asked to present in this slot.")
    return subject, occasion.withdrawn(title, reason)


def question(presenter: Presenter, seminar: Seminar) -> list[Block]:
    """Return what the presenter is asked, until when, and the link to the page that takes the answer."""
    blocks: list[Block] = []
    is_asked = presenter.answer is Answer.NEEDS_ACTION
    by = answer_by(presenter, seminar)
    if is_asked and by:
        blocks.append(Paragraph(_("Please accept or decline by %(date)s.", date=day_words(by))))
    label = _("Accept or decline") if is_asked else _("Open your page")
    blocks.append(Link(label, page_of(presenter), is_button=True))
    if seminar.presenters_edit_until:
        until = day_words(seminar.presenters_edit_until)
        blocks.append(
            Paragraph(
                _("On this page you can also edit your title and biography until %(date)s.", date=until)
            )
        )
    return blocks


def answer_by(presenter: Presenter, seminar: Seminar) -> date | None:
    """Return until when an answer is asked for."""
    return presenter.answer_by or seminar.answer_by


def facts_of(matter: Matter, presenter: Presenter, language: str) -> Facts:
    """Return where the slot stands, its length, the city it belongs to, and who else presents in it."""
    slot = matter.slot(presenter.slot_id)
    if slot is None:
        return Facts(())
    others = [other.name for other in slot.presenters if other.id != presenter.id and _may_come(other)]
    minutes = _("%(minutes)d minutes", minutes=slot.slot.minutes) if slot.slot.minutes else ""
    city = city_name(slot.delegation, language) if slot.delegation else ""
    return Facts(
        (
            (_("Seminar"), seminar_name(matter.seminar, language)),
            (_("Part"), part_name(matter.part(slot.slot.session_id).session, language)),
            (_("Length"), minutes),
            (_("City"), city),
            (_("With"), ", ".join(others)),
        )
    )


def _news(occasion: Occasion) -> tuple[str, str]:
    """Return subject and first sentence."""
    event = event_name(occasion.matter.seminar, _title(occasion), occasion.reader.language)
    if occasion.is_moved:
        return _("New time: %(event)s", event=event), _("Your slot has a new time.")
    if occasion.is_renamed:
        kept = _("The title or the details changed. Your answer is kept.")
        return _("New details: %(event)s", event=event), kept
    if occasion.is_asked_again:
        asked = _("The time has changed since you answered. Please answer again.")
        return _("Your invitation: %(event)s", event=event), asked
    if occasion.is_update:
        return _("Your invitation: %(event)s", event=event), _("This is your slot. The time is unchanged.")
    if occasion.is_restored:
        return _("Takes place: %(event)s", event=event), _("This part takes place after all.")
    subject = _("Invitation to present: %(event)s", event=event)
    return subject, _("You are invited to present at %(seminar)s.", seminar=occasion.seminar)


def _is_elsewhere(occasion: Occasion) -> bool:
    """Say whether the same person still presents, at another address."""
    presenter, invitation = _presenter(occasion), occasion.invitation
    is_same = presenter.removed_at is None and presenter.name == invitation.attendee_name
    return is_same and presenter.email.casefold() != invitation.attendee_email.casefold()


def _has_declined(occasion: Occasion) -> bool:
    """Say whether somebody declined and named another one: their event goes while they are not removed."""
    presenter = _presenter(occasion)
    return presenter.removed_at is None and presenter.answer is Answer.DECLINED


def _may_come(presenter: Presenter) -> bool:
    return presenter.answer is not Answer.DECLINED


def _title(occasion: Occasion) -> str:
    return title_of(occasion.matter, occasion.invitation, occasion.reader.language)


def _presenter(occasion: Occasion) -> Presenter:
    presenter = occasion.invitation.presenter
    assert presenter is not None, "a slot is a presenter's"
    return presenter
