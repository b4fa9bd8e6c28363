"""What the pages of planning say about objectives, starts and breaches."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _l

from webinars.domain.planner.placing import Breach, Evaluation
from webinars.domain.planner.problems import Attend, Objective, Problem
from webinars.letters.times import date_words
from webinars.models.sessions import Session
from webinars.web.plan_words import ReaderWords
from webinars.web.reader import language

NAMES: dict[Objective, LazyString] = {
    Objective.MINIMAX: _l("Nobody far off"),
    Objective.LEXIMIN: _l("Fair to the last"),
    Objective.TOTAL: _l("Least for all together"),
}
AIMS: dict[Objective, LazyString] = {
    Objective.MINIMAX: _l("The city that has it worst has it as good as possible."),
    Objective.LEXIMIN: _l("The same for the city that has it worst, then the next, down to the last."),
    Objective.TOTAL: _l("The sum over all cities is as small as possible."),
}
BREACHES: dict[Breach, LazyString] = {
    Breach.OFF_GRID: _l("A part does not start on the grid of times that you asked for."),
    Breach.OUT_OF_RANGE: _l("A part is not on one of the dates that you asked for."),
    Breach.TOO_CLOSE: _l("A part starts too soon after the one before it."),
    Breach.TOO_FAR: _l("The parts spread over more dates than you asked for."),
}


def listed(names: Iterable[str]) -> str:
    """Return several names as one: "Tokyo, Paris and Lima"."""
    return str(ReaderWords().listing(list(names)))


def objective_names(objectives: Sequence[Objective]) -> str:
    """Return what one proposal is the best for: "Nobody far off · Fair to the last"."""
    return " · ".join(str(NAMES[objective]) for objective in objectives)


def breach_words(evaluation: Evaluation, problem: Problem) -> list[str]:
    """Return what starts chosen by hand get wrong, in the reader's language."""
    said = [str(words) for breach, words in BREACHES.items() if breach in evaluation.breaches]
    return said + _forbidden_words(evaluation, problem)


def _forbidden_words(evaluation: Evaluation, problem: Problem) -> list[str]:
    """Name the cities that are to attend all parts, and for which one of them is impossible."""
    bound = [city.name for city in problem.cities if city.attend is Attend.ALL]
    names = [name for name in bound if None in evaluation.discomfort[name]]
    if not names:
        return []
    return [
        ngettext(
            "%(cities)s attends all parts, and one of them is not possible for it.",
            "%(cities)s attend all parts, and one of them is not possible for them.",
            len(names),
            cities=listed(names),
        )
    ]


def part_names(sessions: Sequence[Session], count: int) -> list[str]:
    """Return what the parts are called: as the present parts in order of start, the others by number."""
    known = [session.name.best(language()) or session.key for session in sessions[:count]]
    return known + [gettext("Part %(number)s", number=number + 1) for number in range(len(known), count)]


def worst_names(evaluation: Evaluation) -> list[str]:
    """Return the cities that pay the largest cost; none where nobody pays anything."""
    if not evaluation.worst:
        return []
    return [
        name
        for name, attended in evaluation.attendance.items()
        if any(evaluation.discomfort[name][part] == evaluation.worst for part in attended)
    ]


def worst_words(evaluation: Evaluation) -> str:
    """Say who has it worst."""
    names = worst_names(evaluation)
    return listed(names) if names else str(gettext("nobody"))


def unserved_words(evaluation: Evaluation) -> str:
    """Say which cities no part suits; "" when each has one."""
    names = [name for name, attended in evaluation.attendance.items() if not attended]
    if not names:
        return ""
    text = ngettext(
        "%(cities)s has no possible part and watches the recording.",
        "%(cities)s have no possible part and watch the recording.",
        len(names),
        cities=listed(names),
    )
    return str(text)


def cost_words(evaluation: Evaluation, name: str) -> str:
    """Return what a city feels in the parts that it attends: "60", "0 + 25", or "–" without any part."""
    attended = evaluation.attendance[name]
    return " + ".join(str(evaluation.discomfort[name][part]) for part in attended) or "–"


def attended_words(evaluation: Evaluation, name: str, parts: Sequence[str]) -> str:
    """Return which parts a city attends."""
    attended = evaluation.attendance[name]
    if not attended:
        return str(gettext("the recording"))
    if len(attended) == len(parts) > 1:
        return str(gettext("all parts"))
    return listed(parts[part] for part in attended)


def asked_words(problem: Problem) -> str:
    """Say in a line what is looked for."""
    lengths = ngettext(
        "%(num)s part of %(minutes)s minutes",
        "%(num)s parts of %(minutes)s minutes",
        len(problem.parts),
        minutes=listed(map(str, problem.parts)),
    )
    if problem.first_date == problem.last_date:
        return str(gettext("%(parts)s, on %(day)s.", parts=lengths, day=date_words(problem.first_date)))
    first, last = date_words(problem.first_date), date_words(problem.last_date)
    return str(gettext("%(parts)s, from %(first)s to %(last)s.", parts=lengths, first=first, last=last))


def wall_clock(local: datetime) -> str:
    """Return a wall clock as an input of the page holds it."""
    return f"{local:%Y-%m-%dT%H:%M}"
