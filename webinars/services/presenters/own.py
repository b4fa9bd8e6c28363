"""What presenters do on their own page: accept or decline, and write about their talk and themselves."""

from dataclasses import dataclass
from datetime import datetime

from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import LocalizedText
from webinars.models.database import transaction
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services import invitations
from webinars.services.edits import edit
from webinars.services.moves import is_ahead
from webinars.services.presenters.answers import keep_answer, why_unanswerable
from webinars.services.presenters.managing import check_may_write
from webinars.services.presenters.rows import HELD_STATES, lock_asked, lock_presenter
from webinars.services.presenters.substituting import take_place
from webinars.services.records import Actor
from webinars.services.renaming import tell_renamed_slot
from webinars.services.seminars import touch
from webinars.services.talks import TalkFields

ANSWERS = (Answer.ACCEPTED, Answer.DECLINED)


@dataclass(frozen=True, kw_only=True)
class OwnTexts:
    """What a presenter writes: the own biography, and what all in the slot share: its title and *talk*.

    None is left as it is, as where another one manages the slot. The versions are those with which the form
    was opened (None: whatever they are).
    """

    biography: str
    title: LocalizedText | None = None
    talk: TalkFields | None = None
    slot_version: int | None = None
    version: int | None = None

    def shared(self) -> dict[str, object]:
        """Return what changes the slot, by column. Raises Refusal at a field."""
        title: dict[str, object] = {} if self.title is None else {"title": self.title}
        return title | (self.talk.columns() if self.talk else {})


def answer(presenter_id: int, said: Answer, comment: str, *, by: Actor, now: datetime) -> Presenter:
    """Keep whether a person presents; page and calendar give one answer, and the same twice changes nothing.

    Raises Refusal when it is neither yes nor no, too late, or when another one presents in their place.
    """
    if said not in ANSWERS:
        raise Refusal(N_("Accept or decline."), field="answer")
    with transaction():
        presenter, slot, session, seminar = lock_asked(presenter_id)
        if reason := why_unanswerable(session, seminar, now=now):
            raise Refusal(reason)
        if said is Answer.ACCEPTED:
            take_place(presenter, slot, session, by=by, now=now)
        comment, before = comment if said is Answer.DECLINED else "", presenter.answer
        keep_answer(presenter, said, comment, seminar_id=seminar.id, by=by, now=now)
        invitations.follow_answer(presenter, before, seminar.id, now=now)
    return presenter


def edit_own(presenter_id: int, wanted: OwnTexts, *, by: Actor, now: datetime) -> Presenter:
    """Change title, talk and biography; another title is told to everybody who presents in the slot.

    Raises Refusal after the lock date, Forbidden for the texts of a slot that another one manages, or Stale.
    """
    with transaction():
        presenter, slot, session, seminar = lock_presenter(presenter_id)
        if is_locked(seminar, session, now=now):
            raise Refusal(N_("The texts are closed. Write to the host if something has to change."))
        said = _edit_shared(presenter, slot, wanted, seminar_id=seminar.id, by=by, now=now)
        own = {"biography": wanted.biography}
        diff = edit(presenter, own, expected=wanted.version, by=by, now=now, seminar_id=seminar.id)
        if said or diff:
            touch(seminar.id, now=now)
    return presenter


def is_locked(seminar: Seminar, session: Session, *, now: datetime) -> bool:
    """Say whether presenters can no longer write: after the seminar's date, else once the part is over."""
    if seminar.state not in HELD_STATES or session.is_cancelled:
        return True
    if seminar.presenters_edit_until is not None:
        return is_past(seminar.presenters_edit_until, now=now, zone=seminar.zone or session.zone)
    return not is_ahead(session, now=now)


def _edit_shared(
    presenter: Presenter, slot: Slot, wanted: OwnTexts, *, seminar_id: int, by: Actor, now: datetime
) -> bool:
    """Change what all in the slot share, tell them of another title, and say whether anything changed."""
    changes = wanted.shared()
    if not changes:
        return False
    check_may_write(presenter)
    was = slot.title
    diff = edit(slot, changes, expected=wanted.slot_version, by=by, now=now, seminar_id=seminar_id)
    tell_renamed_slot(slot, was, now=now)
    return bool(diff)
