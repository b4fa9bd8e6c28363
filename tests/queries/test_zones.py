"""Which parts a new zone database has moved: coming ones that take place, and whoever comes to them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import (
    NOW,
    a_city,
    a_delegation,
    a_presenter,
    a_registration,
    a_rehearsal,
    a_seminar,
    a_session,
    a_slot,
    an_invitation,
    kept,
)
from tests.support.statements import count_statements
from webinars.domain.absences import Absence
from webinars.domain.hours import Band, Hours
from webinars.domain.planner.changes import Condition, Direction
from webinars.domain.planner.problems import Presence
from webinars.domain.timezones import DATABASE_VERSION
from webinars.models import (
    Availability,
    CityHours,
    DelegationRole,
    Holiday,
    InvitationState,
    Seminar,
    SeminarPlan,
    SeminarState,
    Session,
    SessionState,
)
from webinars.models.database import db
from webinars.models.zones import ZoneReading
from webinars.queries.zones import identity, zone_check, zone_checks, zone_news
from webinars.services.zones import confirm_unchanged, keep_up

OLD = "1999z"
SINCE = datetime.fromisoformat("2025-09-01T00:00Z")
PARIS_WAS_AHEAD, PARIS, TOKYO = 2, 1, 9  # hours, in November


def read_as(zone: str, hours: int) -> None:
    """Note that *zone* was *hours* ahead of UTC, always, in the old database."""
    rules = {"since": SINCE.isoformat(), "offset": hours * 3600, "changes": []}
    kept(ZoneReading(zone=zone, version=OLD, rules=rules, read_at=NOW))


@pytest.fixture
def old_readings(database: SQLAlchemy) -> None:
    read_as("Asia/Tokyo", TOKYO)
    read_as("Europe/Paris", PARIS_WAS_AHEAD)


def a_part(**values: Any) -> Session:
    """Write a part in Tokyo, planned with the old database, and Paris as a city that is invited to it."""
    seminar = a_seminar(state=values.pop("seminar_state", SeminarState.PUBLISHED))
    a_delegation(seminar, a_city())
    return a_session(seminar, **({"zone_version": OLD} | values))


@pytest.mark.usefixtures("old_readings")
def test_a_part_is_news_while_a_city_of_it_has_another_clock() -> None:
    a_part()
    (check,) = zone_news(now=NOW)
    (city,) = check.cities
    assert (str(city.city.name), city.change.was, city.change.now) == (
        "Paris",
        datetime.fromisoformat("2026-11-25T03:00"),
        datetime.fromisoformat("2026-11-25T02:00"),
    )
    assert (check.is_moved, check.clock, check.changed_zones) == (False, None, frozenset({"Europe/Paris"}))


@pytest.mark.parametrize(
    "values",
    [
        {"zone_version": DATABASE_VERSION},
        {"state": SessionState.CANCELLED},
        {"local_start": datetime.fromisoformat("2026-08-01T10:00")},
        {"zone": None, "zone_version": None},
        {"seminar_state": SeminarState.CANCELLED},
        {"seminar_state": SeminarState.ARCHIVED},
    ],
)
@pytest.mark.usefixtures("old_readings")
def test_what_is_confirmed_or_over_or_off_is_no_news(values: dict[str, object]) -> None:
    a_part(**values)
    assert zone_news(now=NOW) == ()


@pytest.mark.usefixtures("old_readings")
def test_a_draft_is_news_too() -> None:
    a_part(seminar_state=SeminarState.DRAFT)
    assert len(zone_news(now=NOW)) == 1


@pytest.mark.usefixtures("old_readings")
def test_a_city_counts_for_its_own_part_and_not_when_it_is_absent() -> None:
    seminar = a_seminar(zone="Europe/Paris", host_city_id=a_city("Lyon").id)
    first = a_session(seminar, "first", zone_version=OLD)
    second = a_session(
        seminar, "second", zone_version=OLD, local_start=datetime.fromisoformat("2026-11-25T17:00")
    )
    a_delegation(seminar, a_city("Nantes"), session_id=first.id)
    a_delegation(seminar, a_city("Nice"), role=DelegationRole.ABSENT)
    a_delegation(seminar)
    names = [[str(one.city.name) for one in check.cities] for check in zone_news(now=NOW)]
    assert names == [["Lyon", "Nantes"], ["Lyon"]]
    assert [check.meeting.id for check in zone_news(now=NOW)] == [first.id, second.id]


@pytest.mark.usefixtures("old_readings")
def test_people_with_an_invitation_count_by_zone_and_those_without_do_not() -> None:
    seminar = a_seminar()
    session = a_session(seminar, zone_version=OLD)
    for email in ("a@x.example", "b@x.example"):
        an_invitation(a_registration(seminar, email), session)
    an_invitation(a_registration(seminar, "c@x.example", zone="Asia/Tokyo"), session)
    an_invitation(a_registration(seminar, "d@x.example"), session, state=InvitationState.CLOSED)
    an_invitation(a_presenter(a_slot(session)), session)
    a_registration(seminar, "e@x.example")
    (check,) = zone_news(now=NOW)
    assert [(one.count, one.change.zone) for one in check.people] == [(3, "Europe/Paris")]
    assert check.held == 4


def test_a_clock_that_nobody_noted_is_news_with_what_it_says_now(database: SQLAlchemy) -> None:
    a_part()
    (check,) = zone_news(now=NOW)
    assert [(one.change.was, one.change.now.hour) for one in check.cities] == [(None, 2)]


@pytest.mark.usefixtures("old_readings")
def test_a_part_whose_own_clock_has_changed_says_what_it_would_be() -> None:
    starts_at = datetime.fromisoformat("2026-11-25T02:00Z")
    seminar = a_seminar()
    a_session(seminar, zone_version=OLD, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=155))
    (check,) = zone_news(now=NOW)
    assert check.is_moved
    assert check.clock is not None
    assert check.clock.now == datetime.fromisoformat("2026-11-25T11:00")
    assert check.meaning.instants == (datetime.fromisoformat("2026-11-25T01:00Z"),)


@pytest.mark.usefixtures("old_readings")
def test_a_rehearsal_is_news_for_who_is_asked_and_not_for_the_cities() -> None:
    part = a_part()
    asked = a_presenter(a_slot(part))
    # Both tables count from one: an invitation to the one is none to the other.
    rehearsal = a_rehearsal(db.session.get_one(Seminar, part.seminar_id), zone_version=OLD)
    assert (rehearsal.id, identity(rehearsal)) == (part.id, ("rehearsal", part.id))
    an_invitation(asked, rehearsal)
    check, of_the_part = zone_news(now=NOW)
    assert (check.meeting.id, check.cities, check.is_moved, check.held) == (rehearsal.id, (), False, 1)
    assert [(one.count, one.change.zone) for one in check.people] == [(1, "Europe/Paris")]
    assert (identity(of_the_part.meeting), of_the_part.held) == (("session", part.id), 0)
    assert zone_check(rehearsal, now=NOW) == check


@pytest.mark.parametrize(
    "values",
    [
        {"zone_version": DATABASE_VERSION},
        {"state": SessionState.CANCELLED},
        {"local_start": datetime.fromisoformat("2026-08-01T10:00")},
        {"seminar_state": SeminarState.CANCELLED},
        {"seminar_state": SeminarState.ARCHIVED},
    ],
)
@pytest.mark.usefixtures("old_readings")
def test_a_rehearsal_that_is_confirmed_or_over_or_off_is_no_news(values: dict[str, Any]) -> None:
    written = {"zone_version": OLD, "seminar_state": SeminarState.DRAFT} | values
    part = a_part(seminar_state=written.pop("seminar_state"), state=SessionState.CANCELLED)
    rehearsal = a_rehearsal(db.session.get_one(Seminar, part.seminar_id), **written)
    an_invitation(a_presenter(a_slot(part)), rehearsal)
    assert (zone_news(now=NOW), zone_check(rehearsal, now=NOW)) == ((), None)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.usefixtures("old_readings")
def test_the_news_cost_ten_statements_however_many_parts_and_rehearsals_there_are(number: int) -> None:
    for _ in range(number):
        part = a_part()
        rehearsal = a_rehearsal(db.session.get_one(Seminar, part.seminar_id), zone_version=OLD)
        an_invitation(a_presenter(a_slot(part)), rehearsal)
    with count_statements() as statements:
        assert len(zone_news(now=NOW)) == 2 * number
    assert len(statements) == 10, statements


def test_without_news_it_costs_two_statements(database: SQLAlchemy) -> None:
    a_part(zone_version=DATABASE_VERSION)
    with count_statements() as statements:
        assert zone_news(now=NOW) == ()
    assert len(statements) == 2, statements


@pytest.mark.usefixtures("old_readings")
def test_only_what_is_the_same_for_everybody_is_confirmed(database: SQLAlchemy) -> None:
    news, same = a_part(), a_session(a_seminar(), zone_version=OLD)
    confirm_unchanged(now=NOW)
    database.session.expire_all()
    assert (news.zone_version, same.zone_version, same.version) == (OLD, DATABASE_VERSION, 1)
    assert [check.meeting.id for check in zone_checks(now=NOW)] == [news.id]


def test_when_all_is_read_and_confirmed_keeping_up_costs_three_statements(database: SQLAlchemy) -> None:
    a_session(a_seminar())
    keep_up(now=NOW)
    with count_statements() as statements:
        keep_up(now=NOW)
    assert len(statements) == 3, statements


@pytest.mark.usefixtures("old_readings")
def test_a_city_hears_which_of_its_own_hours_the_part_leaves_and_enters() -> None:
    part = a_part(local_start=datetime.fromisoformat("2026-11-25T17:00"), minutes=60)
    city_id = zone_news(now=NOW)[0].cities[0].city.id
    early = Hours(Band(9 * 60, 11 * 60), Band(8 * 60, 21 * 60), Band(6 * 60, 23 * 60))
    kept(CityHours(city_id=city_id, hours=early, days_off=[5, 6]))
    (check,) = zone_news(now=NOW)
    hours = check.cities[0].hours  # 10:00 to 11:00, and now 09:00 to 10:00
    assert (hours.direction, hours.left, hours.entered) == (Direction.LEVEL, (), ())
    kept(Holiday(city_id=city_id, on_date=part.local_start.date(), name="A feast"))
    away = Absence(datetime.fromisoformat("2026-11-25T09:30"), datetime.fromisoformat("2026-11-25T10:00"))
    kept(Availability(seminar_id=part.seminar_id, city_id=city_id, absences=(away,)))
    (check,) = zone_news(now=NOW)
    assert check.cities[0].hours.now.conditions == (Condition.HOLIDAY, Condition.ABSENT)


@pytest.mark.usefixtures("old_readings")
def test_where_cities_come_for_a_talk_the_discomfort_is_that_of_the_best_talk() -> None:
    part = a_part(local_start=datetime.fromisoformat("2026-11-25T15:00"), minutes=120)
    assert zone_news(now=NOW)[0].cities[0].hours.now.discomfort == 300  # from 07:00 to 09:00 in Paris
    plan = SeminarPlan(
        seminar_id=part.seminar_id,
        first_date=part.local_start.date(),
        last_date=part.local_start.date(),
        parts=[120],
        presence=Presence.TALK,
        slot_minutes=10,
    )
    kept(plan)
    assert zone_news(now=NOW)[0].cities[0].hours.now.discomfort == 10
