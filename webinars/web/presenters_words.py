"""Presenters in words: what they answered."""

from dataclasses import dataclass

from flask_babel import gettext

from webinars.models.slots import Answer, Presenter
from webinars.web.registrations.rows import State


@dataclass(frozen=True)
class PresenterLine:
    """A presenter and what they answered."""

    name: str
    state: State


def presenter_line(presenter: Presenter) -> PresenterLine:
    """Return a presenter as a line of a list."""
    return PresenterLine(presenter.name, answer_words(presenter.answer))


def answer_words(answer: Answer) -> State:
    """Return the word and mark of an answer."""
    return {
        Answer.NEEDS_ACTION: State(gettext("Has not answered"), "warn"),
        Answer.ACCEPTED: State(gettext("Presents"), "ok"),
        Answer.DECLINED: State(gettext("Declined"), "stop"),
        Answer.TENTATIVE: State(gettext("Not sure yet"), "wait"),
    }[answer]
