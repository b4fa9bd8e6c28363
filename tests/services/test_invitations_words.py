"""Corrected words: who is told, with which DTSTAMP, and in how many statements."""

from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import text
from tests.support.invitations import all_invitations, invited, owed
from tests.support.letters import post_round
from tests.support.registrants import an_evening
from tests.support.scenes import a_scene, a_stage, move
from tests.support.statements import count_statements
from webinars.models import Answer, Invitation
from webinars.models.database import db, transaction
from webinars.services import invitations
from webinars.services.notices import Cause

SECOND = timedelta(seconds=1)


def correct(*, now: datetime) -> None:
    with transaction():
        invitations.correct(Invitation.id > 0, now=now)


def test_a_correction_keeps_sequence_and_answer_and_has_a_later_dtstamp(
    database: SQLAlchemy, now: datetime
) -> None:
    invited(an_evening(builders.a_seminar()), 1, now=now)
    with transaction():
        invitations.answer(all_invitations(database)[0], Answer.ACCEPTED, "", now=now)
    correct(now=now + 9 * SECOND + timedelta(microseconds=5))
    (kept,) = all_invitations(database)
    assert (kept.sequence, kept.answer, kept.changed_at) == (0, Answer.ACCEPTED, now + 9 * SECOND)


def test_corrections_within_one_second_are_each_later_than_the_one_before(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    invited(session, 1, now=now)
    correct(now=now)
    invited(session, 1, now=now)
    # One stands at now, one a second later: neither may meet the other, nor rise twice.
    correct(now=now)
    assert [one.changed_at for one in all_invitations(database)] == [now + 2 * SECOND, now + SECOND]


@pytest.mark.parametrize("people", [1, 3])
def test_a_correction_of_many_is_three_statements(database: SQLAlchemy, now: datetime, people: int) -> None:
    invited(an_evening(builders.a_seminar()), people, now=now)
    with count_statements() as statements, transaction():
        invitations.correct(Invitation.id > 0, now=now + SECOND)
    assert len(statements) == 3, statements


def test_a_correction_owes_one_settling_letter_and_joins_one_that_waits(
    database: SQLAlchemy, now: datetime
) -> None:
    invited(an_evening(builders.a_seminar()), 1, now=now)
    post_round(now)
    for minutes in range(3):
        correct(now=now + timedelta(minutes=minutes))
    waiting = owed(database)[1:]
    assert [(one.is_settling, one.details) for one in waiting] == [(True, {"cause": Cause.WORDS})]


def test_only_readers_of_a_language_in_which_it_reads_otherwise_are_told(
    database: SQLAlchemy, now: datetime
) -> None:
    session = an_evening(builders.a_seminar())
    english, japanese = invited(session, 2, now=now)
    with transaction():
        database.session.get_one(type(japanese), japanese.id).language = "ja"
    was, becomes = text("Evening part"), text("Evening part", ja="夜の部")
    with transaction():
        invitations.rename_session(
            session.id,
            lambda language: was.best(language) != becomes.best(language),
            now=now + SECOND,
        )
    changed = {one.attendee_email: one.changed_at for one in all_invitations(database)}
    assert changed == {english.email: now, japanese.email: now + SECOND}


def test_who_is_no_longer_invited_is_not_told(database: SQLAlchemy, now: datetime) -> None:
    _session, person = a_scene()
    post_round(now)
    with transaction():
        invitations.close_registrant(person, None, now=now)
    post_round(now)
    correct(now=now + timedelta(hours=1))
    assert post_round(now + timedelta(hours=2)) == []


def test_the_letter_says_that_the_answer_is_kept(database: SQLAlchemy, now: datetime) -> None:
    a_scene()
    a_stage()
    post_round(now)
    correct(now=now + timedelta(hours=1))
    seated, presenting = post_round(now + timedelta(hours=2))
    assert "The title or the details changed. Your seat and your answer are kept." in seated.text
    assert "The title or the details changed. Your answer is kept." in presenting.text
    assert [one.message["Subject"].partition(":")[0] for one in (seated, presenting)] == ["New details"] * 2


def test_a_letter_that_also_tells_a_move_asks_again(database: SQLAlchemy, now: datetime) -> None:
    session, _person = a_scene()
    post_round(now)
    correct(now=now + timedelta(hours=1))
    move(db.session.get_one(type(session), session.id), 30, now=now + timedelta(hours=1))
    (letter,) = post_round(now + timedelta(hours=2))
    assert "This part has a new time." in letter.text
    assert "answer" not in letter.text.partition("\n\n")[0]
    held = db.session.scalars(select(Invitation).execution_options(populate_existing=True)).one()
    assert (held.sequence, held.answer) == (1, Answer.NEEDS_ACTION)
