"""Assets: what slots need by when, by slot for pages and letters, and a seminar's list."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.presentations import Asset, AssetKind, AssetState
from webinars.models.sessions import Session
from webinars.models.slots import Slot
from webinars.queries.pages import Page, page_of

MISSING = (AssetState.WANTED, AssetState.TO_IMPROVE)
NOT_REMOVED = (Asset.removed_at.is_(None), Slot.removed_at.is_(None))


@dataclass(frozen=True)
class Filter:
    """What an organiser looks for; an empty field leaves everything in."""

    state: AssetState | None = None
    kind: AssetKind | None = None
    session_id: int | None = None


def assets_of(slot_ids: Collection[int]) -> Mapping[int, tuple[Asset, ...]]:
    """Return what each slot needs, the most urgent first, with the files' names; one statement."""
    statement = (
        select(Asset)
        .where(Asset.slot_id.in_(slot_ids), Asset.removed_at.is_(None))
        .options(joinedload(Asset.upload))
        .order_by(*_urgent_first())
    )
    found: defaultdict[int, tuple[Asset, ...]] = defaultdict(tuple)
    for asset in db.session.scalars(statement.execution_options(populate_existing=True)):
        found[asset.slot_id] += (asset,)
    return found


def asset_by_key(key: str) -> Asset:
    """Return an asset with its file, slot and part; one statement. Raises Missing."""
    statement = (
        select(Asset)
        .join(Asset.slot)
        .where(Asset.key == key, *NOT_REMOVED)
        .options(joinedload(Asset.upload), joinedload(Asset.slot).joinedload(Slot.session))
    )
    asset = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if asset is None:
        raise Missing(N_("This is no longer asked for. Go back and reload the page."))
    return asset


def asset_page(seminar_id: int, wanted: Filter, number: int, size: int) -> Page[Asset]:
    """Return a page of what the slots of a seminar need, with files, the most urgent first; two statements.

    Raises Missing for a number that the list does not have.
    """
    statement = _assets(seminar_id, *_conditions(wanted)).order_by(*_urgent_first())
    return page_of(statement.options(joinedload(Asset.upload)), number, size)


def asset_counts(seminar_id: int) -> Mapping[AssetState, int]:
    """Return how many assets of a seminar stand in each state; one statement."""
    found = _assets(seminar_id).with_only_columns(Asset.state, func.count(Asset.id)).group_by(Asset.state)
    return dict(db.session.execute(found).all())


def overdue(today: date) -> ColumnElement[bool]:
    """Say which assets were to be there before *today* and are not."""
    return Asset.state.in_(MISSING) & (Asset.due_on < today)


def _assets(seminar_id: int, *conditions: ColumnElement[bool]) -> Select[Asset]:
    joined = select(Asset).join(Asset.slot).join(Slot.session)
    return joined.where(Session.seminar_id == seminar_id, *NOT_REMOVED, *conditions)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found = []
    if wanted.state is not None:
        found.append(Asset.state == wanted.state)
    if wanted.kind is not None:
        found.append(Asset.kind == wanted.kind)
    if wanted.session_id is not None:
        found.append(Slot.session_id == wanted.session_id)
    return found


def _urgent_first() -> tuple[Any, ...]:
    return Asset.due_on.is_(None), Asset.due_on, Asset.id
