"""Questions of a call: added, changed, put in order, removed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Missing, Refusal, Stale
from webinars.domain.texts import LocalizedText
from webinars.models.calls import ApplicationAnswer, Call, Question, QuestionKind
from webinars.models.database import db, lock, transaction
from webinars.queries.calls import questions_of
from webinars.services.calls import lock_call
from webinars.services.edits import edit
from webinars.services.records import Actor, record
from webinars.services.seminar_fields import NO_TEXT

MOST_QUESTIONS = 40
MOST_CHOICES = 30


@dataclass(frozen=True, kw_only=True)
class QuestionFields:
    """What a person writes about a question; *choices* are those of a choice, in order."""

    kind: QuestionKind
    label: LocalizedText
    explanation: LocalizedText = NO_TEXT
    is_required: bool = False
    choices: tuple[LocalizedText, ...] = ()

    def columns(self) -> dict[str, object]:
        """Return the values by column, as the table holds them."""
        choices = self.choices if self.kind is QuestionKind.CHOICE else ()
        return dict(vars(self)) | {"choices": [choice.to_mapping() for choice in choices]}


def add_question(call_id: int, wanted: QuestionFields, *, by: Actor, now: datetime) -> Question:
    """Add a question at the end. Raises Refusal at a field."""
    with transaction():
        call, questions = lock_call(call_id), questions_of(call_id)
        if len(questions) >= MOST_QUESTIONS:
            raise Refusal(N_("A call asks at most %(most)d questions."), most=MOST_QUESTIONS)
        _check(wanted)
        question = Question(call_id=call_id, position=len(questions), **wanted.columns())
        db.session.add(question)
        record("created", question, by=by, now=now, seminar_id=call.seminar_id)
    return question


def edit_question(
    question_id: int, wanted: QuestionFields, *, expected: int | None, by: Actor, now: datetime
) -> Question:
    """Change a question; of one that was answered only the words, and choices may be added at the end.

    Raises Refusal at a field, or Stale.
    """
    with transaction():
        question, call = _lock(question_id)
        _check(wanted)
        if _is_answered(question_id):
            _check_answered(question, wanted)
        edit(question, wanted.columns(), expected=expected, by=by, now=now, seminar_id=call.seminar_id)
    return question


def remove_question(question_id: int, *, by: Actor, now: datetime) -> None:
    """Ask a question no more; answers to it stay where they are."""
    with transaction():
        question, call = _lock(question_id)
        question.removed_at = now
        record("removed", question, by=by, now=now, seminar_id=call.seminar_id)
        _number(questions_of(question.call_id))


def move_question(question_id: int, by_places: int, *, by: Actor, now: datetime) -> None:
    """Put a question that many places down (negative: up), as far as there are places."""
    with transaction():
        question, _call = _lock(question_id)
        order = [one.key for one in questions_of(question.call_id)]
        place = order.index(question.key)
        order.insert(max(place + by_places, 0), order.pop(place))
        _put(question.call_id, order, by=by, now=now)


def reorder(call_id: int, keys: Sequence[str], *, by: Actor, now: datetime) -> None:
    """Put the questions into the order of *keys*. Raises Stale unless these are the call's, each once."""
    with transaction():
        lock_call(call_id)
        _put(call_id, keys, by=by, now=now)


def _lock(question_id: int) -> tuple[Question, Call]:
    """Lock a question, and before it its call, as who puts all of them in order does. Raises Missing."""
    call_id = db.session.scalar(select(Question.call_id).where(Question.id == question_id))
    call, question = lock_call(call_id or 0), lock(Question, question_id)
    if question.removed_at is not None:
        raise Missing(N_("This question is no longer asked. Go back and reload the page."))
    return question, call


def _put(call_id: int, keys: Sequence[str], *, by: Actor, now: datetime) -> None:
    questions = {question.key: question for question in questions_of(call_id)}
    if sorted(keys) != sorted(questions):
        raise Stale(
            N_("Somebody else changed the questions. Look at them again, then order them."), theirs={}
        )
    if list(keys) == list(questions):
        return
    _number([questions[key] for key in keys])
    call = lock_call(call_id)
    record("reordered", call, by=by, now=now, seminar_id=call.seminar_id)


def _number(questions: Sequence[Question]) -> None:
    for position, question in enumerate(questions):
        question.position = position
    db.session.flush()


def _is_answered(question_id: int) -> bool:
    answers = select(ApplicationAnswer.id).where(ApplicationAnswer.question_id == question_id)
    return db.session.scalar(answers.limit(1)) is not None


def _check_answered(question: Question, wanted: QuestionFields) -> None:
    if wanted.kind is not question.kind:
        raise Refusal(
            N_("This question was answered: its kind stays. Remove it, and ask another."), field="kind"
        )
    if len(wanted.choices) < len(question.choices):
        raise Refusal(
            N_("This question was answered: keep its choices in their order. You can add some at the end."),
            field="choices",
        )


def _check(wanted: QuestionFields) -> None:
    if not wanted.label:
        raise Refusal(N_("Write this in at least one language."), field="label")
    if wanted.kind is not QuestionKind.CHOICE:
        return
    if not 2 <= len(wanted.choices) <= MOST_CHOICES:
        raise Refusal(
            N_("Write 2 to %(most)d choices, each on a line of its own."), field="choices", most=MOST_CHOICES
        )
