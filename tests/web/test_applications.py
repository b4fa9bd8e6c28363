"""Applying without an account: started on the page of the call, written and sent by signed link."""

from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW
from tests.support.calls import (
    DAY,
    a_choice,
    a_draft,
    a_question,
    an_open_call,
    at,
    offered,
    own_url,
    save,
    written,
)
from tests.support.committees import an_application
from tests.support.databases import ON_SQLITE
from tests.support.files import PDF, posted, word_file
from tests.support.letters import post_round
from tests.support.reading import Element, read
from webinars.models import Application, ApplicationAnswer, ApplicationState, Decision, QuestionKind, Upload

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

MEGABYTE = 1024 * 1024


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def page(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200
    return read(answer.text)


def stored(database: SQLAlchemy) -> Application:
    return database.session.scalars(select(Application)).one()


def start(client: FlaskClient, slug: str, **fields: str) -> TestResponse:
    given = {"name": "Aiko Applicant", "email": "aiko@city.example", "language": "en"}
    return client.post(f"/calls/{slug}/apply", data=given | fields)


def pass_time_to(app: Flask, instant: str) -> None:
    app.config["CLOCK"] = lambda: at(instant)


def test_a_city_applies_by_the_link_in_its_letter(client: FlaskClient, database: SQLAlchemy) -> None:
    call, kobe = an_open_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    question = a_question(call, label="What would you share?", is_required=True)
    answer = start(client, call.slug, city=kobe.slug)
    assert (answer.status_code, answer.location) == (303, f"/calls/{call.slug}/apply/sent")
    assert "Look into your mailbox" in page(client, answer.location).words
    (letter,) = post_round(NOW)
    path = f"/applications/{letter.text.partition('/applications/')[2].partition('/')[0]}/"
    assert "Application of Kobe" in page(client, path).words

    fields = written(stored(database), **{f"answer-{question.key}": "Seawalls"})
    assert client.post(path, data=fields).status_code == 303
    assert page(client, path).tags("textarea")[-1].words == "Seawalls"
    assert stored(database).state is ApplicationState.DRAFT
    fields["version"] = stored(database).version
    assert client.post(path, data=fields | {"send": "1"}).status_code == 303
    assert stored(database).sent_at == NOW
    (receipt,) = post_round(NOW)
    assert receipt.letter.subject == "We have your application: City Partnership Program"


def test_who_starts_twice_gets_the_same_link_again(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call()
    first = start(client, call.slug, city_name="Kitakyushu", country="JP")
    post_round(NOW)
    again = start(client, call.slug, city_name="kitakyushu", country="JP", email="AIKO@city.example")
    assert again.location == first.location
    assert stored(database).city_name == "Kitakyushu"
    (letter,) = post_round(NOW)
    assert stored(database).zone == "Asia/Tokyo"
    assert letter.letter.recipient == "aiko@city.example"


def test_a_city_named_as_in_the_directory_is_that_city(client: FlaskClient, database: SQLAlchemy) -> None:
    call, kobe = (
        an_open_call(),
        builders.a_city("Kobe", zone="Asia/Tokyo", country="JP", languages={"ja": "神戸"}),
    )
    assert start(client, call.slug, city_name="神戸").status_code == 303
    assert stored(database).city_id == kobe.id


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose your city from the list, or write its name below."),
        ({"city_name": "Springfield", "country": "US"}, "We do not know the time zone of “Springfield”."),
        ({"city_name": "Kobe", "zone": "EST5"}, "'EST5' is no IANA zone"),
    ],
)
def test_a_city_that_is_not_clear_is_asked_about(
    client: FlaskClient, database: SQLAlchemy, fields: dict[str, str], sentence: str
) -> None:
    answer = start(client, an_open_call().slug, **fields)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="Aiko Applicant"' in text(answer)


