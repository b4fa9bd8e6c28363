"""Programmes: a seminar with everything that is shown of it, read in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from webinars.domain.errors import N_, Missing
from webinars.domain.running_order import SlotLength, lay_out
from webinars.models.database import db
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.models.uploads import Upload
from webinars.queries.sessions import in_order

T = TypeVar("T")


@dataclass(frozen=True)
class ProgrammeSlot:
    """A slot in its place: UTC instants (None: not known), and who presents, in order."""

    slot: Slot
    starts_at: datetime | None
    ends_at: datetime | None
    presenters: tuple[Presenter, ...]

    @property
    def delegation(self) -> Delegation | None:
        """Return the delegation (its city loaded) that the slot belongs to."""
        return self.slot.delegation

    @property
    def coming(self) -> tuple[Presenter, ...]:
        """Return the presenters who have not declined."""
        return tuple(one for one in self.presenters if one.answer is not Answer.DECLINED)


@dataclass(frozen=True)
class ProgrammeSession:
    """A part with its slots in running order."""

    session: Session
    slots: tuple[ProgrammeSlot, ...]


@dataclass(frozen=True)
class Programme:
    """A seminar (series and host city loaded), its parts in order of start, its delegations by sort key.

    Cancelled parts are among *sessions*. Delegations without a named city stand last.
    """

    seminar: Seminar
    sessions: tuple[ProgrammeSession, ...]
    delegations: tuple[Delegation, ...]

    @property
    def presenting(self) -> tuple[Delegation, ...]:
        """Return the delegations that present."""
        return self._in_role(DelegationRole.PRESENTING)

    @property
    def attending(self) -> tuple[Delegation, ...]:
        """Return the delegations that attend without presenting."""
        return self._in_role(DelegationRole.ATTENDING)

    @property
    def planned(self) -> tuple[ProgrammeSession, ...]:
        """Return the parts that take place."""
        return tuple(part for part in self.sessions if not part.session.is_cancelled)

    @property
    def starts_at(self) -> datetime | None:
        """Return when the first part that takes place starts (UTC); None when that is not known."""
        return min((part.session.starts_at for part in self.planned if part.session.starts_at), default=None)

    @property
    def ends_at(self) -> datetime | None:
        """Return when the last part that takes place ends (UTC); None when that is not known."""
        return max((part.session.ends_at for part in self.planned if part.session.ends_at), default=None)

    def _in_role(self, role: DelegationRole) -> tuple[Delegation, ...]:
        return tuple(delegation for delegation in self.delegations if delegation.role is role)


def programme(seminar_id: int) -> Programme:
    """Return the whole programme of one seminar; five statements. Raises Missing."""
    found = programmes([seminar_id])
    if not found:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    return found[0]


def programmes(seminar_ids: Sequence[int]) -> tuple[Programme, ...]:
    """Return the programmes of several seminars in the order of *seminar_ids*; five statements for all."""
    if not seminar_ids:
        return ()
    seminars = {seminar.id: seminar for seminar in _seminars(seminar_ids)}
    delegations = _delegations(seminar_ids)
    parts = _parts(seminar_ids, {one.id: one for own in delegations.values() for one in own})
    return tuple(
        Programme(seminars[ident], parts.get(ident, ()), delegations.get(ident, ()))
        for ident in seminar_ids
        if ident in seminars
    )


def placed_in(
    session: Session, slots: Sequence[Slot], presenters: Mapping[int, tuple[Presenter, ...]]
) -> tuple[ProgrammeSlot, ...]:
    """Return *slots* one after the other in a part, with who presents in each (by its id); no statement."""
    places = lay_out(session.starts_at, [SlotLength(slot.minutes) for slot in slots])
    return tuple(
        ProgrammeSlot(slot, place.starts_at, place.ends_at, presenters.get(slot.id, ()))
        for slot, place in zip(slots, places, strict=True)
    )


def _seminars(seminar_ids: Sequence[int]) -> Sequence[Seminar]:
    loaded = (joinedload(Seminar.series), joinedload(Seminar.host_city), joinedload(Seminar.second_host_city))
    return db.session.scalars(
        _fresh(select(Seminar).where(Seminar.id.in_(seminar_ids)).options(*loaded))
    ).all()


def _parts(
    seminar_ids: Sequence[int], delegations: Mapping[int, Delegation]
) -> Mapping[int, tuple[ProgrammeSession, ...]]:
    statement = select(Session).where(Session.seminar_id.in_(seminar_ids)).options(joinedload(Session.theme))
    statement = _fresh(statement)
    sessions = in_order(db.session.scalars(statement))
    slots, presenters = _slots(seminar_ids, delegations), _presenters(seminar_ids)
    parts: defaultdict[int, tuple[ProgrammeSession, ...]] = defaultdict(tuple)
    for session in sessions:
        placed = placed_in(session, slots.get(session.id, ()), presenters)
        parts[session.seminar_id] += (ProgrammeSession(session, placed),)
    return parts


def _slots(seminar_ids: Sequence[int], delegations: Mapping[int, Delegation]) -> Mapping[int, Sequence[Slot]]:
    """Return the slots by part, with their delegations, which are not read again for each of them."""
    statement = (
        select(Slot)
        .join(Slot.session)
        .where(Session.seminar_id.in_(seminar_ids), Slot.removed_at.is_(None))
        .order_by(Slot.position, Slot.id)
        .options(joinedload(Slot.theme))
    )
    found: defaultdict[int, list[Slot]] = defaultdict(list)
    for slot in db.session.scalars(_fresh(statement)):
        delegation = delegations[slot.delegation_id] if slot.delegation_id is not None else None
        set_committed_value(slot, "delegation", delegation)
        found[slot.session_id].append(slot)
    return found


def _presenters(seminar_ids: Sequence[int]) -> Mapping[int, tuple[Presenter, ...]]:
    statement = (
        select(Presenter)
        .join(Presenter.slot)
        .join(Slot.session)
        .where(Session.seminar_id.in_(seminar_ids), Slot.removed_at.is_(None), Presenter.removed_at.is_(None))
        .order_by(Presenter.position, Presenter.id)
        .options(joinedload(Presenter.picture).load_only(Upload.key))
    )
    found: defaultdict[int, tuple[Presenter, ...]] = defaultdict(tuple)
    for presenter in db.session.scalars(_fresh(statement)):
        found[presenter.slot_id] += (presenter,)
    return found


def _delegations(seminar_ids: Sequence[int]) -> Mapping[int, tuple[Delegation, ...]]:
    statement = (
        select(Delegation)
        .where(Delegation.seminar_id.in_(seminar_ids))
        .options(joinedload(Delegation.city), joinedload(Delegation.session))
    )
    found: defaultdict[int, tuple[Delegation, ...]] = defaultdict(tuple)
    for delegation in sorted(db.session.scalars(_fresh(statement)), key=_sort_key):
        found[delegation.seminar_id] += (delegation,)
    return found


def _sort_key(delegation: Delegation) -> tuple[bool, str, int]:
    city = delegation.city
    return city is None, city.sort_key if city else "", delegation.id


def _fresh(statement: Select[T]) -> Select[T]:
    """Overwrite what is in memory: services decide on a programme inside their transaction."""
    return statement.execution_options(populate_existing=True)
