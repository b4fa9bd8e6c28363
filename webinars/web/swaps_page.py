"""What presenters see of changing places: whom they can ask, what they are asked, and what came of it."""

from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import BadLink
from webinars.domain.links import Purpose
from webinars.letters.addresses import token_for
from webinars.letters.names import part_name, seminar_name
from webinars.letters.times import TimePair, clock_of, on_day, time_pair
from webinars.models.slots import Answer, Presenter
from webinars.models.swaps import SwapState
from webinars.queries.plans import planned_cities
from webinars.queries.presenters import REMOVED, Line
from webinars.queries.programmes import Programme, programme
from webinars.queries.swaps import (
    Question,
    effects,
    line_of,
    partners,
    preview,
    proposals_of,
    question_of,
    stand_of_line,
)
from webinars.services.registrations.links import LinkedPart
from webinars.web import clock
from webinars.web.answers import page
from webinars.web.context import show_times_for
from webinars.web.joining import in_line
from webinars.web.organise.swaps_words import BREAKS, EffectLine, effect_line
from webinars.web.programmes import slot_words, who_words
from webinars.web.reader import language
from webinars.web.registrations.rows import State


@dataclass(frozen=True)
class Partner:
    """Somebody who can be asked, in words; *ident* is the row's."""

    key: str
    ident: int
    words: str


@dataclass(frozen=True)
class OwnSwaps:
    """What a presenter's own page says: the names of who ask, each with the link, and of who is asked."""

    asked_by: tuple[tuple[str, str], ...]
    waiting_for: str
    may_ask: bool


@dataclass(frozen=True)
class Asking:
    """A presenter, whom they can ask, the question of theirs that waits, and what became of the last one."""

    presenter: Presenter
    programme: Programme
    token: str
    own: Line
    partners: tuple[Partner, ...]
    waiting: Question | None
    last: Question | None

    @classmethod
    def of(cls, presenter: Presenter, whole: Programme, token: str) -> "Asking":
        """Return what a presenter can ask now; one statement."""
        now = clock.now()
        own = line_of(whole, presenter.id)
        if own is None:
            raise BadLink(REMOVED)
        asked = [question_of(one, whole, now=now) for one in proposals_of(presenter.id)]
        mine = [one for one in asked if one.proposal.proposer_id == presenter.id]
        found = tuple(_partner(line, presenter.zone) for line in partners(whole, presenter.id, now=now))
        waiting = next((one for one in mine if one.is_open), None)
        return cls(presenter, whole, token, own, found, waiting, mine[0] if mine and not waiting else None)


def own_swaps(whole: Programme, presenter: Presenter) -> OwnSwaps:
    """Return what a presenter's own page says of changing places; one statement."""
    now = clock.now()
    found = [question_of(one, whole, now=now) for one in proposals_of(presenter.id)]
    waits = [one.proposal for one in found if one.is_open]
    return OwnSwaps(
        asked_by=tuple(
            (one.proposer.name, token_for(Purpose.SWAP, LinkedPart(one.key, presenter.link_revision)))
            for one in waits
            if one.asked_id == presenter.id
        ),
        waiting_for=next((one.asked.name for one in waits if one.proposer_id == presenter.id), ""),
        may_ask=bool(partners(whole, presenter.id, now=now)),
    )


def asking_page(asking: Asking, form: Any, *, status: int = 200) -> ResponseReturnValue:
    """Show whom the presenter can ask, or what became of the question."""
    show_times_for(asking.presenter.zone, at=asking.own.placed.starts_at)
    return page(
        "swaps/ask.html",
        status=status,
        seminar=asking.programme.seminar,
        name=seminar_name(asking.programme.seminar, language()),
        title=slot_words(asking.own.placed.slot, language()),
        token=asking.token,
        pair=_pair(asking.own, asking.presenter.zone, asking.programme.seminar.second_zone),
        waiting_for=asking.waiting.proposal.asked.name if asking.waiting else "",
        outcome=_outcome_for_proposer(asking.last) if asking.last else None,
        partners=asking.partners,
        form=form,
        zone_url=None,
    )


