"""Letters about changing places: the question to a presenter, and the answer of who keeps the slot."""

from datetime import datetime

from webinars.domain.links import Purpose
from webinars.letters.addresses import personal_address
from webinars.letters.bodies import Block, Facts, Heading, Lead, Link, Paragraph, render, times
from webinars.letters.drafts import Draft
from webinars.letters.events import page_of
from webinars.letters.names import event_name, part_name, slot_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.swaps import SwapState
from webinars.queries.notices import Matter
from webinars.queries.presenters import Line
from webinars.queries.swaps import Question, question_of
from webinars.services.registrations.links import LinkedPart


def write(matter: Matter, reader: Reader, now: datetime) -> Draft | None:
    """Ask a presenter to change places, or tell the other that they do not; None once neither holds."""
    if matter.swap is None or matter.programme is None:
        return None
    question = question_of(matter.swap, matter.programme, now=now)
    own, other = question.asked, question.proposer
    if matter.notice.presenter_id == matter.swap.proposer_id:
        is_refused = question.state is SwapState.REFUSED
        return _refused(matter, reader, question) if is_refused and question.proposer else None
    return _question(matter, reader, question, own, other) if question.is_open and own and other else None


def _question(matter: Matter, reader: Reader, question: Question, own: Line, other: Line) -> Draft:
    name, title = other.presenter.name, slot_name(own.placed.slot, reader.language)
    subject = _("Change places? %(event)s", event=event_name(matter.seminar, title, reader.language))
    blocks: list[Block] = [
        Lead(_("%(name)s asks you to change places in the programme.", name=name)),
        Heading(title),
        *_moved(own, other, reader, matter.seminar.second_zone),
        _facts(other, question.proposal.comment, reader),
        Link(_("Accept or keep your slot"), _link(question), is_button=True),
        Paragraph(_("Nothing changes unless you accept. Your length stays the same.")),
    ]
    return _draft(matter, reader, subject, blocks)


def _refused(matter: Matter, reader: Reader, question: Question) -> Draft:
    proposer, name = question.proposer, question.proposal.asked.name
    assert proposer is not None
    title = slot_name(proposer.placed.slot, reader.language)
    subject = _("Your slot stays: %(event)s", event=event_name(matter.seminar, title, reader.language))
    blocks: list[Block] = [
        Lead(_("%(name)s cannot change places with you.", name=name)),
        Paragraph(_("Your slot stays as it is. You can ask somebody else on your page.")),
        Heading(title),
    ]
    if proposer.placed.starts_at and proposer.session.zone:
        placed, zone, second = proposer.placed, proposer.session.zone, matter.seminar.second_zone
        blocks.append(times(proposer.placed.starts_at, placed.ends_at, zone, reader, second_zone=second))
    blocks.append(Link(_("Open your page"), page_of(proposer.presenter), is_button=True))
    return _draft(matter, reader, subject, blocks)


def _moved(own: Line, other: Line, reader: Reader, second: str | None) -> list[Block]:
    """Return the reader's slot as it is and as it would be, on every clock: nothing has moved yet."""
    was, then, zone = own.placed, other.placed, other.session.zone
    if was.starts_at is None or then.starts_at is None or zone is None:
        return []
    return [
        Heading(_("Your slot now")),
        times(was.starts_at, was.ends_at, own.session.zone or zone, reader, second_zone=second),
        Heading(_("Your slot if you accept")),
        times(then.starts_at, then.ends_at, zone, reader, second_zone=second),
    ]


def _facts(other: Line, comment: str, reader: Reader) -> Facts:
    slot = other.placed.slot
    return Facts(
        (
            (_("You change places with"), f"{other.presenter.name} · {slot_name(slot, reader.language)}"),
            (_("Part"), part_name(other.session, reader.language)),
            (_("Message"), comment),
        )
    )


def _link(question: Question) -> str:
    asked = question.proposal.asked
    return personal_address(
        Purpose.SWAP, "swaps.show", LinkedPart(question.proposal.key, asked.link_revision)
    )


def _draft(matter: Matter, reader: Reader, subject: str, blocks: list[Block]) -> Draft:
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email)
