"""What people answered: by part, drawn as a bar, and by city; each number leads to the people behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, url_for
from flask_babel import gettext, ngettext

from webinars.letters.names import part_name
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer
from webinars.queries.pages import slice_of
from webinars.queries.replies import AnswerCount, answers_by_part_and_city
from webinars.queries.seminars import seminar_by_slug
from webinars.web.answers import page
from webinars.web.organise.answers_bars import Bar, bar_of
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language
from webinars.web.registrations.replies_words import said_words
from webinars.web.registrations.rows import State

blueprint = Blueprint("answers", __name__, url_prefix="/seminars/<slug>/answers")

# In the order of the bars and of the columns.
ORDER = (Answer.ACCEPTED, Answer.TENTATIVE, Answer.DECLINED, Answer.NEEDS_ACTION)


@dataclass(frozen=True)
class Number:
    """How many gave an answer, and the list of them (None: no list shows these alone, or there are none)."""

    state: State
    count: int
    url: str | None


@dataclass(frozen=True)
class Row:
    """The answers from one city to one part."""

    part: str
    city: str
    is_presenting: bool
    invited: int
    numbers: list[Number]


@dataclass(frozen=True)
class PartAnswers:
    """The answers of all who listen, or of all who present, to one part; *words* say what the bar shows."""

    name: str
    is_presenting: bool
    invited: int
    numbers: list[Number]
    bar: Bar
    words: str


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> tuple[str, int]:
    """Show the answers to each part, and from each city."""
    seminar = seminar_by_slug(slug)
    counts = answers_by_part_and_city(seminar.id)
    found = slice_of(counts, asked_page(), current_app.config["PAGE_SIZE"])
    return page(
        "organise/answers/index.html",
        seminar=seminar,
        answered=list(_parts(seminar, counts)),
        page=Turned(found),
        rows=[_row(seminar, count) for count in found.items],
        columns=[said_words(answer) for answer in ORDER],
    )


def _parts(seminar: Seminar, counts: Sequence[AnswerCount]) -> Iterator[PartAnswers]:
    for session in dict.fromkeys(count.session for count in counts):
        for is_presenting in (False, True):
            own = [one for one in counts if one.session is session and one.is_presenting is is_presenting]
            if own:
                yield _part(seminar, session, own)


def _part(seminar: Seminar, session: Session, counts: Sequence[AnswerCount]) -> PartAnswers:
    sums = {answer: sum(_number(count, answer) for count in counts) for answer in ORDER}
    is_presenting = counts[0].is_presenting
    numbers = [
        Number(
            said_words(answer), number, _people(seminar, session, is_presenting, answer) if number else None
        )
        for answer, number in sums.items()
    ]
    invited = sum(sums.values())
    return PartAnswers(
        name=part_name(session, language()),
        is_presenting=is_presenting,
        invited=invited,
        numbers=numbers,
        bar=bar_of(sums),
        words=_words(invited, numbers),
    )


def _words(invited: int, numbers: Sequence[Number]) -> str:
    """Say what the bar shows, for those who cannot see it."""
    people = ngettext("%(num)s person is invited", "%(num)s people are invited", invited)
    return f"{people}. " + ", ".join(f"{one.state.word}: {one.count}" for one in numbers)


def _row(seminar: Seminar, count: AnswerCount) -> Row:
    city = count.city.name.best(language()) if count.city else gettext("Without a city")
    return Row(
        part=part_name(count.session, language()),
        city=city,
        is_presenting=count.is_presenting,
        invited=count.invited,
        numbers=[_cell(seminar, count, answer) for answer in ORDER],
    )


def _cell(seminar: Seminar, count: AnswerCount, answer: Answer) -> Number:
    number = _number(count, answer)
    url = None
    if number and count.city is not None:
        # The list of presenters finds a city by its words, that of registrations by its short name.
        of_city = (
            {"q": count.city.name.best(language())} if count.is_presenting else {"city": count.city.slug}
        )
        url = _people(seminar, count.session, count.is_presenting, answer, **of_city)
    return Number(said_words(answer), number, url)


def _people(seminar: Seminar, session: Session, is_presenting: bool, answer: Answer, **of_city: Any) -> str:
    endpoint = "organise.presenters.index" if is_presenting else "organise.registrations.index"
    return url_for(endpoint, slug=seminar.slug, part=session.key, answer=answer.value, **of_city)


def _number(count: AnswerCount, answer: Answer) -> int:
    return {
        Answer.ACCEPTED: count.accepted,
        Answer.TENTATIVE: count.tentative,
        Answer.DECLINED: count.declined,
        Answer.NEEDS_ACTION: count.silent,
    }[answer]
