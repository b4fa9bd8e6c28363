"""Presenters: one person's, by link or key, and a seminar's list in running order."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, BadLink, Missing
from webinars.domain.zone_search import fold
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.programmes import Programme, ProgrammeSession, ProgrammeSlot
from webinars.queries.substitutes import TAKEN, holder_of, others_in_place

REPLACED = N_("This link was replaced by a newer one. Open the link in your last letter.")
REMOVED = N_("You are no longer asked to present in this slot. Write to the host if you think you are.")
_SEMINAR = joinedload(Presenter.slot).joinedload(Slot.session).joinedload(Session.seminar)
_LOADED = (
    _SEMINAR.joinedload(Seminar.series),
    _SEMINAR.joinedload(Seminar.host_city),
    _SEMINAR.joinedload(Seminar.second_host_city),
    joinedload(Presenter.slot).joinedload(Slot.delegation).joinedload(Delegation.city),
    joinedload(Presenter.picture),
    joinedload(Presenter.substitute_for),
)


@dataclass(frozen=True)
class Filter:
    """What an organiser looks for; an empty field leaves everything in."""

    words: str = ""
    answer: Answer | None = None
    session_id: int | None = None


@dataclass(frozen=True)
class Line:
    """A presenter in a list, in their slot and part."""

    presenter: Presenter
    placed: ProgrammeSlot
    session: Session


@dataclass(frozen=True)
class Place:
    """A slot in its part, with the slots before and after it (None at the ends)."""

    session: Session
    placed: ProgrammeSlot
    before: ProgrammeSlot | None
    after: ProgrammeSlot | None


def presenter_by_link(key: str, revision: int) -> Presenter:
    """Return the presenter that a link names, with slot, delegation, part and seminar; one statement.

    Raises BadLink when the person has newer links, or no longer presents there.
    """
    presenter = _one(Presenter.key == key)
    if presenter is None or presenter.link_revision != revision:
        raise BadLink(REPLACED)
    if presenter.removed_at is not None and (holder := holder_of(others_in_place(presenter))):
        raise BadLink(TAKEN, name=holder.name)
    if presenter.removed_at is not None or presenter.slot.removed_at is not None:
        raise BadLink(REMOVED)
    return presenter


def presenter_by_key(seminar_id: int, key: str) -> Presenter:
    """Return a presenter of the seminar, with slot, delegation, part and seminar; one statement.

    Raises Missing when there is none, or none any more.
    """
    presenter = _one((Presenter.key == key) & Presenter.removed_at.is_(None))
    if presenter is None or presenter.slot.session.seminar_id != seminar_id:
        raise Missing(N_("There is no such presenter. Choose one from the list."))
    return presenter


def open_invitation_of(presenter_id: int) -> Invitation | None:
    """Return what the presenter's calendar shows of the slot, with the person; None for nothing.

    One statement.
    """
    statement = (
        select(Invitation)
        .where(
            Invitation.presenter_id == presenter_id,
            Invitation.rehearsal_id.is_(None),
            Invitation.state == InvitationState.OPEN,
        )
        .options(joinedload(Invitation.presenter), joinedload(Invitation.registration))
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(statement).one_or_none()


def lines(programme: Programme, wanted: Filter) -> tuple[Line, ...]:
    """Return the presenters of *programme* that fit, in running order; no statement."""
    return tuple(line for line in _every(programme) if _fits(line, wanted))


def place_of(programme: Programme, slot_id: int) -> Place:
    """Return where a slot stands; no statement. Raises Missing when it stands nowhere."""
    for part in programme.sessions:
        for index, placed in enumerate(part.slots):
            if placed.slot.id == slot_id:
                return _place(part, index)
    raise Missing(N_("This slot is no longer in the programme. Go back to the running order."))


def _one(condition: ColumnElement[bool]) -> Presenter | None:
    return db.session.scalars(select(Presenter).where(condition).options(*_LOADED)).one_or_none()


def _every(programme: Programme) -> Iterator[Line]:
    for part in programme.sessions:
        for placed in part.slots:
            for presenter in placed.presenters:
                yield Line(presenter, placed, part.session)


def _fits(line: Line, wanted: Filter) -> bool:
    return (
        wanted.answer in (None, line.presenter.answer)
        and wanted.session_id in (None, line.session.id)
        and _has_words(line, wanted.words)
    )


def _has_words(line: Line, words: str) -> bool:
    city = line.placed.delegation.city if line.placed.delegation else None
    texts = [line.presenter.name, *line.placed.slot.title.to_mapping().values()]
    texts += city.name.to_mapping().values() if city else ()
    # An address is compared as it is typed: folding would take its dots and its "at" away.
    is_address = words.strip().casefold() in line.presenter.email.casefold()
    return is_address or all(word in " ".join(map(fold, texts)) for word in fold(words).split())


def _place(part: ProgrammeSession, index: int) -> Place:
    before = part.slots[index - 1] if index else None
    after = part.slots[index + 1] if index + 1 < len(part.slots) else None
    return Place(part.session, part.slots[index], before, after)
