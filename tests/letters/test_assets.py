"""The letter that asks for slides and videos: what, by when, what to improve, and when it is not written."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.applications import SECRETS
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.domain.links import Purpose, read
from webinars.models import Answer, AssetKind, AssetState, Notice, NoticeKind, Presenter, SessionState, Slot
from webinars.models.database import transaction
from webinars.queries.notices import load
from webinars.services import notices

pytestmark = ON_SQLITE

DUE = date(2026, 10, 1)


@pytest.fixture
def slot(database: SQLAlchemy) -> Slot:
    return builders.a_slot(an_evening(builders.a_seminar()), title=builders.text("Rivers"))


def paula(slot: Slot, **values: Any) -> Presenter:
    return builders.a_presenter(slot, **{"answer": Answer.ACCEPTED} | values)


def letters_to(*presenters: Presenter) -> list[Read]:
    with transaction():
        for presenter in presenters:
            notices.post(NoticeKind.ASSET_REMINDER, now=NOW, presenter_id=presenter.id)
    return post_round(NOW)


def test_it_says_what_is_needed_by_when_and_where_to_send_it(app: Flask, slot: Slot) -> None:
    builders.an_asset(slot, kind=AssetKind.SLIDES, due_on=DUE)
    builders.an_asset(slot, kind=AssetKind.VIDEO_MESSAGE)
    presenter = paula(slot)
    (letter,) = letters_to(presenter)
    assert letter.letter.subject == "Please send: Recovery of cities: Rivers"
    assert "Slides: by Thursday 1 October 2026" in letter.text
    assert "Video message: as soon as you can" in letter.text
    token = letter.text.partition("/presenters/")[2].partition("/")[0]
    assert read(SECRETS["SECRET_KEY"], Purpose.PRESENTER, token, now=NOW) == (presenter.key, 1)


@pytest.mark.parametrize(("manages", "is_said"), [(False, True), (True, False)])
def test_that_others_can_send_it_too_is_said_where_they_can(slot: Slot, manages: bool, is_said: bool) -> None:
    builders.an_asset(slot)
    (letter,) = letters_to(paula(slot, is_manager=manages))
    assert ("Who presents with you can send it too." in letter.text) is is_said


def test_it_hands_on_what_the_office_wants_improved(slot: Slot) -> None:
    builders.an_asset(slot, state=AssetState.TO_IMPROVE, comment="The letters are too small.\nUse 18 points.")
    (letter,) = letters_to(paula(slot))
    assert "Thank you for what you sent. Please improve it and send it again." in letter.text
    assert "The letters are too small.\nUse 18 points." in letter.text


@pytest.mark.parametrize("state", [AssetState.RECEIVED, AssetState.ACCEPTED])
def test_it_is_not_written_once_everything_is_there(slot: Slot, state: AssetState) -> None:
    builders.an_asset(slot, state=state)
    assert letters_to(paula(slot)) == []


@pytest.mark.parametrize("values", [{"answer": Answer.DECLINED}, {"removed_at": NOW}])
def test_who_does_not_present_is_left_in_peace(slot: Slot, values: dict[str, Any]) -> None:
    builders.an_asset(slot)
    assert letters_to(paula(slot, **values)) == []


def test_nothing_is_needed_for_a_part_that_does_not_take_place(database: SQLAlchemy) -> None:
    slot = builders.a_slot(an_evening(builders.a_seminar(), state=SessionState.CANCELLED))
    builders.an_asset(slot)
    assert letters_to(paula(slot)) == []


def test_what_several_slots_need_is_read_together(database: SQLAlchemy) -> None:
    evening = an_evening(builders.a_seminar())
    slots = [builders.a_slot(evening, number) for number in range(3)]
    for slot in slots:
        builders.an_asset(slot)
    people = [paula(slot) for slot in slots]
    with transaction():
        for person in people:
            notices.post(NoticeKind.ASSET_REMINDER, now=NOW, presenter_id=person.id)
    ids = list(database.session.scalars(database.select(Notice.id)))
    with count_statements() as alone:
        load(ids[:1])
    with count_statements() as together:
        load(ids)
    assert len(alone) == len(together)
