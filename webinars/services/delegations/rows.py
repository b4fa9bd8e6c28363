"""What every change of a delegation begins with: its row, held, and checks of what is written into it."""

from sqlalchemy import select

from webinars.domain.errors import N_, Missing, Refusal
from webinars.models.database import db, lock
from webinars.models.delegations import Delegation
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.services.seminars import lock_editable


def lock_delegation(delegation_id: int) -> tuple[Delegation, Seminar]:
    """Lock a delegation and before it its seminar; refuse an archived one. In the caller's transaction."""
    of = select(Delegation.seminar_id).where(Delegation.id == delegation_id)
    seminar_id = db.session.scalar(of)
    if seminar_id is None:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    seminar = lock_editable(seminar_id)
    return lock(Delegation, delegation_id), seminar


def check_part(session_id: int | None, seminar_id: int) -> None:
    """Raise Refusal at "part" for a part of another seminar."""
    of = select(Session.seminar_id).where(Session.id == session_id)
    if session_id is not None and db.session.scalar(of) != seminar_id:
        raise Refusal(N_("Choose a part of this seminar."), field="part")


def check_presenter(name: str | None, email: str | None) -> None:
    """Raise Refusal at the field that is missing: who is named has a name and an address."""
    if name and not email:
        raise Refusal(N_("Write the e-mail address of the presenter too."), field="presenter_email")
    if email and not name:
        raise Refusal(N_("Write the name of the presenter too."), field="presenter_name")
