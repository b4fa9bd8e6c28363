"""Public holidays from a calendar file: uploaded, shown, and kept for the chosen cities when confirmed.

Nothing is kept between the steps: the days travel in the form, as they would be typed.
"""

from flask import Blueprint, flash, request
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webinars.domain.calendar.holidays import Found, read_holidays
from webinars.domain.timezones import to_local
from webinars.queries.cities import city_by_slug, directory
from webinars.services.plans import add_holidays
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.organise.hours_imports_forms import HolidaysFileForm, TakeOverForm
from webinars.web.organise.hours_imports_pages import plan_page
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("holidays", __name__, url_prefix="/cities/<city_slug>/holidays/import")
MOST_FORM_BYTES = 2_000_000  # a thousand days with long names, and the choices


@blueprint.url_value_preprocessor
def expect_days(_endpoint: str | None, _values: object) -> None:
    """Let the form hold the days, before anything looks into it: other forms are smaller."""
    request.max_form_memory_size = MOST_FORM_BYTES


@blueprint.get("")
@allow(Permission.ORGANISE)
def show(city_slug: str) -> tuple[str, int]:
    """Ask for a file."""
    return _upload_page(city_slug, HolidaysFileForm(formdata=None))


@blueprint.post("")
@allow(Permission.ORGANISE)
def upload(city_slug: str) -> tuple[str, int]:
    """Show what a file would do; nothing is stored."""
    city = city_by_slug(city_slug)
    form, shown = HolidaysFileForm(), TakeOverForm(formdata=None)
    since = to_local(clock.now(), city.zone).date().replace(month=1, day=1)
    found: list[Found] = []
    if form.attempt(lambda: found.append(read_holidays(form.content(), since=since))):
        shown.offer(city, directory())
        shown.propose({day.on_date: day.name for day in found[0].days})
        return plan_page(city, shown, found[0])
    return _upload_page(city_slug, form)


@blueprint.post("/confirm")
@allow(Permission.ORGANISE)
def confirm(city_slug: str) -> Response | tuple[str, int]:
    """Keep the days that were ticked, for the cities that were chosen."""
    form = TakeOverForm()
    form.offer(city_by_slug(city_slug), directory())
    added: list[int] = []
    if form.attempt(
        lambda: added.append(add_holidays(form.city_ids(), form.days(), by=actor(), now=clock.now()))
    ):
        flash(ngettext("%(num)s holiday is new.", "%(num)s holidays are new.", added[0]), "ok")
        return see_other("organise.city_hours.show", city_slug=city_slug, _anchor="holidays")
    return plan_page(city_by_slug(city_slug), form, None)


def _upload_page(city_slug: str, form: HolidaysFileForm) -> tuple[str, int]:
    return page("organise/hours/upload.html", city=city_by_slug(city_slug), form=form, status=form.status)
