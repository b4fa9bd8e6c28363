"""What presenters do on their own page: accept or decline, and write their title and biography."""

from dataclasses import dataclass
from datetime import datetime

from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.models.database import transaction
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter
from webinars.queries.presenters import open_invitation_of
from webinars.services import invitations
from webinars.services.edits import edit
from webinars.services.moves import is_ahead
from webinars.services.presenters.rows import HELD_STATES, lock_presenter
from webinars.services.records import Actor, record
from webinars.services.renaming import tell_renamed_slot
from webinars.services.seminars import touch

ANSWERS = (Answer.ACCEPTED, Answer.DECLINED)


@dataclass(frozen=True, kw_only=True)
class OwnTexts:
    """What a presenter writes: the title of the slot, which co-presenters share, and the own biography.

    The versions are those with which the form was opened (None: whatever they are).
    """

    title: LocalizedText
    biography: str
    slot_version: int | None = None
    version: int | None = None


def answer(presenter_id: int, said: Answer, comment: str, *, by: Actor, now: datetime) -> Presenter:
    """Keep whether a person presents; page and calendar give one answer, and the same twice changes nothing.

    Raises Refusal when it is neither yes nor no, or too late.
    """
    if said not in ANSWERS:
        raise Refusal(N_("Accept or decline."), field="answer")
    with transaction():
        presenter, _slot, session, seminar = lock_presenter(presenter_id)
        if reason := why_unanswerable(session, seminar, now=now):
            raise Refusal(reason)
        comment = comment if said is Answer.DECLINED else ""
        before = (presenter.answer, presenter.answer_comment)
        if before != (said, comment):
            _keep(presenter, said, comment, now=now)
            changes = {"answer": (before[0], said), "answer_comment": (before[1], comment)}
            record("answered", presenter, by=by, now=now, seminar_id=seminar.id, changes=changes)
            touch(seminar.id, now=now)
    return presenter


def why_unanswerable(session: Session, seminar: Seminar, *, now: datetime) -> str | None:
    """Say why a presenter can no longer answer, in an untranslated sentence; None when they can.

    A late yes is welcome and a late no is needed, so only the start of the part ends the question.
    """
    if session.is_cancelled or seminar.state not in HELD_STATES:
        return N_("This part does not take place, or is over. Nothing is asked of you.")
    if not is_ahead(session, now=now) or (session.starts_at is not None and session.starts_at <= now):
        return N_("This part has started. Write to the host if something changes.")
    return None


def edit_own(presenter_id: int, wanted: OwnTexts, *, by: Actor, now: datetime) -> Presenter:
    """Change title and biography; another title is told to everybody who presents in the slot.

    Raises Refusal after the lock date, or Stale.
    """
    with transaction():
        presenter, slot, session, seminar = lock_presenter(presenter_id)
        if is_locked(seminar, session, now=now):
            raise Refusal(N_("The texts are closed. Write to the host if something has to change."))
        about = {"by": by, "now": now, "seminar_id": seminar.id}
        was = slot.title
        said = edit(slot, {"title": wanted.title}, expected=wanted.slot_version, **about)  # type: ignore[arg-type]
        own = edit(presenter, {"biography": wanted.biography}, expected=wanted.version, **about)  # type: ignore[arg-type]
        tell_renamed_slot(slot, was, now=now)
        if said or own:
            touch(seminar.id, now=now)
    return presenter


def is_locked(seminar: Seminar, session: Session, *, now: datetime) -> bool:
    """Say whether presenters can no longer write: after the seminar's date, else once the part is over."""
    if seminar.state not in HELD_STATES or session.is_cancelled:
        return True
    if seminar.presenters_edit_until is not None:
        return is_past(seminar.presenters_edit_until, now=now, zone=seminar.zone or session.zone)
    return not is_ahead(session, now=now)


def _keep(presenter: Presenter, said: Answer, comment: str, *, now: datetime) -> None:
    invitation = open_invitation_of(presenter.id)
    if invitation is not None:
        invitations.answer(invitation, said, comment, now=now)
    presenter.answer, presenter.answer_comment, presenter.answered_at = said, comment, now
