"""Where the cities of a seminar stand with the question for their hours, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.domain.deadlines import day_of
from webinars.domain.errors import Refusal
from webinars.letters.bodies import day_words
from webinars.letters.hours import bands_of, weekdays_words
from webinars.letters.polls import days_words
from webinars.models.delegations import Delegation
from webinars.models.plans import SeminarPlan
from webinars.models.seminars import Seminar
from webinars.queries.plans import PlannedCity
from webinars.queries.polls import PlanMoments, Poll, Standing, moments_of, polls_of, told_since
from webinars.services.polls import is_askable, is_remindable, why_nobody_is_asked
from webinars.web.answers import sentence
from webinars.web.joining import in_clauses
from webinars.web.organise.hours_words import absence_words
from webinars.web.organise.planning_words import listed
from webinars.web.reader import language
from webinars.web.registrations.rows import State

WORDS = {
    Standing.UNREACHABLE: _l("Has no address"),
    Standing.NEW: _l("Not asked yet"),
    Standing.SILENT: _l("Has not answered"),
    Standing.ANSWERED: _l("Answered"),
}
MARKS = {
    Standing.UNREACHABLE: "open",
    Standing.NEW: "open",
    Standing.SILENT: "warn",
    Standing.ANSWERED: "ok",
}


@dataclass(frozen=True)
class Line:
    """A city in the list: *since* is when it was last written to or answered, *told* what it said."""

    delegation: Delegation
    city: str
    state: State
    since: str
    told: tuple[tuple[str, str], ...]
    comment: str
    is_askable: bool
    is_remindable: bool


@dataclass(frozen=True)
class Overview:
    """The poll of a seminar: how many stand where, why nobody is asked ("": cities are), and each city.

    *late* names the cities that answered after the plan was last saved, "" for none.
    """

    closed: str
    dates: str
    asked: int
    answered: int
    silent: int
    to_ask: int
    to_remind: int
    unreachable: int
    late: str
    lines: tuple[Line, ...]


def overview_of(
    seminar: Seminar, plan: SeminarPlan | None, cities: Sequence[PlannedCity], *, now: datetime
) -> Overview:
    """Return where the *cities* of *seminar* (see polls_of) stand; one statement."""
    polls = polls_of(seminar, plan, cities)
    reason, moments = why_nobody_is_asked(seminar, plan, now=now), moments_of(plan)
    lines = tuple(_line(poll, moments, is_open=not reason, now=now) for poll in polls)
    counts = Counter(poll.standing for poll in polls)
    return Overview(
        closed=sentence(Refusal(reason)) if reason else "",
        dates=days_words((plan.first_date, plan.last_date)) if plan else "",
        asked=sum(1 for poll in polls if poll.last_letter_at),
        answered=counts[Standing.ANSWERED],
        silent=counts[Standing.SILENT],
        to_ask=sum(line.is_askable for line in lines),
        to_remind=sum(line.is_remindable for line in lines),
        unreachable=counts[Standing.UNREACHABLE],
        late=listed(poll.city.name.best(language()) for poll in told_since(moments, polls)),
        lines=lines,
    )


def _line(poll: Poll, moments: PlanMoments, *, is_open: bool, now: datetime) -> Line:
    kept = poll.availability
    told = kept if kept is not None and kept.answered_at else None
    return Line(
        delegation=poll.delegation,
        city=poll.city.name.best(language()),
        state=_state(poll),
        since=_since(poll, moments),
        told=tuple(_told(poll)) if told else (),
        comment=told.comment if told else "",
        is_askable=is_open and is_askable(poll, moments),
        is_remindable=is_open and is_remindable(poll, now=now),
    )


def _state(poll: Poll) -> State:
    words = _l("Asked again") if poll.is_asked_again else WORDS[poll.standing]
    return State(str(words), MARKS[poll.standing])


def _since(poll: Poll, moments: PlanMoments) -> str:
    """Say on which of the host's dates the city answered, or was last written to; "" before both."""
    kept, is_answered = poll.availability, poll.standing is Standing.ANSWERED
    at = kept.answered_at if kept and is_answered else poll.last_letter_at
    if at is None:
        return ""
    day = day_words(day_of(at, poll.host_zone))
    if not is_answered:
        return str(gettext("last letter on %(day)s", day=day))
    if poll.is_answer_to(moments):
        return str(gettext("on %(day)s", day=day))
    return str(gettext("on %(day)s, before the dates changed", day=day))


def _told(poll: Poll) -> list[tuple[str, str]]:
    """Return what the city said, in pairs."""
    absences = in_clauses(absence_words(one) for one in poll.planned.absences)
    return [
        *bands_of(poll.planned.hours),
        (gettext("Days off"), weekdays_words(poll.planned.days_off)),
        (gettext("Cannot take part"), absences or gettext("none")),
    ]
