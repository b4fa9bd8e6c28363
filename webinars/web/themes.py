"""Themes as choices of forms, by their short names: one of them, or several."""

from collections.abc import Sequence

from flask_babel import gettext
from wtforms import SelectField, SelectMultipleField

from webinars.models.themes import Theme
from webinars.web.forms import options
from webinars.web.reader import language


class ThemeField(SelectField):  # type: ignore[misc] # WTForms has no types
    """A choice of one theme, or none; takes a Theme as its data and gives *theme_id*."""

    def process_data(self, value: object) -> None:
        """Show a theme by its short name."""
        self.data = value.slug if isinstance(value, Theme) else ""

    def offer(self, themes: Sequence[Theme]) -> None:
        """Fill the choices."""
        self._themes = tuple(themes)
        self.choices = options([("", gettext("None")), *_pairs(themes)])

    @property
    def theme_id(self) -> int | None:
        """Return the id of the theme that was chosen; None for none."""
        return next((theme.id for theme in self._themes if theme.slug == self.data), None)

    def slug_of(self, theme_id: object) -> str:
        """Return the choice that stands for a theme; "" for none."""
        return next((theme.slug for theme in self._themes if theme.id == theme_id), "")


def offer_themes(field: SelectMultipleField, themes: Sequence[Theme]) -> None:
    """Let *field* choose among *themes*."""
    field.choices = options(_pairs(themes))


def chosen_themes(field: SelectMultipleField, themes: Sequence[Theme]) -> tuple[int, ...]:
    """Return the ids of the themes that were chosen, in the order of *themes*."""
    return tuple(theme.id for theme in themes if theme.slug in (field.data or ()))


def _pairs(themes: Sequence[Theme]) -> list[tuple[str, str]]:
    return [(theme.slug, theme.name.best(language())) for theme in themes]
