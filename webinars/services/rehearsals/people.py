"""The people of a rehearsal: asked, taken off, and what they answer on their own page."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, select

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.texts import email_key
from webinars.models.database import db, lock, transaction
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services import invitations
from webinars.services.records import Actor, record
from webinars.services.rehearsals.rows import lock_rehearsal

ANSWERS = (Answer.ACCEPTED, Answer.DECLINED)
HELD_STATES = (SeminarState.DRAFT, SeminarState.PUBLISHED)


def ask(rehearsal_id: int, presenter_keys: Collection[str], *, by: Actor, now: datetime) -> int:
    """Invite presenters of the seminar to a rehearsal, and return how many are asked now who were not.

    Who is asked already, also by another slot of theirs, gets nothing. Raises Refusal.
    """
    with transaction():
        rehearsal, seminar = lock_rehearsal(rehearsal_id)
        _check_ahead(rehearsal, seminar, now=now)
        known = _addresses(rehearsal_id)
        wanted = []
        for one in _presenters(seminar.id, presenter_keys):
            if email_key(one.email) not in known:
                known.add(email_key(one.email))
                wanted.append(one)
        if not wanted:
            raise Refusal(N_("Choose at least one person who is not asked yet."), field="people")
        invitations.invite_rehearsal(wanted, rehearsal, now=now)
        names: dict[str, tuple[object, object]] = {"people": ((), tuple(one.name for one in wanted))}
        record("asked to", rehearsal, by=by, now=now, seminar_id=seminar.id, changes=names)
    return len(wanted)


def take_off(rehearsal_id: int, invitation_key: str, *, by: Actor, now: datetime) -> None:
    """Ask a person no longer to come; owes a CANCEL. Twice changes nothing. Raises Missing."""
    with transaction():
        rehearsal, seminar = lock_rehearsal(rehearsal_id)
        invitation = _lock_invitation(rehearsal_id, invitation_key)
        if invitation.state is InvitationState.OPEN:
            invitations.leave_rehearsal(invitation.presenter_id or 0, rehearsal_id, now=now)
            names: dict[str, tuple[object, object]] = {"people": ((invitation.attendee_name,), ())}
            record("took people off", rehearsal, by=by, now=now, seminar_id=seminar.id, changes=names)


def answer(
    rehearsal_id: int, invitation_key: str, said: Answer, comment: str, *, by: Actor, now: datetime
) -> None:
    """Keep whether a person comes; page and calendar give one answer, and the same twice changes nothing.

    Raises Refusal when it is neither yes nor no, or too late.
    """
    if said not in ANSWERS:
        raise Refusal(N_("Accept or decline."), field="answer")
    with transaction():
        rehearsal, seminar = lock_rehearsal(rehearsal_id)
        invitation = _lock_invitation(rehearsal_id, invitation_key)
        if reason := why_unanswerable(invitation, rehearsal, seminar, now=now):
            raise Refusal(reason)
        comment = comment if said is Answer.DECLINED else ""
        before = (invitation.answer, invitation.answer_comment)
        if before != (said, comment):
            invitations.answer(invitation, said, comment, now=now)
            changes = {
                "answer": (before[0], said),
                "answer_comment": (before[1], comment),
                "rehearsal_id": (None, rehearsal.id),
            }
            person = db.session.get_one(Presenter, invitation.presenter_id)
            record("answered", person, by=by, now=now, seminar_id=seminar.id, changes=changes)


def why_unanswerable(
    invitation: Invitation, rehearsal: Rehearsal, seminar: Seminar, *, now: datetime
) -> str | None:
    """Say why nobody asks for an answer any more, in an untranslated sentence; None when it is asked for."""
    is_held = seminar.state in HELD_STATES and not rehearsal.is_cancelled
    if not is_held or invitation.state is InvitationState.CLOSED:
        return N_("This does not take place, or you are no longer asked. Nothing is asked of you.")
    if rehearsal.starts_at <= now:
        return N_("This has started. Write to the host if something changes.")
    return None


def _check_ahead(rehearsal: Rehearsal, seminar: Seminar, *, now: datetime) -> None:
    if rehearsal.is_cancelled or seminar.state not in HELD_STATES:
        raise Refusal(N_("This is cancelled. Restore it before you ask anybody."))
    if rehearsal.ends_at <= now:
        raise Refusal(N_("This is over. Nobody can be asked any more."))


def _addresses(rehearsal_id: int) -> set[str]:
    asked = select(Invitation.attendee_key).where(
        Invitation.rehearsal_id == rehearsal_id, Invitation.state == InvitationState.OPEN
    )
    return set(db.session.scalars(asked))


def _presenters(seminar_id: int, keys: Collection[str]) -> Sequence[Presenter]:
    """Return and hold those of the presenters who present in a part of the seminar, in order."""
    presents = exists().where(
        Slot.id == Presenter.slot_id,
        Slot.removed_at.is_(None),
        Session.id == Slot.session_id,
        Session.seminar_id == seminar_id,
    )
    statement = (
        select(Presenter)
        .where(Presenter.key.in_(keys), Presenter.removed_at.is_(None), presents)
        .order_by(Presenter.id)
        .with_for_update(of=Presenter, key_share=True)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _lock_invitation(rehearsal_id: int, key: str) -> Invitation:
    """Lock an invitation, and its person before it."""
    of = select(Invitation.id, Invitation.presenter_id).where(
        Invitation.rehearsal_id == rehearsal_id, Invitation.key == key
    )
    found = db.session.execute(of).one_or_none()
    if found is None:
        raise Missing(N_("This person is not asked to come. Choose one from the list."))
    lock(Presenter, found.presenter_id or 0)
    return lock(Invitation, found.id)
