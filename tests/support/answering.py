"""Calendars that come back, as tests write them: one line each, and the mail around them."""

from collections.abc import Iterable

ATTENDEE = "anna@city.example"
UID = "7f6c1f52-0d5e-4f1a-9a53-1c9be3a1c001@webinars.example"


def reply_lines(
    *,
    method: str = "REPLY",
    uid: str = UID,
    attendee: str = ATTENDEE,
    said: str = "ACCEPTED",
    more: Iterable[str] = (),
) -> list[str]:
    """Give the lines of a reply that leaves nothing out; *more* are lines of the event."""
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//A calendar//EN",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        "SEQUENCE:1",
        "DTSTAMP:20260905T101500Z",
        "DTSTART:20261020T120000Z",
        "DTEND:20261020T133000Z",
        "ORGANIZER:mailto:rsvp+token@webinars.example",
        f"ATTENDEE;CN=Anna;PARTSTAT={said}:mailto:{attendee}",
        *more,
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def as_calendar(lines: Iterable[str]) -> bytes:
    """Join *lines* as a file has them."""
    return "".join(f"{line}\r\n" for line in lines).encode()


def changed(old: str, new: str | None, *, lines: list[str] | None = None) -> bytes:
    """Give a reply whose line that begins with *old* is *new*, or is missing."""
    before = lines or reply_lines()
    assert any(line.startswith(old) for line in before)
    replaced = [new if line.startswith(old) else line for line in before]
    return as_calendar(line for line in replaced if line is not None)


def as_mail(
    calendar: bytes, *, to: str, sender: str = ATTENDEE, message_id: str = "<1@city.example>"
) -> bytes:
    """Put *calendar* into the smallest mail that a program sends."""
    headers = (
        f"From: {sender}\r\nTo: {to}\r\nMessage-ID: {message_id}\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; charset=UTF-8; method=REPLY\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return headers.encode() + calendar
