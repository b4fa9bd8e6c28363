"""The letter that asks a focal point when its city can take part."""

from datetime import date, datetime
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, ORGANISER
from tests.support.databases import ON_SQLITE
from tests.support.letters import Read, post_round
from tests.support.polls import DAY, LATE_HOURS, SAID, a_draft, a_guest, a_plan, an_asked_guest
from tests.support.registrants import token
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.models import (
    Availability,
    CityHours,
    DelegationRole,
    Notice,
    Seminar,
    SeminarPlan,
    SeminarState,
)
from webinars.models.database import transaction
from webinars.queries.notices import load
from webinars.services.plans import PlanFields, save_plan
from webinars.services.polls import answer, ask, remind

pytestmark = ON_SQLITE


def asked(zone: str = "Europe/Paris", **plan: Any) -> Read:
    seminar = a_draft()
    a_plan(seminar, **plan)
    a_guest(seminar, zone=zone)
    ask(seminar.id, None, by=ORGANISER, now=NOW)
    (letter,) = post_round(NOW)
    return letter


def facts(letter: Read) -> dict[str, str]:
    lines = (line.partition(": ") for line in letter.text.splitlines())
    return {label: value for label, colon, value in lines if colon}


def test_the_letter_names_seminar_dates_clock_and_what_is_assumed(database: SQLAlchemy) -> None:
    letter = asked()
    assert letter.letter.recipient == "paris@x.example"
    assert letter.letter.subject == "When can Paris take part?"
    assert "The times of Recovery of cities are being chosen so that they suit Paris too." in letter.text
    said = facts(letter)
    assert said["Dates"] == "Saturday 31 October 2026 to Monday 30 November 2026"
    assert said["Clock"] == "Paris, UTC+1"
    assert said["Good hours"] == "09:00–18:00"
    assert said["Acceptable hours"] == "08:00–21:00"
    assert said["Possible hours"] == "06:00–23:00"
    assert said["Days off"] == "Saturday and Sunday"
    assert letter.message["Reply-To"] == "seminar@tokyo.example"


def test_the_letter_carries_the_link_of_its_city(database: SQLAlchemy) -> None:
    guest = an_asked_guest()
    (letter,) = post_round(NOW)
    link = f"/hours/{token(Purpose.HOURS, guest)}/"
    assert link in letter.text
    assert link in letter.html


def test_the_dates_are_those_of_the_city_on_the_other_side_of_the_date_line(database: SQLAlchemy) -> None:
    letter = asked("America/Los_Angeles", first_date=date(2026, 11, 2), last_date=date(2026, 11, 2))
    assert facts(letter)["Dates"] == "Sunday 1 November 2026 to Monday 2 November 2026"


def test_a_clock_that_changes_within_the_dates_says_when(database: SQLAlchemy) -> None:
    letter = asked(first_date=date(2026, 10, 20))
    assert facts(letter)["Clock"] == "Paris, UTC+2 until Sunday 25 October 2026, then UTC+1"


def test_usual_hours_of_the_directory_are_what_is_assumed(database: SQLAlchemy) -> None:
    seminar = a_draft()
    a_plan(seminar)
    guest = a_guest(seminar)
    builders.kept(CityHours(city_id=guest.city_id, hours=LATE_HOURS, days_off=[]))
    ask(seminar.id, None, by=ORGANISER, now=NOW)
    (letter,) = post_round(NOW)
    said = facts(letter)
    assert (said["Good hours"], said["Days off"]) == ("10:00–17:00", "none")


def test_the_letter_is_in_the_language_of_the_focal_point(database: SQLAlchemy) -> None:
    seminar = a_draft()
    a_plan(seminar)
    a_guest(seminar, focal_language="ja")
    ask(seminar.id, None, by=ORGANISER, now=NOW)
    (letter,) = post_round(NOW)
    assert letter.message["Content-Language"] == "ja"
    assert "2026年11月30日月曜日" in letter.text


def test_a_silent_city_is_asked_again(database: SQLAlchemy) -> None:
    guest = an_asked_guest()
    post_round(NOW)
    remind(guest.seminar_id, None, by=ORGANISER, now=NOW + DAY)
    (letter,) = post_round(NOW + DAY)
    assert letter.letter.subject == "Please answer: when can Paris take part?"
    assert "We have no answer from you yet." in letter.text


def test_a_city_that_answered_about_other_dates_is_asked_about_the_new_ones(database: SQLAlchemy) -> None:
    guest = an_asked_guest()
    post_round(NOW)
    answer(guest.id, SAID, by=ORGANISER, now=NOW)
    december = PlanFields(first_date=date(2026, 12, 1), last_date=date(2026, 12, 4), parts=(120,))
    save_plan(guest.seminar_id, december, expected=None, by=ORGANISER, now=NOW + DAY)
    ask(guest.seminar_id, None, by=ORGANISER, now=NOW + 2 * DAY)
    (letter,) = post_round(NOW + 2 * DAY)
    assert letter.letter.subject == "New dates: when can Paris take part?"
    assert "The dates have changed since you answered. Please look at your answer again." in letter.text
    assert ("What you told us" in letter.text, "What we assume" in letter.text) == (True, False)
    said = facts(letter)
    assert said["Dates"] == "Monday 30 November 2026 to Friday 4 December 2026"
    assert said["Good hours"] == "10:00–17:00"


def test_a_city_that_answered_meanwhile_is_left_in_peace(database: SQLAlchemy) -> None:
    guest = an_asked_guest()
    answer(guest.id, SAID, by=ORGANISER, now=NOW)
    assert post_round(NOW) == []


@pytest.mark.parametrize(
    ("of_seminar", "of_plan", "of_guest"),
    [
        ({"state": SeminarState.PUBLISHED}, {}, {}),
        ({}, {"applied_at": NOW}, {}),
        ({}, {}, {"role": DelegationRole.ABSENT}),
        ({}, {}, {"focal_email": None}),
    ],
    ids=["published", "applied", "absent", "no address"],
)
def test_a_question_that_nobody_asks_any_more_is_not_sent(
    database: SQLAlchemy,
    of_seminar: dict[str, object],
    of_plan: dict[str, object],
    of_guest: dict[str, object],
) -> None:
    guest = an_asked_guest()
    with transaction():
        rows = (database.session.get_one(Seminar, guest.seminar_id), plan(database), guest)
        for row, values in zip(rows, (of_seminar, of_plan, of_guest), strict=True):
            for name, value in values.items():
                setattr(row, name, value)
    assert post_round(NOW) == []


def plan(database: SQLAlchemy) -> SeminarPlan:
    return database.session.scalars(select(SeminarPlan)).one()


@pytest.mark.parametrize("count", [1, 3])
def test_letters_to_many_cities_are_read_in_ten_statements(
    database: SQLAlchemy, now: datetime, count: int
) -> None:
    seminar = a_draft()
    a_plan(seminar)
    for number in range(count):
        a_guest(seminar, f"City {number}")
    ask(seminar.id, None, by=ORGANISER, now=now)
    ids = database.session.scalars(select(Notice.id)).all()
    assert len(database.session.scalars(select(Availability)).all()) == count
    with count_statements() as statements:
        assert [one.poll is not None for one in load(ids)] == [True] * count
    assert len(statements) == 10, statements
