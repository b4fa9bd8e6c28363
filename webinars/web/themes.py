"""Themes as choices of forms, by their short names: one of them, or several."""

from collections.abc import Sequence

from flask_babel import gettext
from wtforms import SelectField, SelectMultipleField

from webinars.models.themes import Theme
from webinars.web.forms import options
from webinars.web.reader import language


def offer_theme(field: SelectField, themes: Sequence[Theme]) -> None:
    """Let *field* choose one of *themes*, or none."""
    field.choices = options([("", gettext("None")), *_pairs(themes)])


def offer_themes(field: SelectMultipleField, themes: Sequence[Theme]) -> None:
    """Let *field* choose among *themes*."""
    field.choices = options(_pairs(themes))


def chosen_theme(field: SelectField, themes: Sequence[Theme]) -> int | None:
    """Return the id of the theme that was chosen; None for none."""
    return next((theme.id for theme in themes if theme.slug == field.data), None)


def chosen_themes(field: SelectMultipleField, themes: Sequence[Theme]) -> tuple[int, ...]:
    """Return the ids of the themes that were chosen, in the order of *themes*."""
    return tuple(theme.id for theme in themes if theme.slug in (field.data or ()))


def _pairs(themes: Sequence[Theme]) -> list[tuple[str, str]]:
    return [(theme.slug, theme.name.best(language())) for theme in themes]
