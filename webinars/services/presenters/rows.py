"""What every change of a presenter begins with: the person's row, their slot and part, held."""

from collections.abc import Sequence

from sqlalchemy import select

from webinars.domain.errors import N_, BadLink, Missing, Refusal
from webinars.models.database import db, lock
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session
from webinars.models.slots import Presenter, Slot
from webinars.queries.substitutes import TAKEN, holder_of, others_in_place
from webinars.services.slots import lock_slot

HELD_STATES = (SeminarState.DRAFT, SeminarState.PUBLISHED)


def lock_presenter(presenter_id: int) -> tuple[Presenter, Slot, Session, Seminar]:
    """Lock a presenter and before them their slot; raise Missing when they were removed."""
    presenter, slot, session, seminar = _lock(presenter_id)
    if presenter.removed_at is not None:
        raise _nobody()
    return presenter, slot, session, seminar


def lock_asked(presenter_id: int) -> tuple[Presenter, Slot, Session, Seminar]:
    """Lock a presenter who answers, as `lock_presenter` does.

    Raises BadLink, and says who presents, when another one of their place was faster.
    """
    presenter, slot, session, seminar = _lock(presenter_id)
    if presenter.removed_at is not None:
        holder = holder_of(others_in_place(presenter))
        raise BadLink(TAKEN, name=holder.name) if holder else _nobody()
    return presenter, slot, session, seminar


def presenters_of(slot_id: int) -> Sequence[Presenter]:
    """Return who presents in a slot, as it is now; one statement."""
    statement = (
        select(Presenter)
        .where(Presenter.slot_id == slot_id, Presenter.removed_at.is_(None))
        .order_by(Presenter.position, Presenter.id)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def check_held(session: Session, seminar: Seminar) -> None:
    """Raise Refusal unless the part takes place: nobody is asked to present in one that does not."""
    if session.is_cancelled or seminar.state not in HELD_STATES:
        raise Refusal(N_("This part is cancelled. Restore it before you ask anybody."))


def _lock(presenter_id: int) -> tuple[Presenter, Slot, Session, Seminar]:
    slot_id = db.session.scalar(select(Presenter.slot_id).where(Presenter.id == presenter_id))
    if slot_id is None:
        raise _nobody()
    slot, session, seminar = lock_slot(slot_id)
    return lock(Presenter, presenter_id), slot, session, seminar


def _nobody() -> Missing:
    return Missing(N_("There is no such presenter. Choose one from the list."))
