"""Applications: begun for one city, saved with gaps, sent whole, and nobody else's business."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, a_city, a_theme
from tests.support.at_once import at_once
from tests.support.calls import DAY, a_draft, a_question, an_open_call, offered, stored
from tests.support.committees import an_application
from tests.support.files import PDF
from tests.support.letters import post_round, waiting
from tests.support.statements import count_statements
from webinars.domain.errors import Incomplete, Refusal, Stale
from webinars.models import (
    Application,
    ApplicationAnswer,
    ApplicationState,
    Call,
    CallState,
    NoticeKind,
    QuestionKind,
    Record,
    Upload,
)
from webinars.queries.applications import themes_of
from webinars.services import applications
from webinars.services.applications import Applicant, ApplicationFields


def applicant(**values: Any) -> Applicant:
    given: dict[str, Any] = {"name": "Aiko Applicant", "email": "aiko@city.example", "language": "en"}
    return Applicant(**given | values)


def start(call: Call, **values: Any) -> None:
    applications.start(call.id, applicant(**values), now=NOW)


def fields(answers: Mapping[str, str] = {}, **values: Any) -> ApplicationFields:
    given: dict[str, Any] = {"contact_name": "Aiko Applicant", "language": "en"}
    return ApplicationFields(**given | values, answers=answers)


def save(application: Application, wanted: ApplicationFields, expected: int | None = None) -> int:
    return applications.save(application.id, wanted, expected=expected, now=NOW)


def test_a_draft_knows_its_city_and_the_clock_of_it(database: SQLAlchemy) -> None:
    call, kobe = an_open_call(), a_city("Kobe", zone="Asia/Tokyo", country="JP")
    start(call, city_id=kobe.id)
    application = stored()
    assert (application.city_id, application.zone, application.country) == (kobe.id, "Asia/Tokyo", "JP")
    assert (application.state, application.sent_at) == (ApplicationState.DRAFT, None)
    assert [notice.kind for notice in waiting()] == [NoticeKind.APPLICATION_DRAFT]


def test_the_call_is_held_as_it_is_while_an_answer_to_it_is_written(
    database: SQLAlchemy, engine: str
) -> None:
    application = a_draft(an_open_call())
    with count_statements() as statements:
        save(application, fields())
    locked = [one.partition(" FOR ")[2] for one in statements if " FOR " in one]
    held = ["SHARE OF call", "NO KEY UPDATE OF application"]
    assert locked == (held if engine == "postgresql" else [])


def test_a_letter_that_waits_is_enough_for_who_starts_twice(database: SQLAlchemy) -> None:
    call = an_open_call()
    start(call, city_name="Kitakyushu", country="JP")
    start(call, city_name="Kitakyushu", country="JP")
    assert len(post_round(NOW)) == 1
    start(call, city_name="Kitakyushu", country="JP")
    assert len(post_round(NOW)) == 1
    assert stored().contact_email == "aiko@city.example"


def test_one_person_may_apply_for_two_cities_and_again_after_withdrawing(database: SQLAlchemy) -> None:
    call = an_open_call()
    start(call, city_name="Kitakyushu", country="JP")
    applications.withdraw(stored().id, now=NOW)
    start(call, city_name="Kitakyushu", country="JP")
    start(call, city_name="Toyama", country="JP")
    found = database.session.scalars(select(Application.city_name).order_by(Application.id)).all()
    assert found == ["Kitakyushu", "Kitakyushu", "Toyama"]


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.CANCELLED])
def test_a_call_that_is_not_published_takes_nothing(database: SQLAlchemy, state: CallState) -> None:
    call = an_open_call(state=state)
    with pytest.raises(Refusal, match="takes no applications"):
        start(call, city_name="Kitakyushu", country="JP")


def test_saving_the_same_again_changes_nothing(database: SQLAlchemy) -> None:
    call, theme = an_open_call(), a_theme()
    offered(call, theme)
    question, draft = a_question(call), a_draft(call)
    wanted = fields({question.key: "Canals"}, theme_ids=frozenset({theme.id}))
    version = save(draft, wanted, 1)
    assert (version, save(draft, wanted, version)) == (2, 2)
    assert [one.id for one in themes_of(draft.id)] == [theme.id]


def test_a_theme_that_is_not_on_offer_is_refused(database: SQLAlchemy) -> None:
    draft = a_draft(an_open_call())
    with pytest.raises(Refusal) as refused:
        save(draft, fields(theme_ids=frozenset({a_theme().id})))
    assert refused.value.field == "themes"


def test_a_stale_save_names_what_differs(database: SQLAlchemy) -> None:
    call = an_open_call()
    question, draft = a_question(call), a_draft(call)
    save(draft, fields({question.key: "Canals"}), 1)
    with pytest.raises(Stale) as stale:
        save(draft, fields({question.key: "Rivers"}), 1)
    assert (stale.value.theirs, stale.value.version) == ({f"answer-{question.key}": "Canals"}, 2)


def test_sending_names_every_gap_in_the_order_of_the_form(database: SQLAlchemy) -> None:
    call = an_open_call()
    offered(call, a_theme())
    told = a_question(call, is_required=True)
    a_question(call)
    file = a_question(call, QuestionKind.FILE, is_required=True)
    draft = a_draft(call, wants_slot=True)
    with pytest.raises(Incomplete) as incomplete:
        applications.send(draft.id, now=NOW)
    gaps = ("themes", "presentation_title", f"answer-{told.key}", f"answer-{file.key}")
    assert incomplete.value.fields == gaps


def test_themes_of_ones_own_are_themes(database: SQLAlchemy) -> None:
    call = an_open_call()
    offered(call, a_theme())
    draft = a_draft(call, other_themes="Snow removal")
    applications.send(draft.id, now=NOW)
    assert stored().state is ApplicationState.SENT


def test_sending_twice_owes_one_receipt(database: SQLAlchemy) -> None:
    draft = a_draft(an_open_call())
    applications.send(draft.id, now=NOW)
    applications.send(draft.id, now=NOW + DAY)
    assert (stored().sent_at, len(post_round(NOW))) == (NOW, 1)


def test_two_who_send_at_once_owe_one_receipt(app: Flask, database: SQLAlchemy) -> None:
    ident = a_draft(an_open_call()).id
    deed = partial(applications.send, ident, now=NOW)
    assert at_once(app, deed, deed) == ["done", "done"]
    assert [notice.kind for notice in waiting()] == [NoticeKind.APPLICATION_RECEIPT]


def test_the_log_holds_what_was_sent_and_changed_since_and_no_draft(database: SQLAlchemy) -> None:
    draft = a_draft(an_open_call())
    save(draft, fields(other_themes="Snow"))
    applications.send(draft.id, now=NOW)
    save(draft, fields(other_themes="Snow and ice"))
    records = database.session.scalars(select(Record).order_by(Record.id))
    assert [(one.verb, one.title, one.changes) for one in records] == [
        ("sent", "Kitakyushu", {}),
        ("edited", "Kitakyushu", {"other_themes": ["Snow", "Snow and ice"]}),
    ]


def test_the_file_of_a_text_and_the_required_file_of_what_was_sent_are_refused(database: SQLAlchemy) -> None:
    call = an_open_call()
    told, file = a_question(call), a_question(call, QuestionKind.FILE, is_required=True)
    draft = a_draft(call)
    with pytest.raises(Refusal, match="asks for no file"):
        applications.attach(draft.id, told.key, "a.pdf", PDF, now=NOW)
    applications.attach(draft.id, file.key, "a.pdf", PDF, now=NOW)
    applications.send(draft.id, now=NOW)
    with pytest.raises(Refusal, match="Send another in its place"):
        applications.detach(draft.id, file.key, now=NOW)
    applications.attach(draft.id, file.key, "b.pdf", PDF, now=NOW)
    assert database.session.scalars(select(Upload.name)).all() == ["b.pdf"]


def test_after_the_close_nothing_changes_but_withdrawing(database: SQLAlchemy) -> None:
    call = an_open_call(opens_at=NOW - 9 * DAY, closes_at=NOW)
    question, draft = a_question(call, QuestionKind.FILE), a_draft(call)
    for late in (
        lambda: save(draft, fields()),
        lambda: applications.send(draft.id, now=NOW),
        lambda: applications.attach(draft.id, question.key, "a.pdf", PDF, now=NOW),
        lambda: applications.detach(draft.id, question.key, now=NOW),
    ):
        with pytest.raises(Refusal, match="This call closed on"):
            late()
    applications.withdraw(draft.id, now=NOW)
    assert (stored().state, stored().sent_at) == (ApplicationState.WITHDRAWN, None)


def test_the_answers_of_two_applications_never_meet(database: SQLAlchemy) -> None:
    call = an_open_call()
    question = a_question(call)
    own, other = a_draft(call), an_application(call)
    save(own, fields({question.key: "Canals"}))
    save(other, fields({question.key: "Rivers"}))
    save(own, fields({question.key: ""}))
    answers = database.session.scalars(select(ApplicationAnswer))
    assert {one.application_id: one.text for one in answers} == {own.id: "", other.id: "Rivers"}
