"""The forms of a presenter's own page: the answer and the texts, each with a prefix of its own."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField, ValidationError

from webinars.models.slots import Answer, Presenter, Slot
from webinars.services.presenters import OwnTexts
from webinars.web.forms import LocalizedField, ManyLines
from webinars.web.organise.editors import EditForm, version_in


class AnswerForm(EditForm):
    """Yes or no; the buttons carry *answer*."""

    answer = StringField(_l("Answer"))
    comment = TextAreaField(
        _l("Reason"), [ManyLines(1000)], description=_l("The host reads it. You may leave it empty.")
    )

    @classmethod
    def kept(cls, presenter: Presenter) -> Self:
        """Return the form as it was answered, whatever is posted."""
        form = cls(formdata=None, prefix="answer")
        form.comment.data = presenter.answer_comment
        return form

    def validate_answer(self, field: Any) -> None:
        """Refuse what is neither yes nor no."""
        if field.data not in (Answer.ACCEPTED.value, Answer.DECLINED.value):
            raise ValidationError(gettext("Accept or decline."))


class TextsForm(EditForm):
    """The title of the slot in the languages of the seminar, and the person's biography."""

    slot_version = HiddenField()
    title = LocalizedField()
    biography = TextAreaField(
        _l("Biography"), [ManyLines(3000)], description=_l("A few sentences about you, for the public page.")
    )

    @classmethod
    def kept(cls, slot: Slot, presenter: Presenter, languages: Sequence[str]) -> "TextsForm":
        """Return the form as it is kept, whatever is posted."""
        form = _spoken(languages)(formdata=None, data={"title": slot.title}, prefix="texts")
        form.biography.data = presenter.biography
        form.renew(slot, presenter)
        return form

    @classmethod
    def posted(cls, slot: Slot, languages: Sequence[str]) -> "TextsForm":
        """Return the form as it was posted; titles in languages that are not on the page are kept."""
        return _spoken(languages)(data={"title": slot.title}, prefix="texts")

    def renew(self, slot: Slot, presenter: Presenter) -> None:
        """Carry the present versions: who sends the form again has seen what is stored."""
        self.slot_version.data, self.version.data = str(slot.version), str(presenter.version)

    def texts(self) -> OwnTexts:
        """Return what was posted."""
        return OwnTexts(
            title=self.title.data,
            biography=self.biography.data or "",
            slot_version=version_in(self.slot_version),
            version=self.expected,
        )


def _spoken(languages: Sequence[str]) -> type[TextsForm]:
    """Return the form for the languages of one seminar: a field has to know them before it is filled."""

    class SpokenTextsForm(TextsForm):
        title = LocalizedField(
            _l("Title"), languages=languages, description=_l("All who present in this slot share this title.")
        )

    return SpokenTextsForm
