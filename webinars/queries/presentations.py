"""Presentations: those that wait for a slot, and the delegations that present and have nothing yet."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.presentations import Presentation
from webinars.models.seminars import Seminar
from webinars.models.slots import Slot
from webinars.queries.programmes import Programme


def waiting_presentations(seminar_id: int) -> tuple[Presentation, ...]:
    """Return what waits for a slot (delegation, its city and part, and the theme loaded), oldest first.

    One statement.
    """
    statement = _waiting().where(Delegation.seminar_id == seminar_id)
    return tuple(db.session.scalars(statement.order_by(Presentation.created_at, Presentation.id)))


def presentation_by_key(slug: str, key: str) -> Presentation:
    """Return the presentation of that seminar which waits for a slot; one statement. Raises Missing."""
    statement = _waiting().join(Delegation.seminar).where(Seminar.slug == slug, Presentation.key == key)
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise Missing(N_("This presentation no longer waits for a slot. Go back to the running order."))
    return found


def without_anything(whole: Programme, waiting: tuple[Presentation, ...]) -> tuple[Delegation, ...]:
    """Return the delegations that present and have neither a slot nor something waiting; no statement."""
    placed = {one.slot.delegation_id for part in whole.planned for one in part.slots}
    busy = placed | {one.delegation_id for one in waiting}
    return tuple(one for one in whole.presenting if one.city is not None and one.id not in busy)


def waits() -> ColumnElement[bool]:
    """Say in SQL that a presentation, outer-joined to its slot, has none that stands."""
    return Presentation.withdrawn_at.is_(None) & or_(
        Presentation.slot_id.is_(None), Slot.removed_at.is_not(None)
    )


def _waiting() -> Select[Presentation]:
    return (
        select(Presentation)
        .join(Presentation.delegation)
        .outerjoin(Presentation.slot)
        .where(waits())
        .options(
            joinedload(Presentation.delegation).options(
                joinedload(Delegation.city), joinedload(Delegation.session)
            ),
            joinedload(Presentation.theme),
        )
        .execution_options(populate_existing=True)
    )
