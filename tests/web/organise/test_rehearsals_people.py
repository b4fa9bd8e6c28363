"""The people of a rehearsal on the organisers' pages: asked on their own clocks, taken off, answering."""

from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW, a_city, a_delegation
from tests.support.invited import history
from tests.support.letters import post_round
from tests.support.organisers import signed_in
from tests.support.rehearsing import BASE, a_stage, an_asked_stage, page_of, rehearsed
from tests.support.replies import countered, mail, receive
from webinars.models import Answer, InvitationState, Rehearsal
from webinars.models.database import db, transaction
from webinars.services import rehearsals


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def text(client: FlaskClient, path: str) -> str:
    return unescape(client.get(path).text)


def test_each_presenter_can_be_chosen_and_is_shown_on_their_own_clock(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = a_stage()
    lima = a_delegation(stage.seminar, a_city("Lima", zone="America/Lima"))
    with transaction():
        stage.slots[1].delegation_id = lima.id
    page = text(organiser, page_of(stage))
    assert "Paula Presenter: Tuesday 02:00–02:30, impossible hours" in page
    assert "Pedro Presenter (Lima): Monday 20:00–20:30, acceptable hours" in page
    assert '<svg class="ribbon-wide' in page


def test_all_presenters_of_a_part_are_asked_at_once(organiser: FlaskClient, database: SQLAlchemy) -> None:
    stage = a_stage()
    answer = organiser.post(page_of(stage), data={"parts": stage.session.key})
    assert (answer.status_code, answer.location) == (303, page_of(stage))
    assert len(post_round(NOW)) == 2
    page = text(organiser, page_of(stage))
    assert "2 people are asked to come." in page
    assert "Every presenter is asked." in page


def test_who_declined_to_present_is_asked_to_no_rehearsal(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = a_stage()
    with transaction():
        stage.pedro.answer = Answer.DECLINED
    assert "Pedro Presenter" not in text(organiser, page_of(stage))
    organiser.post(page_of(stage), data={"parts": stage.session.key})
    assert [one.letter.recipient for one in post_round(NOW)] == ["paula@paris.example"]


def test_some_presenters_are_asked_and_nobody_is_a_mistake(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = a_stage()
    assert organiser.post(page_of(stage), data={"people": stage.pedro.key}).status_code == 303
    assert [one.letter.recipient for one in post_round(NOW)] == ["pedro@lima.example"]
    answer = organiser.post(page_of(stage), data={})
    assert (answer.status_code, "Choose at least one person." in answer.text) == (422, True)
    # Who is asked already is not among the choices any more.
    assert organiser.post(page_of(stage), data={"people": stage.pedro.key}).status_code == 422


def test_answers_and_reasons_stand_beside_the_people(organiser: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    ident, key, by = stage.rehearsal.id, rehearsed(stage.paula).key, builders.ORGANISER
    rehearsals.answer(ident, key, Answer.DECLINED, "On a train.", by=by, now=NOW)
    page = text(organiser, page_of(stage))
    assert "Declined" in page
    assert "On a train." in page
    listed = text(organiser, f"{BASE}/")
    assert "0 of 2 come" in listed
    assert "1 has not answered" in listed
    assert "1 does not come" in listed


def test_somebody_is_taken_off_by_a_button(organiser: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    answer = organiser.post(f"{page_of(stage)}people/{rehearsed(stage.paula).key}/off")
    assert (answer.status_code, answer.location) == (303, page_of(stage))
    assert rehearsed(stage.paula).state is InvitationState.CLOSED


def test_a_proposed_time_is_accepted_in_the_queue_and_moves_the_rehearsal(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage()
    held = rehearsed(stage.paula)
    # In the part itself, which begins at ten on the 25th.
    wanted = datetime(2026, 11, 25, 1, 15, tzinfo=UTC)
    receive(mail(held, countered(held, wanted)), now=NOW)
    page = text(organiser, "/organise/replies/")
    for words in (
        "Accept and move the rehearsal",
        "2 presenters",
        "The rehearsal would overlap “Morning part”.",
    ):
        assert words in page, words
    path = f"/organise/replies/{history()[-1].key}/accept"
    answer = organiser.post(path, data={"version": "1"}, follow_redirects=True)
    assert "The rehearsal is moved." in answer.text
    moved = db.session.get_one(Rehearsal, stage.rehearsal.id, populate_existing=True)
    assert moved.starts_at == wanted


def test_what_a_calendar_shows_of_it_stands_with_the_slot_and_is_sent_again(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage()
    path = f"/organise/seminars/one/presenters/{stage.paula.key}/calendar"
    page = text(organiser, path)
    assert "Rehearsal" in page
    again = f"{path}/{rehearsed(stage.paula).key}/again"
    assert again in page
    assert organiser.post(again).status_code == 303
    assert [one.letter.recipient for one in post_round(NOW)] == [stage.paula.email]
    assert "sent the invitation again" in text(organiser, "/organise/log/")
