"""Calls as the office runs them: written, published, put off, called off; and what came in."""

from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW, text
from tests.support.calls import DAY, a_choice, a_draft, a_question, an_open_call, at, offered, page, source
from tests.support.committees import an_application
from tests.support.databases import ON_SQLITE
from tests.support.files import PDF
from tests.support.letters import post_round
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import (
    ApplicationAnswer,
    ApplicationState,
    Call,
    CallState,
    Question,
    QuestionKind,
    RoleName,
)
from webinars.models.database import db
from webinars.queries.calls import questions_of, themes_of_call
from webinars.services import applications

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

NEW: dict[str, Any] = {
    "title-en": "City Partnership Program",
    "slug": "partners-2016",
    "zone": "Asia/Tokyo",
    "local_opens": "2026-09-10T09:00",
    "local_closes": "2026-10-10T17:00",
    "languages": ["en"],
    "most_points": "5",
    "seminar": "",
    "series": "",
}


@pytest.fixture
def office(app: Flask, database: SQLAlchemy) -> FlaskClient:
    return signed_in(app)


def stored(slug: str = "partners-2016") -> Call:
    statement = select(Call).where(Call.slug == slug).execution_options(populate_existing=True)
    return db.session.scalars(statement).one()


def followed(client: FlaskClient, path: str, **fields: Any) -> str:
    answer: TestResponse = client.post(path, data=fields)
    assert answer.status_code == 303, unescape(answer.text)
    return page(client, answer.location).words


def test_a_call_is_written_published_put_off_and_called_off(
    office: FlaskClient, database: SQLAlchemy
) -> None:
    theme = builders.a_theme("ICT")
    words = followed(office, "/organise/calls/new", **NEW, themes=[theme.slug], asks_presentation="y")
    assert "The draft is kept." in words
    call = stored()
    assert (call.opens_at, call.closes_at) == (at("2026-09-10T00:00Z"), at("2026-10-10T08:00Z"))
    assert [one.id for one in themes_of_call(call.id)] == [theme.id]
    here = "/organise/calls/partners-2016"
    edited = {
        **NEW,
        "title-en": "Partnership Program",
        "version": call.version,
        "contact_email": "a@x.example",
    }
    assert "Partnership Program" in followed(office, f"{here}/edit", **edited)
    previewed = page(office, f"{here}/preview")
    assert "Preview. Nobody else sees this yet." in previewed.words
    assert "Closes" in [one.words for one in previewed.tags("h3")]
    assert "Not open yet" in followed(office, f"{here}/publish")
    a_draft(stored(), contact_email="draft@x.example")
    extended = {"local_closes": "2026-11-10T17:00", "version": stored().version}
    assert "1 draft is told." in followed(office, f"{here}/extend", **extended)
    assert [one.letter.recipient for one in post_round(NOW)] == ["draft@x.example"]
    assert "1 applicant is told by a letter." in page(office, f"{here}/cancel").words
    nobody = page(office, f"/organise/calls/{an_open_call().slug}/cancel").words
    assert "told" not in nobody
    assert "Cancelled" in followed(office, f"{here}/cancel")
    assert stored().state is CallState.CANCELLED


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"local_closes": "2026-09-01T09:00"}, "The call closes before it opens."),
        ({"local_closes": "2026-10-25T02:30", "zone": "Europe/Paris"}, "happens twice in Paris"),
        ({"zone": "Asia/Tokio"}, "did you mean Asia/Tokyo"),
        ({"slug": "Partners 2016"}, "Write small letters"),
        ({"languages": []}, "Choose at least one language."),
        ({"most_points": "1000"}, "Write a number from 1 to 100."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    office: FlaskClient, fields: dict[str, Any], sentence: str
) -> None:
    answer = office.post("/organise/calls/new", data=NEW | fields)
    assert answer.status_code == 422
    assert sentence in source(answer)
    assert 'value="City Partnership Program"' in source(answer)


def test_a_close_that_comes_twice_is_asked_about_and_the_answer_taken(office: FlaskClient) -> None:
    twice = NEW | {"zone": "Europe/Paris", "local_closes": "2026-10-25T02:30"}
    asked = source(office.post("/organise/calls/new", data=twice))
    assert "The second time (UTC+1)" in asked
    followed(office, "/organise/calls/new", **twice, closes_reading="second")
    assert stored().closes_at == at("2026-10-25T01:30Z")
    shown = page(office, "/organise/calls/partners-2016/times")
    (checked,) = shown.all(
        lambda one: one.attributes.get("name") == "closes_reading" and "checked" in one.attributes
    )
    assert checked.attributes["value"] == "second"


def test_the_times_of_a_draft_are_changed(office: FlaskClient) -> None:
    followed(office, "/organise/calls/new", **NEW)
    fields = {name: NEW[name] for name in ("zone", "local_opens")} | {"local_closes": "2026-10-20T17:00"}
    followed(office, "/organise/calls/partners-2016/times", **fields, version=1)
    assert stored().closes_at == at("2026-10-20T08:00Z")
    late = office.post(
        "/organise/calls/partners-2016/times", data=fields | {"version": 1, "zone": "Asia/Seoul"}
    )
    assert late.status_code == 409


def test_the_list_of_calls_counts_and_takes_as_many_statements_for_three_as_for_one(
    office: FlaskClient, database: SQLAlchemy
) -> None:
    counted = []
    for number in (1, 2):
        for _ in range(number):
            call = an_open_call()
            a_draft(call)
            an_application(call)
        office.get("/organise/calls/")
        with count_statements() as statements:
            said = page(office, "/organise/calls/")
        counted.append(len(statements))
    assert counted == [4, 4]
    assert [[cell.words for cell in row.tags("td")[-2:]] for row in said.tags("tr")[1:]] == [["1", "1"]] * 3


