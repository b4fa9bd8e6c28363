"""Questions of a call: what was answered keeps its meaning, and the order is the office's."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER, kept, text
from tests.support.calls import a_choice, a_draft, a_question, an_open_call
from tests.support.statements import count_statements
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.models import ApplicationAnswer, Call, CallState, Question, QuestionKind
from webinars.queries.calls import questions_of
from webinars.services import questions
from webinars.services.questions import QuestionFields


def fields(label: str = "What would you share?", **values: Any) -> QuestionFields:
    given: dict[str, Any] = {"kind": QuestionKind.TEXT, "label": text(label)}
    return QuestionFields(**given | values)


def a_choice_of(*choices: str) -> QuestionFields:
    return fields(kind=QuestionKind.CHOICE, choices=tuple(map(text, choices)))


def add(call: Call, wanted: QuestionFields) -> Question:
    return questions.add_question(call.id, wanted, by=ORGANISER, now=NOW)


def change(question: Question, wanted: QuestionFields) -> None:
    questions.edit_question(question.id, wanted, expected=None, by=ORGANISER, now=NOW)


def labels(call: Call) -> list[str]:
    return [str(one.label) for one in questions_of(call.id)]


def answered(question: Question, call: Call) -> None:
    kept(ApplicationAnswer(application_id=a_draft(call).id, question_id=question.id, text="0"))


def test_questions_stand_in_the_order_in_which_they_were_added(database: SQLAlchemy) -> None:
    call = an_open_call()
    for label in ("First?", "Second?", "Third?"):
        add(call, fields(label))
    assert labels(call) == ["First?", "Second?", "Third?"]


def test_a_question_is_moved_removed_and_the_others_close_up(database: SQLAlchemy) -> None:
    call = an_open_call()
    first, second, _third = (add(call, fields(label)) for label in ("First?", "Second?", "Third?"))
    questions.move_question(first.id, 1, by=ORGANISER, now=NOW)
    assert labels(call) == ["Second?", "First?", "Third?"]
    questions.move_question(second.id, -1, by=ORGANISER, now=NOW)
    assert labels(call) == ["Second?", "First?", "Third?"]
    questions.remove_question(second.id, by=ORGANISER, now=NOW)
    assert [(str(one.label), one.position) for one in questions_of(call.id)] == [("First?", 0), ("Third?", 1)]


def test_a_question_is_locked_after_its_call_as_by_who_orders_them_all(
    database: SQLAlchemy, engine: str
) -> None:
    question = add(an_open_call(), fields("First?"))
    with count_statements() as statements:
        change(question, fields("Second?"))
    locked = [one.rpartition(" ")[2] for one in statements if "FOR NO KEY UPDATE" in one]
    assert locked == (["call", "question"] if engine == "postgresql" else [])


def test_a_question_that_a_colleague_has_removed_is_not_moved(database: SQLAlchemy) -> None:
    question = add(an_open_call(), fields("First?"))
    questions.remove_question(question.id, by=ORGANISER, now=NOW)
    with pytest.raises(Missing):
        questions.move_question(question.id, 1, by=ORGANISER, now=NOW)


def test_an_order_of_other_questions_is_stale(database: SQLAlchemy) -> None:
    call = an_open_call()
    first, second = add(call, fields("First?")), add(call, fields("Second?"))
    questions.reorder(call.id, [second.key, first.key], by=ORGANISER, now=NOW)
    assert labels(call) == ["Second?", "First?"]
    with pytest.raises(Stale):
        questions.reorder(call.id, [first.key], by=ORGANISER, now=NOW)


@pytest.mark.parametrize(
    ("wanted", "at_field"),
    [
        (fields(""), "label"),
        (a_choice_of("Only one"), "choices"),
        (a_choice_of(*(f"Choice {number}" for number in range(31))), "choices"),
    ],
)
def test_a_question_that_cannot_be_is_refused_at_its_field(
    database: SQLAlchemy, wanted: QuestionFields, at_field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        add(an_open_call(), wanted)
    assert refused.value.field == at_field


def test_only_a_choice_has_choices(database: SQLAlchemy) -> None:
    question = add(an_open_call(), fields(choices=(text("Yes"), text("No"))))
    assert question.choices == []


def test_what_was_answered_keeps_its_kind_and_its_choices(database: SQLAlchemy) -> None:
    call = an_open_call()
    question = a_choice(call, "Yes", "No")
    answered(question, call)
    change(question, a_choice_of("Yes, of course", "No", "Not sure"))
    for wanted, at_field in ((fields(), "kind"), (a_choice_of("Yes", "No"), "choices")):
        with pytest.raises(Refusal) as refused:
            change(question, wanted)
        assert refused.value.field == at_field


def test_what_nobody_has_answered_may_become_anything(database: SQLAlchemy) -> None:
    question = a_choice(an_open_call(), "Yes", "No", "Perhaps")
    change(question, fields(kind=QuestionKind.FILE))
    assert (question.kind, question.choices) == (QuestionKind.FILE, [])


def test_a_call_that_is_off_asks_nothing_new(database: SQLAlchemy) -> None:
    call = an_open_call(state=CallState.CANCELLED)
    with pytest.raises(Refusal, match="This call is cancelled"):
        add(call, fields())


def test_a_call_asks_at_most_forty_questions(database: SQLAlchemy) -> None:
    call = an_open_call()
    for _ in range(40):
        a_question(call)
    with pytest.raises(Refusal, match="at most 40 questions"):
        add(call, fields())
