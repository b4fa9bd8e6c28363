"""What every change of a rehearsal begins with: its row, and the seminar's before it, held."""

from sqlalchemy import select

from webinars.domain.errors import N_, Missing
from webinars.models.database import db, lock
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar
from webinars.services.seminars import lock_editable


def lock_rehearsal(rehearsal_id: int) -> tuple[Rehearsal, Seminar]:
    """Lock a rehearsal, and its seminar before it; refuse an archived one. No own transaction."""
    seminar_id = db.session.scalar(select(Rehearsal.seminar_id).where(Rehearsal.id == rehearsal_id))
    if seminar_id is None:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    seminar = lock_editable(seminar_id)
    return lock(Rehearsal, rehearsal_id), seminar
