"""Places in a slot: who was asked first, and who was named instead; of them one presents."""

from collections.abc import Sequence

from sqlalchemy import select

from webinars.domain.errors import N_
from webinars.models.database import db
from webinars.models.slots import Answer, Presenter

TAKEN = N_("%(name)s presents in your place now. Write to the host if you should present after all.")


def others_in_place(presenter: Presenter) -> list[Presenter]:
    """Return who else was asked for the place of *presenter*, removed ones too, in order; one statement.

    A place is who was asked first, with every substitute that they or their substitutes named.
    """
    statement = select(Presenter).where(Presenter.slot_id == presenter.slot_id).order_by(Presenter.id)
    every = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    first = _firsts(every)
    return [one for one in every if one.id != presenter.id and first[one.id] == first[presenter.id]]


def holder_of(others: Sequence[Presenter]) -> Presenter | None:
    """Return who of a place has said that they present; None for nobody. No statement."""
    return next((one for one in others if one.removed_at is None and one.answer is Answer.ACCEPTED), None)


def asked_instead(others: Sequence[Presenter]) -> Presenter | None:
    """Return who of a place is asked and has not declined; None for nobody. No statement."""
    return next((one for one in others if one.removed_at is None and one.answer is not Answer.DECLINED), None)


def _firsts(every: Sequence[Presenter]) -> dict[int, int]:
    """Return for each presenter of a slot who was asked first for the place; a substitute is younger."""
    first: dict[int, int] = {}
    for one in every:
        first[one.id] = first.get(one.substitute_for_id or 0, one.id)
    return first
