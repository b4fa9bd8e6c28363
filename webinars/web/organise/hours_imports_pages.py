"""An import of holidays in words: each day and what it does, what is left out and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from webinars.domain.calendar.holidays import Found, Problem
from webinars.domain.errors import Refusal
from webinars.letters.times import date_words
from webinars.models.cities import City
from webinars.models.plans import Holiday
from webinars.queries.plans import holidays_of
from webinars.web.answers import page, sentence
from webinars.web.organise.hours_imports_forms import TakeOverForm
from webinars.web.reader import language


@dataclass(frozen=True)
class DayLine:
    """A day of the file: *was* is its present name, where another one is given."""

    value: str
    is_ticked: bool
    words: str
    name: str
    change: str
    mark: str
    was: str


@dataclass(frozen=True)
class ProblemLine:
    """What is wrong at a line of the file."""

    line: int
    title: str
    reason: str


def plan_page(city: City, form: TakeOverForm, found: Found | None) -> tuple[str, int]:
    """Return the page that shows what keeping the days would do; *found* is None once they were posted."""
    present = {one.on_date: one for one in holidays_of([city.id]).get(city.id, ())}
    days = _shown(form)
    gone = [one for one in present.values() if days and min(days) <= one.on_date <= max(days)]
    problems = found.problems if found else ()
    return page(
        "organise/hours/import.html",
        city=city,
        name=city.name.best(language()),
        form=form,
        lines=[_line(day, name, present, form) for day, name in sorted(days.items())],
        gone=[(date_words(one.on_date), one.name) for one in gone if one.on_date not in days],
        past=found.past if found else 0,
        left_out=[_problem(one) for one in problems if one.is_left_out],
        notes=[_problem(one) for one in problems if not one.is_left_out],
        status=form.status,
    )


def _shown(form: TakeOverForm) -> Mapping[date, str]:
    """Return the days that the page shows; none where they were lost on the way, which the form says."""
    try:
        return form.shown()
    except Refusal:
        return {}


def _line(day: date, name: str, present: Mapping[date, Holiday], form: TakeOverForm) -> DayLine:
    stored = present.get(day)
    was = stored.name if stored and name not in ("", stored.name) else ""
    if stored is None:
        change, mark = gettext("new"), "ok"
    elif name not in ("", stored.name):
        change, mark = gettext("other name"), "warn"
    else:
        change, mark = gettext("there already"), "off"
    ticked = day.isoformat() in (form.day.data or ())
    return DayLine(day.isoformat(), ticked, date_words(day), name, change, mark, was)


def _problem(one: Problem) -> ProblemLine:
    return ProblemLine(one.line, one.title, sentence(one.reason))
