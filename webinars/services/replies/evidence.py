"""Whose a reply is, as far as it can be proved, and its row; strangers write every word of it."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from webinars.domain.addresses import is_same_mailbox, mailbox_key, tagged
from webinars.domain.calendar.replies import CalendarReply, ReplyMethod
from webinars.models.database import new_key
from webinars.models.invitations import Invitation
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.services.replies.mails import Received

COMMENT_LIMIT = 5000
ADDRESS_LIMIT = 254
UID_LIMIT = 255
KEY_LIMIT = 22
LARGEST_SEQUENCE = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2199


def message_key(message_id: str) -> str:
    """Return the digest under which a mail is remembered."""
    return sha256(message_id.encode("utf-8", "replace")).hexdigest()


def reply_of(mail: Received, said: CalendarReply, *, key: str, now: datetime) -> Reply:
    """Return what came as a row that nobody has judged, fit for both databases.

    A reply without DTSTAMP, or with one in the future, was made when it arrived: else a wrong clock would win
    against every later answer.
    """
    is_counter = said.method is ReplyMethod.COUNTER
    return Reply(
        key=new_key(),
        kind=ReplyKind(said.method.value),
        standing=Standing.UNKNOWN,
        message_key=key,
        uid=clean(said.uid, UID_LIMIT),
        sender=clean(mail.sender, ADDRESS_LIMIT),
        attendee=clean(said.attendee, ADDRESS_LIMIT),
        said=said.said,
        comment=clean(said.comment, COMMENT_LIMIT),
        delegated_to=clean(said.delegated_to, ADDRESS_LIMIT) if said.delegated_to else None,
        sequence=min(max(said.sequence, 0), LARGEST_SEQUENCE),
        stamped_at=min(_believable(said.stamped_at) or now, now),
        proposed_starts_at=_minute(said.starts_at) if is_counter else None,
        proposed_ends_at=_minute(said.ends_at) if is_counter else None,
        received_at=now,
    )


def is_proven(mail: Received, invitation: Invitation, *, inbox: str | None) -> bool:
    """Say whether the mail was sent to the address that only this invitation's letters carry.

    From proves nothing and is not asked: Apple answers from another account's address. Mail systems fold the
    case of addresses, so the key is compared without it, in constant time.
    """
    own = {tagged(inbox, invitation.key)} if inbox else set()
    if invitation.organizer and invitation.is_answerable:
        # What its letters carry for life, also after the inbox has got another address.
        own.add(invitation.organizer)
    return sum(_is_same(address, to) for address in own for to in mail.recipients) > 0


def is_persons(reply: Reply, invitation: Invitation) -> bool:
    """Say whether the reply's ATTENDEE is who was invited."""
    return is_same_mailbox(reply.attendee, invitation.attendee_email)


def tags_of(recipients: Iterable[str], inbox: str) -> set[str]:
    """Return the keys that stand in addresses of the inbox."""
    local, _at, domain = mailbox_key(inbox).rpartition("@")
    parts = ((to.partition("@")[0], mailbox_key(to).rpartition("@")[2]) for to in recipients)
    return {
        clean(name[len(local) + 1 :], KEY_LIMIT)
        for name, at in parts
        if at == domain and name.casefold().startswith(f"{local}+")
    }


def clean(text: str, limit: int) -> str:
    """Return *text* without what no database takes (NUL, halves of surrogate pairs), cut to *limit*."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")[:limit]


def _believable(instant: datetime | None) -> datetime | None:
    """Return *instant*; None beyond the years in which every database reads it back in every zone."""
    return instant if instant and FIRST_YEAR <= instant.year <= LAST_YEAR else None


def _minute(instant: datetime | None) -> datetime | None:
    """Return a believable instant to the minute: a form that knows no seconds would move the part again."""
    instant = _believable(instant)
    return instant and instant.replace(second=0, microsecond=0)


def _is_same(one: str, other: str) -> bool:
    return compare_digest(*(mailbox_key(address).encode("utf-8", "replace") for address in (one, other)))
