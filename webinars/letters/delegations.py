"""Letters to the focal point of a city: the invitation to the seminar, and its reminder."""

from datetime import datetime

from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import Block, Facts, Heading, Lead, Link, Paragraph, day_words, render, times
from webinars.letters.drafts import Draft
from webinars.letters.names import city_name, host_name, part_name, seminar_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.seminars import Seminar, SeminarState
from webinars.queries.notices import Matter


def invite(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Ask a city whether it presents, attends or cannot; None once it has answered."""
    seminar = seminar_name(matter.seminar, reader.language)
    city = city_name(_delegation(matter), reader.language)
    if city:
        lead = _("%(city)s is invited to %(seminar)s.", city=city, seminar=seminar)
    else:
        lead = _("You are invited to %(seminar)s.", seminar=seminar)
    return _draft(matter, reader, _("Invitation: %(seminar)s", seminar=seminar), Lead(lead))


def remind(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Ask a silent city again; None once it has answered."""
    seminar = seminar_name(matter.seminar, reader.language)
    lead = Lead(_("We have no answer from you yet."))
    return _draft(matter, reader, _("Please answer: %(seminar)s", seminar=seminar), lead)


def _draft(matter: Matter, reader: Reader, subject: str, lead: Lead) -> Draft | None:
    delegation, seminar = _delegation(matter), matter.seminar
    if not _is_asked(delegation, seminar):
        return None
    blocks = [lead, *_question(delegation, seminar), *_about(matter, reader)]
    body = render(subject, blocks, reader=reader, seminar=seminar)
    return Draft(reader, subject, body, reply_to=seminar.contact_email)


def _is_asked(delegation: Delegation, seminar: Seminar) -> bool:
    is_open = seminar.state in (SeminarState.DRAFT, SeminarState.PUBLISHED)
    return is_open and delegation.role is DelegationRole.INVITED and delegation.answered_at is None


def _question(delegation: Delegation, seminar: Seminar) -> list[Block]:
    by = delegation.answer_by or seminar.answer_by
    if by:
        text = _("Say by %(date)s whether you present, attend, or cannot take part.", date=day_words(by))
    else:
        text = _("Say whether you present, attend, or cannot take part.")
    link = personal_address(Purpose.DELEGATION, "delegations.answer", delegation)
    return [Paragraph(text), Link(_("Answer for your city"), link, is_button=True)]


def _about(matter: Matter, reader: Reader) -> list[Block]:
    seminar, language = matter.seminar, reader.language
    theme = seminar.theme.best(language)
    facts = Facts(((_("Theme"), theme), (_("Host"), host_name(seminar, language))))
    blocks: list[Block] = [facts]
    for part in matter.programme.planned if matter.programme else ():
        session = part.session
        if session.starts_at and session.zone:
            blocks.append(Heading(part_name(session, language)))
            second = seminar.second_zone
            blocks.append(times(session.starts_at, session.ends_at, session.zone, reader, second_zone=second))
    return blocks


def _delegation(matter: Matter) -> Delegation:
    delegation = matter.notice.delegation
    if delegation is None:
        raise ValueError("this letter is about a delegation")
    return delegation
