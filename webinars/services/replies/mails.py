"""What came back by mail, as it was read: what a calendar says, or a letter that returned."""

from dataclasses import dataclass

from webinars.domain.calendar.replies import CalendarReply


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A letter that came back (RFC 3464).

    *message_ids* are Message-IDs of the returned letter, as found. *recipient* is the address that did not
    take it, *reason* Status and Diagnostic-Code on one line. *is_final* is Action: failed.
    """

    message_ids: tuple[str, ...]
    recipient: str
    reason: str
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class Received:
    """One mail that is about one thing: either *reply*, about one event, or *bounce*.

    *message_id* is the Message-ID as it came, "digest:<hex>" of the bytes for a mail without one. *sender* is
    the bare From address ("" for none), *recipients* every bare address that it was sent to.
    """

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    reply: CalendarReply | None
    bounce: Bounce | None
