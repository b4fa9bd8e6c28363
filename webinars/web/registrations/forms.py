"""The forms of registrations: registering, changing, correcting an address, handing over, taking over."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired

from webinars.domain.timezones import zone_city, zone_names
from webinars.models.cities import City
from webinars.models.registrations import ParticipantRole
from webinars.models.sessions import Session
from webinars.services.consents import IN_FORCE
from webinars.web.forms import Form, MailAddress, OneLine, options, own_name
from webinars.web.reader import language

ROLES = {
    ParticipantRole.OFFICIAL: _l("City official"),
    ParticipantRole.ELECTED: _l("Elected representative"),
    ParticipantRole.EXPERT: _l("Expert"),
    ParticipantRole.STUDENT: _l("Student"),
    ParticipantRole.OTHER: _l("Other"),
}


class RegisterForm(Form):
    """Who registers, for which parts; the city is one of the directory, or an organisation is named."""

    name = StringField(_l("Name"), [DataRequired(_l("Write your name.")), OneLine(200)])
    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Write your e-mail address.")), MailAddress()],
        description=_l("We send a link to this address. Open it to confirm."),
    )
    city = SelectField(_l("City"), validate_choice=False)
    organisation = StringField(
        _l("Organisation"),
        [OneLine(200)],
        description=_l("Name it if your city is not in the list, or if you come for somebody else."),
    )
    role = SelectField(_l("Role"), [InputRequired()], validate_choice=False)
    parts = SelectMultipleField(
        _l("Which part do you attend?"),
        [DataRequired(_l("Choose at least one part."))],
        validate_choice=False,
    )
    language = SelectField(_l("Language of our letters"), [InputRequired()], validate_choice=False)
    consent = BooleanField("", [DataRequired(_l("Agree, so that we can register you."))])
    consent_number = HiddenField()

    def offer(self, cities: Iterable[City], sessions: Iterable[Session]) -> None:
        """Fill the choices: the directory, the parts, and the languages of the office."""
        reader = language()
        members = [(city.slug, city.name.best(reader)) for city in cities]
        self.city.choices = options([("", gettext("Not in this list")), *members])
        self.city.flags.one_of_several = self.organisation.flags.one_of_several = True
        self.role.choices = options((role.value, words) for role, words in ROLES.items())
        offer_parts(self.parts, sessions)
        offer_languages(self.language)

    def validate_role(self, field: Any) -> None:
        """Refuse a role that is not in the list."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(gettext("Choose a role from the list."))

    def validate_city(self, field: Any) -> None:
        """Refuse a city that is not in the directory."""
        if field.data and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(gettext("Choose a city from the list, or name your organisation."))

    def validate_organisation(self, field: Any) -> None:
        """Ask for one of city and organisation."""
        if not self.city.data and not field.data:
            raise ValidationError(gettext("Choose a city from the list, or name your organisation."))

    def validate_language(self, field: Any) -> None:
        """Refuse a language that the office does not offer."""
        check_language(field)


class CityForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The city whose best part is asked for, by GET."""

    city = SelectField(_l("Your city"), id="show-city", validate_choice=False)


class ChangeForm(Form):
    """What a person changes on their own page."""

    parts = SelectMultipleField(_l("Your parts"), validate_choice=False)
    name = StringField(_l("Name"), [DataRequired(_l("Write your name.")), OneLine(200)])
    language = SelectField(_l("Language of our letters"), [InputRequired()], validate_choice=False)
    zone = SelectField(
        _l("Your time zone"),
        [InputRequired(_l("Choose a time zone."))],
        validate_choice=False,
        description=_l("Our letters and this page show times for it."),
    )

    def offer(self, sessions: Iterable[Session]) -> None:
        """Fill the choices: the parts, the languages of the office, and every zone."""
        offer_parts(self.parts, sessions)
        offer_languages(self.language)
        zones = sorted({*zone_names(), *filter(None, [self.zone.object_data])}, key=zone_city)
        self.zone.choices = options((zone, f"{zone_city(zone)} ({zone})") for zone in zones)

    def validate_language(self, field: Any) -> None:
        """Refuse a language that the office does not offer."""
        check_language(field)


class AddressForm(Form):
    """A new address, which its own letter confirms."""

    email = EmailField(
        _l("New e-mail address"),
        [DataRequired(_l("Write the new e-mail address.")), MailAddress()],
        description=_l("We send a link to the new address. Until you open it, the present address stays."),
    )


class HandOverForm(Form):
    """The colleague who comes instead."""

    name = StringField(
        _l("Name of your colleague"), [DataRequired(_l("Write your colleague’s name.")), OneLine(200)]
    )
    email = EmailField(
        _l("E-mail address of your colleague"),
        [DataRequired(_l("Write your colleague’s e-mail address.")), MailAddress()],
        description=_l("Your colleague gets a link. Your seats pass on when your colleague confirms."),
    )


class ConfirmForm(Form):
    """The button that confirms."""


class AgreeForm(Form):
    """The button of whom somebody else wrote down, and the consent that nobody can give for another."""

    consent = BooleanField("", [DataRequired(_l("Agree, so that we can register you."))])
    consent_number = HiddenField()


def show_consent(form: RegisterForm | AgreeForm) -> None:
    """Show the text in force and carry its number; who agreed to an older one is asked again."""
    form.consent.label.text = IN_FORCE.text.best(language())
    if consent_number(form.consent_number) != IN_FORCE.number:
        form.consent.data = False
    form.consent_number.data = str(IN_FORCE.number)


def offer_parts(field: SelectMultipleField, sessions: Iterable[Session]) -> None:
    """Fill a choice of parts."""
    field.choices = options((session.key, session.name.best(language())) for session in sessions)


def offer_languages(field: SelectField) -> None:
    """Fill a choice of languages, each by its own name."""
    field.choices = options((tag, own_name(tag)) for tag in current_app.config["LANGUAGES"])


def check_language(field: SelectField) -> None:
    """Refuse a language that the office does not offer."""
    if field.data not in current_app.config["LANGUAGES"]:
        raise ValidationError(gettext("Choose a language from the list."))


def consent_number(field: HiddenField) -> int:
    """Return the number of the text that the person saw; 0 for anything that is none."""
    typed = field.data or ""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
