"""The directory of members: searched, added to, edited, and filled from the one that the project brings."""

from typing import Any

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form as PlainForm
from wtforms import SearchField, SelectField, StringField
from wtforms.validators import InputRequired

from webinars.domain import places
from webinars.domain.timezones import zone_city, zone_names
from webinars.models.cities import City, CityKind
from webinars.queries.cities import cities_page, city_by_slug
from webinars.services import cities
from webinars.services.cities import CityFields
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.countries import countries
from webinars.web.filters import offer, words_of
from webinars.web.forms import LocalizedField, OneLine, options
from webinars.web.organise.editors import EditForm
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("cities", __name__, url_prefix="/cities")

KINDS = {
    CityKind.CITY: _l("City"),
    CityKind.STATE: _l("State or province"),
    CityKind.GOVERNMENT: _l("Government"),
    CityKind.ORGANISATION: _l("Organisation"),
}


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    q = SearchField(_l("Name, country or zone"))
    kind = SelectField(_l("Kind"), validate_choice=False)


class CityNames(LocalizedField):
    """A name in each language of the directory and of the office."""

    def __init__(self, label: str = "", validators: Any = (), **kwargs: Any) -> None:
        tags = dict.fromkeys((*current_app.config["LANGUAGES"], *places.LANGUAGES))
        super().__init__(label, validators, languages=tuple(tags), limit=120, **kwargs)


class CityForm(EditForm):
    """What is written about a member; fields are named like its columns."""

    name = CityNames(_l("Name"), is_required=True)
    sort_key = StringField(
        _l("Sorted as"),
        [OneLine(120)],
        description=_l("The name in Latin letters. Leave it empty to take the English name."),
    )
    kind = SelectField(
        _l("Kind"), [InputRequired()], choices=options((kind.value, label) for kind, label in KINDS.items())
    )
    country = SelectField(_l("Country or territory"), validate_choice=False)
    zone = SelectField(
        _l("Time zone"),
        validate_choice=False,
        description=_l("Leave it open to look it up by the name. We ask if that is not enough."),
    )

    def offer(self, city: City | None = None) -> None:
        """Fill the choices; of a *city*, show what is stored, which may be an older zone."""
        known = {*zone_names(), *([city.zone] if city else [])}
        zones = [(zone, f"{zone_city(zone)} ({zone})") for zone in sorted(known, key=zone_city)]
        self.zone.choices = options([("", gettext("Look it up by the name")), *zones])
        self.country.choices = options([("", gettext("Not stated")), *countries()])
        if city is not None and not self.is_submitted():
            self.version.data = str(city.version)
            self.kind.data, self.country.data = city.kind.value, city.country or ""

    def fields(self) -> CityFields:
        """Return what was posted."""
        return CityFields(
            name=self.name.data,
            kind=CityKind(self.kind.data),
            country=self.country.data or None,
            zone=self.zone.data or "",
            sort_key=self.sort_key.data or "",
        )


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> tuple[str, int]:
    """List the members that fit the filters."""
    form = FilterForm(request.args)
    kind = offer(form.kind, [(kind.value, label) for kind, label in KINDS.items()])
    found = cities_page(
        words_of(form), CityKind(kind) if kind else None, asked_page(), current_app.config["PAGE_SIZE"]
    )
    return page(
        "organise/cities/index.html",
        page=Turned(found),
        filters=form,
        is_filtered=bool(words_of(form) or kind),
        kinds=KINDS,
        countries=dict(countries()),
        brought=len(places.members()),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new() -> Response | tuple[str, int]:
    """Add a member; its zone is looked up by its name, and asked for when nothing knows it."""
    form = CityForm()
    form.offer()
    added: list[City] = []
    if form.attempt(lambda: added.append(cities.add_city(form.fields(), by=actor(), now=clock.now()))):
        flash(gettext("The member is in the directory. Its time zone: %(zone)s.", zone=added[0].zone), "ok")
        return see_other(".index")
    return page("organise/cities/new.html", form=form, status=form.status)


@blueprint.route("/<city_slug>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(city_slug: str) -> Response | tuple[str, int]:
    """Change a member."""
    city = city_by_slug(city_slug)
    form = CityForm(obj=city)
    form.offer(city)
    if form.attempt(
        lambda: cities.edit_city(city.id, form.fields(), expected=form.expected, by=actor(), now=clock.now())
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index")
    return page("organise/cities/edit.html", form=form, city=city, status=form.status)


@blueprint.post("/directory")
@allow(Permission.ORGANISE)
def load() -> Response:
    """Add the members of the project's directory that are missing."""
    count = cities.load_directory(now=clock.now(), by=actor())
    flash(ngettext("%(num)s member is added.", "%(num)s members are added.", count), "ok")
    return see_other(".index")
