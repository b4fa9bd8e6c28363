"""What a city's page tells of it: its themes and its agreements, as the office writes them down."""

from flask import Blueprint, flash
from flask_babel import gettext
from werkzeug.wrappers import Response

from webinars.models.cities import City
from webinars.queries.cities import city_by_slug
from webinars.queries.knowledge import agreement_by_key, agreements_of, themes_of_city
from webinars.queries.themes import every_theme
from webinars.services import knowledge
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.knowledge_words import agreement_lines
from webinars.web.organise.knowledge_forms import AgreementForm, CityThemesForm
from webinars.web.permissions import Permission, allow
from webinars.web.themes import chosen_themes

blueprint = Blueprint("city_knowledge", __name__, url_prefix="/cities/<city_slug>/knowledge")


@blueprint.get("/")
@allow(Permission.VIEW)
def show(city_slug: str) -> tuple[str, int]:
    """Show what is written down."""
    return _page(city_by_slug(city_slug), _themes_form(city_by_slug(city_slug)))


@blueprint.post("/themes")
@allow(Permission.ORGANISE)
def choose_themes(city_slug: str) -> Response | tuple[str, int]:
    """Keep the themes that the city works on."""
    city, themes = city_by_slug(city_slug), every_theme()
    city_id, form = city.id, CityThemesForm()
    form.offer(themes)
    if form.attempt(
        lambda: knowledge.choose_themes(
            city_id, chosen_themes(form.themes, themes), by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The themes are kept."), "ok")
        return see_other(".show", city_slug=city_slug)
    return _page(city_by_slug(city_slug), form)


@blueprint.route("/agreements/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(city_slug: str) -> Response | tuple[str, int]:
    """Write an agreement down."""
    city = city_by_slug(city_slug)
    city_id, form = city.id, AgreementForm()
    if form.attempt(lambda: knowledge.add_agreement(city_id, form.fields(), by=actor(), now=clock.now())):
        flash(gettext("The agreement is kept."), "ok")
        return see_other(".show", city_slug=city_slug)
    city = city_by_slug(city_slug)
    return page("organise/knowledge/agreement.html", form=form, city=city, key=None, status=form.status)


@blueprint.route("/agreements/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(city_slug: str, key: str) -> Response | tuple[str, int]:
    """Change an agreement."""
    agreement = agreement_by_key(city_by_slug(city_slug).id, key)
    ident, form = agreement.id, AgreementForm(obj=agreement)
    if form.attempt(
        lambda: knowledge.edit_agreement(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".show", city_slug=city_slug)
    city = city_by_slug(city_slug)
    return page("organise/knowledge/agreement.html", form=form, city=city, key=key, status=form.status)


@blueprint.post("/agreements/<key>/remove")
@allow(Permission.ORGANISE)
def remove(city_slug: str, key: str) -> Response:
    """Take an agreement off the page of its city."""
    agreement = agreement_by_key(city_by_slug(city_slug).id, key)
    knowledge.remove_agreement(agreement.id, by=actor(), now=clock.now())
    flash(gettext("The agreement is removed."), "ok")
    return see_other(".show", city_slug=city_slug)


def _themes_form(city: City) -> CityThemesForm:
    form = CityThemesForm(formdata=None)
    form.offer(every_theme())
    form.themes.data = [one.slug for one in themes_of_city(city.id)]
    return form


def _page(city: City, form: CityThemesForm) -> tuple[str, int]:
    lines = agreement_lines(agreements_of(city.id), clock.now().date())
    return page("organise/knowledge/city.html", form=form, city=city, lines=lines, status=form.status)
