"""Whom and what an answer is about, and how parts of mails are encoded."""

from base64 import encodebytes
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from quopri import encodestring

from tests.support.answering import ATTENDEE, UID
from webinars.domain.timezones import to_local
from webinars.models import Invitation


@dataclass(frozen=True)
class Asked:
    """The invitation that is answered: *inbox* is its ORGANIZER, *starts_at* in UTC."""

    uid: str = UID
    attendee: str = ATTENDEE
    inbox: str = "rsvp+Zk3vQ9wTq1mXc7aB5nR2dg@webinars.example"
    sequence: int = 1
    starts_at: datetime = datetime(2026, 10, 20, 12, 0, tzinfo=UTC)
    minutes: int = 90
    answered_at: datetime = datetime(2026, 9, 5, 10, 15, tzinfo=UTC)
    message_number: int = 1

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


def asked_of(invitation: Invitation, *, inbox: str) -> Asked:
    """Give what *invitation* asks, as its person's calendar has it a minute after it was written."""
    local, _, domain = inbox.partition("@")
    return Asked(
        uid=invitation.uid,
        attendee=invitation.attendee_email,
        inbox=f"{local}+{invitation.key}@{domain}",
        sequence=invitation.sequence,
        answered_at=invitation.changed_at + timedelta(minutes=1),
    )


def utc(instant: datetime) -> str:
    """Write an instant as DTSTAMP has it."""
    return f"{instant:%Y%m%dT%H%M%S}Z"


def local(instant: datetime, zone: str) -> str:
    """Write an instant as the clocks of *zone* show it."""
    return f"{to_local(instant, zone):%Y%m%dT%H%M%S}"


def folded(calendar: str) -> str:
    """Fold the lines of *calendar* at 75 octets, with CRLF."""
    return "".join(f"{_folded(line)}\r\n" for line in calendar.strip().splitlines())


def _folded(line: str) -> str:
    pieces, rest = [], line.encode()
    while len(rest) > 75:
        end = next(end for end in range(74, 0, -1) if rest[end] & 0xC0 != 0x80)
        pieces.append(rest[:end])
        rest = b" " + rest[end:]
    return b"\r\n".join([*pieces, rest]).decode()


def base64(text: str) -> str:
    return encodebytes(text.encode()).decode("ascii")


def quoted(text: str) -> str:
    """Write *text* as quoted-printable; the line ends of the calendar become those of the mail."""
    return encodestring(text.replace("\r\n", "\n").encode()).decode("ascii")
