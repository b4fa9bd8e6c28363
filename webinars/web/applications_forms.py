"""The form of an application: the same for every call, and a field for each question of this one."""

from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from webinars.domain.errors import Incomplete, Refusal
from webinars.domain.texts import LocalizedText
from webinars.models.calls import Question, QuestionKind
from webinars.queries.applications import Dossier, field_of
from webinars.services.applications import ApplicationFields
from webinars.services.applications.saving import LONGEST_ANSWER, LONGEST_LINK
from webinars.web.answers import sentence
from webinars.web.forms import ManyLines, OneLine, options
from webinars.web.organise.editors import EditForm
from webinars.web.reader import language
from webinars.web.registrations.forms import check_language, offer_languages


class Needed:
    """Marks what has to be there when the application is sent; a draft may leave it empty."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms reads it so)

    def __call__(self, form: object, field: object) -> None:
        """Refuse nothing."""


class ApplicationForm(EditForm):
    """What every application says; fields of questions are added to a class of the call's own."""

    contact_name = StringField(_l("Your name"), [DataRequired(_l("Write your name.")), OneLine(200)])
    language = SelectField(_l("Language of our letters"), [InputRequired()], validate_choice=False)
    themes = SelectMultipleField(_l("Themes"), [Needed()], validate_choice=False)
    other_themes = TextAreaField(
        _l("Other themes"),
        [ManyLines(1000)],
        description=_l("What your city would share besides, or instead."),
    )
    wants_slot = BooleanField(_l("We would like to give a presentation"))
    presentation_title = StringField(_l("Title of the presentation"), [OneLine(200)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing_files: frozenset[str] = frozenset()

    def validate_language(self, field: Any) -> None:
        """Refuse a language that the office does not offer."""
        check_language(field)

    def refuse(self, refusal: Refusal) -> None:
        """Show the refusal at its field, and a gap at each field that has one."""
        if isinstance(refusal, Incomplete):
            self.form_errors.append(sentence(refusal))
            self.missing_files = frozenset(name for name in refusal.fields if name not in self)
            if self.missing_files:
                self.form_errors.append(gettext("Add the files that are marked below."))
            for name in refusal.fields:
                if name in self:
                    self[name].errors = [*self[name].errors, gettext("Fill this in.")]
        elif refusal.field in self:
            self[refusal.field].errors = [*self[refusal.field].errors, sentence(refusal)]
        else:
            super().refuse(refusal)

    def fields(self, dossier: Dossier) -> ApplicationFields:
        """Return what was posted."""
        ids = {theme.slug: theme.id for theme in dossier.offered}
        chosen = self.themes.data if "themes" in self else []
        texts = [one for one in dossier.questions if field_of(one) in self]
        asks_slot = "wants_slot" in self
        return ApplicationFields(
            contact_name=self.contact_name.data,
            language=self.language.data,
            other_themes=self.other_themes.data or "",
            wants_slot=asks_slot and self.wants_slot.data,
            presentation_title=(self.presentation_title.data or "") if asks_slot else "",
            # What is on no list is refused below: -1 is the id of no theme.
            theme_ids=frozenset(ids.get(slug, -1) for slug in chosen),
            answers={one.key: self[field_of(one)].data or "" for one in texts},
        )


def form_for(dossier: Dossier, *, is_posted: bool = True) -> ApplicationForm:
    """Return the form of an application, with what was saved where nothing was posted to it."""
    asked = [one for one in dossier.questions if one.removed_at is None]
    fields = {field_of(one): _field(one) for one in asked if one.kind is not QuestionKind.FILE}
    own = type("CallForm", (ApplicationForm,), fields)
    values: dict[str, Any] = {"obj": dossier.application} | ({} if is_posted else {"formdata": None})
    form = cast("ApplicationForm", own(**values))
    offer_languages(form.language)
    form.themes.choices = options((theme.slug, theme.name.best(language())) for theme in dossier.offered)
    if not dossier.offered:
        del form.themes
    if not dossier.call.asks_presentation:
        del form.wants_slot, form.presentation_title
    if not is_posted or not form.is_submitted():
        _show(form, dossier)
    return form


def _show(form: ApplicationForm, dossier: Dossier) -> None:
    form.version.data = str(dossier.application.version)
    if "themes" in form:
        form.themes.data = [theme.slug for theme in dossier.themes]
    for question in dossier.questions:
        answer = dossier.answers.get(question.id)
        if answer is not None and field_of(question) in form:
            form[field_of(question)].data = answer.text


def _field(question: Question) -> Field:
    label, help_text = question.label.best(language()), question.explanation.best(language())
    needed = [Needed()] if question.is_required else []
    if question.kind is QuestionKind.CHOICE:
        named = [
            (str(number), LocalizedText.from_mapping(choice).best(language()))
            for number, choice in enumerate(question.choices)
        ]
        validators = [Optional(), *needed]
        return RadioField(
            label, validators, description=help_text, choices=options(named), validate_choice=False
        )
    if question.kind is QuestionKind.LINK:
        return URLField(label, [*needed, OneLine(LONGEST_LINK)], description=help_text)
    return TextAreaField(label, [*needed, ManyLines(LONGEST_ANSWER)], description=help_text)
