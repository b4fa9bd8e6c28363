"""Presenters who agree to change places: one asks, and the other accepts or refuses."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from webinars.domain.errors import N_, Missing, Refusal
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.slots import Presenter
from webinars.models.swaps import SwapProposal, SwapState
from webinars.queries.presenters import Line
from webinars.queries.programmes import Programme, programme
from webinars.queries.swaps import (
    Question,
    line_of,
    partners,
    proposal_by_key,
    proposals_of,
    question_of,
    stand_of_line,
)
from webinars.services.notices import post
from webinars.services.presenters.rows import lock_presenter
from webinars.services.records import Actor, record
from webinars.services.seminars import lock_editable
from webinars.services.swaps.places import change_places

MOST_A_DAY = 5
DAY = timedelta(days=1)


def propose(presenter_id: int, asked_id: int, comment: str, *, by: Actor, now: datetime) -> SwapProposal:
    """Ask another presenter of the seminar to change places, and owe them the question.

    Raises Refusal at "asked" for who cannot be asked, and while an earlier question waits.
    """
    with transaction():
        presenter, _slot, _session, seminar = lock_presenter(presenter_id)
        whole = programme(seminar.id)
        own, asked = line_of(whole, presenter_id), _partner(whole, presenter_id, asked_id, now=now)
        if own is None:
            raise Missing(N_("There is no such presenter. Choose one from the list."))
        _check_questions(whole, own, asked, now=now)
        proposal = _proposal(own, asked, comment, now=now)
        db.session.add(proposal)
        changes = {"swap_with": (None, asked.presenter.name)}
        record("proposed swap", presenter, by=by, now=now, seminar_id=seminar.id, changes=changes)
        _owe(proposal, asked_id, now=now)
    return proposal


def accept(key: str, *, by: Actor, now: datetime) -> SwapState:
    """Let both presenters change places as proposed, and say what became of the proposal.

    Decided once: a second answer changes nothing. Overtaken by a change of the programme, it changes nothing
    either, and is outdated.
    """

    def agree(question: Question, whole: Programme) -> SwapState:
        assert question.proposer is not None
        assert question.asked is not None
        first, second = stand_of_line(question.proposer), stand_of_line(question.asked)
        change_places(whole, first, second, by=by, now=now)
        return SwapState.AGREED

    return _decide(key, agree, now=now)


def refuse(key: str, *, by: Actor, now: datetime) -> SwapState:
    """Keep both slots as they are, owe the proposer the answer, and say what became of the proposal."""

    def decline(question: Question, whole: Programme) -> SwapState:
        proposal = question.proposal
        _record("refused swap", proposal, by=by, now=now)
        _owe(proposal, proposal.proposer_id, now=now)
        return SwapState.REFUSED

    return _decide(key, decline, now=now)


def withdraw(key: str, *, by: Actor, now: datetime) -> SwapState:
    """Take a question back that nobody has answered, and say what became of the proposal."""

    def take_back(question: Question, whole: Programme) -> SwapState:
        _record("withdrew swap", question.proposal, by=by, now=now)
        return SwapState.WITHDRAWN

    return _decide(key, take_back, now=now)


def _decide(key: str, decide: Callable[[Question, Programme], SwapState], *, now: datetime) -> SwapState:
    """Let *decide* say what becomes of a proposal that is open; write down one that was overtaken."""
    found = proposal_by_key(key)
    with transaction():
        seminar = lock_editable(found.seminar_id)
        proposal = lock(SwapProposal, found.id)
        if proposal.state is SwapState.WAITING:
            whole = programme(seminar.id)
            question = question_of(proposal, whole, now=now)
            proposal.state = decide(question, whole) if question.is_open else SwapState.OUTDATED
            proposal.decided_at = now
    return proposal.state


def _partner(whole: Programme, presenter_id: int, asked_id: int, *, now: datetime) -> Line:
    found = {line.presenter.id: line for line in partners(whole, presenter_id, now=now)}
    if asked_id not in found:
        raise Refusal(
            N_("You cannot change places with this person now. Choose somebody from the list."), field="asked"
        )
    return found[asked_id]


def _check_questions(whole: Programme, own: Line, asked: Line, *, now: datetime) -> None:
    """Raise Refusal while a question of the presenter waits, when this one was refused, or after too many."""
    for earlier in proposals_of(own.presenter.id):
        if earlier.proposer_id != own.presenter.id:
            continue
        if question_of(earlier, whole, now=now).is_open:
            raise Refusal(
                N_("You have asked %(name)s already. Wait for the answer, or take your question back."),
                name=earlier.asked.name,
            )
        if earlier.state is SwapState.REFUSED and _is_same(earlier, own, asked):
            raise Refusal(
                N_("%(name)s keeps the slot. Choose somebody else."), field="asked", name=earlier.asked.name
            )
    since = SwapProposal.proposer_id == own.presenter.id, SwapProposal.proposed_at > now - DAY
    asked_today = db.session.scalar(select(func.count(SwapProposal.id)).where(*since)) or 0
    if asked_today >= MOST_A_DAY:
        raise Refusal(N_("You have asked often today. Wait until tomorrow, or write to the host."))


def _is_same(earlier: SwapProposal, own: Line, asked: Line) -> bool:
    """Say whether it is the question that was asked *earlier*, about the same times."""
    times = (earlier.proposer_starts_at, earlier.asked_starts_at)
    is_then = times == (own.placed.starts_at, asked.placed.starts_at)
    return is_then and earlier.asked_id == asked.presenter.id


def _proposal(own: Line, asked: Line, comment: str, *, now: datetime) -> SwapProposal:
    return SwapProposal(
        seminar_id=own.session.seminar_id,
        proposer_id=own.presenter.id,
        asked_id=asked.presenter.id,
        proposer_version=own.placed.slot.version,
        asked_version=asked.placed.slot.version,
        proposer_starts_at=own.placed.starts_at,
        asked_starts_at=asked.placed.starts_at,
        comment=comment,
        proposed_at=now,
    )


def _record(verb: str, proposal: SwapProposal, *, by: Actor, now: datetime) -> None:
    presenter = db.session.get_one(Presenter, proposal.proposer_id)
    record(verb, presenter, by=by, now=now, seminar_id=proposal.seminar_id)


def _owe(proposal: SwapProposal, presenter_id: int, *, now: datetime) -> None:
    """Owe the question to who is asked, or the answer to who proposed."""
    db.session.flush()
    details = {"proposal": proposal.key}
    post(
        NoticeKind.SWAP_PROPOSAL,
        now=now,
        seminar_id=proposal.seminar_id,
        presenter_id=presenter_id,
        details=details,
    )
