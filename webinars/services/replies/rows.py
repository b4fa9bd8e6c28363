"""What every decision about a reply begins with: the invitation, and all that it hangs on, held and fresh.

Locks are taken in the order of the house: seminar, session or rehearsal, person, invitation, reply.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from webinars.domain.errors import N_, Missing
from webinars.models.database import db, lock
from webinars.models.invitations import Invitation, InvitationState, Meeting
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.replies import Reply
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.models.slots import Presenter


@dataclass(frozen=True)
class Held:
    """An invitation with its person, part or rehearsal, and seminar, locked."""

    seminar: Seminar
    meeting: Meeting
    person: Registration | Presenter
    invitation: Invitation

    @property
    def is_open(self) -> bool:
        """Say whether the event is in the person's calendar and still takes answers."""
        is_held = self.seminar.state in (SeminarState.DRAFT, SeminarState.PUBLISHED)
        return is_held and not self.meeting.is_cancelled and self.invitation.state is InvitationState.OPEN


def lock_invited(invitation_id: int) -> Held:
    """Lock an invitation and all before it, an archived seminar's too; in the caller's transaction.

    Raises Missing.
    """
    of = (
        select(func.coalesce(Session.seminar_id, Rehearsal.seminar_id))
        .select_from(Invitation)
        .outerjoin(Invitation.session)
        .outerjoin(Invitation.rehearsal)
    )
    seminar = lock(Seminar, db.session.scalar(of.where(Invitation.id == invitation_id)) or 0)
    # Asked under the lock of the seminar: a slot takes its invitations along to another part.
    where = select(
        Invitation.session_id, Invitation.rehearsal_id, Invitation.registration_id, Invitation.presenter_id
    )
    session_id, rehearsal_id, *who = db.session.execute(where.where(Invitation.id == invitation_id)).one()
    meeting: Meeting = lock(Session, session_id) if session_id else lock(Rehearsal, rehearsal_id or 0)
    return Held(seminar, meeting, _lock_person(*who), lock(Invitation, invitation_id))


def lock_reply(key: str) -> tuple[Reply, Held | None]:
    """Lock a reply and its invitation before it; None where it has none. Raises Missing."""
    found = db.session.execute(select(Reply.id, Reply.invitation_id).where(Reply.key == key)).one_or_none()
    if found is None:
        raise Missing(N_("There is no such answer. Choose one from the list."))
    held = lock_invited(found.invitation_id) if found.invitation_id is not None else None
    return lock(Reply, found.id), held


def _lock_person(registration_id: int | None, presenter_id: int | None) -> Registration | Presenter:
    if registration_id is not None:
        return lock(Registration, registration_id)
    assert presenter_id is not None, "an invitation is a registrant's or a presenter's"
    return lock(Presenter, presenter_id)
