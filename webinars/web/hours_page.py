"""What the page of a focal point shows: the dates on the city's own calendar, its day, what was told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from babel import Locale
from babel.dates import format_skeleton, get_day_names
from flask_babel import get_locale

from webinars.domain.errors import Refusal
from webinars.letters.bodies import day_words
from webinars.letters.hours import bands_of, weekdays_words
from webinars.letters.names import city_name, host_name, seminar_name
from webinars.letters.polls import clock_words, days_words
from webinars.queries.polls import Poll
from webinars.services.polls import why_closed
from webinars.web.answers import page, sentence
from webinars.web.context import show_times_for
from webinars.web.hours_forms import AnswerForm
from webinars.web.organise.hours_words import absence_words, bar_of
from webinars.web.reader import language

_WEEK = 7


@dataclass(frozen=True)
class Day:
    """A date to tick: *note* says why nothing is planned on it anyway, "" where something may be."""

    value: str
    number: int
    words: str
    note: str
    is_chosen: bool


@dataclass(frozen=True)
class Month:
    """A month of dates, in weeks; None where a week has a day that is not asked about."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]


def own_page(poll: Poll, form: AnswerForm) -> tuple[str, int]:
    """Show the page with *form*; once it is too late, what was told instead."""
    reason = why_closed(poll.delegation, poll.seminar, poll.plan)
    kept, span, planned = poll.availability, poll.span, poll.planned
    show_times_for(planned.zone, at=span[0] if span else None)
    return page(
        "hours/answer.html",
        status=form.status,
        form=form,
        seminar=poll.seminar,
        name=seminar_name(poll.seminar, language()),
        host=host_name(poll.seminar, language()),
        city=city_name(poll.delegation, language()),
        dates=days_words(poll.days),
        clock=clock_words(planned.zone, *span) if span else "",
        holidays=[(day_words(one.on_date), one.name) for one in poll.holidays],
        bar=bar_of(planned.hours),
        hours=bands_of(planned.hours),
        days_off=weekdays_words(planned.days_off),
        absences=[absence_words(one) for one in planned.absences],
        comment=kept.comment if kept else "",
        has_answered=bool(kept and kept.answered_at),
        is_asked_again=poll.is_asked_again,
        weekdays=_weekdays(),
        months=months_of(poll, form),
        closed=sentence(Refusal(reason)) if reason else "",
        zone_url=None,  # The times are those of the city.
    )


def months_of(poll: Poll, form: AnswerForm) -> tuple[Month, ...]:
    """Return the dates on offer as a calendar of the reader's language."""
    notes = {one.on_date: one.name for one in poll.holidays}
    offered = [date.fromisoformat(choice.value) for choice in form.days.choices]
    return tuple(
        Month(format_skeleton("yMMMM", days[0], locale=_locale()), _weeks(days, notes, form.dates))
        for days in (list(run) for _, run in groupby(offered, key=lambda day: (day.year, day.month)))
    )


def _weeks(
    days: Sequence[date], notes: dict[date, str], chosen: Collection[date]
) -> tuple[tuple[Day | None, ...], ...]:
    """Return the days of a month in rows of seven."""
    first = days[0] - timedelta(days=_place(days[0]))
    rows = (days[-1] - first).days // _WEEK + 1
    shown = {day: _day(day, notes.get(day), day in chosen) for day in days}
    cells = [shown.get(first + timedelta(days=number)) for number in range(rows * _WEEK)]
    return tuple(tuple(cells[begin : begin + _WEEK]) for begin in range(0, len(cells), _WEEK))


def _day(day: date, holiday: str | None, is_chosen: bool) -> Day:
    return Day(day.isoformat(), day.day, day_words(day), holiday or "", is_chosen)


def _place(day: date) -> int:
    """Return the place of a date in the reader's week, from 0."""
    return (day.weekday() - _locale().first_week_day) % _WEEK


def _weekdays() -> list[tuple[str, str]]:
    """Return the days of the reader's week, short and in full."""
    short, full = (get_day_names(width, locale=_locale()) for width in ("abbreviated", "wide"))
    order = [(_locale().first_week_day + place) % _WEEK for place in range(_WEEK)]
    return [(short[day], full[day]) for day in order]


def _locale() -> Locale:
    return get_locale() or Locale("en")
