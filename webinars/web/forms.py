"""Forms: the base of all, fields of several languages, and what every text must keep to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.utils import unset_value

from webinars.domain import texts
from webinars.domain.errors import BadLink, Forbidden, Missing, Refusal
from webinars.domain.texts import LocalizedText
from webinars.web.answers import sentence, status_of
from webinars.web.form_words import FormWords


class Form(FlaskForm):  # type: ignore[misc]
    """A form that saves or says why not, at the field; *status* is that of the answer which shows it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How WTForms makes the form."""

        def get_translations(self, form: Any) -> FormWords:
            """Return the words for what WTForms itself finds wrong."""
            return FormWords()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.status = 200

    def attempt(self, save: Callable[[], object]) -> bool:
        """Save what was posted, and say whether it was; else *status* is the answer's, and the errors stand.

        What is missing or forbidden has pages of its own and is raised. A refusal lets go of rows that were
        read before: read them again for the page.
        """
        if not self.is_submitted():
            return False
        if not self.validate():
            self.status = 422
            return False
        try:
            save()
        except (Missing, BadLink, Forbidden):
            raise
        except Refusal as refusal:
            self.status = status_of(refusal)
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: Refusal) -> None:
        """Show *refusal* at the field it belongs to, or above the form when it belongs to none."""
        name, _, language = (refusal.field or "").partition("-")
        field = self._fields.get(name)
        if isinstance(field, LocalizedField) and language:
            field.errors = [*field.errors, sentence(refusal)]  # What is above the form asks the whole first.
            field = field.entry(language)
        if field is None:
            self.form_errors.append(sentence(refusal))
        else:
            field.errors = [*field.errors, sentence(refusal)]


class LocalizedField(Field):  # type: ignore[misc]
    """One text in several languages: an input for each, named ``field-language``; gives a LocalizedText."""

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        languages: Mapping[str, str] | Sequence[str] = (),
        limit: int = 300,
        is_long: bool = False,
        is_required: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, list(validators), **kwargs)
        self.languages = tuple(languages)
        self.limit = limit
        self.is_long = is_long
        self.is_required = is_required
        self.entries: list[Field] = []
        self.object_data: object = None

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Fill one input for each language from the posted form, else from the LocalizedText *data*."""
        if data is unset_value:
            data = self.object_data if self.object_data is not None else self.default
        stored = data.to_mapping() if isinstance(data, LocalizedText) else {}
        self.object_data = data
        kind = TextAreaField if self.is_long else StringField
        self.entries = []
        for language in self.languages:
            unbound = kind(own_name(language), id=f"{self.id}-{language}")
            entry = unbound.bind(form=PlainForm(), name=f"{self.name}-{language}", _meta=self.meta)
            entry.lang = language
            entry.process(formdata, stored.get(language, ""))
            self.entries.append(entry)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Check each language's text; a required one needs at least one language."""
        self.errors = []
        for entry in self.entries:
            entry.errors = self._errors_of(entry)
        if self.is_required and not self.data and self.entries:
            self.entries[0].errors = [gettext("Write this in at least one language.")]
        self.errors = [error for entry in self.entries for error in entry.errors]
        return not self.errors

    def _errors_of(self, entry: Field) -> list[str]:
        text = entry.data or ""
        if self.is_long:
            text = text.replace("\r\n", " ").replace("\n", " ")
        try:
            texts.one_line(text, field=None, limit=self.limit)
        except Refusal as refusal:
            return [sentence(refusal)]
        return []

    def entry(self, language: str) -> Field | None:
        """Return the input of *language*."""
        return next((entry for entry in self.entries if entry.lang == language), None)

    @property
    def data(self) -> LocalizedText:
        """Return what is typed, in all its languages; texts of languages not offered here are kept."""
        kept = self.object_data.to_mapping() if isinstance(self.object_data, LocalizedText) else {}
        typed = {entry.lang: (entry.data or "").strip() for entry in self.entries}
        return LocalizedText.from_mapping({**kept, **typed})

    @data.setter
    def data(self, value: object) -> None:
        # WTForms sets data to None while it builds a field; what counts is in the entries.
        self._unused = value

    def __iter__(self) -> Iterator[Field]:
        return iter(self.entries)

    def __call__(self, **kwargs: Any) -> Markup:
        return Markup("").join(entry(**kwargs) for entry in self.entries)


class OneLine:
    """A text on one line without control characters, at most *limit* characters long."""

    def __init__(self, limit: int = 200) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Any, field: Field) -> None:
        """Check the field's text and take the blanks from its ends."""
        if not field.data:
            return
        try:
            field.data = texts.one_line(field.data, field=None, limit=self.limit)
        except Refusal as refusal:
            raise ValidationError(sentence(refusal)) from None


class ManyLines:
    """A text of several lines without other control characters, at most *limit* characters long."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.field_flags = {"maxlength": limit}

    def __call__(self, form: Any, field: Field) -> None:
        """Check the field's text and take the blanks from its ends; lines end as on any machine."""
        text = (field.data or "").replace("\r\n", "\n").strip()
        try:
            texts.one_line(text.replace("\n", " ").replace("\t", " "), field=None, limit=self.limit)
        except Refusal as refusal:
            raise ValidationError(sentence(refusal)) from None
        field.data = text


class MailAddress:
    """A mail address in its normal form; whether it arrives is for the letter to show."""

    field_flags = {"maxlength": 254}  # noqa: RUF012 (WTForms reads it so)

    def __call__(self, form: Any, field: Field) -> None:
        """Check the field's address and normalise it."""
        if not field.data:
            return
        try:
            field.data = validate_email(field.data.strip(), check_deliverability=False).normalized
        except EmailNotValidError:
            raise ValidationError(
                gettext("This is no mail address. Write it like name@city.example.")
            ) from None
        if len(field.data) > 254:
            raise ValidationError(gettext("This mail address is too long."))


def options(pairs: Iterable[tuple[object, object]]) -> list[SelectChoice]:
    """Return the choices of a field from pairs of value and label."""
    return [SelectChoice(str(value), label) for value, label in pairs]


def own_name(language: str) -> str:
    """Return a language's name in that language: "日本語"."""
    locale = Locale.parse(language, sep="-")
    name = locale.get_display_name(locale) or language
    return name[:1].upper() + name[1:]
