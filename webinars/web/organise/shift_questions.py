"""What a page that shifts parts to another date asks about odd clocks, and the answers that were posted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from webinars.domain.errors import N_, DoubledTime, Refusal, SkippedTime
from webinars.domain.timezones import Reading
from webinars.services import shifts
from webinars.web.organise.seminars_forms import question_words

PREFIX = "reading-"


@dataclass(frozen=True)
class Asked:
    """A question about a part, by its key: in words, with its two answers, each a reading and words."""

    key: str
    question: str
    choices: tuple[tuple[str, str], tuple[str, str]]


def answers() -> dict[str, str]:
    """Return the posted answers, by key of part."""
    return {
        name.removeprefix(PREFIX): value for name, value in request.form.items() if name.startswith(PREFIX)
    }


def readings(posted: Mapping[str, str]) -> dict[str, Reading]:
    """Return what the posted answers mean; what is no answer is left out."""
    return {key: Reading(value) for key, value in posted.items() if value in set(Reading)}


def asked_about(seminar_id: int, first_date: date | None) -> list[Asked]:
    """Return what to ask when the first part shall be on *first_date*; nothing where that date is refused."""
    if first_date is None:
        return []
    try:
        found = shifts.questions(seminar_id, first_date)
    except Refusal:
        return []  # The date itself is refused, at its field.
    return [Asked(one.session.key, *question_words(one)) for one in found]


def teaching(step: Callable[[], object]) -> None:
    """Take *step*; where it stumbles over an odd clock, refuse with a word on the question that is asked."""
    try:
        step()
    except (SkippedTime, DoubledTime):
        raise Refusal(N_("Answer the question about the clock change below.")) from None
