"""The hours of a seminar's cities in words: each with its day as a bar, and where each thing comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from webinars.domain.errors import UnknownZone
from webinars.domain.hours import DEFAULT_HOURS, Hours
from webinars.domain.planner.problems import Attend
from webinars.letters.hours import weekdays_words
from webinars.letters.times import date_words, zone_words
from webinars.models.plans import CityHours, Holiday, SeminarPlan
from webinars.models.seminars import Seminar
from webinars.queries.pages import slice_of
from webinars.queries.plans import DEFAULT_DAYS_OFF, PlannedCity, plan_of, planned_cities
from webinars.web import clock
from webinars.web.answers import page
from webinars.web.organise.hours_forms import AvailabilityForm, CityHoursForm
from webinars.web.organise.hours_words import Bar, absence_words, bar_of
from webinars.web.organise.polls_rows import overview_of
from webinars.web.pages import Turned, asked_page
from webinars.web.reader import language

MOST_HOLIDAYS = 3  # named in a row; the others are counted
_DAY = timedelta(days=1)

DEFAULT, DIRECTORY = _l("usual everywhere"), _l("from the directory")
SEMINAR, ANSWER = _l("for this seminar"), _l("as the city answered")
PARTS = {Attend.ONE: _l("One part"), Attend.ALL: _l("All parts")}


@dataclass(frozen=True)
class CityLine:
    """A city in the list: when it can, each thing with where it comes from (*…_from*)."""

    planned: PlannedCity
    name: str
    zone: str
    attend: str
    bar: Bar
    hours_from: str
    days_off: str
    days_off_from: str
    holidays: tuple[str, ...]
    more_holidays: int
    absences: tuple[str, ...]


def list_page(seminar: Seminar) -> tuple[str, int]:
    """Return the page of all cities of a seminar."""
    seminar_id = seminar.id
    plan, cities = plan_of(seminar_id), planned_cities(seminar_id)
    shown = slice_of(cities, asked_page(), current_app.config["PAGE_SIZE"])
    return page(
        "organise/hours/index.html",
        seminar=seminar,
        plan=plan,
        page=Turned(shown),
        lines=[_line(one, plan) for one in shown.items],
        poll=overview_of(seminar, plan, cities, now=clock.now()),
        without_host=not any(one.is_host for one in cities),
        range=(date_words(plan.first_date), date_words(plan.last_date)) if plan else None,
    )


def edit_page(seminar: Seminar, planned: PlannedCity, form: AvailabilityForm) -> tuple[str, int]:
    """Return the page of one city at a seminar."""
    return page(
        "organise/hours/edit.html",
        seminar=seminar,
        planned=planned,
        name=planned.city.name.best(language()),
        form=form,
        bar=bar_of(planned.hours),
        zone=_zone(planned, None),
        status=form.status,
    )


def usual_of(planned: PlannedCity) -> tuple[Hours, frozenset[int]]:
    """Return the hours and days off of a city for every seminar."""
    if planned.usual is None:
        return DEFAULT_HOURS, DEFAULT_DAYS_OFF
    return planned.usual.hours, frozenset(planned.usual.days_off)


def show_usual(form: CityHoursForm, usual: CityHours | None) -> None:
    """Fill in the hours of the directory, else the defaults."""
    form.show_hours(usual.hours if usual else DEFAULT_HOURS, usual.days_off if usual else DEFAULT_DAYS_OFF)
    if not form.is_posted:
        form.version.data = str(usual.version) if usual else ""


def _line(planned: PlannedCity, plan: SeminarPlan | None) -> CityLine:
    said = planned.availability
    holidays = [_holiday_words(one) for one in _within(planned.holidays, plan)]
    return CityLine(
        planned=planned,
        name=planned.city.name.best(language()),
        zone=_zone(planned, plan),
        attend=str(PARTS[planned.attend]),
        bar=bar_of(planned.hours),
        hours_from=_source(planned, is_own=said is not None and said.hours is not None),
        days_off=weekdays_words(planned.days_off),
        days_off_from=_source(planned, is_own=said is not None and said.days_off is not None),
        holidays=tuple(holidays[:MOST_HOLIDAYS]),
        more_holidays=max(0, len(holidays) - MOST_HOLIDAYS),
        absences=tuple(absence_words(one) for one in planned.absences),
    )


def _zone(planned: PlannedCity, plan: SeminarPlan | None) -> str:
    """Return the city's clock in words, as it is when the plan begins; its bare name where it is none."""
    at = datetime.combine(plan.first_date, time(12), UTC) if plan else clock.now()
    try:
        return zone_words(at, planned.zone)
    except UnknownZone:
        return planned.zone


def _source(planned: PlannedCity, *, is_own: bool) -> str:
    if is_own and planned.availability is not None:
        return str(ANSWER if planned.availability.answered_at else SEMINAR)
    return str(DIRECTORY if planned.usual else DEFAULT)


def _within(holidays: Sequence[Holiday], plan: SeminarPlan | None) -> list[Holiday]:
    """Return the holidays in the plan's range; a city's date can be the one before or after the host's."""
    if plan is None:
        return []
    first, last = _shifted(plan.first_date, -1), _shifted(plan.last_date, 1)
    return [holiday for holiday in holidays if first <= holiday.on_date <= last]


def _shifted(day: date, days: int) -> date:
    return day + days * _DAY


def _holiday_words(holiday: Holiday) -> str:
    day = date_words(holiday.on_date)
    return gettext("%(day)s: %(name)s", day=day, name=holiday.name) if holiday.name else day
