"""Invitations for tests of services: people who were invited, and how every invitation stands."""

from datetime import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.registrants import a_seated
from webinars.models import (
    Invitation,
    InvitationState,
    Notice,
    Presenter,
    Registration,
    Seminar,
    Session,
    Slot,
)
from webinars.models.database import db, transaction
from webinars.services import invitations


def all_invitations(database: SQLAlchemy) -> list[Invitation]:
    statement = select(Invitation).order_by(Invitation.id).execution_options(populate_existing=True)
    return list(database.session.scalars(statement))


def owed(database: SQLAlchemy) -> list[Notice]:
    return list(database.session.scalars(select(Notice).order_by(Notice.id)))


def states(database: SQLAlchemy) -> list[tuple[str, InvitationState, int]]:
    return [(one.attendee_email, one.state, one.sequence) for one in all_invitations(database)]


def invited(session: Session, count: int, *, now: datetime) -> list[Registration]:
    """Seat *count* people in *session* and invite them."""
    seminar = db.session.get_one(Seminar, session.seminar_id)
    people = [a_seated(seminar, session) for _ in range(count)]
    with transaction():
        for person in people:
            invitations.invite_registrant(person, session, now=now)
    return people


def a_presenting(now: datetime) -> tuple[Session, Slot, Presenter, Invitation]:
    session = builders.a_session(builders.a_seminar())
    slot = builders.a_slot(session)
    presenter = builders.a_presenter(slot)
    with transaction():
        invitation = invitations.invite_presenter(presenter, slot, session, now=now)
    return session, slot, presenter, invitation
