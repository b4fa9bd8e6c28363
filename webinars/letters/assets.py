"""The letter that asks a presenter for slides, a video message or a document: what, and by when."""

from datetime import datetime

from webinars.letters.bodies import Block, Facts, Heading, Lead, Link, Paragraph, Words, day_words, render
from webinars.letters.drafts import Draft
from webinars.letters.events import page_of
from webinars.letters.invitations.presenters import facts_of
from webinars.letters.names import event_name, slot_name
from webinars.letters.readers import Reader
from webinars.letters.translating import gettext as _
from webinars.models.presentations import Asset, AssetKind
from webinars.models.slots import Answer
from webinars.queries.assets import MISSING
from webinars.queries.notices import Matter
from webinars.queries.programmes import ProgrammeSlot
from webinars.services.presenters import manager_of


def remind(matter: Matter, reader: Reader, _now: datetime) -> Draft | None:
    """Ask a presenter for what their slot still needs; None once nothing is, or they do not present."""
    presenter = matter.notice.presenter
    slot = matter.slot(presenter.slot_id) if presenter else None
    missing = [asset for asset in matter.assets if asset.state in MISSING]
    if presenter is None or slot is None or not missing or presenter.removed_at is not None:
        return None
    session = matter.part(slot.slot.session_id).session
    if presenter.answer is Answer.DECLINED or not session.takes_place(matter.seminar):
        return None
    title = slot_name(slot.slot, reader.language)
    subject = _("Please send: %(event)s", event=event_name(matter.seminar, title, reader.language))
    blocks: list[Block] = [
        Lead(_lead(missing)),
        Heading(title),
        facts_of(matter, presenter, reader.language),
        *(block for asset in missing for block in _asked(asset)),
        Link(_("Send it on your page"), page_of(presenter), is_button=True),
        *_shared(slot),
    ]
    body = render(subject, blocks, reader=reader, seminar=matter.seminar)
    return Draft(reader, subject, body, reply_to=matter.seminar.contact_email)


def _shared(slot: ProgrammeSlot) -> list[Block]:
    """Say that everybody in the slot can send it; nothing where one sends for all."""
    if manager_of(slot.presenters) is not None:
        return []
    return [Paragraph(_("A file or an address is enough. Who presents with you can send it too."))]


def asset_words(kind: AssetKind) -> str:
    """Return what is needed, in the language in force."""
    return {
        AssetKind.SLIDES: _("Slides"),
        AssetKind.VIDEO_MESSAGE: _("Video message"),
        AssetKind.DOCUMENT: _("Document"),
    }[kind]


def _lead(missing: list[Asset]) -> str:
    if all(asset.comment for asset in missing):
        return _("Thank you for what you sent. Please improve it and send it again.")
    return _("The host needs something from you for your presentation.")


def _asked(asset: Asset) -> list[Block]:
    """Return one thing that is missing, with its day, and what the office wants improved."""
    by = _("by %(date)s", date=day_words(asset.due_on)) if asset.due_on else _("as soon as you can")
    facts: list[Block] = [Facts(((asset_words(asset.kind), by),))]
    return [*facts, Paragraph(_("The host writes:")), Words(asset.comment)] if asset.comment else facts
