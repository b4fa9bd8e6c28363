"""What the planner is asked for a seminar, and when its cities can: kept, and refused where it cannot be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from tests.builders import NOW, ORGANISER, a_city, a_seminar
from tests.support.planning import (
    WEDNESDAY,
    a_day,
    a_draft,
    a_plan,
    an_absence,
    an_availability,
    asked,
    usual_hours,
)
from tests.support.tokyo import PRESENTING
from webinars.domain.errors import Missing, Refusal, Stale
from webinars.domain.hours import DEFAULT_HOURS
from webinars.domain.planner.problems import Attend, Objective, Presence
from webinars.models import Availability, CityHours, Record, SeminarPlan, SeminarState
from webinars.queries.plans import availability_of, hours_of, plan_of
from webinars.services.plans import (
    AvailabilityFields,
    add_holidays,
    reset_hours,
    save_availability,
    save_hours,
    save_plan,
)
from webinars.services.polls import why_closed


def test_what_is_asked_is_kept_and_asked_again_it_is_changed(database: SQLAlchemy) -> None:
    seminar = a_draft().seminar
    first = save_plan(seminar.id, asked(), expected=0, by=ORGANISER, now=NOW)
    assert (first.parts, first.grid, first.gap, first.span_days) == ([155, 145], 15, 60, 1)
    again = save_plan(seminar.id, asked(parts=(90,), gap=30), expected=1, by=ORGANISER, now=NOW)
    assert (again.id, again.parts, again.gap, again.version) == (first.id, [90], 30, 2)
    records = database.session.scalars(select(Record).order_by(Record.id)).all()
    assert [(one.verb, one.noun, one.title, one.seminar_id) for one in records] == [
        ("created", "seminar_plan", "Recovery of cities", seminar.id),
        ("edited", "seminar_plan", "Recovery of cities", seminar.id),
    ]
    assert records[1].changes == {"parts": [[155, 145], [90]], "gap": [60, 30]}


def test_times_that_were_chosen_are_open_again_once_something_else_is_asked(database: SQLAlchemy) -> None:
    draft = a_draft()
    guest = draft.delegations["Paris"]
    a_plan(draft.seminar, objective=Objective.TOTAL, applied_at=NOW)
    same = save_plan(draft.seminar.id, asked(), expected=1, by=ORGANISER, now=NOW)
    assert (same.applied_at, same.objective, same.version) == (NOW, Objective.TOTAL, 1)
    assert why_closed(guest, draft.seminar, same) is not None
    other = save_plan(draft.seminar.id, asked(gap=90), expected=1, by=ORGANISER, now=NOW)
    assert (other.applied_at, other.objective, other.version) == (None, None, 2)
    assert why_closed(guest, draft.seminar, other) is None


def test_what_somebody_else_asked_meanwhile_is_not_overwritten(database: SQLAlchemy) -> None:
    seminar = a_draft().seminar
    save_plan(seminar.id, asked(gap=30), expected=0, by=ORGANISER, now=NOW)
    with pytest.raises(Stale) as stale:
        save_plan(seminar.id, asked(), expected=0, by=ORGANISER, now=NOW)
    assert (stale.value.theirs, stale.value.version) == ({"gap": 30}, 1)


def test_a_form_of_something_that_was_taken_away_is_stale(database: SQLAlchemy) -> None:
    paris = a_city()
    usual_hours(paris, a_day("10-16"))
    reset_hours(paris.id, by=ORGANISER, now=NOW)
    with pytest.raises(Stale):
        save_hours(paris.id, a_day(), [6], expected=1, by=ORGANISER, now=NOW)
    assert hours_of(paris.id) is None


def test_saving_the_same_again_changes_and_records_nothing(database: SQLAlchemy) -> None:
    draft = a_draft()
    paris = draft.cities["Paris"]
    said = AvailabilityFields(attend=Attend.ONE, absences=(an_absence(),), days_off=frozenset({6, 5}))
    for _ in range(2):
        save_plan(draft.seminar.id, asked(), expected=0, by=ORGANISER, now=NOW)
        save_hours(paris.id, a_day("10-16"), {6, 4}, expected=0, by=ORGANISER, now=NOW)
        save_availability(draft.seminar.id, paris.id, said, expected=0, by=ORGANISER, now=NOW)
        add_holidays([paris.id], {WEDNESDAY: "Day of the City"}, by=ORGANISER, now=NOW)
    assert database.session.scalar(select(func.count(Record.id))) == 4
    for model in (SeminarPlan, CityHours, Availability):
        assert database.session.scalars(select(model.version)).all() == [1]


def test_dates_that_are_over_for_the_host_are_refused(database: SQLAlchemy) -> None:
    seminar = a_draft().seminar
    today = date(2026, 9, 1)
    # Tokyo's clocks show 2 September from 15:00 UTC on.
    for hour, refused in ((14, False), (15, True)):
        now = NOW.replace(hour=hour)
        wanted = asked(first_date=date(2026, 8, 1), last_date=today)
        if not refused:
            assert save_plan(seminar.id, wanted, expected=None, by=ORGANISER, now=now).last_date == today
            continue
        with pytest.raises(Refusal) as refusal:
            save_plan(seminar.id, wanted, expected=None, by=ORGANISER, now=now)
        assert (refusal.value.field, str(refusal.value)) == (
            "last_date",
            "These dates are past. Choose later ones.",
        )


BAD_PLANS: list[tuple[str, dict[str, Any]]] = [
    ("last_date", {"last_date": date(2026, 11, 24)}),  # a range of no day
    ("last_date", {"last_date": date(2054, 4, 11)}),  # of 10,000 days
    ("last_date", {"last_date": date(2027, 11, 26)}),  # of 367
    ("first_date", {"first_date": date(1960, 1, 1), "last_date": date(1960, 1, 1)}),
    ("parts", {"parts": ()}),
    ("parts", {"parts": (30,) * 9}),
    ("parts[1]", {"parts": (60, 1445)}),  # longer than a day
    ("parts[0]", {"parts": (0,)}),
    ("parts[0]", {"parts": (-5,)}),
    ("parts[2]", {"parts": (60, 60, 62)}),  # off the five-minute grid
    ("grid", {"grid": 20}),
    ("gap", {"gap": -5}),
    ("gap", {"gap": 7}),
    ("gap", {"gap": 10**12}),
    ("span_days", {"span_days": 0}),
    ("span_days", {"span_days": 10**12}),
    ("slot_minutes", {"presence": Presence.TALK}),
    ("slot_minutes", {"presence": Presence.TALK, "slot_minutes": 150}),  # longer than the shortest part
    ("slot_minutes", {"slot_minutes": 0}),
]


@pytest.mark.parametrize(("field", "values"), BAD_PLANS)
def test_what_no_planner_can_answer_is_refused_at_its_field(
    database: SQLAlchemy, field: str, values: dict[str, Any]
) -> None:
    seminar = a_draft().seminar
    with pytest.raises(Refusal) as refusal:
        save_plan(seminar.id, asked(**values), expected=None, by=ORGANISER, now=NOW)
    assert refusal.value.field == field
    assert plan_of(seminar.id) is None


def test_what_nobody_can_wait_for_is_refused_before_it_is_kept(database: SQLAlchemy) -> None:
    seminar = a_draft([city[:2] for city in PRESENTING]).seminar
    much = asked(last_date=WEDNESDAY + timedelta(days=1), parts=(90,) * 4, span_days=2)
    with pytest.raises(Refusal, match="too many ways") as refusal:
        save_plan(seminar.id, much, expected=None, by=ORGANISER, now=NOW)
    assert refusal.value.field == "span_days"
    assert plan_of(seminar.id) is None


def test_nothing_is_asked_for_a_seminar_in_the_archive(database: SQLAlchemy) -> None:
    draft = a_draft(state=SeminarState.ARCHIVED)
    with pytest.raises(Refusal, match="archive"):
        save_plan(draft.seminar.id, asked(), expected=None, by=ORGANISER, now=NOW)
    said = AvailabilityFields(attend=Attend.ALL)
    with pytest.raises(Refusal, match="archive"):
        save_availability(draft.seminar.id, draft.host.id, said, expected=None, by=ORGANISER, now=NOW)


def test_a_city_has_hours_of_its_own_until_the_defaults_hold_again(database: SQLAlchemy) -> None:
    paris = a_city()
    save_hours(paris.id, a_day("10-16"), [6, 4, 6], expected=0, by=ORGANISER, now=NOW)
    saved = hours_of(paris.id)
    assert saved is not None
    assert (saved.hours, saved.days_off) == (a_day("10-16"), [4, 6])
    save_hours(paris.id, DEFAULT_HOURS, [4, 6], expected=1, by=ORGANISER, now=NOW)
    reset_hours(paris.id, by=ORGANISER, now=NOW)
    reset_hours(paris.id, by=ORGANISER, now=NOW)
    assert hours_of(paris.id) is None
    records = database.session.scalars(select(Record).order_by(Record.id)).all()
    assert [(one.verb, one.noun, one.title) for one in records] == [
        ("created", "city_hours", "Paris"),
        ("edited", "city_hours", "Paris"),
        ("removed", "city_hours", "Paris"),
    ]
    rest = {"acceptable": "08:00–21:00", "possible": "06:00–23:00"}
    assert records[1].changes == {
        "hours": [{"preferred": "10:00–16:00"} | rest, {"preferred": "09:00–18:00"} | rest]
    }


def test_hours_off_the_grid_and_days_that_are_none_are_refused(database: SQLAlchemy) -> None:
    paris = a_city()
    odd = replace(a_day(), acceptable=replace(a_day().acceptable, to_minute=1261))
    with pytest.raises(Refusal) as refusal:
        save_hours(paris.id, odd, [6], expected=None, by=ORGANISER, now=NOW)
    assert refusal.value.field == "acceptable"
    with pytest.raises(Refusal) as refusal:
        save_hours(paris.id, a_day(), [7], expected=None, by=ORGANISER, now=NOW)
    assert refusal.value.field == "days_off"


def test_what_a_city_says_of_a_seminar_is_kept_in_order(database: SQLAlchemy) -> None:
    draft = a_draft()
    later, sooner = an_absence("2026-12-01T00:00", "2026-12-03T00:00"), an_absence()
    said = AvailabilityFields(
        attend=Attend.ALL,
        hours=a_day("10-16"),
        days_off=frozenset({6, 2}),
        absences=(later, sooner, later),
        comment=" After lunch, if possible. ",
    )
    paris = draft.cities["Paris"]
    save_availability(draft.seminar.id, paris.id, said, expected=0, by=ORGANISER, now=NOW)
    row = availability_of(draft.seminar.id, paris.id)
    assert row is not None
    assert (row.attend, row.hours, row.days_off) == (Attend.ALL, a_day("10-16"), [2, 6])
    assert (row.absences, row.comment) == ((sooner, later), "After lunch, if possible.")
    assert (row.asked_at, row.answered_at, row.version) == (None, None, 1)
    less = AvailabilityFields(attend=Attend.ONE)
    save_availability(draft.seminar.id, paris.id, less, expected=1, by=ORGANISER, now=NOW)
    row = availability_of(draft.seminar.id, paris.id)
    assert row is not None
    assert (row.hours, row.days_off, row.absences, row.version) == (None, None, (), 2)
    record = database.session.scalars(select(Record).order_by(Record.id.desc())).first()
    assert record is not None
    assert record.changes["absences"] == [
        ["2026-11-25T09:00/2026-11-25T12:00", "2026-12-01T00:00/2026-12-03T00:00"],
        [],
    ]


BAD_AVAILABILITIES: list[tuple[str, dict[str, Any]]] = [
    ("absences[1]", {"absences": (an_absence(), an_absence("2026-11-25T09:02"))}),
    ("absences[0]", {"absences": (an_absence("1960-11-25T09:00"),)}),
    ("absences[0]", {"absences": (an_absence(ends_at="2038-01-01T00:00"),)}),
    ("absences", {"absences": tuple(an_absence(f"2026-11-25T0{n % 9}:{n % 12 * 5:02}") for n in range(51))}),
    ("preferred", {"hours": replace(a_day(), preferred=replace(a_day().preferred, to_minute=1081))}),
    ("days_off", {"days_off": frozenset({-1})}),
    ("comment", {"comment": "x" * 2001}),
]


@pytest.mark.parametrize(("field", "values"), BAD_AVAILABILITIES)
def test_what_no_city_can_say_is_refused_at_its_field(
    database: SQLAlchemy, field: str, values: dict[str, Any]
) -> None:
    draft = a_draft()
    said = AvailabilityFields(**{"attend": Attend.ONE} | values)
    paris = draft.cities["Paris"].id
    with pytest.raises(Refusal) as refusal:
        save_availability(draft.seminar.id, paris, said, expected=None, by=ORGANISER, now=NOW)
    assert refusal.value.field == field
    assert availability_of(draft.seminar.id, paris) is None


def test_an_absence_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        an_absence("2026-11-25T12:00", "2026-11-25T09:00")
    assert refusal.value.field == "ends_at"


def test_only_the_host_and_the_invited_say_when_they_can(database: SQLAlchemy) -> None:
    draft = a_draft()
    said = AvailabilityFields(attend=Attend.ONE)
    save_availability(draft.seminar.id, draft.host.id, said, expected=0, by=ORGANISER, now=NOW)
    stranger = a_city("Oslo", zone="Europe/Oslo")
    with pytest.raises(Refusal, match="takes no part"):
        save_availability(draft.seminar.id, stranger.id, said, expected=0, by=ORGANISER, now=NOW)


def test_a_letter_that_asked_is_not_forgotten_when_somebody_edits(database: SQLAlchemy) -> None:
    draft = a_draft()
    an_availability(draft.seminar, draft.cities["Paris"], asked_at=NOW)
    said = AvailabilityFields(attend=Attend.ALL)
    row = save_availability(
        draft.seminar.id, draft.cities["Paris"].id, said, expected=1, by=ORGANISER, now=NOW
    )
    assert (row.attend, row.asked_at) == (Attend.ALL, NOW)


def test_what_is_asked_for_a_seminar_that_is_not_there_is_missing(database: SQLAlchemy) -> None:
    gone = a_seminar().id + 1
    with pytest.raises(Missing):
        save_plan(gone, asked(), expected=None, by=ORGANISER, now=NOW)
