"""The forms of knowledge: a product, an agreement, the themes of a city."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from webinars.domain.assets import URL_LIMIT
from webinars.letters.names import seminar_name
from webinars.models.cities import City
from webinars.models.knowledge import ProductKind
from webinars.models.seminars import Seminar
from webinars.models.themes import Theme
from webinars.queries.knowledge import Product
from webinars.services.knowledge import AgreementFields, ProductFields
from webinars.web.forms import ManyLines, OneLine, options
from webinars.web.knowledge_words import KINDS
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.reader import language
from webinars.web.themes import ThemeField, offer_themes


class ProductForm(EditForm):
    """What is written about a knowledge product."""

    kind = SelectField(
        _l("Kind"), [InputRequired()], choices=options((one.value, words) for one, words in KINDS.items())
    )
    title = OfficeText(_l("Title"), limit=300, is_required=True)
    summary = OfficeText(_l("Summary"), limit=2000, is_long=True)
    theme = ThemeField(_l("Theme"))
    cities = SelectMultipleField(_l("Cities that it comes from"), [Optional()])
    seminar = SelectField(_l("Seminar that it comes from"), [Optional()])
    url = StringField(
        _l("Address"),
        [OneLine(URL_LIMIT)],
        description=_l("Where it can be read. A file is added on the page of the product, and comes first."),
    )
    progress = TextAreaField(
        _l("Progress"), [ManyLines(1000)], description=_l("Who works on it, and when it is expected.")
    )
    published_on = DateField(
        _l("Published on"), [Optional()], description=_l("Empty: only the office sees it.")
    )

    def offer(self, themes: Sequence[Theme], cities: Sequence[City], seminars: Sequence[Seminar]) -> None:
        """Fill the choices."""
        reader = language()
        self.theme.offer(themes)
        self._cities, self._seminars = tuple(cities), tuple(seminars)
        self.cities.choices = options((one.slug, one.name.best(reader)) for one in cities)
        named = [(one.slug, seminar_name(one, reader)) for one in seminars]
        self.seminar.choices = options([("", _l("None")), *named])

    def show(self, found: Product) -> None:
        """Fill in what is kept."""
        product = found.product
        self.kind.data = product.kind.value
        self.cities.data = [one.slug for one in found.cities]
        self.seminar.data = product.seminar.slug if product.seminar else ""

    def stored(self, column: str, value: object) -> tuple[str, object]:
        """Return which field shows a column, and its value as that field would hold it."""
        if column == "theme_id":
            return "theme", self.theme.slug_of(value)
        if column == "seminar_id":
            return "seminar", next((one.slug for one in self._seminars if one.id == value), "")
        return column, value

    def fields(self) -> ProductFields:
        """Return what was posted."""
        chosen = self.cities.data or ()
        return ProductFields(
            kind=ProductKind(self.kind.data),
            title=self.title.data,
            summary=self.summary.data,
            progress=self.progress.data or "",
            theme_id=self.theme.theme_id,
            seminar_id=next((one.id for one in self._seminars if one.slug == self.seminar.data), None),
            url=self.url.data or None,
            published_on=self.published_on.data,
            city_ids=frozenset(one.id for one in self._cities if one.slug in chosen),
        )


class AgreementForm(EditForm):
    """What is written about an agreement."""

    partner = OfficeText(_l("With whom"), limit=200, is_required=True)
    title = OfficeText(_l("What it is for"), limit=300)
    modality_discussed_on = DateField(_l("Form of cooperation discussed on"), [Optional()])
    signed_on = DateField(_l("Memorandum signed on"), [Optional()])
    planned_on = DateField(_l("Activities planned on"), [Optional()])
    ends_on = DateField(_l("Ends on"), [Optional()])
    notes = TextAreaField(
        _l("Notes of the office"), [ManyLines(3000)], description=_l("Nobody else sees them.")
    )

    def fields(self) -> AgreementFields:
        """Return what was posted."""
        return AgreementFields(
            partner=self.partner.data,
            title=self.title.data,
            modality_discussed_on=self.modality_discussed_on.data,
            signed_on=self.signed_on.data,
            planned_on=self.planned_on.data,
            ends_on=self.ends_on.data,
            notes=self.notes.data or "",
        )


class CityThemesForm(EditForm):
    """The themes that a city works on."""

    themes = SelectMultipleField(_l("Themes"), [Optional()])

    def offer(self, themes: Sequence[Theme]) -> None:
        """Fill the choices."""
        offer_themes(self.themes, themes)
