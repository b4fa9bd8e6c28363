"""Decisions in words: what was decided, what an applicant was told, and the log of both."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.domain.errors import Refusal
from webinars.models.calls import Application, Cohort, Decision
from webinars.web.answers import sentence
from webinars.web.reader import language
from webinars.web.registrations.rows import State

DECISIONS = {
    Decision.ACCEPT: (_l("Acceptance"), "ok"),
    Decision.RESERVE: (_l("Reserve list"), "wait"),
    Decision.DECLINE: (_l("Refusal"), "off"),
}
STEPS = {
    Decision.ACCEPT: _l("Accept them"),
    Decision.RESERVE: _l("Put on the reserve list"),
    Decision.DECLINE: _l("Refuse them"),
}


@dataclass(frozen=True)
class Decided:
    """What was decided of an application, its group, and whether the applicant knows."""

    state: State
    group: str
    told: str


def decision_state(decision: Decision | None) -> State:
    """Return a decision as a word with a mark; None for nothing yet."""
    if decision is None:
        return State(gettext("Not decided"), "open")
    word, mark = DECISIONS[decision]
    return State(str(word), mark)


def decided(application: Application) -> Decided:
    """Return where an application (its cohort loaded) stands."""
    return Decided(
        state=decision_state(application.decision),
        group=cohort_words(application.cohort),
        told=_told(application),
    )


def cohort_words(cohort: Cohort | None) -> str:
    """Return the name of a cohort; "" for none."""
    return cohort.name.best(language()) if cohort else ""


def refused_words(refusals: Iterable[tuple[str, Refusal]]) -> list[str]:
    """Say of each city why it became no delegation."""
    return [f"{city}: {sentence(refusal)}" for city, refusal in refusals]


def _told(application: Application) -> str:
    if application.told_decision is None:
        return str(gettext("not told")) if application.decision else ""
    if application.told_decision is application.decision:
        return str(gettext("told"))
    was = decision_state(application.told_decision).word
    return str(gettext("was told: %(decision)s", decision=was))
