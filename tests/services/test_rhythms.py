"""The rhythm of reminders: who is silent hears on each of its days, once, and nobody twice within a day."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import ORGANISER
from tests.support.at_once import at_once
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.models import (
    Answer,
    Asset,
    AssetState,
    Delegation,
    Notice,
    NoticeKind,
    Presenter,
    Record,
    Seminar,
    SeminarState,
    Session,
    SessionState,
    Slot,
)
from webinars.models.database import db
from webinars.services import presenters, rhythms

BY = date(2026, 10, 10)
NINE_IN_TOKYO = datetime(2026, 10, 3, 0, 0, tzinfo=UTC)  # a week before
LONG_AGO = NINE_IN_TOKYO - timedelta(days=30)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(answer_by=BY)


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar)


@pytest.fixture
def slot(evening: Session) -> Slot:
    return builders.a_slot(evening)


def silent(slot: Slot, email: str = "paula@paris.example", **values: Any) -> Presenter:
    return builders.a_presenter(slot, email, **{"created_at": LONG_AGO} | values)


def a_silent_city(seminar: Seminar, **values: Any) -> Delegation:
    asked = {"invited_at": LONG_AGO, "focal_email": "focal@paris.example", "focal_name": "Fabien"}
    return builders.a_delegation(seminar, builders.a_city(), **asked | values)


def owed() -> list[tuple[NoticeKind, int | None]]:
    notices = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    return [(one.kind, one.presenter_id or one.delegation_id) for one in notices]


def owed_at(*moments: datetime) -> list[int]:
    """Return how many letters are owed after each of *moments*."""
    counts = []
    for now in moments:
        rhythms.owe_due(now=now)
        counts.append(len(owed()))
    return counts


def test_a_silent_presenter_is_reminded_on_each_day_of_the_rhythm_at_nine_of_the_host(slot: Slot) -> None:
    silent(slot)
    days = [NINE_IN_TOKYO - MINUTE, NINE_IN_TOKYO, NINE_IN_TOKYO + 3 * DAY, NINE_IN_TOKYO + 4 * DAY]
    assert owed_at(*days, NINE_IN_TOKYO + 6 * DAY, NINE_IN_TOKYO + 8 * DAY) == [0, 1, 1, 2, 3, 3]


def test_a_reminder_is_owed_once_however_often_somebody_looks(slot: Slot) -> None:
    paula = silent(slot)
    assert owed_at(NINE_IN_TOKYO, NINE_IN_TOKYO, NINE_IN_TOKYO + MINUTE) == [1, 1, 1]
    assert owed() == [(NoticeKind.PRESENTER_REMINDER, paula.id)]
    kept = db.session.get_one(Presenter, paula.id, populate_existing=True)
    assert kept.reminded_at == NINE_IN_TOKYO
    record = db.session.scalars(select(Record)).one()
    assert (record.verb, record.actor) == ("reminded", "Webinars")


def test_two_workers_at_one_moment_remind_once(app: Flask, slot: Slot) -> None:
    silent(slot)
    assert at_once(app, *[partial(rhythms.owe_due, now=NINE_IN_TOKYO)] * 2) == ["done", "done"]
    assert len(owed()) == 1


def test_a_silent_city_is_reminded_too(seminar: Seminar, evening: Session) -> None:
    paris = a_silent_city(seminar)
    assert owed_at(NINE_IN_TOKYO, NINE_IN_TOKYO + DAY) == [1, 1]
    assert owed() == [(NoticeKind.CITY_REMINDER, paris.id)]


def test_who_was_reminded_by_hand_that_day_gets_no_second_letter(slot: Slot) -> None:
    paula = silent(slot)
    presenters.remind(paula.id, by=ORGANISER, now=NINE_IN_TOKYO - 2 * MINUTE)
    assert owed_at(NINE_IN_TOKYO, NINE_IN_TOKYO + 23 * timedelta(hours=1)) == [1, 1]


@pytest.mark.parametrize(
    "values",
    [
        {"answer": Answer.ACCEPTED},
        {"answer": Answer.DECLINED},
        {"answer": Answer.TENTATIVE},
        {"removed_at": LONG_AGO},
        {"undeliverable_at": LONG_AGO},
        {"answer_by": BY + 30 * DAY},
        {"created_at": NINE_IN_TOKYO - MINUTE},
    ],
)
def test_who_has_answered_cannot_be_reached_or_has_time_left_is_left_in_peace(
    slot: Slot, values: dict[str, Any]
) -> None:
    silent(slot, **values)
    assert owed_at(NINE_IN_TOKYO) == [0]


@pytest.mark.parametrize(
    "values",
    [
        {"answered_at": LONG_AGO},
        {"invited_at": None},
        {"focal_email": None},
        {"undeliverable_at": LONG_AGO},
        {"answer_by": BY + 30 * DAY},
    ],
)
def test_a_city_that_answered_or_was_not_asked_is_left_in_peace(
    seminar: Seminar, evening: Session, values: dict[str, Any]
) -> None:
    a_silent_city(seminar, **values)
    assert owed_at(NINE_IN_TOKYO) == [0]


def test_a_cancelled_part_and_a_seminar_that_is_over_remind_nobody(database: SQLAlchemy) -> None:
    cancelled = an_evening(builders.a_seminar(answer_by=BY), state=SessionState.CANCELLED)
    silent(builders.a_slot(cancelled))
    for state in (SeminarState.CANCELLED, SeminarState.ARCHIVED):
        other = builders.a_seminar(answer_by=BY, state=state)
        silent(builders.a_slot(an_evening(other)))
        a_silent_city(other)
    assert owed_at(NINE_IN_TOKYO) == [0]


def test_without_a_date_or_a_rhythm_nobody_is_reminded(database: SQLAlchemy) -> None:
    for values in ({"answer_by": None}, {"answer_by": BY, "answer_reminder_days": []}):
        silent(builders.a_slot(an_evening(builders.a_seminar(**values))))
    assert owed_at(NINE_IN_TOKYO) == [0]


def test_the_rhythm_is_that_of_the_seminar(database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(answer_by=BY, answer_reminder_days=[2])
    silent(builders.a_slot(an_evening(seminar)))
    assert owed_at(NINE_IN_TOKYO, NINE_IN_TOKYO + 5 * DAY) == [0, 1]


def test_who_presents_is_reminded_of_what_is_missing_in_one_letter(slot: Slot) -> None:
    paula = silent(slot, answer=Answer.ACCEPTED)
    silent(slot, "otto@paris.example", answer=Answer.DECLINED)
    slides, video = (builders.an_asset(slot, due_on=BY) for _ in range(2))
    there = builders.an_asset(slot, due_on=BY, state=AssetState.RECEIVED)
    assert owed_at(NINE_IN_TOKYO, NINE_IN_TOKYO + DAY) == [1, 1]
    assert owed() == [(NoticeKind.ASSET_REMINDER, paula.id)]
    told = [db.session.get_one(Asset, one.id, populate_existing=True) for one in (slides, video, there)]
    assert [one.reminded_at for one in told] == [NINE_IN_TOKYO, NINE_IN_TOKYO, None]


def test_a_manager_alone_is_reminded_of_what_is_missing(slot: Slot) -> None:
    silent(slot, answer=Answer.ACCEPTED)
    mia = silent(slot, "mia@paris.example", answer=Answer.ACCEPTED, is_manager=True)
    builders.an_asset(slot, due_on=BY)
    rhythms.owe_due(now=NINE_IN_TOKYO)
    assert owed() == [(NoticeKind.ASSET_REMINDER, mia.id)]


def test_nobody_is_asked_for_slides_before_they_have_accepted(seminar: Seminar, evening: Session) -> None:
    slot = builders.a_slot(evening)
    silent(slot, answer_by=BY + 30 * DAY)
    builders.an_asset(slot, due_on=BY)
    assert owed_at(NINE_IN_TOKYO) == [0]


def test_looking_takes_three_statements_where_nobody_is_due(
    database: SQLAlchemy, seminar: Seminar, evening: Session
) -> None:
    with count_statements() as nothing:
        rhythms.owe_due(now=NINE_IN_TOKYO)
    assert len(nothing) == 3
