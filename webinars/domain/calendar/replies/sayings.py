"""What an attendee's calendar says: one REPLY, COUNTER or REFRESH about one event (RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class UnreadableReply(ValueError):
    """Nothing that an attendee can have said; the sentence says why, for the log."""


class OtherMethod(UnreadableReply):
    """A calendar that is no answer at all, such as a REQUEST: nothing is wrong with it."""


class ReplyMethod(StrEnum):
    """The iTIP methods that an attendee sends (RFC 5546 §3.2)."""

    REPLY = "REPLY"
    COUNTER = "COUNTER"
    REFRESH = "REFRESH"


class Said(StrEnum):
    """What the attendee says, PARTSTAT (RFC 5545 §3.2.12)."""

    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"
    NEEDS_ACTION = "NEEDS-ACTION"


@dataclass(frozen=True, kw_only=True)
class CalendarReply:
    """One attendee's message about one event.

    *sequence* is 0 where none was sent. *stamped_at* is DTSTAMP, *starts_at* and *ends_at* are DTSTART and
    DTEND (UTC; None where they are missing or name a zone that nobody knows). *attendee* and *delegated_to*
    are bare addresses. *comment* is what the person wrote.
    """

    method: ReplyMethod
    uid: str
    attendee: str
    sequence: int = 0
    stamped_at: datetime | None = None
    said: Said | None = None
    comment: str = ""
    delegated_to: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
