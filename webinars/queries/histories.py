"""What somebody's calendar got and sent back: their events, the letters about each, and what was said."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.invitations import Invitation
from webinars.models.notices import Notice, SentLetter
from webinars.models.registrations import Registration
from webinars.models.replies import Reply
from webinars.models.slots import Presenter

MOST = 200  # letters, and answers: nobody reads more of one person, and strangers can send thousands


@dataclass(frozen=True)
class SentNotice:
    """A letter about an event as it was handed over."""

    notice: Notice
    recipient: str
    message: bytes | None


@dataclass(frozen=True)
class EventHistory:
    """One event of a person, what went out about it and what came back, oldest first."""

    invitation: Invitation
    letters: tuple[SentNotice, ...]
    replies: tuple[Reply, ...]


@dataclass(frozen=True)
class CalendarHistory:
    """Every event of a person, the first one first; *is_whole* is False where older news are left out."""

    events: tuple[EventHistory, ...]
    is_whole: bool


def history_of_registrant(registration: Registration) -> CalendarHistory:
    """Return the events of a registrant, closed ones too, with part; three statements."""
    return _history(Invitation.registration_id == registration.id)


def history_of_presenter(presenter: Presenter) -> CalendarHistory:
    """Return the events of a presenter, closed ones too, with what each is to; three statements."""
    return _history(Invitation.presenter_id == presenter.id)


def invitation_of(person: Registration | Presenter, key: str) -> Invitation:
    """Return the event of *person* with that key; one statement. Raises Missing."""
    is_registrant = isinstance(person, Registration)
    whose = Invitation.registration_id if is_registrant else Invitation.presenter_id
    statement = select(Invitation).where(Invitation.key == key, whose == person.id)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise Missing(N_("This person has no such event. Choose one from their page."))
    return found


def _history(whose: ColumnElement[bool]) -> CalendarHistory:
    loaded = tuple(map(joinedload, (Invitation.session, Invitation.rehearsal, Invitation.slot)))
    statement = select(Invitation).where(whose).order_by(Invitation.id).options(*loaded)
    rows = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    ids = [row.id for row in rows]
    letters, replies = _letters(ids), _replies(ids)
    events = tuple(
        EventHistory(
            row,
            tuple(one for one in letters if one.notice.invitation_id == row.id),
            tuple(one for one in replies if one.invitation_id == row.id),
        )
        for row in rows
    )
    return CalendarHistory(events, is_whole=max(len(letters), len(replies)) < MOST)


def _letters(invitation_ids: list[int]) -> list[SentNotice]:
    statement = (
        select(Notice, SentLetter.recipient, SentLetter.message)
        .join(SentLetter, SentLetter.notice_id == Notice.id)
        .where(Notice.invitation_id.in_(invitation_ids), Notice.sent_at.is_not(None))
        .order_by(Notice.sent_at.desc(), Notice.id.desc())
        .limit(MOST)
    )
    rows = db.session.execute(statement.execution_options(populate_existing=True))
    return [SentNotice(*row) for row in rows][::-1]


def _replies(invitation_ids: list[int]) -> list[Reply]:
    statement = (
        select(Reply)
        .where(Reply.invitation_id.in_(invitation_ids))
        .order_by(Reply.received_at.desc(), Reply.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))[::-1]
