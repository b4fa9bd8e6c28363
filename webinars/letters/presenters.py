"""The letter that reminds a presenter who has not answered; the invitation itself is a calendar letter."""

from datetime import datetime

from webinars.letters.bodies import Block, Heading, Lead, render, times
from webinars.letters.drafts import Draft
from webinars.letters.invitations.presenters import facts_of, question
from webinars.letters.names import event_name, slot_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.queries.notices import Matter


def remind(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Ask a silent presenter again; None once there is an answer, or nothing to present in any more."""
    presenter = matter.notice.presenter
    slot = matter.slot(presenter.slot_id) if presenter else None
    if presenter is None or slot is None or not presenter.is_silent:
        return None
    session = matter.part(slot.slot.session_id).session
    if not session.takes_place(matter.seminar):
        return None
    language = reader.language
    title = slot_name(slot.slot, language)
    subject = _("Please answer: %(event)s", event=event_name(matter.seminar, title, language))
    blocks: list[Block] = [Lead(_("Will you present? We have no answer from you yet.")), Heading(title)]
    if slot.starts_at and session.zone:
        second = matter.seminar.second_zone
        blocks.append(times(slot.starts_at, slot.ends_at, session.zone, reader, second_zone=second))
    blocks += [facts_of(matter, presenter, language), *question(presenter, matter.seminar)]
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email)
