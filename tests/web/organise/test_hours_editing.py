"""When one city of a seminar can: hours, days off and absences kept, refused and given back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW, ORGANISER
from tests.support import hours
from tests.support.databases import ON_SQLITE
from tests.support.hours import FORM, HERE, NIGHTS, at, availability, words
from tests.support.organisers import signed_in
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.problems import Attend
from webinars.models import City, Seminar
from webinars.services.plans import AvailabilityFields, save_availability

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


@pytest.fixture
def paris(database: SQLAlchemy) -> City:
    return hours.paris()


@pytest.fixture
def seminar(paris: City) -> Seminar:
    return hours.seminar_with(paris)


def test_hours_of_its_own_are_kept_and_given_back(
    seminar: Seminar, paris: City, organiser: FlaskClient
) -> None:
    answer = organiser.post(f"{HERE}/paris", data=FORM | {"comment": "Ask\r\nAnn."})
    assert (answer.status_code, answer.location) == (303, HERE)
    said = availability()
    assert said is not None
    assert said.hours == Hours(Band(600, 960), Band(540, 1200), Band(420, 0))
    assert (said.days_off, said.attend, said.comment) == ([4, 5], Attend.ONE, "Ask\nAnn.")
    shown = organiser.get(f"{HERE}/paris").get_data(as_text=True)
    for value in (
        'name="possible_to" step="300" type="time" value="00:00"',
        'name="version" type="hidden" value="1"',
    ):
        assert value in shown
    back = FORM | {"hours_of": "directory", "days_off_of": "directory", "attend": "all", "version": "1"}
    assert organiser.post(f"{HERE}/paris", data=back | {"preferred": "nonsense"}).status_code == 303
    said = availability()
    assert said is not None
    assert (said.hours, said.days_off, said.attend) == (None, None, Attend.ALL)


@pytest.mark.usefixtures("seminar")
def test_absences_are_whole_days_or_stretches_of_the_clock(organiser: FlaskClient) -> None:
    rows = {
        "absence-0-first": "2027-05-03",
        "absence-1-first": "2027-05-10",
        "absence-1-last": "2027-05-12",
        "absence-2-first": "2027-05-20",
        "absence-2-first_time": "14:00",
        "absence-2-last": "2027-05-20",
        "absence-2-last_time": "16:30",
        "absence-3-first": "",
        "absence-3-last": " ",
    }
    assert organiser.post(f"{HERE}/paris", data=FORM | rows).status_code == 303
    said = availability()
    assert said is not None
    assert [one.to_list() for one in said.absences] == [
        ["2027-05-03T00:00", "2027-05-04T00:00"],
        ["2027-05-10T00:00", "2027-05-13T00:00"],
        ["2027-05-20T14:00", "2027-05-20T16:30"],
    ]
    html = organiser.get(f"{HERE}/paris").get_data(as_text=True)
    shown = dict(re.findall(r'name="(absence-[^"]+)"[^>]* value="([^"]*)"', html))
    assert {name: value for name, value in shown.items() if value} == {
        "absence-0-first": "2027-05-03",
        "absence-0-last": "2027-05-03",
        "absence-1-first": "2027-05-10",
        "absence-1-last": "2027-05-12",
        "absence-2-first": "2027-05-20",
        "absence-2-first_time": "14:00",
        "absence-2-last": "2027-05-20",
        "absence-2-last_time": "16:30",
    }
    assert "absence-3-first" in shown


@pytest.mark.usefixtures("seminar")
def test_rows_come_and_go_without_a_script_and_nothing_is_kept_by_that(organiser: FlaskClient) -> None:
    rows = {"absence-0-first": "2027-05-03", "absence-1-first": "not a date", "absence-2-first": "2027-05-20"}
    added = organiser.post(f"{HERE}/paris", data=FORM | rows | {"add_absence": "1", "preferred": "11:00"})
    html = added.get_data(as_text=True)
    assert (added.status_code, html.count('<fieldset class="absence">'), availability()) == (200, 4, None)
    assert 'name="preferred" step="300" type="time" value="11:00"' in html
    removed = organiser.post(f"{HERE}/paris", data=FORM | rows | {"remove_absence": "1"})
    html = removed.get_data(as_text=True)
    assert re.findall(r'name="(absence-\d-first)"[^>]* value="([^"]*)"', html) == [
        ("absence-0-first", "2027-05-03"),
        ("absence-1-first", "2027-05-20"),
        ("absence-2-first", ""),
    ]
    assert availability() is None


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"preferred": ""}, "preferred", "Write a time like 17:00."),
        ({"preferred_to": "25:00"}, "preferred_to", "Write a time like 17:00."),
        ({"preferred": "10:02"}, "preferred", "10:02 is no multiple of 5 minutes. Round it."),
        (
            {"preferred": "16:00", "preferred_to": "10:00"},
            "preferred",
            "These hours reach beyond the ones below.",
        ),
        ({"preferred": "10:00", "preferred_to": "10:00"}, "preferred", "These hours end as they begin."),
        ({"possible_to": "19:00"}, "acceptable", "These hours reach beyond the ones below."),
        ({"attend": "two"}, "attend", "Choose an entry of the list."),
        ({"hours_of": "mine"}, "hours_of", "Choose an entry of the list."),
        ({"comment": "x" * 2001}, "comment", "Write at most 2000 characters."),
        ({"absence-0-last": "2027-05-03"}, "absence-0-first", "Choose the first day."),
        ({"absence-0-first": "3 May"}, "absence-0-first", "Write a date as year-month-day, like 2027-01-20."),
        (
            {"absence-0-first": "2027-05-03", "absence-0-last": "2027-05-02"},
            "absence-0-last",
            "This ends before it begins.",
        ),
        (
            {"absence-0-first": "2027-05-03", "absence-0-first_time": "9:02"},
            "absence-0-first_time",
            "09:02 is no multiple of 5 minutes.",
        ),
        (
            {"absence-0-first": "2027-05-03", "absence-0-last_time": "9:02"},
            "absence-0-last_time",
            "09:02 is no multiple of 5 minutes.",
        ),
        ({"absence-0-first": "9999-12-31"}, "absence-0-last", "This ends before it begins."),
        ({"absence-0-first": "1969-12-31"}, "absence-0-first", "The planner knows the years 1973 to 2037."),
        ({"absence-0-first": "2037-12-31"}, "absence-0-last", "The planner knows the years 1973 to 2037."),
    ],
)
@pytest.mark.usefixtures("seminar")
def test_what_cannot_be_is_refused_at_its_field_and_the_rest_is_kept(
    organiser: FlaskClient, values: dict[str, str], field: str, says: str
) -> None:
    answer = organiser.post(f"{HERE}/paris", data=FORM | values)
    assert (answer.status_code, availability()) == (422, None)
    assert at(answer, field).startswith(says)
    row = "Absence 1: " if field.startswith("absence") else ""
    assert f"{row}{says}" in words(answer).partition("Save")[0], "the summary on top says it too"
    if "acceptable" not in values:
        assert 'name="acceptable" step="300" type="time" value="09:00"' in answer.get_data(as_text=True)


def test_a_stale_form_shows_the_difference_and_can_be_saved_over_it(
    seminar: Seminar, paris: City, organiser: FlaskClient
) -> None:
    theirs = AvailabilityFields(attend=Attend.ALL, hours=NIGHTS, days_off=frozenset({0}), comment="Theirs")
    save_availability(seminar.id, paris.id, theirs, expected=0, by=ORGANISER, now=NOW)
    rows = {"absence-0-first": "2027-05-03"}
    answer = organiser.post(f"{HERE}/paris", data=FORM | rows | {"hours_of": "directory"})
    assert answer.status_code == 409
    said = words(answer).partition("What somebody else saved")[2].partition("Save")[0]
    for part in (
        "Hours Before Good hours 20:00–04:00, Acceptable hours 18:00–06:00, Possible hours 18:00–06:00 "
        "After The directory’s",
        "Days off Before Monday After Friday and Saturday",
        "Before All parts After One part, the one that suits it best",
        "Absences Before empty After Monday 3 May 2027",
        "Comment Before Theirs After empty",
    ):
        assert part in said
    assert organiser.post(f"{HERE}/paris", data=FORM | {"version": "1"}).status_code == 303