def question_page(question: Question, token: str) -> ResponseReturnValue:
    """Show what is asked, or what became of it."""
    proposal, own = question.proposal, question.asked
    if own is None:
        raise BadLink(REMOVED)
    zone, whole = proposal.asked.zone, programme(proposal.seminar_id)
    other = question.proposer if question.is_open else None
    show_times_for(zone, at=own.placed.starts_at)
    return page(
        "swaps/show.html",
        seminar=whole.seminar,
        name=seminar_name(whole.seminar, language()),
        title=slot_words(own.placed.slot, language()),
        proposal=proposal,
        is_open=question.is_open,
        outcome=_outcome(question),
        token=token,
        part=part_name(own.session, language()),
        pair=_pair(own, zone, whole.seminar.second_zone),
        new_part=part_name(other.session, language()) if other else "",
        new_pair=_pair(other, zone, whole.seminar.second_zone) if other else None,
        other_title=slot_words(other.placed.slot, language()) if other else "",
        others=_who_moves_too(own, proposal.asked_id),
        breaks=_breaks(whole, own, other) if other else [],
        zone_url=None,
    )


def _who_moves_too(own: Line, asked_id: int) -> list[str]:
    """Return the names of the others who present in the slot of *own*; who declined does not."""
    others = (one for one in own.placed.presenters if one.id != asked_id)
    return [one.name for one in others if one.answer is not Answer.DECLINED]


def _breaks(whole: Programme, own: Line, other: Line) -> list[EffectLine]:
    """Return for whom of those around the reader's own slot the other time is worse; five statements."""
    moves = preview(whole, stand_of_line(other), stand_of_line(own), now=clock.now()).moves
    own_moves = [move for move in moves if move.now.placed.slot.id == own.placed.slot.id]
    felt = effects(own_moves, planned_cities(whole.seminar.id), language=language())
    return [effect_line(one) for one in felt if one.change.direction in BREAKS]


def _partner(line: Line, zone: str) -> Partner:
    slot, reader = line.placed.slot, language()
    names = [line.presenter.name, who_words(slot, reader)]
    words = [_moment(line, zone), slot_words(slot, reader), in_line(name for name in names if name)]
    return Partner(line.presenter.key, line.presenter.id, " · ".join(words))


def _moment(line: Line, zone: str) -> str:
    assert line.placed.starts_at is not None, "who can be asked stands at a known time"
    seen = clock_of(line.placed.starts_at, line.placed.ends_at, zone)
    return on_day(seen.date_words, f"{seen.clock}–{seen.end_clock}")


def _pair(line: Line, zone: str, second: str | None) -> TimePair | None:
    placed = line.placed
    if placed.starts_at is None or line.session.zone is None:
        return None
    return time_pair(placed.starts_at, placed.ends_at, line.session.zone, zone, second_zone=second)


def _outcome(question: Question) -> State | None:
    """Say what became of a question to who was asked; None while it waits."""
    name = question.proposal.proposer.name
    return {
        SwapState.WAITING: None,
        SwapState.AGREED: State(gettext("You changed places. Your calendar gets an update."), "ok"),
        SwapState.REFUSED: State(gettext("You keep your slot. %(name)s is told.", name=name), "off"),
        SwapState.WITHDRAWN: State(
            gettext("%(name)s took the question back. Your slot stays.", name=name), "off"
        ),
        SwapState.OUTDATED: State(
            gettext("The programme changed since %(name)s asked you. Your slot stays.", name=name), "warn"
        ),
    }[question.state]


def _outcome_for_proposer(question: Question) -> State | None:
    """Say what became of a question to who asked; None where there is nothing to say."""
    name = question.proposal.asked.name
    return {
        SwapState.WAITING: None,
        SwapState.AGREED: State(gettext("You and %(name)s changed places.", name=name), "ok"),
        SwapState.REFUSED: State(gettext("%(name)s cannot change places with you.", name=name), "off"),
        SwapState.WITHDRAWN: None,
        SwapState.OUTDATED: State(
            gettext("The programme changed since you asked %(name)s. Ask again if you want to.", name=name),
            "warn",
        ),
    }[question.state]
