"""A city's usual hours, days off and public holidays, for every seminar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Optional

from webinars.domain.calendar.holidays import LONGEST_NAME, read_typed
from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.hours import DEFAULT_HOURS
from webinars.domain.timezones import to_local
from webinars.letters.times import date_words, zone_words
from webinars.models.plans import Holiday
from webinars.queries.cities import city_by_slug
from webinars.queries.pages import slice_of
from webinars.queries.plans import holidays_of, hours_of
from webinars.services import plans
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.forms import Form, OneLine
from webinars.web.organise.hours_forms import CityHoursForm
from webinars.web.organise.hours_pages import show_usual
from webinars.web.organise.hours_words import bar_of
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("city_hours", __name__, url_prefix="/cities/<city_slug>/hours")


class HolidayForm(Form):
    """One holiday, several lines of them, or both."""

    on_date = DateField(_l("Date"), [Optional()])
    name = StringField(_l("Name of the holiday"), [Optional(), OneLine(LONGEST_NAME)])
    lines = TextAreaField(
        _l("Several at once"),
        [Optional()],
        description=_l("A date and a name on each line, like 2027-01-01 New Year’s Day."),
    )

    def days(self) -> Mapping[date, str]:
        """Return what was typed, name by date. Raises Refusal at "lines"."""
        several = read_typed(self.lines.data or "", field="lines")
        if self.name.data and not self.on_date.data:
            raise Refusal(N_("Enter the date of a holiday."), field="on_date")
        return several | ({self.on_date.data: self.name.data or ""} if self.on_date.data else {})


@dataclass(frozen=True)
class HolidayLine:
    """A holiday of the list, in words."""

    day: str
    words: str
    name: str


@blueprint.route("", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def show(city_slug: str) -> Response | tuple[str, int]:
    """Show and keep the usual hours and days off of a city; show its holidays."""
    city_id = city_by_slug(city_slug).id
    form = CityHoursForm()
    show_usual(form, hours_of(city_id))

    def save() -> None:
        days, version = form.weekdays(), form.expected
        plans.save_hours(city_id, form.hours(), days, expected=version, by=actor(), now=clock.now())

    if form.attempt(save):
        flash(gettext("The hours are kept."), "ok")
        return see_other(".show", city_slug=city_slug)
    return _city_page(city_slug, hours_form=form)


@blueprint.post("/reset")
@allow(Permission.ORGANISE)
def reset(city_slug: str) -> Response:
    """Let the usual hours hold again."""
    plans.reset_hours(city_by_slug(city_slug).id, by=actor(), now=clock.now())
    flash(gettext("The usual hours hold again."), "ok")
    return see_other(".show", city_slug=city_slug)


@blueprint.post("/holidays")
@allow(Permission.ORGANISE)
def add(city_slug: str) -> Response | tuple[str, int]:
    """Add the holidays that were typed; a date that is there gets the new name."""
    city_id = city_by_slug(city_slug).id
    form = HolidayForm()
    added: list[int] = []
    if form.attempt(
        lambda: added.append(plans.add_holidays([city_id], form.days(), by=actor(), now=clock.now()))
    ):
        flash(ngettext("%(num)s holiday is new.", "%(num)s holidays are new.", added[0]), "ok")
        return see_other(".show", city_slug=city_slug, _anchor="holidays")
    return _city_page(city_slug, holiday_form=form)


@blueprint.post("/holidays/<day>/remove")
@allow(Permission.ORGANISE)
def remove(city_slug: str, day: str) -> Response:
    """Take a holiday away."""
    plans.remove_holiday(city_by_slug(city_slug).id, _date(day), by=actor(), now=clock.now())
    flash(gettext("The holiday is taken away."), "ok")
    return see_other(".show", city_slug=city_slug, _anchor="holidays")


def _city_page(
    city_slug: str, *, hours_form: CityHoursForm | None = None, holiday_form: HolidayForm | None = None
) -> tuple[str, int]:
    """Return the page of a city with the form that was refused; the other one as it is stored."""
    city = city_by_slug(city_slug)
    usual, holidays = hours_of(city.id), holidays_of([city.id]).get(city.id, ())
    if hours_form is None:
        hours_form = CityHoursForm(formdata=None)
        show_usual(hours_form, usual)
    holiday_form = holiday_form or HolidayForm(formdata=None)
    today = to_local(clock.now(), city.zone).date()
    coming = [one for one in holidays if one.on_date >= today]
    shown = holidays if "all" in request.args else coming
    turned = Turned(slice_of(shown, asked_page(), current_app.config["PAGE_SIZE"]))
    return page(
        "organise/hours/directory.html",
        city=city,
        form=hours_form,
        adding=holiday_form,
        usual=usual,
        zone=zone_words(clock.now(), city.zone),
        bar=bar_of(usual.hours if usual else DEFAULT_HOURS),
        page=turned,
        lines=[_line(one) for one in turned.items],
        past=len(holidays) - len(shown),
        status=max(hours_form.status, holiday_form.status),
    )


def _line(holiday: Holiday) -> HolidayLine:
    return HolidayLine(holiday.on_date.isoformat(), date_words(holiday.on_date), holiday.name)


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Missing(N_("This is no holiday any more. Go back and reload the page.")) from None
