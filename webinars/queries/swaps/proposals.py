"""Proposals of presenters to change places: with whom somebody could, and how far a question is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.slots import Answer, Presenter, SlotKind
from webinars.models.swaps import SwapProposal, SwapState
from webinars.queries.presenters import Filter, Line, lines
from webinars.queries.programmes import Programme
from webinars.queries.swaps.previews import Stand


@dataclass(frozen=True)
class Question:
    """A proposal, and where both stand now (None: no longer in the programme).

    It *is_open* while it waits and both slots are what and when they were.
    """

    proposal: SwapProposal
    proposer: Line | None
    asked: Line | None
    is_open: bool

    @property
    def state(self) -> SwapState:
        """Return how far it is, also where nobody has written down yet that the programme overtook it."""
        is_waiting = self.proposal.state is SwapState.WAITING
        return SwapState.OUTDATED if is_waiting and not self.is_open else self.proposal.state


def partners(whole: Programme, presenter_id: int, *, now: datetime) -> tuple[Line, ...]:
    """Return with whom a presenter could change places, in running order; no statement.

    Only who said that they present may be named to another, and only slots of one length change places
    without moving somebody who was not asked.
    """
    own = line_of(whole, presenter_id)
    if own is None or not _is_ahead(whole, own, now=now):
        return ()
    return tuple(
        other
        for other in lines(whole, Filter(answer=Answer.ACCEPTED))
        if _is_ahead(whole, other, now=now) and _is_exchangeable(own, other)
    )


def question_of(proposal: SwapProposal, whole: Programme, *, now: datetime) -> Question:
    """Return a proposal with where both stand in *whole*; no statement."""
    proposer, asked = line_of(whole, proposal.proposer_id), line_of(whole, proposal.asked_id)
    is_open = (
        proposal.state is SwapState.WAITING
        and proposer is not None
        and asked is not None
        and _is_as_it_was(proposer, proposal.proposer_version, proposal.proposer_starts_at)
        and _is_as_it_was(asked, proposal.asked_version, proposal.asked_starts_at)
        and _is_ahead(whole, proposer, now=now)
        and _is_ahead(whole, asked, now=now)
    )
    return Question(proposal, proposer, asked, is_open)


def line_of(whole: Programme, presenter_id: int) -> Line | None:
    """Return where a presenter stands; None for who presents no longer. No statement."""
    found = (
        Line(presenter, placed, part.session)
        for part in whole.sessions
        for placed in part.slots
        for presenter in placed.presenters
        if presenter.id == presenter_id
    )
    return next(found, None)


def stand_of_line(line: Line) -> Stand:
    """Return the slot of somebody where it stands."""
    return Stand(line.placed, line.session)


def proposal_by_key(key: str) -> SwapProposal:
    """Return a proposal with both people; one statement. Raises Missing."""
    proposal = db.session.scalars(_proposals(SwapProposal.key == key)).one_or_none()
    if proposal is None:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    return proposal


def proposals_by_key(keys: Collection[str]) -> dict[str, SwapProposal]:
    """Return proposals with both people, by their keys; one statement."""
    return {one.key: one for one in db.session.scalars(_proposals(SwapProposal.key.in_(keys)))}


def proposals_of(presenter_id: int) -> Sequence[SwapProposal]:
    """Return what a presenter proposed or was asked, the latest first; one statement."""
    is_own = or_(SwapProposal.proposer_id == presenter_id, SwapProposal.asked_id == presenter_id)
    return db.session.scalars(_proposals(is_own)).all()


def waiting_proposals(seminar_id: int) -> Sequence[SwapProposal]:
    """Return the proposals of a seminar that nobody has answered, the latest first; one statement."""
    waits = (SwapProposal.seminar_id == seminar_id) & (SwapProposal.state == SwapState.WAITING)
    return db.session.scalars(_proposals(waits)).all()


def _proposals(which: ColumnElement[bool]) -> Select[SwapProposal]:
    statement = (
        select(SwapProposal)
        .where(which)
        .options(joinedload(SwapProposal.proposer), joinedload(SwapProposal.asked))
        .order_by(SwapProposal.id.desc())
    )
    return statement.execution_options(populate_existing=True)


def _is_ahead(whole: Programme, line: Line, *, now: datetime) -> bool:
    """Say whether somebody still presents, in a slot of known time that has not begun."""
    takes_place = line.session.takes_place(whole.seminar) and not whole.seminar.is_read_only
    starts_at = line.placed.starts_at
    is_willing = line.presenter.answer is not Answer.DECLINED
    return takes_place and is_willing and starts_at is not None and starts_at > now


def _is_exchangeable(own: Line, other: Line) -> bool:
    if own.placed.slot.id == other.placed.slot.id or other.placed.slot.kind is SlotKind.BREAK:
        return False
    minutes = own.placed.slot.minutes
    both = _addresses(own.placed.presenters) & _addresses(other.placed.presenters)
    return minutes is not None and minutes == other.placed.slot.minutes and not both


def _addresses(presenters: Sequence[Presenter]) -> set[str]:
    return {one.email.casefold() for one in presenters}


def _is_as_it_was(line: Line, version: int, starts_at: datetime) -> bool:
    return (line.placed.slot.version, line.placed.starts_at) == (version, starts_at)
