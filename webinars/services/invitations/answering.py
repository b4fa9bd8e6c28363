"""What the invited person said."""

from datetime import datetime

from sqlalchemy import update

from webinars.models.database import db
from webinars.models.invitations import Invitation
from webinars.models.slots import Answer, Presenter


def answer(invitation: Invitation, answer: Answer, comment: str, *, now: datetime) -> None:
    """Keep what the invited person said; a presenter's page and calendar give one answer."""
    invitation.answer, invitation.answer_comment, invitation.answered_at = answer, comment, now
    db.session.flush()
    if invitation.presenter_id is not None:
        said = {"answer": answer, "answer_comment": comment, "answered_at": now}
        db.session.execute(update(Presenter).where(Presenter.id == invitation.presenter_id).values(said))
