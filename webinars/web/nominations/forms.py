"""The forms of a city's desk: a person, a list of people, a presenter."""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired

from webinars.domain.errors import N_, Refusal
from webinars.domain.people import MOST_BYTES
from webinars.models.registrations import ParticipantRole
from webinars.models.sessions import Session
from webinars.services.nominations import Nominee
from webinars.web.forms import Form, MailAddress, OneLine, options
from webinars.web.registrations.forms import ROLES, check_language, offer_languages, offer_parts


class PersonForm(Form):
    """A person whom the city sends."""

    name = StringField(_l("Name"), [DataRequired(_l("Write the name.")), OneLine(200)])
    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Write the e-mail address.")), MailAddress()],
        description=_l("We ask this person by mail. They take part when they agree."),
    )
    organisation = StringField(_l("Organisation"), [OneLine(200)])
    role = SelectField(_l("Role"), [InputRequired()])
    language = SelectField(_l("Language of our letters"), [InputRequired()], validate_choice=False)
    parts = SelectMultipleField(
        _l("Which part do they attend?"),
        [DataRequired(_l("Choose at least one part."))],
        validate_choice=False,
    )

    def offer(self, sessions: Iterable[Session]) -> None:
        """Fill the choices."""
        self.role.choices = options((role.value, words) for role, words in ROLES.items())
        offer_languages(self.language)
        offer_parts(self.parts, sessions)

    def validate_language(self, field: Any) -> None:
        """Refuse a language that the office does not offer."""
        check_language(field)

    def nominee(self) -> Nominee:
        """Return the person who was written down."""
        return Nominee(
            name=self.name.data,
            email=self.email.data,
            organisation=self.organisation.data or "",
            role=ParticipantRole(self.role.data),
            language=self.language.data,
            session_keys=frozenset(self.parts.data),
        )


class ListForm(Form):
    """A list of people, and the part that counts where a row names none."""

    file = FileField(
        _l("List of people"),
        [InputRequired(_l("Choose a file."))],
        description=_l("A spreadsheet (.xlsx) or a CSV file, with up to 1,000 people; at most 1 MB."),
    )
    parts = SelectMultipleField(
        _l("Which part do they attend?"),
        [DataRequired(_l("Choose at least one part."))],
        description=_l("This counts for every row that names no part of its own."),
        validate_choice=False,
    )

    def file_name(self) -> str:
        """Return what the file is called. Raises Refusal without one."""
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Refusal(N_("Choose a file."), field="file")
        return sent.filename

    def content(self) -> bytes:
        """Return what was posted, one byte more than allowed at most."""
        return request.files["file"].stream.read(MOST_BYTES + 1)


class ShownListForm(Form):
    """A list as it was shown: the file travels in the form, for nothing is stored before it is confirmed."""

    content = HiddenField()
    parts = SelectMultipleField(validate_choice=False)

    def carry(self, content: bytes, parts: Sequence[str]) -> None:
        """Fill in a file that has just come."""
        self.content.data, self.parts.data = b64encode(content).decode("ascii"), list(parts)

    def file(self) -> bytes:
        """Return the file that travels with the form. Raises Refusal when it is none any more."""
        try:
            return b64decode((self.content.data or "").encode("ascii"), validate=True)
        except (BadBase64, UnicodeEncodeError):
            raise Refusal(N_("The file was lost on the way. Choose it again."), field="file") from None


class PresenterForm(Form):
    """Who presents, and what: a slot of the city, or a talk of it that waits for one."""

    what = RadioField(
        _l("What do they present?"), [InputRequired(_l("Choose what they present."))], validate_choice=False
    )
    name = StringField(_l("Name"), [DataRequired(_l("Write the name.")), OneLine(200)])
    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Write the e-mail address.")), MailAddress()],
        description=_l("The invitation with the exact time goes to this address."),
    )
    language = SelectField(_l("Language of our letters"), [InputRequired()], validate_choice=False)

    def offer(self, things: Iterable[tuple[str, str]]) -> None:
        """Fill the choices: *things* are pairs of value and label."""
        self.what.choices = options(things)
        offer_languages(self.language)

    def validate_what(self, field: Any) -> None:
        """Refuse what is not on the page."""
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(gettext("Choose what they present."))

    def validate_language(self, field: Any) -> None:
        """Refuse a language that the office does not offer."""
        check_language(field)
