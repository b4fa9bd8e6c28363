"""The forms of delegations: filters, cities to add, one delegation, and until when cities answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional

from webinars.letters.names import part_name
from webinars.models.cities import City
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.sessions import Session
from webinars.queries.delegations import Filter
from webinars.services.delegations import DelegationFields
from webinars.web.delegations_words import ROLES
from webinars.web.filters import offer, words_of
from webinars.web.forms import MailAddress, OneLine, options, own_name
from webinars.web.organise.editors import EditForm
from webinars.web.reader import language


class FilterForm(PlainForm):  # type: ignore[misc] # WTForms has no types
    """The filters of the list."""

    q = SearchField(_l("City or person"))
    role = SelectField(_l("Role"), validate_choice=False)
    part = SelectField(_l("Part"), validate_choice=False)
    silent = SelectField(_l("Answer"), validate_choice=False)


class AddForm(EditForm):
    """Members of the directory to add to a seminar."""

    cities = SelectMultipleField(
        _l("Cities"), [DataRequired(_l("Choose at least one city."))], validate_choice=False
    )

    def offer(self, cities: Iterable[City]) -> None:
        """Fill the choice of cities."""
        self.cities.choices = options((city.slug, city.name.best(language())) for city in cities)


class UnnamedForm(EditForm):
    """Cities of which only the number is known."""

    count = IntegerField(_l("How many"), [InputRequired(_l("Enter how many."))], default=1)
    role = SelectField(
        _l("Role"),
        [InputRequired()],
        choices=options((role.value, ROLES[role]) for role in ROLES if role is not DelegationRole.ABSENT),
        default=DelegationRole.ATTENDING.value,
    )


class AskForm(EditForm):
    """Until when cities answer."""

    answer_by = DateField(
        _l("Answer by"),
        [Optional()],
        description=_l("Until the end of this day at the host. The letter names the date."),
    )


class DelegationForm(EditForm):
    """What is written about a delegation; fields are named like its columns where they hold the same."""

    focal_name = StringField(_l("Focal point"), [OneLine(200)], description=_l("Who answers for the city."))
    focal_email = EmailField(
        _l("E-mail address"),
        [Optional(), MailAddress()],
        description=_l("A new address gets new links; those of the old address stop working."),
    )
    focal_language = SelectField(_l("Language of our letters"))
    role = SelectField(
        _l("Role"), [InputRequired()], choices=options((role.value, words) for role, words in ROLES.items())
    )
    part = SelectField(_l("Part"))
    places = IntegerField(
        _l("Places"),
        [Optional()],
        description=_l("How many people may register. Leave it empty for no limit."),
    )
    answer_by = DateField(_l("Answer by"), [Optional()])
    presenter_name = StringField(_l("Presenter named by the city"), [OneLine(200)])
    presenter_email = EmailField(_l("E-mail address of the presenter"), [Optional(), MailAddress()])

    def offer(self, sessions: Sequence[Session], delegation: Delegation) -> None:
        """Fill the choices."""
        tags = dict.fromkeys((*current_app.config["LANGUAGES"], *filter(None, [delegation.focal_language])))
        self.focal_language.choices = options(
            [("", gettext("As the seminar")), *((tag, own_name(tag)) for tag in tags)]
        )
        self._keys = {one.id: one.key for one in sessions}
        self.part.choices = options([("", gettext("Not decided")), *part_choices(sessions)])

    def show(self, sessions: Sequence[Session], delegation: Delegation) -> None:
        """Fill the choices, and show what is not a column as it stands."""
        self.offer(sessions, delegation)
        self.version.data = str(delegation.version)
        self.role.data = delegation.role.value
        self.part.data = self._keys.get(delegation.session_id or 0, "")
        self.focal_language.data = delegation.focal_language or ""

    def fields(self) -> DelegationFields:
        """Return what was posted."""
        ids = {key: ident for ident, key in self._keys.items()}
        return DelegationFields(
            role=DelegationRole(self.role.data),
            session_id=ids.get(self.part.data),
            places=self.places.data,
            focal_name=self.focal_name.data or None,
            focal_email=self.focal_email.data or None,
            focal_language=self.focal_language.data or None,
            presenter_name=self.presenter_name.data or None,
            presenter_email=self.presenter_email.data or None,
            answer_by=self.answer_by.data,
        )

    def stored(self, column: str, value: Any) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        return ("part", self._keys.get(value, "")) if column == "session_id" else (column, value)


def asked_for(sessions: Sequence[Session]) -> tuple[FilterForm, Filter]:
    """Read the filters of the address; refuse what is no choice of theirs."""
    form = FilterForm(request.args)
    role = offer(form.role, [(role.value, words) for role, words in ROLES.items()])
    part = offer(form.part, part_choices(sessions))
    silent = offer(form.silent, [("y", gettext("Has not answered"))])
    return form, Filter(
        words=words_of(form),
        role=DelegationRole(role) if role else None,
        session_id=next((one.id for one in sessions if one.key == part), None),
        is_silent=bool(silent),
    )


def part_choices(sessions: Sequence[Session]) -> list[tuple[str, str]]:
    """Return the parts to choose from: key and name."""
    return [(one.key, part_name(one, language())) for one in sessions]
