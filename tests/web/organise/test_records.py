"""The log over HTTP."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import (
    NOW,
    ORGANISER,
    a_city,
    a_delegation,
    a_registration,
    a_seminar,
    a_session,
    slots,
    text,
)
from tests.support.organisers import signed_in
from tests.support.planning import WEDNESDAY, a_day, a_draft, a_plan, an_absence, asked
from webinars.domain.planner.problems import Attend, Objective, Presence
from webinars.models import DelegationRole, SeminarState
from webinars.models.database import transaction
from webinars.services.delegations import DelegationFields, edit_delegation
from webinars.services.plans import AvailabilityFields, add_holidays, apply_plan, save_availability, save_plan
from webinars.services.records import record
from webinars.services.seminars import publish
from webinars.services.sessions import SessionFields, edit_session


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def test_the_log_says_who_changed_what_from_what_to_what(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    session = a_session(a_seminar(slug="one"), capacity=5)
    wanted = SessionFields(key="morning", name=text("Early part", ja="午前"), capacity=6)
    edit_session(session.id, wanted, expected=None, by=ORGANISER, now=NOW)
    page = organiser.get("/organise/log/").text
    for shown in (
        "Tuesday 1 September 2026, 09:30:00 (UTC)",
        "Olga Organiser",
        "part edited: <strong>Early part</strong>",
        "<del>English: Morning part</del>",
        "<ins>English: Early part / 日本語: 午前</ins>",
        "<del>5</del>",
        "<ins>6</ins>",
    ):
        assert shown in page


def test_the_log_is_filtered_by_seminar_and_by_noun(database: SQLAlchemy, organiser: FlaskClient) -> None:
    for slug in ("one", "two"):
        seminar = a_seminar(slug=slug, state=SeminarState.DRAFT, theme=text(f"Theme {slug}"))
        slots(a_session(seminar), [20])
        publish(seminar.id, by=ORGANISER, now=NOW)
    page = organiser.get("/organise/log/?seminar=one").text
    assert ("<strong>Theme one" in page, "<strong>Theme two" in page) == (True, False)
    assert "<strong>Theme one" in organiser.get("/organise/log/?noun=seminar").text
    assert "<strong>Theme one" not in organiser.get("/organise/log/?noun=account").text


def test_the_log_is_turned_and_keeps_its_filter(
    app: Flask, database: SQLAlchemy, organiser: FlaskClient
) -> None:
    app.config["PAGE_SIZE"] = 2
    seminar = a_seminar(slug="one")
    for _ in range(3):
        with transaction():
            record("edited", seminar, by=ORGANISER, now=NOW, seminar_id=seminar.id)
    page = organiser.get("/organise/log/?seminar=one").text
    assert 'href="/organise/log/?seminar=one&amp;page=2"' in page


@pytest.mark.parametrize("query", ["page=-1", "page=2", "page=one", "seminar=none", "noun=none"])
def test_what_the_log_does_not_have_is_missing(organiser: FlaskClient, query: str) -> None:
    assert organiser.get(f"/organise/log/?{query}").status_code == 404


def test_what_has_no_word_of_its_own_is_shown_as_it_is_stored(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    seminar = a_seminar(slug="one")
    with transaction():
        changes: dict[str, tuple[object, object]] = {"odd_field": (None, {"not a language": 1})}
        record("did something to", seminar, by=ORGANISER, now=NOW, seminar_id=seminar.id, changes=changes)
    page = organiser.get("/organise/log/").text
    for shown in ("did something to", "odd field", "not a language: 1"):
        assert shown in page


@pytest.mark.parametrize(
    "field", ["published_on", "signed_on", "planned_on", "modality_discussed_on", "ends_on", "due_on"]
)
def test_the_log_writes_days_as_people_read_them(
    database: SQLAlchemy, organiser: FlaskClient, field: str
) -> None:
    city = a_city("Sendai")
    with transaction():
        changes: dict[str, tuple[object, object]] = {field: (None, date(2026, 11, 20))}
        record("edited", city, by=ORGANISER, now=NOW, seminar_id=None, changes=changes)
    page = organiser.get("/organise/log/").text
    assert ("Friday 20 November 2026" in page, "2026-11-20" in page) == (True, False)


def test_the_log_names_what_a_field_points_to_and_how_a_value_is_called(
    database: SQLAlchemy, organiser: FlaskClient
) -> None:
    seminar = a_seminar(slug="one")
    session = a_session(seminar)
    paris = a_delegation(seminar, a_city("Paris"), role=DelegationRole.INVITED)
    wanted = DelegationFields(role=DelegationRole.PRESENTING, session_id=session.id, answer_by=NOW.date())
    edit_delegation(paris.id, wanted, expected=None, by=ORGANISER, now=NOW)
    page = organiser.get("/organise/log/?noun=delegation").text
    shown = (
        "<del>Has not said</del>",
        "<ins>Presents</ins>",
        "<ins>Morning part</ins>",
        "<ins>Tuesday 1 September 2026</ins>",
    )
    assert [words for words in shown if words not in page] == []


def test_the_log_says_how_seats_changed_in_words(organiser: FlaskClient, database: SQLAlchemy) -> None:
    person = a_registration(a_seminar(slug="one"))
    with transaction():
        changes = {"evening": ("waiting", "seated")}
        record("moved up", person, by=ORGANISER, now=NOW, seminar_id=person.seminar_id, changes=changes)
    page = organiser.get("/organise/log/").text
    assert ("<del>Waiting list</del>" in page, "<ins>Has a seat</ins>" in page) == (True, True)


def test_the_log_says_in_words_when_a_city_can(database: SQLAlchemy, organiser: FlaskClient) -> None:
    draft = a_draft()
    paris = draft.cities["Paris"].id
    for said in (
        AvailabilityFields(attend=Attend.ONE, days_off=frozenset({0, 6})),
        AvailabilityFields(
            attend=Attend.ALL,
            hours=a_day("10-16"),
            days_off=frozenset(),
            absences=(an_absence(), an_absence("2026-12-01T00:00", "2026-12-03T00:00")),
        ),
    ):
        save_availability(draft.seminar.id, paris, said, expected=None, by=ORGANISER, now=NOW)
    a_plan(draft.seminar)
    for_talks = asked(presence=Presence.TALK, slot_minutes=15, last_date=date(2026, 11, 27))
    save_plan(draft.seminar.id, for_talks, expected=None, by=ORGANISER, now=NOW)
    starts = [datetime(2026, 11, 25, hour, tzinfo=UTC) for hour in (1, 8)]
    apply_plan(draft.seminar.id, starts, Objective.LEXIMIN, expected=None, by=ORGANISER, now=NOW)
    add_holidays([paris], {WEDNESDAY: "Day of the City"}, by=ORGANISER, now=NOW)
    page = organiser.get("/organise/log/").text
    shown = (
        "availability edited: <strong>Paris</strong>",
        "<del>One part, the one that suits it best</del>",
        "<ins>All parts</ins>",
        "<del>Monday, Sunday</del>",
        "<ins>Good hours: 10:00–16:00 / Acceptable hours: 08:00–21:00 / Possible hours: 06:00–23:00</ins>",
        "Tuesday 1 December 2026 to Wednesday 2 December 2026</ins>",
        "<ins>Wednesday 25 November 2026: Day of the City</ins>",
        "<del>through its whole part</del>",
        "<ins>for one talk of it</ins>",
        "<ins>Friday 27 November 2026</ins>",
        "plan applied: <strong>Recovery of cities</strong>",
        "<ins>Fair to the last</ins>",
        "<ins>Tuesday 1 September 2026, 09:30</ins>",
    )
    assert [words for words in shown if words not in page] == []
