"""The eighth seminar of the demonstration: a draft that is ready to be planned."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import delete, func, select

from tests.builders import ORGANISER
from tests.conftest import NOW
from tests.domain.planner.builders import example
from tests.domain.planner.builders import problem_of as read_problem
from tests.support.databases import ON_SQLITE
from tests.support.planning import asked
from webinars.domain.planner.placing import Plan, place
from webinars.domain.timezones import to_local
from webinars.models import DelegationRole, Notice, Record, Seminar, SeminarPlan, SeminarState
from webinars.models.database import transaction
from webinars.queries.plans import plan_of, planned_cities, problem_of
from webinars.queries.programmes import programme
from webinars.queries.sessions import sessions_of
from webinars.services.cities import load_directory
from webinars.services.demonstration import facts, is_wanted, load_demonstration
from webinars.services.demonstration.eighth import first_date_of, load_eighth
from webinars.services.demonstration.sixth import load_sixth
from webinars.services.plans import apply_plan, save_plan


@pytest.fixture
def eighth(database: SQLAlchemy) -> Seminar:
    load_directory(now=NOW)
    return load_eighth(load_sixth(now=NOW), now=NOW)


def test_it_is_a_draft_with_the_cities_of_the_sixth_and_no_part_yet(eighth: Seminar) -> None:
    whole = programme(eighth.id)
    assert (eighth.state, eighth.is_demonstration, eighth.edition) == (SeminarState.DRAFT, True, 8)
    assert [str(one.city and one.city.name) for one in whole.delegations] == list(facts.PRESENTING)
    assert {(one.role, one.invited_at, one.session_id) for one in whole.delegations} == {
        (DelegationRole.INVITED, None, None)
    }
    assert whole.sessions == ()


def test_nobody_is_written_to_and_nobody_can_be_reached(database: SQLAlchemy, eighth: Seminar) -> None:
    assert database.session.scalar(select(func.count(Notice.id))) == 0
    addresses = [one.focal_email or "" for one in programme(eighth.id).delegations]
    assert [address.endswith(".example") for address in addresses] == [True] * 13


def test_its_texts_are_in_both_languages(eighth: Seminar) -> None:
    texts = (eighth.theme, eighth.introduction, eighth.split_reason, eighth.audience, eighth.host_name)
    assert {tuple(text.to_mapping()) for text in texts} == {("en", "ja")}


def test_it_asks_what_the_sixth_would_have_asked_and_gets_the_worked_answer(eighth: Seminar) -> None:
    plan = plan_of(eighth.id)
    assert plan is not None
    problem = problem_of(plan, planned_cities(eighth.id), language="en")
    assert (problem.first_date, problem.last_date) == (date(2027, 11, 1), date(2027, 11, 5))
    held = date(2021, 11, 24)
    of_that_day = replace(problem, first_date=held, last_date=held)
    assert of_that_day == read_problem(example("tokyo-2021"))
    found = place(of_that_day)
    assert isinstance(found, Plan)
    assert [f"{to_local(start, 'Asia/Tokyo'):%H:%M}" for start in found.starts] == ["11:00", "19:15"]


def test_what_it_asks_can_be_answered_and_applied(eighth: Seminar) -> None:
    plan = plan_of(eighth.id)
    assert plan is not None
    found = place(problem_of(plan, planned_cities(eighth.id), language="en"))
    assert isinstance(found, Plan)
    apply_plan(eighth.id, found.starts, found.objective, expected=plan.version, by=ORGANISER, now=NOW)
    assert [one.starts_at for one in sessions_of(eighth.id)] == list(found.starts)


@pytest.mark.parametrize(
    "now", ["2026-09-01T12:00+00:00", "2026-09-05T16:00+00:00", "2027-12-31T23:00+00:00"]
)
def test_it_is_in_a_working_week_more_than_a_year_ahead(now: str) -> None:
    monday = first_date_of(datetime.fromisoformat(now))
    assert monday.weekday() == 0
    assert (monday - datetime.fromisoformat(now).date()).days > 52 * 7


@ON_SQLITE
def test_it_is_completed_and_then_belongs_to_whoever_plans_it(database: SQLAlchemy) -> None:
    load_demonstration(now=NOW)
    with transaction():
        database.session.execute(delete(SeminarPlan))
    assert is_wanted()
    load_demonstration(now=NOW)
    assert not is_wanted()
    (plan,) = database.session.scalars(select(SeminarPlan)).all()
    save_plan(plan.seminar_id, asked(gap=90), expected=plan.version, by=ORGANISER, now=NOW)
    records = database.session.scalar(select(func.count(Record.id)))
    load_demonstration(now=NOW)
    assert database.session.scalar(select(func.count(Record.id))) == records
    assert database.session.scalars(select(SeminarPlan.gap)).all() == [90]
