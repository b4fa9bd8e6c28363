"""Delegations: one city's, a seminar's list with what each still lacks, and how many present."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, BadLink, Missing
from webinars.models.database import db
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.seminars import Seminar
from webinars.queries.cities import has_words
from webinars.queries.programmes import Programme, ProgrammeSlot

REPLACED = N_("This link was replaced by a newer one. Open the link in your last letter.")
_LOADED = (
    joinedload(Delegation.seminar).joinedload(Seminar.series),
    joinedload(Delegation.seminar).joinedload(Seminar.host_city),
    joinedload(Delegation.seminar).joinedload(Seminar.second_host_city),
    joinedload(Delegation.city),
    joinedload(Delegation.session),
)


@dataclass(frozen=True)
class Counts:
    """How many delegations of a seminar stand where; *to_invite* have an address and no letter yet."""

    presenting: int
    attending: int
    absent: int
    silent: int
    to_invite: int
    without_address: int

    @property
    def taking_part(self) -> int:
        """Count the cities that come: "13 of 21 cities presenting" counts those that present among these."""
        return self.presenting + self.attending

    @property
    def answered(self) -> int:
        """Count the cities that said whether they come."""
        return self.taking_part + self.absent


@dataclass(frozen=True)
class Filter:
    """What an organiser looks for; an empty field leaves everything in."""

    words: str = ""
    role: DelegationRole | None = None
    session_id: int | None = None
    is_silent: bool = False


@dataclass(frozen=True)
class Line:
    """A delegation in a list (city and part loaded), with its slots in running order."""

    delegation: Delegation
    slots: tuple[ProgrammeSlot, ...]

    @property
    def lacks_slot(self) -> bool:
        """Say whether the city presents and has no slot to do it in."""
        return self.delegation.role is DelegationRole.PRESENTING and not self.slots

    @property
    def has_idle_slot(self) -> bool:
        """Say whether a slot is kept for a city that does not present (any more)."""
        answered = (DelegationRole.ATTENDING, DelegationRole.ABSENT)
        return self.delegation.role in answered and bool(self.slots)


def counts(seminar_id: int) -> Counts:
    """Count the delegations of a seminar; one statement."""
    is_open = (Delegation.invited_at.is_(None)) & (Delegation.role == DelegationRole.INVITED)
    has_address = func.coalesce(Delegation.focal_email, "") != ""
    is_silent = Delegation.invited_at.is_not(None) & Delegation.answered_at.is_(None)
    conditions = (
        Delegation.role == DelegationRole.PRESENTING,
        Delegation.role == DelegationRole.ATTENDING,
        Delegation.role == DelegationRole.ABSENT,
        is_silent,
        is_open & has_address,
        is_open & ~has_address,
    )
    columns = (func.count(Delegation.id).filter(condition) for condition in conditions)
    row = db.session.execute(select(*columns).where(Delegation.seminar_id == seminar_id)).one()
    return Counts(*tuple(row))


def lines(programme: Programme, wanted: Filter) -> tuple[Line, ...]:
    """Return the delegations of *programme* that fit, in its order; no statement."""
    return tuple(
        Line(delegation, slots_of_delegation(programme, delegation))
        for delegation in programme.delegations
        if _fits(delegation, wanted)
    )


def slots_of_delegation(programme: Programme, delegation: Delegation) -> tuple[ProgrammeSlot, ...]:
    """Return the slots of a delegation in the parts that take place; no statement."""
    return tuple(
        one for part in programme.planned for one in part.slots if one.slot.delegation_id == delegation.id
    )


def delegation_by_link(key: str, revision: int) -> Delegation:
    """Return the delegation that a link names, with city, part and seminar (series, host); one statement.

    Raises BadLink when it is gone or has newer links.
    """
    delegation = _one(Delegation.key == key)
    if delegation is None or delegation.link_revision != revision:
        raise BadLink(REPLACED)
    return delegation


def delegation_by_key(seminar_id: int, key: str) -> Delegation:
    """Return a delegation of the seminar, with city, part and seminar; one statement. Raises Missing."""
    delegation = _one((Delegation.key == key) & (Delegation.seminar_id == seminar_id))
    if delegation is None:
        raise Missing(N_("There is no such delegation. Choose one from the list."))
    return delegation


def delegations_of(seminar_id: int) -> Sequence[Delegation]:
    """Return every delegation of a seminar as it is now, oldest first; one statement."""
    statement = select(Delegation).where(Delegation.seminar_id == seminar_id).order_by(Delegation.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _one(condition: ColumnElement[bool]) -> Delegation | None:
    statement = select(Delegation).where(condition).options(*_LOADED)
    return db.session.scalars(statement).one_or_none()


def _fits(delegation: Delegation, wanted: Filter) -> bool:
    return (
        (wanted.role in (None, delegation.role))
        and (wanted.session_id in (None, delegation.session_id))
        and (delegation.is_silent or not wanted.is_silent)
        and _has_words(delegation, wanted.words)
    )


def _has_words(delegation: Delegation, words: str) -> bool:
    """Say whether the city has *words*, or they stand in what is known of its people."""
    if not words.strip() or (delegation.city is not None and has_words(delegation.city, words)):
        return True
    people = (
        delegation.focal_name,
        delegation.focal_email,
        delegation.presenter_name,
        delegation.presenter_email,
    )
    return any(words.strip().casefold() in (text or "").casefold() for text in people)
