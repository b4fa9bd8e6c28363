"""Pictures of presenters, and which of them strangers may see."""

from sqlalchemy import select

from webinars.models.database import db
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.models.uploads import Upload


def is_public_picture(key: str) -> bool:
    """Say whether a public page shows this file: of who said that they present; one statement."""
    statement = (
        select(Presenter.id)
        .join(Presenter.picture)
        .join(Presenter.slot)
        .join(Slot.session)
        .join(Session.seminar)
        .where(
            Upload.key == key,
            Presenter.answer == Answer.ACCEPTED,
            Presenter.removed_at.is_(None),
            Slot.removed_at.is_(None),
            Seminar.state != SeminarState.DRAFT,
        )
    )
    return db.session.scalar(statement.limit(1)) is not None
