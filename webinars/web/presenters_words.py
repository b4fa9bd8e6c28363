"""Presenters in words: what they answered, and what became of another time that they proposed."""

from dataclasses import dataclass

from flask_babel import gettext

from webinars.letters.times import TimePair
from webinars.models.replies import Reply, Standing
from webinars.models.slots import Answer, Presenter
from webinars.web.registrations.rows import State


@dataclass(frozen=True)
class PresenterLine:
    """A presenter and what they answered."""

    key: str
    name: str
    state: State


def presenter_line(presenter: Presenter) -> PresenterLine:
    """Return a presenter as a line of a list."""
    return PresenterLine(presenter.key, presenter.name, answer_words(presenter.answer))


def answer_words(answer: Answer) -> State:
    """Return the word and mark of an answer."""
    return {
        Answer.NEEDS_ACTION: State(gettext("Has not answered"), "warn"),
        Answer.ACCEPTED: State(gettext("Presents"), "ok"),
        Answer.DECLINED: State(gettext("Declined"), "stop"),
        Answer.TENTATIVE: State(gettext("Not sure yet"), "wait"),
    }[answer]


@dataclass(frozen=True)
class Proposed:
    """Another time that the person proposed, and what became of it; *pair* is None without a zone."""

    state: State
    pair: TimePair | None
    comment: str


def proposal_words(reply: Reply, *, is_of_this_time: bool) -> State:
    """Return what became of a proposal; it is *is_of_this_time* while nothing has moved since."""
    if reply.standing is Standing.ACCEPTED:
        return State(
            gettext("You proposed another time. The host accepted it, and the time has changed."), "ok"
        )
    if reply.standing is Standing.REFUSED:
        return State(gettext("You proposed another time. The host declined it."), "stop")
    if is_of_this_time:
        return State(gettext("You proposed another time. The host has not decided yet."), "wait")
    return State(
        gettext(
            "You proposed another time, and the time was changed after that. The host has not decided yet."
        ),
        "wait",
    )
