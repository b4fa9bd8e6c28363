"""The forms of presenters for the organiser: filters, the city of a slot, one person."""

from collections.abc import Sequence

from flask import current_app, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, SearchField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional

from webinars.domain.timezones import zone_city, zone_names
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter
from webinars.queries.presenters import Filter
from webinars.services.presenters import PresenterFields
from webinars.web.delegations_words import city_words
from webinars.web.filters import offer, words_of
from webinars.web.forms import MailAddress, ManyLines, OneLine, options, own_name
from webinars.web.organise.delegations_forms import part_choices
from webinars.web.organise.editors import EditForm
from webinars.web.presenters_words import answer_words


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    q = SearchField(_l("Person, city or title"))
    answer = SelectField(_l("Answer"), validate_choice=False)
    part = SelectField(_l("Part"), validate_choice=False)


class CityForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The city that presents in a slot, by GET: its data fill the form of the person."""

    city = SelectField(_l("City that presents"), validate_choice=False)

    def offer(self, delegations: Sequence[Delegation]) -> None:
        """Fill the choice with the cities that may present."""
        cities = [(one.key, city_words(one)) for one in delegations if one.role is not DelegationRole.ABSENT]
        self.city.choices = options([("", gettext("None")), *cities])


class PresenterForm(EditForm):
    """What is written about a presenter; fields are named like its columns."""

    name = StringField(_l("Name"), [InputRequired(_l("Write the name.")), OneLine(200)])
    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_l("Write the e-mail address.")), MailAddress()],
        description=_l("The invitation goes there. A new address gets a new invitation."),
    )
    language = SelectField(_l("Language of our letters"), [InputRequired()])
    zone = SelectField(_l("Time zone"), [InputRequired(_l("Choose a time zone."))], validate_choice=False)
    answer_by = DateField(
        _l("Answer by"), [Optional()], description=_l("Leave it empty for the date of the seminar.")
    )
    biography = TextAreaField(_l("Biography"), [ManyLines(3000)])

    def offer(self, stored: str | None = None) -> None:
        """Fill the choices; *stored* is a zone that may be older than those on offer."""
        zones = sorted({*zone_names(), *filter(None, [stored])}, key=zone_city)
        self.zone.choices = options((zone, f"{zone_city(zone)} ({zone})") for zone in zones)
        self.language.choices = options((tag, own_name(tag)) for tag in current_app.config["LANGUAGES"])

    def show(self, presenter: Presenter) -> None:
        """Show what is not a column as it stands."""
        self.version.data = str(presenter.version)

    def propose(self, delegation: Delegation | None, zone: str | None) -> None:
        """Fill in whom the city has named, its zone (else *zone*) and its language."""
        city_zone = delegation.city.zone if delegation and delegation.city else None
        self.zone.data = city_zone or zone or str(current_app.config["OFFICE_ZONE"])
        if delegation is not None:
            self.name.data, self.email.data = delegation.presenter_name, delegation.presenter_email
            self.language.data = delegation.focal_language or self.language.data

    def fields(self) -> PresenterFields:
        """Return what was posted."""
        return PresenterFields(
            name=self.name.data,
            email=self.email.data,
            language=self.language.data,
            zone=self.zone.data or "",
            answer_by=self.answer_by.data,
            biography=self.biography.data or "",
        )


def asked_for(sessions: Sequence[Session]) -> tuple[FilterForm, Filter]:
    """Read the filters of the address; refuse what is no choice of theirs."""
    form = FilterForm(request.args)
    answer = offer(form.answer, [(one.value, answer_words(one).word) for one in Answer])
    part = offer(form.part, part_choices(sessions))
    return form, Filter(
        words=words_of(form),
        answer=Answer(answer) if answer else None,
        session_id=next((one.id for one in sessions if one.key == part), None),
    )
