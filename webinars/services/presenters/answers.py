"""What a presenter answers, kept on page and calendar alike, and until when they can."""

from datetime import datetime

from webinars.domain.errors import N_
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter
from webinars.queries.presenters import open_invitation_of
from webinars.services import invitations
from webinars.services.moves import is_ahead
from webinars.services.presenters.rows import HELD_STATES
from webinars.services.records import Actor, record
from webinars.services.seminars import touch


def why_unanswerable(session: Session, seminar: Seminar, *, now: datetime) -> str | None:
    """Say why a presenter can no longer answer, in an untranslated sentence; None when they can.

    A late yes is welcome and a late no is needed, so only the start of the part ends the question.
    """
    if session.is_cancelled or seminar.state not in HELD_STATES:
        return N_("This part does not take place, or is over. Nothing is asked of you.")
    if not is_ahead(session, now=now) or (session.starts_at is not None and session.starts_at <= now):
        return N_("This part has started. Write to the host if something changes.")
    return None


def keep_answer(
    presenter: Presenter, said: Answer, comment: str, *, seminar_id: int, by: Actor, now: datetime
) -> None:
    """Keep an answer in the caller's transaction; the same one twice changes nothing."""
    before = (presenter.answer, presenter.answer_comment)
    if before == (said, comment):
        return
    invitation = open_invitation_of(presenter.id)
    if invitation is not None:
        invitations.answer(invitation, said, comment, now=now)
    presenter.answer, presenter.answer_comment, presenter.answered_at = said, comment, now
    changes = {"answer": (before[0], said), "answer_comment": (before[1], comment)}
    record("answered", presenter, by=by, now=now, seminar_id=seminar_id, changes=changes)
    touch(seminar_id, now=now)
