"""Reminders of rehearsals: a day and an hour before, once, to those who still come."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER
from tests.support.at_once import at_once
from tests.support.invited import notices
from tests.support.letters import post_round
from tests.support.rehearsing import Stage, an_asked_stage, at_half_past_six, rehearsed
from tests.support.statements import count_statements
from webinars.models import Answer, Notice, NoticeKind, Presenter, Seminar, SeminarState
from webinars.models.database import db, transaction
from webinars.services import reminders
from webinars.services.rehearsals import answer, cancel_rehearsal, move_rehearsal, owe_due, take_off

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def owed(stage: Stage, before: timedelta) -> list[int]:
    """Return who is owed a reminder after a look so long before the start."""
    owe_due(now=stage.rehearsal.starts_at - before)
    return [notice.presenter_id or 0 for notice in notices(NoticeKind.REMINDER)]


def text_of(stage: Stage, now: datetime) -> dict[str, str]:
    return {one.letter.recipient: one.text for one in post_round(now)}


def test_everybody_is_reminded_a_day_and_an_hour_before_and_once_each(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    both = [stage.paula.id, stage.pedro.id]
    assert owed(stage, DAY + MINUTE) == []
    assert owed(stage, DAY) == both
    assert owed(stage, DAY - MINUTE) == both
    assert owed(stage, HOUR) == [*both, *both]
    assert owed(stage, MINUTE) == [*both, *both]


def test_once_it_has_started_nobody_is_reminded(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    assert owed(stage, -MINUTE) == []


def test_two_workers_at_one_moment_remind_once(app: Flask, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    now = stage.rehearsal.starts_at - DAY
    assert at_once(app, *[partial(owe_due, now=now)] * 2) == ["done", "done"]
    assert len(notices(NoticeKind.REMINDER)) == 2


def test_who_declined_was_taken_off_or_wants_no_reminders_gets_none(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    key = rehearsed(stage.paula).key
    answer(stage.rehearsal.id, key, Answer.DECLINED, "", by=ORGANISER, now=NOW)
    assert owed(stage, DAY) == [stage.pedro.id]
    reminders.stop(stage.pedro, seminar_id=stage.seminar.id, by=ORGANISER, now=NOW)
    assert owed(stage, HOUR) == [stage.pedro.id]


def test_who_is_asked_after_the_moment_gets_only_what_still_lies_ahead(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    take_off(stage.rehearsal.id, rehearsed(stage.pedro).key, by=ORGANISER, now=NOW)
    stage.ask(stage.pedro, now=stage.rehearsal.starts_at - DAY + MINUTE)
    assert owed(stage, DAY - 2 * MINUTE) == [stage.paula.id]
    assert owed(stage, HOUR) == [stage.paula.id, stage.paula.id, stage.pedro.id]


def test_a_moved_rehearsal_is_reminded_of_at_its_new_time(database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    assert len(owed(stage, DAY)) == 2
    was = stage.rehearsal.starts_at
    move_rehearsal(stage.rehearsal.id, at_half_past_six(), by=ORGANISER, now=was - DAY + MINUTE)
    # The update told the new time; a day before it nobody needs to hear it again at once.
    letters = text_of(stage, was - DAY + 2 * MINUTE)
    assert ["new time" in text for text in letters.values()] == [True, True]
    stage.rehearsal = db.session.get_one(type(stage.rehearsal), stage.rehearsal.id, populate_existing=True)
    assert len(owed(stage, DAY)) == 4


@pytest.mark.parametrize("state", [SeminarState.CANCELLED, SeminarState.ARCHIVED])
def test_what_is_not_held_reminds_nobody(database: SQLAlchemy, state: SeminarState) -> None:
    stage = an_asked_stage()
    with transaction():
        db.session.get_one(Seminar, stage.seminar.id).state = state
    assert owed(stage, DAY) == []


def test_a_cancelled_rehearsal_reminds_nobody_and_a_letter_that_waits_is_dropped(
    database: SQLAlchemy,
) -> None:
    stage = an_asked_stage()
    assert len(owed(stage, DAY)) == 2
    at = stage.rehearsal.starts_at - DAY
    cancel_rehearsal(stage.rehearsal.id, by=ORGANISER, now=at)
    assert ["cancelled" in text for text in text_of(stage, at + MINUTE).values()] == [True, True]
    assert owed(stage, HOUR) == [stage.paula.id, stage.pedro.id]


def test_the_letter_has_the_time_the_room_and_the_way_out(database: SQLAlchemy) -> None:
    stage = an_asked_stage(join_url="https://meet.example/one", notes="Bring your slides.")
    owed(stage, HOUR)
    at = stage.rehearsal.starts_at - HOUR
    letters = {one.letter.recipient: one for one in post_round(at + 3 * MINUTE)}
    letter = letters["pedro@lima.example"]
    assert str(letter.message["Subject"]).startswith("In 1 hour: ")
    for words in (
        "Rehearsal starts in 1 hour.",
        "20:00–20:30",
        "Bring your slides.",
        "https://meet.example/one",
    ):
        assert words in letter.text, words
    assert "Stop reminders" in letter.text
    assert "/reminders/" in str(letter.message["List-Unsubscribe"])


@pytest.mark.parametrize("what", ["answered", "stopped", "later"])
def test_a_letter_that_is_no_longer_needed_is_dropped(database: SQLAlchemy, what: str) -> None:
    stage = an_asked_stage()
    owed(stage, DAY)
    then = stage.rehearsal.starts_at - DAY
    with transaction():
        if what == "answered":
            rehearsed(stage.paula).answer = Answer.DECLINED
        elif what == "stopped":
            db.session.get_one(Presenter, stage.paula.id).reminders_stopped_at = then
    late = stage.rehearsal.starts_at - HOUR if what == "later" else then
    sent = [one.letter.recipient for one in post_round(late)]
    assert sent == ([] if what == "later" else ["pedro@lima.example"])


def test_a_look_that_finds_nothing_costs_one_statement(database: SQLAlchemy) -> None:
    an_asked_stage()
    with count_statements() as statements:
        owe_due(now=NOW)
    assert len(statements) == 1, statements
    assert db.session.scalar(db.select(Notice.id).where(Notice.kind == NoticeKind.REMINDER)) is None
