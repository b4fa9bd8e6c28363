"""The rhythm of a seminar's reminders, as its organiser chooses it."""

import re

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.support.databases import ON_SQLITE
from tests.support.organisers import signed_in
from webinars.models import Seminar

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

POSTED = {
    "theme-en": "Recovery",
    "slug": "recovery-7",
    "series": "",
    "host_city": "",
    "second_host_city": "",
    "zone": "Asia/Tokyo",
    "languages": ["en"],
    "registration_mode": "open",
}


def rhythm(database: SQLAlchemy) -> list[int]:
    return database.session.scalars(select(Seminar.reminder_minutes)).one()


def test_the_rhythm_of_reminders_is_chosen_from_a_list(app: Flask, database: SQLAlchemy) -> None:
    organiser = signed_in(app)
    shown = organiser.get("/organise/seminars/new").text
    ticked = re.findall(r'name="reminder_minutes"[^>]* value="(\d+)" checked', shown)
    assert ticked == ["10080", "1440", "60", "0"]
    answer = organiser.post("/organise/seminars/new", data=POSTED | {"reminder_minutes": ["0", "4320"]})
    assert (answer.status_code, rhythm(database)) == (303, [4320, 0])
    wrong = POSTED | {"reminder_minutes": "61", "version": "1"}
    assert organiser.post(f"{answer.location}edit", data=wrong).status_code == 422
    again = organiser.post(f"{answer.location}edit", data=POSTED | {"version": "1"})
    assert (again.status_code, rhythm(database)) == (303, [])


def test_the_rhythm_for_the_silent_is_chosen_and_one_that_is_not_offered_is_refused(
    app: Flask, database: SQLAlchemy
) -> None:
    organiser = signed_in(app)
    shown = organiser.get("/organise/seminars/new").text
    assert re.findall(r'name="answer_reminder_days"[^>]* value="(\d+)" checked', shown) == ["7", "3", "1"]
    answer = organiser.post("/organise/seminars/new", data=POSTED | {"answer_reminder_days": ["2", "14"]})
    assert database.session.scalars(select(Seminar.answer_reminder_days)).one() == [14, 2]
    wrong = POSTED | {"answer_reminder_days": "6", "version": "1"}
    assert organiser.post(f"{answer.location}edit", data=wrong).status_code == 422