def test_a_draft_may_have_gaps_and_each_is_named_when_it_is_sent(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call, theme = an_open_call(), builders.a_theme()
    offered(call, theme)
    choice = a_choice(call, "Yes", "No", is_required=True)
    file = a_question(call, QuestionKind.FILE, "Your plan", is_required=True)
    draft = a_draft(call)
    answer = save(client, draft, wants_slot="y", send="1", other_themes="")
    assert answer.status_code == 422
    said = read(answer.text)
    assert "Some answers are missing. Fill them in below, then send it." in said.words
    wrong = [one.words for one in said.with_class("wrong")]
    assert wrong == ["Fill this in."] * 3 + ["Add this file, then send the application."]
    assert (file.key in answer.text, choice.key in answer.text) == (True, True)
    assert stored(database).wants_slot is True


def test_wrong_answers_are_refused_at_their_fields_and_stay_to_be_corrected(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    choice, link = a_choice(call, "Yes", "No"), a_question(call, QuestionKind.LINK)
    draft = a_draft(call)
    for question, wrong, sentence in (
        (choice, "2", "Choose one of the answers."),
        (link, "javascript:alert(1)", "Write the whole address of a page"),
        (link, "https://", "Write the whole address of a page"),
    ):
        answer = save(client, draft, **{f"answer-{question.key}": wrong})
        assert answer.status_code == 422
        assert sentence in text(answer)
    assert 'value="https://"' in text(answer)
    assert database.session.scalars(select(ApplicationAnswer)).all() == []


def test_what_was_sent_may_change_until_the_close_and_keeps_what_is_required(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question = a_question(call, is_required=True)
    builders.kept(
        ApplicationAnswer(
            application_id=(sent := an_application(call)).id, question_id=question.id, text="Canals"
        )
    )
    assert save(client, sent, **{f"answer-{question.key}": "Rivers"}).status_code == 303
    sent = stored(database)
    emptied = save(client, sent, **{f"answer-{question.key}": ""})
    assert emptied.status_code == 422
    assert "Fill this in." in text(emptied)
    assert [one.text for one in database.session.scalars(select(ApplicationAnswer))] == ["Rivers"]
    assert stored(database).sent_at == sent.sent_at
    assert post_round(NOW) == []


# The clocks of Paris show 02:30 twice on 25 October 2026; this call closes at the second.
DST_CLOSE = {"zone": "Europe/Paris", "closes_at": at("2026-10-25T01:30Z")}


@pytest.mark.parametrize(
    ("instant", "status"),
    [
        ("2026-10-25T00:30:01Z", 303),
        ("2026-10-25T01:29:59Z", 303),
        ("2026-10-25T01:30:00Z", 422),
        ("2026-10-25T01:30:01Z", 422),
    ],
)
def test_on_the_day_of_the_clock_change_the_close_is_an_instant(
    app: Flask, database: SQLAlchemy, instant: str, status: int
) -> None:
    call = an_open_call(**DST_CLOSE)
    draft = a_draft(call)
    pass_time_to(app, instant)
    answer = save(app.test_client(), draft, other_themes="Rain gardens", send="1")
    assert answer.status_code == status
    assert (stored(database).sent_at is None) == (status == 422)


def test_one_second_after_the_close_what_was_typed_stays_on_the_page(
    app: Flask, database: SQLAlchemy
) -> None:
    call = an_open_call(**DST_CLOSE)
    question, draft = a_question(call), a_draft(call)
    pass_time_to(app, "2026-10-25T01:30:01Z")
    client = app.test_client()
    answer = save(client, draft, **{f"answer-{question.key}": "An hour of work"}, send="1")
    said = read(answer.text)
    assert (
        "This call closed on Sunday 25 October 2026, 02:30 (Paris, UTC+1), so nothing more is taken. What "
        "you typed is still on this page: copy it if you need it."
    ) in said.words
    assert "An hour of work" in said.words
    assert "Save and send" not in said.words
    assert stored(database).state is ApplicationState.DRAFT
    assert "This draft was not sent." in page(client, own_url(draft)).words


def test_whoever_starts_a_second_too_late_keeps_what_was_typed(app: Flask, database: SQLAlchemy) -> None:
    call = an_open_call(**DST_CLOSE)
    pass_time_to(app, "2026-10-25T01:30:00Z")
    answer = start(app.test_client(), call.slug, city_name="Kobe", country="JP")
    assert answer.status_code == 422
    assert "This call closed on Sunday 25 October 2026, 02:30" in text(answer)
    assert 'value="aiko@city.example"' in text(answer)
    assert database.session.scalars(select(Application)).all() == []


def test_before_its_opening_a_call_takes_nothing(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call(opens_at=NOW + DAY)
    answer = start(client, call.slug, city_name="Kobe", country="JP")
    assert answer.status_code == 422
    assert "This call opens on Wednesday 2 September 2026, 18:30 (Tokyo, UTC+9). Come back then." in text(
        answer
    )


def test_a_file_answers_its_question_and_is_given_back_as_it_was(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question, draft = a_question(call, QuestionKind.FILE), a_draft(call)
    path = own_url(draft, f"files/{question.key}")
    assert client.post(path, **posted(PDF, "plan.pdf")).status_code == 303
    assert "plan.pdf" in page(client, own_url(draft)).words
    got = client.get(path)
    assert (got.data, got.headers["Content-Disposition"]) == (PDF, "attachment; filename=plan.pdf")
    assert client.post(path, **posted(word_file(), "plan.docx")).status_code == 303
    assert [one.name for one in database.session.scalars(select(Upload))] == ["plan.docx"]
    assert client.post(f"{path}/remove").status_code == 303
    assert database.session.scalars(select(Upload)).all() == []


def test_a_file_whose_content_is_not_its_kind_is_refused_beside_its_question(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question, draft = a_question(call, QuestionKind.FILE), a_draft(call, other_themes="Rain gardens")
    answer = client.post(own_url(draft, f"files/{question.key}"), **posted(b"MZ program", "plan.pdf"))
    assert answer.status_code == 422
    (wrong,) = read(answer.text).with_class("wrong")
    assert wrong.words.startswith("The name of this file ends with .pdf, but its content is something else.")
    assert "Rain gardens" in read(answer.text).words


def test_a_file_of_200_megabytes_is_answered_by_a_page_and_the_draft_stays(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question, draft = a_question(call, QuestionKind.FILE), a_draft(call, other_themes="Rain gardens")
    answer = client.post(
        own_url(draft, f"files/{question.key}"),
        data=b"",
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(200 * MEGABYTE)},
    )
    assert answer.status_code == 413
    assert "What you sent is larger than 20 MB, so we did not keep it." in read(answer.text).words
    assert "Rain gardens" in page(client, own_url(draft)).words


def test_somebody_elses_change_is_shown_and_nothing_is_overwritten(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call()
    question, draft = a_question(call), a_draft(call)
    name = f"answer-{question.key}"
    assert save(client, draft, **{name: "Canals"}).status_code == 303
    late = save(client, draft, **{name: "Rivers"})
    assert late.status_code == 409
    assert [one.words for one in read(late.text).with_class("diff")] == [
        f"{question.label} Before Canals After Rivers"
    ]
    assert [one.text for one in database.session.scalars(select(ApplicationAnswer))] == ["Canals"]


def test_withdrawing_asks_once_and_ends_it(client: FlaskClient, database: SQLAlchemy) -> None:
    draft = a_draft(an_open_call())
    assert "Withdraw the application?" in page(client, own_url(draft, "withdraw")).words
    assert stored(database).state is ApplicationState.DRAFT
    assert client.post(own_url(draft, "withdraw")).status_code == 303
    assert "Nobody reads this application any more." in page(client, own_url(draft)).words
    late = save(client, stored(database), other_themes="After all")
    assert "This application is withdrawn." in text(late)


def test_a_decision_is_seen_once_it_was_told_and_not_before(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call(closes_at=NOW - DAY, opens_at=NOW - 9 * DAY)
    silent = an_application(call, decision=Decision.ACCEPT, decided_at=NOW)
    told = an_application(call, decision=Decision.ACCEPT, told_decision=Decision.ACCEPT, released_at=NOW)
    assert "accepted" not in page(client, own_url(silent)).words
    assert "Your application is accepted." in page(client, own_url(told)).words
    assert client.post(own_url(told, "withdraw")).status_code == 303
    assert "Write to the office to change that." in page(client, own_url(told)).words


def forged(application: Application) -> dict[str, str]:
    good = own_url(application)
    return {
        "changed": good[:-6] + "AAAAA/",
        "older": own_url(Application(key=application.key, link_revision=0)),
        "unknown": own_url(Application(key="somebody-elses", link_revision=1)),
    }


@pytest.mark.parametrize("kind", ["changed", "older", "unknown"])
def test_a_forged_link_opens_nothing(client: FlaskClient, database: SQLAlchemy, kind: str) -> None:
    draft = a_draft(an_open_call())
    path = forged(draft)[kind]
    assert client.get(path).status_code == 410
    assert client.post(path, data=written(draft)).status_code == 410
    assert client.post(f"{path}withdraw").status_code == 410


def test_a_file_of_another_application_is_not_given(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call()
    question = a_question(call, QuestionKind.FILE)
    own, other = a_draft(call), a_draft(call)
    client.post(own_url(own, f"files/{question.key}"), **posted(PDF, "plan.pdf"))
    assert client.get(own_url(other, f"files/{question.key}")).status_code == 404


def test_a_question_that_is_asked_no_more_keeps_its_answer(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call(closes_at=NOW - DAY, opens_at=NOW - 9 * DAY)
    removed: Any = a_question(call, label="Budget?", removed_at=NOW)
    sent = an_application(call)
    builders.kept(ApplicationAnswer(application_id=sent.id, question_id=removed.id, text="Ten million yen"))
    assert "Budget? Ten million yen" in page(client, own_url(sent)).words
