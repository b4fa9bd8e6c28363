"""Letters as they were sent: the calendar that a kept one carried."""

from email import message_from_bytes
from email.policy import default

from webinars.domain.calendar.sent import SentEvent, read_sent


def told_by(message: bytes) -> SentEvent | None:
    """Return the event that a letter brought to its reader's calendar; None for one without a calendar."""
    parsed = message_from_bytes(message, policy=default)
    part = next((part for part in parsed.walk() if part.get_content_type() == "text/calendar"), None)
    content = part.get_payload(decode=True) if part is not None else None
    return read_sent(content) if isinstance(content, bytes) else None
