"""Cities that answered are asked again once the plan has other dates, and once for each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.builders import NOW, ORGANISER
from tests.support.planning import asked
from tests.support.polls import DAY, SAID, a_draft, a_guest, kept
from webinars.domain.errors import Refusal
from webinars.models import Delegation, Notice, NoticeState, Seminar
from webinars.models.database import transaction
from webinars.services.plans import PlanFields, save_plan
from webinars.services.polls import answer, ask, ask_at_new_address, remind

NOVEMBER = asked(first_date=date(2026, 11, 1), last_date=date(2026, 11, 30))
DECEMBER = replace(NOVEMBER, first_date=date(2026, 12, 1), last_date=date(2026, 12, 24))


def look_for(seminar: Seminar, wanted: PlanFields, *, days: int = 0) -> None:
    save_plan(seminar.id, wanted, expected=None, by=ORGANISER, now=NOW + days * DAY)


def asked_on(seminar: Seminar, *, day: int) -> int:
    return ask(seminar.id, None, by=ORGANISER, now=NOW + day * DAY)


def all_sent(database: SQLAlchemy) -> int:
    """Send what waits, and return how many letters that is."""
    with transaction():
        waiting = database.session.scalars(select(Notice).where(Notice.state == NoticeState.OWED)).all()
        for notice in waiting:
            notice.state = NoticeState.SENT
    return len(waiting)


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    seminar = a_draft()
    look_for(seminar, NOVEMBER)
    return seminar


@pytest.fixture
def paris(database: SQLAlchemy, seminar: Seminar) -> Delegation:
    """Return a city that was asked on the first day and answered on the second."""
    paris = a_guest(seminar)
    asked_on(seminar, day=0)
    all_sent(database)
    answer(paris.id, SAID, by=ORGANISER, now=NOW + DAY)
    return paris


def test_another_question_about_the_same_dates_asks_nobody_again(seminar: Seminar, paris: Delegation) -> None:
    look_for(seminar, replace(NOVEMBER, gap=90), days=2)
    assert asked_on(seminar, day=3) == 0


def test_a_city_is_asked_again_about_other_dates_once(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    look_for(seminar, DECEMBER, days=2)
    assert [asked_on(seminar, day=3), asked_on(seminar, day=4), all_sent(database)] == [1, 0, 1]
    row = kept(database)
    assert (row.asked_at, row.answered_at, row.has_answered) == (NOW + 3 * DAY, NOW + DAY, False)
    assert (row.hours, row.comment) == (SAID.hours, SAID.comment)
    with pytest.raises(Refusal, match="was asked already"):
        ask(seminar.id, [paris.city_id or 0], by=ORGANISER, now=NOW + 4 * DAY)


def test_an_answer_after_the_dates_changed_is_enough(seminar: Seminar, paris: Delegation) -> None:
    look_for(seminar, DECEMBER, days=2)
    answer(paris.id, replace(SAID, comment="Christmas market."), by=ORGANISER, now=NOW + 3 * DAY)
    assert asked_on(seminar, day=4) == 0


def test_the_same_answer_sent_once_more_is_an_answer_to_the_new_question(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    look_for(seminar, DECEMBER, days=2)
    asked_on(seminar, day=3)
    answer(paris.id, SAID, by=ORGANISER, now=NOW + 4 * DAY)
    assert (kept(database).answered_at, kept(database).has_answered) == (NOW + 4 * DAY, True)


def test_who_was_asked_again_and_is_silent_is_reminded_a_day_later_and_at_a_new_address(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    look_for(seminar, DECEMBER, days=2)
    asked_on(seminar, day=3)
    all_sent(database)
    late = (NOW + 3 * DAY + after for after in (timedelta(hours=1), DAY))
    reminded = [remind(seminar.id, None, by=ORGANISER, now=moment) for moment in late]
    assert (reminded, all_sent(database)) == ([0, 1], 1)
    with transaction():
        ask_at_new_address(paris, now=NOW + 5 * DAY)
    assert all_sent(database) == 1


def test_a_city_without_an_address_is_not_asked_again(
    database: SQLAlchemy, seminar: Seminar, paris: Delegation
) -> None:
    look_for(seminar, DECEMBER, days=2)
    with transaction():
        paris.focal_email = None
    assert asked_on(seminar, day=3) == 0
