"""Calendar messages that come back: REPLY, COUNTER and REFRESH, read from what strangers send (RFC 5546).

read_reply(content: bytes) -> CalendarReply, or UnreadableReply
"""

from webinars.domain.calendar.replies.reading import read_reply
from webinars.domain.calendar.replies.sayings import (
    CalendarReply,
    OtherMethod,
    ReplyMethod,
    Said,
    UnreadableReply,
)

__all__ = ["CalendarReply", "OtherMethod", "ReplyMethod", "Said", "UnreadableReply", "read_reply"]
