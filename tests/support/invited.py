"""People with an event in their calendars, for tests of what comes back about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests import builders
from tests.support.letters import post_round
from tests.support.registrants import a_seated, an_evening
from webinars.models import (
    Answer,
    Invitation,
    Notice,
    NoticeKind,
    Presenter,
    Registration,
    Reply,
    Session,
    Slot,
)
from webinars.models.database import db, transaction
from webinars.services import invitations


def a_guest(now: datetime, **values: Any) -> tuple[Session, Registration, Invitation]:
    """Seat a registrant in the evening part, and send the invitation."""
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    person = a_seated(seminar, session, **values)
    with transaction():
        invitation = invitations.invite_registrant(person, session, now=now)
    post_round(now)
    return session, person, again(invitation)


def a_speaker(now: datetime, **values: Any) -> tuple[Session, Slot, Presenter, Invitation]:
    """Ask a presenter for the second slot of the evening part (15 minutes after its start), and send it."""
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    builders.a_slot(session, 0, minutes=15)
    slot = builders.a_slot(session, 1, minutes=20)
    presenter = builders.a_presenter(slot, **values)
    with transaction():
        invitation = invitations.invite_presenter(presenter, slot, session, now=now)
    post_round(now)
    return session, slot, presenter, again(invitation)


def again(invitation: Invitation) -> Invitation:
    """Return the invitation as it is now."""
    return db.session.get_one(Invitation, invitation.id, populate_existing=True)


def history() -> list[Reply]:
    """Return every reply, in the order in which they came."""
    statement = select(Reply).order_by(Reply.id).execution_options(populate_existing=True)
    return list(db.session.scalars(statement))


def notices(kind: NoticeKind) -> list[Notice]:
    statement = select(Notice).where(Notice.kind == kind).order_by(Notice.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def held(invitation: Invitation) -> tuple[Answer, str]:
    """Return what the person answers, as it is kept now."""
    row = again(invitation)
    return row.answer, row.answer_comment
