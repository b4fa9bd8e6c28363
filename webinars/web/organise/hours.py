"""When the cities of a seminar can: the list, and one city's hours, days off and absences."""

from flask import Blueprint, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Missing
from webinars.queries.plans import PlannedCity, planned_cities
from webinars.queries.seminars import seminar_by_slug
from webinars.services.plans import save_availability
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import see_other
from webinars.web.organise.hours_forms import AvailabilityForm
from webinars.web.organise.hours_pages import edit_page, list_page, usual_of
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("hours", __name__, url_prefix="/seminars/<slug>/hours")


@blueprint.get("")
@allow(Permission.VIEW)
def index(slug: str) -> tuple[str, int]:
    """List the cities with their hours, the host first."""
    return list_page(seminar_by_slug(slug))


@blueprint.route("/<city_slug>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, city_slug: str) -> Response | tuple[str, int]:
    """Say when one city can take part; a button of the rows of absences only shows the form again."""
    seminar_id, planned = seminar_by_slug(slug).id, _planned(slug, city_slug)
    city_id = planned.city.id
    form = AvailabilityForm()
    form.show(planned, usual_of(planned))
    is_about_rows = "add_absence" in request.form or "remove_absence" in request.form
    if not is_about_rows and form.attempt(
        lambda: save_availability(
            seminar_id, city_id, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The hours are kept."), "ok")
        return see_other(".index", slug=slug)
    planned = _planned(slug, city_slug)  # a refused service lets go of what was read before
    return edit_page(seminar_by_slug(slug), planned, form)


def _planned(slug: str, city_slug: str) -> PlannedCity:
    for planned in planned_cities(seminar_by_slug(slug).id):
        if planned.city.slug == city_slug:
            return planned
    raise Missing(N_("This city takes no part in the seminar. Choose one from the list."))
