"""The form of a member of a committee."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired

from webinars.domain.timezones import zone_city, zone_names
from webinars.models.cities import City
from webinars.models.committees import Reviewer
from webinars.services.committees import ReviewerFields
from webinars.web.forms import MailAddress, OneLine, options, own_name
from webinars.web.organise.editors import EditForm
from webinars.web.reader import language


class ReviewerForm(EditForm):
    """What is written about a reviewer; fields are named like the columns where they hold the same."""

    name = StringField(_l("Name"), [InputRequired(_l("Write the name.")), OneLine(200)])
    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write the e-mail address.")), MailAddress()],
        description=_l("A new address gets new links; those of the old address stop working."),
    )
    organisation = StringField(_l("Organisation"), [OneLine(200)])
    city = SelectField(
        _l("City"),
        validate_choice=False,
        description=_l("Where this person speaks for a city, others judge its application."),
    )
    language = SelectField(_l("Language of our letters"), [InputRequired()])
    zone = SelectField(_l("Time zone"), [InputRequired(_l("Choose a time zone."))])

    def offer(self, cities: Sequence[City], stored: str | None = None) -> None:
        """Fill the choices; *stored* is a zone that may be older than those on offer."""
        zones = sorted({*zone_names(), *filter(None, [stored])}, key=zone_city)
        self.zone.choices = options((zone, f"{zone_city(zone)} ({zone})") for zone in zones)
        self.language.choices = options((tag, own_name(tag)) for tag in current_app.config["LANGUAGES"])
        members = [(city.slug, city.name.best(language())) for city in cities]
        self.city.choices = options([("", gettext("Speaks for no city")), *members])
        self._ids = {city.slug: city.id for city in cities}

    def show(self, reviewer: Reviewer) -> None:
        """Show what is not a column as it stands."""
        self.version.data = str(reviewer.version)
        self.city.data = self._slug_of(reviewer.city_id)

    def fields(self) -> ReviewerFields:
        """Return what was posted."""
        return ReviewerFields(
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            city_id=self._ids.get(self.city.data or ""),
            language=self.language.data,
            zone=self.zone.data,
        )

    def stored(self, column: str, value: object) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        return ("city", self._slug_of(value)) if column == "city_id" else (column, value)

    def _slug_of(self, city_id: object) -> str:
        return next((slug for slug, ident in self._ids.items() if ident == city_id), "")
