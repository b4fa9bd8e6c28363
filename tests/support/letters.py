"""Letters as a mail program reads them: composed, then parsed back from their bytes."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from icalendar import Calendar
from sqlalchemy import select

from webinars import letters
from webinars.letters import Letter
from webinars.models import Notice, NoticeState
from webinars.models.database import db, transaction
from webinars.services import invitations


@dataclass(frozen=True)
class Read:
    """A letter and what its reader finds in it."""

    letter: Letter
    message: EmailMessage

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def calendar(self) -> Calendar:
        """The calendar of the text/calendar part."""
        return Calendar.from_ical(self.calendar_part().get_content())

    @property
    def event(self) -> Any:
        """The one event of the calendar (Any: a property's type hangs on its name)."""
        (event,) = self.calendar.walk("VEVENT")
        return event

    def calendar_part(self) -> EmailMessage:
        (part,) = (part for part in self.message.walk() if part.get_content_type() == "text/calendar")
        assert isinstance(part, EmailMessage)
        return part

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        content: Any = part.get_content()
        return str(content).replace("\r\n", "\n")


def read(letter: Letter | None) -> Read:
    """Parse a letter that must be there."""
    assert letter is not None
    return Read(letter, message_from_bytes(letter.message, policy=default))


def waiting() -> list[Notice]:
    """Every letter that is owed, oldest first."""
    statement = select(Notice).where(Notice.state == NoticeState.OWED).order_by(Notice.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def post_round(now: datetime) -> list[Read]:
    """Write every letter that is owed, mark it as sent or dropped, and return those that went out."""
    sent = []
    for notice in waiting():
        letter = letters.compose(notice, now=now)
        with transaction():
            notice.state = NoticeState.SENT if letter else NoticeState.DROPPED
            if letter and letter.dispatch and notice.invitation_id:
                invitations.keep_organizer(db.session.connection(), notice.invitation_id, letter.dispatch)
                invitations.keep_sent(
                    db.session.connection(), {notice.invitation_id: letter.dispatch}, now=now
                )
        if letter:
            sent.append(read(letter))
    return sent
