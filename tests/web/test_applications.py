"""Applying without an account: started on the page of the call, written and sent by signed link."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, a_delegation, a_seminar
from tests.support.calls import (
    DAY,
    a_choice,
    a_draft,
    a_question,
    an_open_call,
    offered,
    own_url,
    page,
    save,
    source,
    start,
    stored,
    written,
)
from tests.support.committees import an_application
from tests.support.databases import ON_SQLITE
from tests.support.letters import post_round
from tests.support.reading import read
from webinars.models import Application, ApplicationAnswer, ApplicationState, Decision, QuestionKind

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

MEGABYTE = 1024 * 1024


def test_a_city_applies_by_the_link_in_its_letter(client: FlaskClient, database: SQLAlchemy) -> None:
    call, kobe = an_open_call(), builders.a_city("Kobe", zone="Asia/Tokyo")
    question = a_question(call, label="What would you share?", is_required=True)
    answer = start(client, call.slug, city=kobe.slug)
    assert (answer.status_code, answer.location) == (303, f"/calls/{call.slug}/apply/sent")
    assert "Look into your mailbox" in page(client, answer.location).words
    (letter,) = post_round(NOW)
    path = f"/applications/{letter.text.partition('/applications/')[2].partition('/')[0]}/"
    assert "Application of Kobe" in page(client, path).words

    fields = written(stored(), **{f"answer-{question.key}": "Seawalls"})
    assert client.post(path, data=fields).status_code == 303
    assert page(client, path).tags("textarea")[-1].words == "Seawalls"
    assert stored().state is ApplicationState.DRAFT
    fields["version"] = stored().version
    assert client.post(path, data=fields | {"send": "1"}).status_code == 303
    assert stored().sent_at == NOW
    (receipt,) = post_round(NOW)
    assert receipt.letter.subject == "We have your application: City Partnership Program"


def test_who_starts_twice_gets_the_same_link_again(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call()
    first = start(client, call.slug, city_name="Kitakyushu", country="JP")
    post_round(NOW)
    again = start(client, call.slug, city_name="kitakyushu", country="JP", email="AIKO@city.example")
    assert again.location == first.location
    assert stored().city_name == "Kitakyushu"
    (letter,) = post_round(NOW)
    assert stored().zone == "Asia/Tokyo"
    assert letter.letter.recipient == "aiko@city.example"


def test_a_city_named_as_in_the_directory_is_that_city(client: FlaskClient, database: SQLAlchemy) -> None:
    call, kobe = (
        an_open_call(),
        builders.a_city("Kobe", zone="Asia/Tokyo", country="JP", languages={"ja": "神戸"}),
    )
    assert start(client, call.slug, city_name="神戸").status_code == 303
    assert stored().city_id == kobe.id


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
    assert sentence in source(answer)
    assert 'value="Aiko Applicant"' in source(answer)


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
    assert stored().wants_slot is True


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
        assert sentence in source(answer)
    assert 'value="https://"' in source(answer)
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
    sent = stored()
    emptied = save(client, sent, **{f"answer-{question.key}": ""})
    assert emptied.status_code == 422
    assert "Fill this in." in source(emptied)
    assert [one.text for one in database.session.scalars(select(ApplicationAnswer))] == ["Rivers"]
    assert stored().sent_at == sent.sent_at
    assert post_round(NOW) == []


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
    assert stored().state is ApplicationState.DRAFT
    assert client.post(own_url(draft, "withdraw")).status_code == 303
    assert "Nobody reads this application any more." in page(client, own_url(draft)).words
    late = save(client, stored(), other_themes="After all")
    assert "This application is withdrawn." in source(late)


def test_a_decision_is_seen_once_it_was_told_and_not_before(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call(closes_at=NOW - DAY, opens_at=NOW - 9 * DAY)
    silent = an_application(call, decision=Decision.ACCEPT, decided_at=NOW)
    told = an_application(call, decision=Decision.ACCEPT, told_decision=Decision.ACCEPT, released_at=NOW)
    assert "accepted" not in page(client, own_url(silent)).words
    assert "Your application is accepted." in page(client, own_url(told)).words
    assert "what comes next" not in page(client, own_url(told)).words
    assert client.post(own_url(told, "withdraw")).status_code == 303
    assert "Write to the office to change that." in page(client, own_url(told)).words


def test_an_accepted_city_of_a_seminar_is_sent_to_its_letter(
    client: FlaskClient, database: SQLAlchemy
) -> None:
    call = an_open_call(closes_at=NOW - DAY, opens_at=NOW - 9 * DAY)
    city = a_delegation(a_seminar())
    told = Decision.ACCEPT
    accepted = an_application(call, delegation_id=city.id, decision=told, told_decision=told, released_at=NOW)
    said = page(client, own_url(accepted)).words
    assert "Our letter with this decision says what comes next." in said


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


def test_a_question_that_is_asked_no_more_keeps_its_answer(client: FlaskClient, database: SQLAlchemy) -> None:
    call = an_open_call(closes_at=NOW - DAY, opens_at=NOW - 9 * DAY)
    removed: Any = a_question(call, label="Budget?", removed_at=NOW)
    sent = an_application(call)
    builders.kept(ApplicationAnswer(application_id=sent.id, question_id=removed.id, text="Ten million yen"))
    assert "Budget? Ten million yen" in page(client, own_url(sent)).words