def test_questions_are_written_ordered_and_removed(office: FlaskClient, database: SQLAlchemy) -> None:
    here = f"/organise/calls/{an_open_call(slug='one').slug}/questions/"
    asked = {"label-en": "How?", "kind": "choice", "choices-en": "In person\r\nOnline", "is_required": "y"}
    assert "How?" in followed(office, f"{here}new", **asked)
    followed(office, f"{here}new", **{"label-en": "What?", "kind": "text"})
    first, second = questions_of(stored("one").id)
    assert first.choices == [{"en": "In person"}, {"en": "Online"}]
    followed(office, f"{here}order", down=first.key)
    assert [one.key for one in questions_of(stored("one").id)] == [second.key, first.key]
    changed = asked | {"choices-en": "In person\nOnline\nBy post", "version": first.version}
    assert "By post" in followed(office, f"{here}{first.key}", **changed)
    late = office.post(f"{here}{first.key}", data=changed | {"choices-en": "Only here\nOnline\nBy post"})
    assert late.status_code == 409
    followed(office, f"{here}{second.key}/remove")
    assert [one.key for one in questions_of(stored("one").id)] == [first.key]
    stale = office.post(f"{here}order", data={"order": [second.key, first.key]})
    assert stale.status_code == 409
    assert "Somebody else changed the questions." in source(stale)


@pytest.mark.parametrize(
    "choices",
    [{"choices-en": "Yes\nNo", "choices-ja": "はい"}, {"choices-en": "Yes\n\nNo"}, {"choices-en": "Yes"}],
)
def test_choices_that_do_not_fit_together_are_refused(
    office: FlaskClient, database: SQLAlchemy, choices: dict[str, str]
) -> None:
    here = f"/organise/calls/{an_open_call().slug}/questions/new"
    answer = office.post(here, data={"label-en": "How?", "kind": "choice"} | choices)
    assert answer.status_code == 422
    assert database.session.scalars(select(Question)).all() == []


def test_the_applications_are_filtered_counted_and_paged(
    app: Flask, office: FlaskClient, database: SQLAlchemy
) -> None:
    app.config["PAGE_SIZE"] = 2
    call, kobe = an_open_call(slug="one"), builders.a_city("Kobe", zone="Asia/Tokyo")
    an_application(call, kobe, contact_name="Kenji Kobe")
    a_draft(call, city_name="Toyama")
    an_application(call, state=ApplicationState.WITHDRAWN)
    an_application(an_open_call(), kobe)
    here = "/organise/calls/one/applications/"
    with count_statements() as statements:
        said = page(office, here)
    assert len(statements) == 5, statements
    assert "Page 1 of 2" in said.words
    assert "Draft: 1 Sent: 1 Withdrawn: 1" in said.words

    def cities(query: str) -> list[str]:
        return [row.tags("th")[0].words for row in page(office, here + query).tags("tr")[1:]]

    assert cities("?state=sent") == ["Kobe"]
    assert cities("?q=kenji") == ["Kobe"]
    assert cities("?q=toya") == ["Toyama"]
    assert "No application fits" in page(office, f"{here}?q=nobody").words


def test_an_application_is_read_with_its_answers_and_its_file(
    office: FlaskClient, database: SQLAlchemy
) -> None:
    call, theme = an_open_call(slug="one"), builders.a_theme("ICT")
    offered(call, theme)
    choice, link = a_choice(call, "In person", "Online"), a_question(call, QuestionKind.LINK)
    file, silent = a_question(call, QuestionKind.FILE), a_question(call, label="Anything else?")
    sent = an_application(call, wants_slot=True, presentation_title="Canals", other_themes="Snow")
    for question, words in ((choice, "1"), (link, "https://city.example/plan")):
        builders.kept(ApplicationAnswer(application_id=sent.id, question_id=question.id, text=words))
    applications.attach(sent.id, file.key, "plan.pdf", PDF, now=NOW)
    here = f"/organise/calls/one/applications/{sent.key}/"
    said = page(office, here)
    answers = said.with_class("said")[0]
    pairs = zip(answers.tags("dt"), answers.tags("dd"), strict=True)
    assert {label.words: value.words for label, value in pairs} == {
        "Themes": "Snow",
        "Presentation": "Canals",
        str(choice.label): "Online",
        str(link.label): "https://city.example/plan",
        str(file.label): "plan.pdf 1 kB",
        str(silent.label): "no answer",
    }
    assert office.get(said.links()["plan.pdf"]).data == PDF
    assert office.get(f"{here}files/{choice.key}").status_code == 404
    other = an_open_call()
    assert office.get(f"/organise/calls/{other.slug}/applications/{sent.key}/").status_code == 404


def test_a_viewer_reads_and_changes_nothing(app: Flask, database: SQLAlchemy) -> None:
    call = an_open_call(slug="one", opens_at=NOW - DAY, title=text("Seen by all"))
    viewer = signed_in(app, RoleName.VIEWER)
    assert "Seen by all" in page(viewer, "/organise/calls/one/").words
    for path in ("cancel", "extend", "publish", "questions/new", "questions/order"):
        assert viewer.post(f"/organise/calls/{call.slug}/{path}").status_code == 403


def test_a_call_is_for_one_of_the_seminars(database: SQLAlchemy, office: FlaskClient) -> None:
    series = builders.a_series("Partners")
    builders.a_seminar(slug="seventh", series_id=series.id, edition=7)
    assert "Partners 7" in page(office, "/organise/calls/new").words
