"""The organisers' rehearsals over HTTP: planned, people asked on their own clocks, moved, called off."""

from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW, a_rehearsal, a_seminar
from tests.support.letters import post_round
from tests.support.organisers import signed_in
from tests.support.rehearsing import BASE, a_stage, an_asked_stage, page_of
from tests.support.statements import count_statements
from webinars.models import (
    Rehearsal,
    RehearsalKind,
    RoleName,
    Seminar,
    SeminarState,
    SessionState,
)
from webinars.models.database import db, transaction

FORM = {
    "kind": "technical check",
    "name-en": "Sound and slides",
    "local_start": "2026-11-24T18:30",
    "zone": "Asia/Tokyo",
    "minutes": "45",
    "join_url": "https://meet.example/one",
    "notes": "Bring your slides.",
}


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def text(client: FlaskClient, path: str) -> str:
    return unescape(client.get(path).text)


def test_a_planned_rehearsal_leads_to_the_page_where_people_are_asked(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    a_seminar(slug="one")
    answer = organiser.post(f"{BASE}/new", data=FORM)
    made = db.session.scalars(select(Rehearsal)).one()
    assert (answer.status_code, answer.location) == (303, f"{BASE}/{made.key}/")
    assert (made.kind, str(made.name), made.minutes) == (
        RehearsalKind.TECHNICAL_CHECK,
        "Sound and slides",
        45,
    )
    page = text(organiser, answer.location)
    for words in ("Technical check", "Sound and slides", "18:30", "https://meet.example/one"):
        assert words in page
    assert "This seminar has no presenters yet." in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("zone", "", "Choose the time zone of this clock."),
        ("local_start", "2026-08-01T10:00", "This time is past."),
        ("minutes", "0", "minutes"),
        ("kind", "party", "Choose an entry of the list."),
        ("join_url", "room five", "Write the whole address of the room."),
        ("notes", "x" * 5001, "5000"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    organiser: FlaskClient, database: SQLAlchemy, field: str, value: str, says: str
) -> None:
    a_seminar(slug="one")
    answer = organiser.post(f"{BASE}/new", data=FORM | {field: value})
    assert answer.status_code == 422
    assert says in unescape(answer.text)
    assert "Sound and slides" in answer.text
    assert db.session.scalar(select(Rehearsal.id)) is None


def test_a_clock_that_comes_twice_is_asked_about(organiser: FlaskClient, database: SQLAlchemy) -> None:
    a_seminar(slug="one")
    twice = FORM | {"local_start": "2026-10-25T02:30", "zone": "Europe/Paris"}
    answer = organiser.post(f"{BASE}/new", data=twice)
    assert (answer.status_code, 'name="reading"' in answer.text) == (422, True)
    assert organiser.post(f"{BASE}/new", data=twice | {"reading": "second"}).status_code == 303


def test_a_rehearsal_is_edited_moved_called_off_and_restored(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage()
    path = page_of(stage)
    edited = {"version": "1", "kind": "rehearsal", "name-en": "Dress rehearsal"}
    assert organiser.post(f"{path}edit", data=edited).status_code == 303
    moved = {"version": "2", "local_start": "2026-11-24T19:00", "zone": "Asia/Tokyo", "minutes": "30"}
    seen = unescape(organiser.post(f"{path}move", data=moved).text)
    assert "What moving “Dress rehearsal” changes" in seen
    assert "2 calendar invitations are updated by letters" in seen
    assert [name in seen for name in ("Paula Presenter", "Pedro Presenter", "11:00", "05:00")] == [True] * 4
    stored = db.session.get_one(Rehearsal, stage.rehearsal.id, populate_existing=True)
    assert stored.local_start == stage.rehearsal.local_start
    again = organiser.post(f"{path}move", data=moved | {"step": "change"}).text
    assert 'value="2026-11-24T19:00"' in again
    assert organiser.post(f"{path}move", data=moved | {"step": "move"}).status_code == 303
    assert "Dress rehearsal" in text(organiser, f"{path}cancel")
    assert organiser.post(f"{path}cancel").status_code == 303
    assert "This is cancelled." in text(organiser, path)
    assert organiser.post(f"{path}cancel", follow_redirects=True).text.count("cancelled already") == 1
    assert organiser.post(f"{path}restore").status_code == 303
    assert "Dress rehearsal" in text(organiser, f"{BASE}/")
    stored = db.session.get_one(Rehearsal, stage.rehearsal.id, populate_existing=True)
    assert (f"{stored.local_start:%H:%M}", stored.state) == ("19:00", SessionState.PLANNED)


def test_the_later_of_two_organisers_sees_what_the_first_saved(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = a_stage()
    first = {"version": "1", "kind": "rehearsal", "notes": "Bring your slides."}
    assert organiser.post(f"{page_of(stage)}edit", data=first).status_code == 303
    late = organiser.post(f"{page_of(stage)}edit", data=first | {"notes": "Bring coffee."})
    assert (late.status_code, "Bring your slides." in late.text, "Bring coffee." in late.text) == (
        409,
        True,
        True,
    )


def test_what_does_not_exist_or_is_of_another_seminar_is_missing(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = a_stage()
    foreign = a_rehearsal(a_seminar(slug="other"))
    for path in (f"{BASE}/{foreign.key}/", f"{BASE}/none/", f"{BASE}/{foreign.key}/edit"):
        assert organiser.get(path).status_code == 404, path
    assert organiser.post(f"{page_of(stage)}people/none/off").status_code == 404


def test_who_only_looks_changes_nothing(app: Flask, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    viewer = signed_in(app, RoleName.VIEWER)
    page = text(viewer, page_of(stage))
    assert "Paula Presenter" in page
    assert "Ask people to come" not in page
    assert "Take off" not in page
    for path in (page_of(stage), f"{page_of(stage)}cancel", f"{BASE}/new"):
        assert viewer.post(path).status_code == 403, path


def test_the_archive_offers_no_change_and_takes_none(organiser: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage()
    with transaction():
        db.session.get_one(Seminar, stage.seminar.id).state = SeminarState.ARCHIVED
    assert "Plan a rehearsal" not in text(organiser, f"{BASE}/")
    assert "Take off" not in text(organiser, page_of(stage))
    assert organiser.post(f"{BASE}/new", data=FORM).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(
    organiser: FlaskClient, database: SQLAlchemy, count: int
) -> None:
    stage = an_asked_stage()
    for _ in range(count):
        a_rehearsal(stage.seminar)
    organiser.get(f"{BASE}/")
    with count_statements() as statements:
        organiser.get(f"{BASE}/")
    assert len(statements) == 5, statements


def test_a_long_list_has_pages(app: Flask, database: SQLAlchemy) -> None:
    app.config["PAGE_SIZE"] = 2
    stage = a_stage()
    for _ in range(2):
        a_rehearsal(stage.seminar)
    client = signed_in(app)
    assert "Page 1 of 2" in text(client, f"{BASE}/")
    assert client.get(f"{BASE}/?page=3").status_code == 404


@pytest.mark.parametrize("asked", [False, True])
def test_one_rehearsal_costs_the_same_however_many_are_asked(
    organiser: FlaskClient, database: SQLAlchemy, *, asked: bool
) -> None:
    stage = an_asked_stage() if asked else a_stage()
    organiser.get(page_of(stage))
    with count_statements() as statements:
        organiser.get(page_of(stage))
    assert len(statements) == 14, statements


def test_new_rules_of_its_zone_are_pointed_out_until_somebody_says_what_is_meant(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    stage = an_asked_stage()
    with transaction():
        moved = db.session.get_one(Rehearsal, stage.rehearsal.id)
        # As if Tokyo had left its summer time away since somebody chose nine o'clock.
        moved.local_start = stage.rehearsal.local_start - timedelta(hours=1)
    warning = "The rules of its time zone have changed"
    assert warning in text(organiser, page_of(stage))
    assert warning in text(organiser, f"{BASE}/")
    kept = {"version": "1", "local_start": "2026-11-24T09:00", "zone": "Asia/Tokyo", "minutes": "30"}
    assert organiser.post(f"{page_of(stage)}move", data=kept | {"step": "move"}).status_code == 303
    assert warning not in text(organiser, page_of(stage))
    assert {f"{one.event['DTSTART'].dt:%H:%M}" for one in post_round(NOW)} == {"09:00"}


def test_who_cancels_the_seminar_is_told_of_the_invitations_to_rehearse_too(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    an_asked_stage()
    page = text(organiser, "/organise/seminars/one/cancel")
    assert "4 calendar invitations are taken back by letters." in page


def test_the_public_sees_nothing_of_it(client: FlaskClient, database: SQLAlchemy) -> None:
    stage = an_asked_stage(notes="Bring your slides.", join_url="https://meet.example/secret")
    with transaction():
        db.session.get_one(Rehearsal, stage.rehearsal.id).name = builders.text("Dress rehearsal")
    for path in ("/", "/seminars/one/", "/seminars/one.ics", "/seminars/one/sitemap.xml"):
        answer = client.get(path)
        assert "Dress rehearsal" not in answer.text
        assert "meet.example" not in answer.text
