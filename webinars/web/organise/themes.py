"""The directory of themes: listed with their uses, added, renamed, removed."""

from flask import Blueprint, current_app, flash, request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import Form as PlainForm
from wtforms import SearchField, StringField, TextAreaField
from wtforms.validators import InputRequired

from webinars.domain.texts import LocalizedText, one_line
from webinars.models.themes import Theme
from webinars.queries.themes import theme_by_slug, themes_page, uses_of
from webinars.services import themes
from webinars.services.themes import LONGEST_NAME, LONGEST_SORT_KEY, ThemeFields
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other
from webinars.web.filters import words_of
from webinars.web.forms import ManyLines, OneLine
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.pages import Turned, asked_page
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("themes", __name__, url_prefix="/themes")


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filter of the list."""

    q = SearchField(_l("Name"))


class ThemeForm(EditForm):
    """What is written about a theme."""

    name = OfficeText(_l("Name of the theme"), limit=LONGEST_NAME, is_required=True)
    sort_key = StringField(
        _l("Sorted as"),
        [OneLine(LONGEST_SORT_KEY)],
        description=_l("The name in Latin letters. Leave it empty to take the English name."),
    )

    def fields(self) -> ThemeFields:
        """Return what was posted."""
        return ThemeFields(name=self.name.data, sort_key=self.sort_key.data or "")


class SeveralForm(EditForm):
    """Several names at once."""

    names = TextAreaField(
        _l("Names, one on each line"),
        [InputRequired(_l("Write at least one name.")), ManyLines(4000)],
        description=_l("In the language of this page. Names that are in the directory are left as they are."),
    )

    def fields(self) -> list[LocalizedText]:
        """Return what was posted; raise Refusal at "names" for a name that is too long."""
        lines = [line.strip() for line in self.names.data.splitlines()]
        return [
            LocalizedText(((language(), one_line(line, field="names", limit=LONGEST_NAME)),))
            for line in lines
            if line
        ]


@blueprint.get("/")
@allow(Permission.VIEW)
def index() -> tuple[str, int]:
    """List the themes that fit the filter, each with how often it is used."""
    form = FilterForm(request.args)
    found = themes_page(words_of(form), asked_page(), current_app.config["PAGE_SIZE"])
    return page(
        "organise/themes/index.html",
        page=Turned(found),
        filters=form,
        is_filtered=bool(words_of(form)),
        uses=uses_of([theme.id for theme in found.items]),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new() -> Response | tuple[str, int]:
    """Add a theme."""
    form = ThemeForm()
    if form.attempt(lambda: themes.add_theme(form.fields(), by=actor(), now=clock.now())):
        flash(gettext("The theme is in the directory."), "ok")
        return see_other(".index")
    return page("organise/themes/new.html", form=form, status=form.status)


@blueprint.route("/several", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def several() -> Response | tuple[str, int]:
    """Add the themes of a list that are missing."""
    form = SeveralForm()
    kept: list[tuple[Theme, ...]] = []
    if form.attempt(lambda: kept.append(themes.add_themes(form.fields(), by=actor(), now=clock.now()))):
        flash(
            ngettext(
                "%(num)s theme of the list is kept.", "%(num)s themes of the list are kept.", len(kept[0])
            ),
            "ok",
        )
        return see_other(".index")
    return page("organise/themes/several.html", form=form, status=form.status)


@blueprint.route("/<theme_slug>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(theme_slug: str) -> Response | tuple[str, int]:
    """Change the names of a theme."""
    theme = theme_by_slug(theme_slug)
    ident, form = theme.id, ThemeForm(obj=theme)
    if form.attempt(
        lambda: themes.edit_theme(ident, form.fields(), expected=form.expected, by=actor(), now=clock.now())
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index")
    return _edit_page(theme_slug, form)


@blueprint.post("/<theme_slug>/remove")
@allow(Permission.ORGANISE)
def remove(theme_slug: str) -> Response | tuple[str, int]:
    """Take a theme that nothing uses out of the directory."""
    theme = theme_by_slug(theme_slug)
    ident, form = theme.id, ThemeForm(formdata=None, obj=theme)
    if form.attempt(lambda: themes.remove_theme(ident, by=actor(), now=clock.now())):
        flash(gettext("The theme is removed."), "ok")
        return see_other(".index")
    return _edit_page(theme_slug, form)


def _edit_page(theme_slug: str, form: ThemeForm) -> tuple[str, int]:
    theme = theme_by_slug(theme_slug)
    used = uses_of([theme.id]).get(theme.id, 0)
    return page("organise/themes/edit.html", form=form, theme=theme, used=used, status=form.status)
