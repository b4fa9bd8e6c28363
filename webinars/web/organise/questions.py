"""The questions of a call: added, changed, put in order, removed."""

from itertools import zip_longest
from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.texts import LocalizedText
from webinars.models.calls import Question, QuestionKind
from webinars.queries.calls import call_by_slug, question_by_key, questions_of
from webinars.services import questions
from webinars.services.questions import QuestionFields
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import page, see_other, sentence, status_of
from webinars.web.forms import options
from webinars.web.organise.editors import EditForm, OfficeText
from webinars.web.permissions import Permission, allow
from webinars.web.reader import language

blueprint = Blueprint("questions", __name__, url_prefix="/calls/<slug>/questions")

KINDS = {
    QuestionKind.TEXT: _l("A text"),
    QuestionKind.CHOICE: _l("One of several choices"),
    QuestionKind.FILE: _l("A file"),
    QuestionKind.LINK: _l("A link"),
}


class QuestionForm(EditForm):
    """What is written about a question."""

    label = OfficeText(_l("Question"), is_required=True)
    explanation = OfficeText(_l("Explanation"), limit=1000, is_long=True)
    kind = RadioField(
        _l("The answer is"),
        [InputRequired(_l("Choose a kind."))],
        choices=options((kind.value, words) for kind, words in KINDS.items()),
        default=QuestionKind.TEXT.value,
    )
    choices = OfficeText(
        _l("Choices"),
        limit=3000,
        is_long=True,
        description=_l(
            "One on each line, in the same order in every language. Only for one of several choices."
        ),
    )
    is_required = BooleanField(_l("Every application has to answer this"))

    def show(self, question: Question) -> None:
        """Show what is not a column as it stands."""
        self.version.data = str(question.version)
        self.kind.data = question.kind.value

    def fields(self) -> QuestionFields:
        """Return what was posted; raise Refusal at "choices" where languages have unlike numbers of them."""
        return QuestionFields(
            kind=QuestionKind(self.kind.data),
            label=self.label.data,
            explanation=self.explanation.data,
            is_required=self.is_required.data,
            choices=_choices(self.choices.data),
        )

    def stored(self, column: str, value: Any) -> tuple[str, object]:
        """Return which field shows a column, and the column's value as that field would hold it."""
        return (column, _in_lines(value)) if column == "choices" else (column, value)


@blueprint.get("/")
@allow(Permission.VIEW)
def index(slug: str) -> ResponseReturnValue:
    """List what a call asks, in order."""
    return _list(slug)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def new(slug: str) -> ResponseReturnValue:
    """Add a question at the end."""
    call_id, form = call_by_slug(slug).id, QuestionForm()
    if form.attempt(lambda: questions.add_question(call_id, form.fields(), by=actor(), now=clock.now())):
        flash(gettext("The question is kept."), "ok")
        return see_other(".index", slug=slug)
    return page("organise/questions/new.html", call=call_by_slug(slug), form=form, status=form.status)


@blueprint.route("/<key>", methods=["GET", "POST"])
@allow(Permission.ORGANISE)
def edit(slug: str, key: str) -> ResponseReturnValue:
    """Change a question."""
    question = question_by_key(call_by_slug(slug).id, key)
    ident, form = question.id, QuestionForm(data=_data(question))
    if not form.is_submitted():
        form.show(question)
    if form.attempt(
        lambda: questions.edit_question(
            ident, form.fields(), expected=form.expected, by=actor(), now=clock.now()
        )
    ):
        flash(gettext("The changes are kept."), "ok")
        return see_other(".index", slug=slug)
    return page(
        "organise/questions/edit.html", call=call_by_slug(slug), key=key, form=form, status=form.status
    )


@blueprint.post("/<key>/remove")
@allow(Permission.ORGANISE)
def remove(slug: str, key: str) -> ResponseReturnValue:
    """Ask a question no more."""
    question = question_by_key(call_by_slug(slug).id, key)
    questions.remove_question(question.id, by=actor(), now=clock.now())
    flash(gettext("The question is asked no more. Answers to it stay."), "ok")
    return see_other(".index", slug=slug)


@blueprint.post("/order")
@allow(Permission.ORGANISE)
def order(slug: str) -> ResponseReturnValue:
    """Put the questions into the posted order, or one of them one place up or down."""
    try:
        _order(call_by_slug(slug).id)
    except Missing:
        raise
    except Refusal as refusal:
        return _list(slug, refused=sentence(refusal), status=status_of(refusal))
    return see_other(".index", slug=slug)


def _order(call_id: int) -> None:
    by, now = actor(), clock.now()
    for name, places in (("up", -1), ("down", 1)):
        if key := request.form.get(name):
            ident = question_by_key(call_id, key).id
            return questions.move_question(ident, places, by=by, now=now)
    return questions.reorder(call_id, request.form.getlist("order"), by=by, now=now)


def _list(slug: str, *, refused: str = "", status: int = 200) -> ResponseReturnValue:
    call = call_by_slug(slug)
    lines = [
        {
            "id": one.key,
            "title": one.label.best(language()),
            "kind": KINDS[one.kind],
            "is_required": one.is_required,
            "choices": [LocalizedText.from_mapping(choice).best(language()) for choice in one.choices],
        }
        for one in questions_of(call.id)
    ]
    return page("organise/questions/index.html", call=call, lines=lines, refused=refused, status=status)


def _data(question: Question) -> dict[str, object]:
    names = ("label", "explanation", "is_required")
    return {name: getattr(question, name) for name in names} | {"choices": _in_lines(question.choices)}


def _in_lines(choices: list[dict[str, str]]) -> LocalizedText:
    """Return choices as the form holds them: for each language one on each line."""
    tags = dict.fromkeys(tag for choice in choices for tag in choice)
    return LocalizedText.from_mapping(
        {tag: "\n".join(choice.get(tag, "") for choice in choices) for tag in tags}
    )


def _choices(typed: LocalizedText) -> tuple[LocalizedText, ...]:
    lines = {tag: [line.strip() for line in text.splitlines()] for tag, text in typed.pairs}
    if len({len(one) for one in lines.values()}) > 1 or any("" in one for one in lines.values()):
        raise Refusal(
            N_("Write the same number of choices in every language, and no empty lines between them."),
            field="choices",
        )
    rows = zip_longest(*lines.values())
    return tuple(LocalizedText.from_mapping(dict(zip(lines, row, strict=True))) for row in rows)
