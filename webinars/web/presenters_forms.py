"""The forms of a presenter's own page: the answer with a substitute, the texts, who presents with them."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired

from webinars.models.slots import Answer, Presenter, Slot
from webinars.services.presenters import OwnTexts, PresenterFields, Substitute
from webinars.web.forms import LocalizedField, MailAddress, ManyLines, OneLine
from webinars.web.organise.editors import EditForm, version_in
from webinars.web.talk_forms import offer_languages, talk_of


class AnswerForm(EditForm):
    """Yes or no, and who presents instead; the buttons carry *answer*."""

    answer = StringField(_l("Answer"))
    comment = TextAreaField(
        _l("Reason"), [ManyLines(1000)], description=_l("The host reads it. You may leave it empty.")
    )
    substitute_name = StringField(
        _l("Who presents instead"),
        [OneLine(200)],
        description=_l("We ask this person at once. Leave it empty if you know nobody."),
    )
    substitute_email = EmailField(_l("Their e-mail address"), [MailAddress()])

    @classmethod
    def kept(cls, presenter: Presenter) -> Self:
        """Return the form as it was answered, whatever is posted."""
        form = cls(formdata=None, prefix="answer")
        form.comment.data = presenter.answer_comment
        return form

    @property
    def substitute(self) -> Substitute | None:
        """Return who presents instead; None where nobody is named, or where the person presents."""
        if self.answer.data != Answer.DECLINED.value or not self.substitute_email.data:
            return None
        return Substitute(name=self.substitute_name.data or "", email=self.substitute_email.data)

    def validate_answer(self, field: Any) -> None:
        """Refuse what is neither yes nor no."""
        if field.data not in (Answer.ACCEPTED.value, Answer.DECLINED.value):
            raise ValidationError(gettext("Accept or decline."))

    def validate_substitute_name(self, field: Any) -> None:
        """Refuse an address without a name."""
        if self.substitute_email.data and not field.data:
            raise ValidationError(gettext("Write the name too."))

    def validate_substitute_email(self, field: Any) -> None:
        """Refuse a name without an address."""
        if self.substitute_name.data and not field.data:
            raise ValidationError(gettext("Write the e-mail address too: the invitation goes there."))


class TextsForm(EditForm):
    """The biography; *shared* are the texts of the slot, None where another one manages them."""

    biography = TextAreaField(
        _l("Biography"), [ManyLines(3000)], description=_l("A few sentences about you, for the public page.")
    )

    @classmethod
    def kept(
        cls, slot: Slot, presenter: Presenter, languages: Sequence[str], *, is_shared: bool = True
    ) -> "TextsForm":
        """Return the form as it is kept, whatever is posted."""
        form = _form_for(slot, languages, is_shared=is_shared)(
            formdata=None, data=_shown(slot), prefix="texts"
        )
        form.biography.data = presenter.biography
        form.renew(slot, presenter)
        return form

    @classmethod
    def posted(cls, slot: Slot, languages: Sequence[str], *, is_shared: bool = True) -> "TextsForm":
        """Return the form as it was posted; texts in languages that are not on the page are kept."""
        return _form_for(slot, languages, is_shared=is_shared)(data=_shown(slot), prefix="texts")

    def renew(self, slot: Slot, presenter: Presenter) -> None:
        """Carry the present versions: who sends the form again has seen what is stored."""
        self.version.data = str(presenter.version)

    def texts(self) -> OwnTexts:
        """Return what was posted."""
        return OwnTexts(biography=self.biography.data or "", version=self.expected)


class SharedTextsForm(TextsForm):
    """The texts with those that all in the slot share, in the languages of the seminar."""

    slot_version = HiddenField()
    title = LocalizedField()
    abstract = LocalizedField()
    language = SelectField(_l("Language of the talk"))
    interpretation = SelectMultipleField(_l("Interpreted into"))

    def renew(self, slot: Slot, presenter: Presenter) -> None:
        """Carry the present versions: who sends the form again has seen what is stored."""
        super().renew(slot, presenter)
        self.slot_version.data = str(slot.version)

    def texts(self) -> OwnTexts:
        """Return what was posted."""
        return OwnTexts(
            title=self.title.data,
            talk=talk_of(self),
            biography=self.biography.data or "",
            slot_version=version_in(self.slot_version),
            version=self.expected,
        )


class CompanionForm(EditForm):
    """Somebody else who presents in the slot, asked by who manages it."""

    name = StringField(_l("Name"), [InputRequired(_l("Write the name.")), OneLine(200)])
    email = EmailField(_l("E-mail address"), [InputRequired(_l("Write the e-mail address.")), MailAddress()])

    def fields(self, manager: Presenter) -> PresenterFields:
        """Return what was posted; letters go out in the language and zone of the manager."""
        zone, language = manager.zone, manager.language
        return PresenterFields(name=self.name.data, email=self.email.data, language=language, zone=zone)


def _shown(slot: Slot) -> dict[str, object]:
    texts = {"title": slot.title, "abstract": slot.abstract}
    return {**texts, "language": slot.language or "", "interpretation": slot.interpretation}


def _form_for(slot: Slot, languages: Sequence[str], *, is_shared: bool) -> type[TextsForm]:
    """Return the form for the languages of one seminar: a field has to know them before it is filled."""
    if not is_shared:
        return TextsForm

    class SpokenTextsForm(SharedTextsForm):
        title = LocalizedField(
            _l("Title"), languages=languages, description=_l("All who present in this slot share this title.")
        )
        abstract = LocalizedField(
            _l("Abstract"),
            languages=languages,
            limit=3000,
            is_long=True,
            description=_l("What people will hear, for the public page."),
        )

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            offer_languages(self, slot)

    return SpokenTextsForm
