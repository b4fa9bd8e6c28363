"""Rhythms: who is silent is reminded before the date for answers, and of what is missing before its day."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from webinars.models.database import Base, db, lock, transaction
from webinars.models.delegations import Delegation
from webinars.models.presentations import Asset
from webinars.models.seminars import Seminar
from webinars.models.slots import Presenter, Slot
from webinars.queries.rhythms import Awaited, due_assets, due_cities, due_presenters
from webinars.services import assets, delegations, presenters
from webinars.services.records import SYSTEM

M = TypeVar("M", bound=Base)


def owe_due(*, now: datetime) -> None:
    """Owe the reminders whose day has come, each once; three statements where there is none.

    Workers that find the same at the same moment take turns at the row of the seminar, and the later one
    finds nothing.
    """
    found = [*due_presenters(now=now), *due_cities(now=now), *due_assets(now=now)]
    for seminar_id in sorted({one.seminar_id for one in found}):
        _owe(seminar_id, now=now)


def _owe(seminar_id: int, *, now: datetime) -> None:
    with transaction():
        # Whatever changes a programme or a delegation holds its seminar: what is read from here on stays so.
        lock(Seminar, seminar_id)
        for presenter in _rows(Presenter, due_presenters(now=now, seminar_id=seminar_id)):
            presenters.owe_reminder(presenter, seminar_id, by=SYSTEM, now=now)
        for delegation in _rows(Delegation, due_cities(now=now, seminar_id=seminar_id)):
            delegations.owe_reminder(delegation, by=SYSTEM, now=now)
        missing = _rows(Asset, due_assets(now=now, seminar_id=seminar_id))
        wanting = select(Slot).where(Slot.id.in_({asset.slot_id for asset in missing})).order_by(Slot.id)
        for slot in db.session.scalars(wanting).all():
            assets.owe_letters(slot, seminar_id, now=now)


def _rows(model: type[M], awaited: Sequence[Awaited]) -> Sequence[M]:
    statement = select(model).where(model.id.in_([one.ident for one in awaited])).order_by(model.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()
