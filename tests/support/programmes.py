"""Running orders for tests: a part with a presenter in each of its slots."""

from collections.abc import Sequence

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import a_presenter, a_seminar, a_session, an_invitation, slots
from webinars.models import Answer, Invitation, Session, Slot


def a_programme(lengths: Sequence[int | None]) -> tuple[Session, list[Slot]]:
    """Write a part with a presenter, who holds an invitation, in each of its slots."""
    session = a_session(a_seminar())
    written = slots(session, lengths)
    for slot in written:
        an_invitation(a_presenter(slot, f"{slot.id}@x.example", answer=Answer.ACCEPTED), session)
    return session, written


def sequences(database: SQLAlchemy) -> list[int]:
    return list(database.session.scalars(select(Invitation.sequence).order_by(Invitation.slot_id)))
