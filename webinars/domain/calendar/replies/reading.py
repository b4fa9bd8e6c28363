"""Reading a reply: tolerant of how programs write, strict in whose answer it is."""

from webinars.domain.calendar.replies.contents import Component, Line, read_contents
from webinars.domain.calendar.replies.sayings import (
    CalendarReply,
    OtherMethod,
    ReplyMethod,
    Said,
    UnreadableReply,
)
from webinars.domain.calendar.replies.values import address_of, end_after, instant_of, text_of

COMMENT_LIMIT = 4_000  # characters
UID_LIMIT = 255  # characters, as of the column
LAST_SEQUENCE = 2**31 - 1  # RFC 5545 §3.3.8


def read_reply(content: bytes) -> CalendarReply:
    """Return what the attendee says about the one event of *content*, a calendar in UTF-8.

    Raises OtherMethod when it is no answer, and UnreadableReply when it is no calendar, about several events
    or of several people. ORGANIZER is not looked at, and rules are not expanded: neither says who answers.
    """
    contents = read_contents(content)
    method = _method(contents.calendar.one("METHOD"))
    event = _only_event(contents.events)
    attendee = _attendee(event)
    starts_at = instant_of(event.one("DTSTART"))
    return CalendarReply(
        method=method,
        uid=_uid(event.one("UID")),
        attendee=_address(attendee),
        sequence=_sequence(event.one("SEQUENCE")),
        stamped_at=instant_of(event.one("DTSTAMP")),
        said=_said(attendee, method),
        comment=_comment(event, attendee),
        delegated_to=address_of(attendee.parameter("DELEGATED-TO")),
        starts_at=starts_at,
        ends_at=instant_of(event.one("DTEND")) or end_after(starts_at, event.one("DURATION")),
    )


def _method(line: Line | None) -> ReplyMethod:
    said = "" if line is None else line.value.strip().upper()
    if said not in frozenset(ReplyMethod):
        raise OtherMethod(f"its method is {said[:40]!r}" if said else "its method is missing")
    return ReplyMethod(said)


def _only_event(events: list[Component]) -> Component:
    """Return the event itself: beside it some programs write occurrences, and none of ours recurs.

    Several events are refused, though each could be read: all of a reply's have one UID (RFC 5546 §3.2.3), so
    that whoever sends several guesses.
    """
    masters = [event for event in events if not event.lines.get("RECURRENCE-ID")]
    if len(masters) != 1 or len({_uid(event.one("UID")) for event in events}) > 1:
        raise UnreadableReply(f"it is about {len(events)} events, of which {len(masters)} stand alone")
    return masters[0]


def _attendee(event: Component) -> Line:
    found = event.one("ATTENDEE")
    if found is None:
        raise UnreadableReply("it has no attendee")
    return found


def _uid(line: Line | None) -> str:
    uid = "" if line is None else text_of(line.value, limit=UID_LIMIT + 1)
    if not uid or "\n" in uid or len(uid) > UID_LIMIT:
        raise UnreadableReply("it has no UID that could be ours")
    return uid


def _address(attendee: Line) -> str:
    """Return the attendee's address: Apple sometimes writes another name there, and the address beside it."""
    address = address_of(attendee.value) or address_of(attendee.parameter("EMAIL"))
    if address is None:
        raise UnreadableReply(f"its attendee {attendee.value[:60]!r} has no address")
    return address


def _sequence(line: Line | None) -> int:
    digits = "0" if line is None else line.value.strip()
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(LAST_SEQUENCE))
    if not is_number or int(digits) > LAST_SEQUENCE:
        raise UnreadableReply(f"its SEQUENCE {digits[:40]!r} is no number")
    return int(digits)


def _said(attendee: Line, method: ReplyMethod) -> Said | None:
    """Return PARTSTAT: what is missing or unknown in a REPLY is NEEDS-ACTION (RFC 5545 §3.2.12)."""
    said = (attendee.parameter("PARTSTAT") or "").strip().upper()
    if said in frozenset(Said):
        return Said(said)
    return Said.NEEDS_ACTION if method is ReplyMethod.REPLY else None


def _comment(event: Component, attendee: Line) -> str:
    """Return what the person wrote; calendars by Apple put it beside the attendee."""
    texts = [line.value for line in event.all("COMMENT")] or [attendee.parameter("X-RESPONSE-COMMENT") or ""]
    return text_of("\\n".join(texts), limit=COMMENT_LIMIT)
