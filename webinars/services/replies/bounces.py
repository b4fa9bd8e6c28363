"""Letters that came back (RFC 3464): the letter is marked, and the person where the address is still theirs.

Anybody can forge such a mail, who knows the Message-ID of a letter, and that is whoever got it. All it can do
is mark that letter and its reader's present address; no state changes and nobody is written to.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from webinars.domain.addresses import is_same_mailbox
from webinars.models.calls import Application
from webinars.models.committees import Reviewer
from webinars.models.database import db, lock
from webinars.models.delegations import Delegation
from webinars.models.notices import Notice, SentLetter
from webinars.models.registrations import Registration
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.slots import Presenter
from webinars.services.replies.evidence import ADDRESS_LIMIT, COMMENT_LIMIT, clean
from webinars.services.replies.mails import Received

MOST_IDS = 10
Reader = Registration | Presenter | Delegation | Application | Reviewer


def take_bounce(mail: Received, *, key: str, now: datetime) -> Standing | None:
    """Mark the letter that came back, and let it wait in the organiser's queue; once for each letter.

    None where it is only late, no letter of ours, or known to have come back.
    """
    bounce = mail.bounce
    notice = _notice(bounce.message_ids) if bounce and bounce.is_final else None
    if bounce is None or notice is None:
        return None
    recipient = clean(bounce.recipient, ADDRESS_LIMIT) or _recipient(notice.id)
    person = _reader(notice)
    if person is not None and _is_theirs(recipient, person):
        person.undeliverable_at = now
    notice = lock(Notice, notice.id)
    if notice.bounced_at is not None:
        return None
    notice.bounced_at, notice.bounce_reason = now, clean(bounce.reason, COMMENT_LIMIT)
    db.session.add(_row(mail, notice, recipient, key=key, now=now))
    return Standing.WAITING


def _notice(message_ids: Iterable[str]) -> Notice | None:
    ids = [f"<{clean(ident, ADDRESS_LIMIT).strip().strip('<>')}>" for ident in message_ids][:MOST_IDS]
    # A Message-ID begins with the key of its notice (letters/messages), for which there is an index.
    is_about = Notice.key.in_([re.split("[.@]", ident[1:])[0] for ident in ids])
    sent = select(Notice).join(SentLetter, SentLetter.notice_id == Notice.id)
    found = sent.where(is_about, SentLetter.message_id.in_(ids)).order_by(Notice.id).limit(1)
    return db.session.scalars(found.execution_options(populate_existing=True)).first()


def _recipient(notice_id: int) -> str:
    sent = select(SentLetter.recipient).where(SentLetter.notice_id == notice_id)
    return db.session.scalar(sent) or ""


def _reader(notice: Notice) -> Reader | None:
    """Lock who the letter was for; None for an account, whose owner has other ways to be seen."""
    if notice.registration_id is not None:
        return lock(Registration, notice.registration_id)
    if notice.presenter_id is not None:
        return lock(Presenter, notice.presenter_id)
    if notice.delegation_id is not None:
        return lock(Delegation, notice.delegation_id)
    if notice.application_id is not None:
        return lock(Application, notice.application_id)
    return lock(Reviewer, notice.reviewer_id) if notice.reviewer_id is not None else None


def _is_theirs(recipient: str, person: Reader) -> bool:
    email = _email_of(person)
    return bool(email) and is_same_mailbox(recipient, email)


def _email_of(person: Reader) -> str:
    if isinstance(person, Delegation):
        return person.focal_email or ""
    return person.contact_email if isinstance(person, Application) else person.email


def _row(mail: Received, notice: Notice, recipient: str, *, key: str, now: datetime) -> Reply:
    return Reply(
        kind=ReplyKind.BOUNCE,
        standing=Standing.WAITING,
        message_key=key,
        seminar_id=notice.seminar_id,
        invitation_id=notice.invitation_id,
        notice_id=notice.id,
        sender=clean(mail.sender, ADDRESS_LIMIT),
        attendee=recipient,
        comment=notice.bounce_reason or "",
        received_at=now,
    )
