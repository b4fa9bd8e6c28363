"""The forms of an import: the file, then where its talks go."""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Iterator, Sequence
from hashlib import sha256

from flask import current_app, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional

from webinars.domain.calendar.imports import MOST_BYTES
from webinars.domain.errors import N_, Refusal
from webinars.queries.programmes import Programme
from webinars.services.imports import NEW_PART, NO_PART, Choice, Plan, Reading, choices_for
from webinars.web.form_words import FormWords
from webinars.web.forms import Form, OneLine, options, own_name
from webinars.web.programmes import slot_words
from webinars.web.reader import language


class UploadForm(Form):
    """The file, and the language of its titles."""

    file = FileField(
        _l("Calendar file"),
        [InputRequired(_l("Choose a file."))],
        description=_l("A file that ends with .ics, with one event for each talk; at most 1 MB."),
    )
    language = SelectField(_l("Language of the titles"), [InputRequired()])

    def offer(self, whole: Programme) -> None:
        """Fill the choice of languages, those of the seminar first."""
        offered = current_app.config["LANGUAGES"]
        spoken = [tag for tag in whole.seminar.languages if tag in offered]
        tags = dict.fromkeys([*spoken, *offered])
        self.language.choices = options((tag, own_name(tag)) for tag in tags)

    def content(self) -> bytes:
        """Return the file that was posted, one byte more than allowed at most. Raises Refusal without one."""
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise Refusal(N_("Choose a file."), field="file")
        return sent.stream.read(MOST_BYTES + 1)


class GroupForm(PlainForm):  # type: ignore[misc]
    """Where one group of talks goes."""

    class Meta(PlainForm.Meta):  # type: ignore[misc]
        """How WTForms makes the form."""

        def get_translations(self, form: object) -> FormWords:
            """Return the words for what WTForms itself finds wrong."""
            return FormWords()

    target = SelectField(_l("These talks go to"), validate_choice=False)
    name = StringField(
        _l("Name of the new part"), [Optional(), OneLine(300)], description=_l("Only for a new part.")
    )

    def choice(self) -> Choice:
        """Return what was chosen; a name counts only for a new part."""
        target = self.target.data or NO_PART
        return Choice(target, (self.name.data or "").strip() if target == NEW_PART else "")


class PlanForm(Form):
    """The plan as it was shown: the file, the revision of the seminar, and what was chosen.

    *seen* tells whether the choices are those of which the plan was shown.
    """

    content = HiddenField()
    language = HiddenField()
    revision = HiddenField()
    seen = HiddenField()
    removed = SelectMultipleField(_l("Take out of the programme"), validate_choice=False)

    def file(self) -> bytes:
        """Return the file that travels with the form. Raises Refusal when it is none any more."""
        if self.language.data not in current_app.config["LANGUAGES"]:
            raise _lost()
        try:
            return b64decode((self.content.data or "").encode("ascii"), validate=True)
        except (BadBase64, UnicodeEncodeError):
            raise _lost() from None

    @property
    def expected(self) -> int:
        """Return the revision that the plan was shown with; 0, which none has, when it says none."""
        written = self.revision.data or ""
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else 0

    def read_choices(self, reading: Reading, whole: Programme) -> tuple[Choice, ...]:
        """Return where each group goes as posted; make the fields that show it."""
        self.groups = list(_group_forms(reading, whole))
        return tuple(group.choice() for group in self.groups)

    def propose(
        self, content: bytes, language: str, reading: Reading, whole: Programme
    ) -> tuple[Choice, ...]:
        """Fill in a file that has just come, and where its groups would go."""
        self.content.data, self.language.data = b64encode(content).decode("ascii"), language
        self.groups = list(_group_forms(reading, whole, choices_for(reading, whole)))
        return tuple(group.choice() for group in self.groups)

    def show(self, choices: Sequence[Choice], plan: Plan, whole: Programme) -> None:
        """Fill in what the plan is shown for, and put what is wrong where it is chosen."""
        self.revision.data = str(whole.seminar.revision)
        self.seen.data = self.digest(choices)
        self.removed.choices = options(
            (one.slot.key, slot_words(one.slot, language())) for one in plan.missing
        )

    def digest(self, choices: Sequence[Choice]) -> str:
        """Return what tells other choices apart from these."""
        chosen = [(one.target, one.name) for one in choices]
        return sha256(repr((chosen, sorted(self.removed.data or ()))).encode()).hexdigest()


def _group_forms(
    reading: Reading, whole: Programme, proposed: Sequence[Choice] | None = None
) -> Iterator[GroupForm]:
    """Yield the fields of each group: with the posted values, or with those of *proposed*."""
    parts = [(part.session.key, part.session.name.best(language())) for part in whole.planned]
    offered = [*parts, (NEW_PART, gettext("A new part")), (NO_PART, gettext("Nowhere: leave them out"))]
    for number in range(len(reading.groups)):
        posted = None if proposed else request.form
        form = GroupForm(posted, prefix=f"group-{number}-")
        form.target.choices = options(offered)
        form.target.flags.required = True
        if proposed:
            form.target.data = proposed[number].target
            if proposed[number].target == NEW_PART:
                place = len(whole.sessions) + _new_before(proposed, number)
                form.name.data = gettext("Part %(number)s", number=place)
        form.validate()
        yield form


def _lost() -> Refusal:
    return Refusal(N_("The file was lost on the way. Choose it again."), field="file")


def _new_before(proposed: Sequence[Choice], number: int) -> int:
    return sum(one.target == NEW_PART for one in proposed[: number + 1])
