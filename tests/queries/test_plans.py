"""What the planner is asked for a seminar: its cities with their days, and names that tell them apart."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.builders import a_city, a_delegation, a_seminar, a_series
from tests.support.planning import (
    LOS_ANGELES,
    PARIS,
    RIO,
    WEDNESDAY,
    Drafted,
    a_day,
    a_draft,
    a_holiday,
    a_plan,
    an_absence,
    an_availability,
    usual_hours,
)
from tests.support.statements import count_statements
from webinars.domain.errors import BadProblem, Missing
from webinars.domain.hours import DEFAULT_HOURS
from webinars.domain.planner.problems import Attend, Interval, PlanCity, Presence, Problem
from webinars.models import DelegationRole
from webinars.queries.delegations import delegation_by_key
from webinars.queries.plans import (
    PlannedCity,
    availability_of,
    holidays_of,
    hours_of,
    names_of,
    plan_of,
    planned_cities,
    planned_cities_of,
    problem_of,
)
from webinars.queries.seminars import seminar_by_slug


def of(draft: Drafted, name: str) -> PlannedCity:
    """Return what is planned with a city of the draft."""
    (found,) = (one for one in planned_cities(draft.seminar.id) if str(one.city.name) == name)
    return found


def problem(draft: Drafted, language: str = "en", **values: Any) -> Problem:
    plan = a_plan(draft.seminar, **values)
    return problem_of(plan, planned_cities(draft.seminar.id), language=language)


def test_nothing_is_known_of_a_seminar_before_anything_is_said(database: SQLAlchemy) -> None:
    draft = a_draft()
    assert plan_of(draft.seminar.id) is None
    assert hours_of(draft.host.id) is None
    assert availability_of(draft.seminar.id, draft.host.id) is None
    assert holidays_of([draft.host.id]) == {}
    with pytest.raises(Missing):
        planned_cities(draft.seminar.id + 1)


def test_the_host_comes_first_and_then_who_is_not_absent_by_sort_key(database: SQLAlchemy) -> None:
    draft = a_draft([PARIS, LOS_ANGELES, RIO])
    a_delegation(draft.seminar, role=DelegationRole.ATTENDING)  # a city that nobody names
    oslo = a_city("Oslo", zone="Europe/Oslo")
    a_delegation(draft.seminar, oslo, role=DelegationRole.ABSENT)
    a_delegation(a_seminar(), oslo)
    cities = planned_cities(draft.seminar.id)
    assert [(str(one.city.name), one.is_host) for one in cities] == [
        ("Tokyo", True),
        ("Los Angeles", False),
        ("Paris", False),
        ("Rio de Janeiro", False),
    ]
    assert [one.delegation and one.delegation.id for one in cities[1:]] == [
        draft.delegations[str(one.city.name)].id for one in cities[1:]
    ]


@pytest.mark.parametrize("cities", [[PARIS], [PARIS, LOS_ANGELES, RIO]])
def test_one_city_or_three_are_read_in_five_statements(
    database: SQLAlchemy, cities: Sequence[tuple[str, str]]
) -> None:
    draft = a_draft(cities)
    for city in draft.cities.values():
        an_availability(draft.seminar, city)
        usual_hours(city)
        for day in (1, 2, 3):
            a_holiday(city, date(2026, 12, day))
    plan = a_plan(draft.seminar)
    database.session.expunge_all()
    with count_statements() as statements:
        found = planned_cities(draft.seminar.id)
        problem_of(plan, found, language="ja")
        assert [len(one.holidays) for one in found] == [3] * (len(cities) + 1)
        assert None not in [one.delegation.city for one in found if one.delegation]
    assert len(statements) == 5, statements


def test_what_a_page_has_read_before_stays_loaded(database: SQLAlchemy) -> None:
    draft = a_draft(series_id=a_series("Partners").id)
    seminar = seminar_by_slug(draft.seminar.slug)
    paris = delegation_by_key(seminar.id, draft.delegations["Paris"].key)
    planned_cities(seminar.id)
    assert seminar.series is not None
    assert seminar.host_city is not None
    assert (paris.seminar, paris.city, paris.session) == (seminar, draft.cities["Paris"], None)


def test_several_seminars_are_read_in_as_many_statements_as_one(database: SQLAlchemy) -> None:
    drafts = [a_draft([PARIS]), a_draft([RIO, LOS_ANGELES], host_city_id=None), a_draft([])]
    for draft in drafts[:2]:
        for city in draft.cities.values():
            an_availability(draft.seminar, city, comment=draft.seminar.slug)
    with count_statements() as statements:
        found = planned_cities_of([draft.seminar.id for draft in drafts])
    assert len(statements) == 5, statements
    assert {
        seminar_id: [(str(one.city.name), one.availability and one.availability.comment) for one in cities]
        for seminar_id, cities in found.items()
    } == {
        drafts[0].seminar.id: [(name, drafts[0].seminar.slug) for name in ("Tokyo", "Paris")],
        drafts[1].seminar.id: [(name, drafts[1].seminar.slug) for name in ("Los Angeles", "Rio de Janeiro")],
        drafts[2].seminar.id: [("Tokyo", None)],
    }


def test_the_defaults_hold_where_nobody_says_otherwise(database: SQLAlchemy) -> None:
    draft = a_draft()
    paris, host = of(draft, "Paris"), of(draft, "Tokyo")
    assert (paris.hours, paris.days_off, paris.absences) == (DEFAULT_HOURS, frozenset({5, 6}), ())
    assert (paris.attend, host.attend) == (Attend.ONE, Attend.ALL)


def test_a_seminar_goes_before_the_directory_and_leaves_the_rest_to_it(database: SQLAlchemy) -> None:
    draft = a_draft()
    usual_hours(draft.cities["Paris"], a_day("10-16"), [4])
    assert (of(draft, "Paris").hours, of(draft, "Paris").days_off) == (a_day("10-16"), frozenset({4}))
    said = an_availability(draft.seminar, draft.cities["Paris"], attend=Attend.ALL, days_off=[])
    paris = of(draft, "Paris")
    assert (paris.attend, paris.hours, paris.days_off) == (Attend.ALL, a_day("10-16"), frozenset())
    said.hours, said.days_off = a_day("14-20"), None
    database.session.commit()
    paris = of(draft, "Paris")
    assert (paris.hours, paris.days_off) == (a_day("14-20"), frozenset({4}))


def test_the_host_attends_one_part_when_it_says_so(database: SQLAlchemy) -> None:
    draft = a_draft()
    an_availability(draft.seminar, draft.host, attend=Attend.ONE)
    assert of(draft, "Tokyo").attend is Attend.ONE


def test_everything_that_is_known_is_asked(database: SQLAlchemy) -> None:
    draft = a_draft([PARIS])
    usual_hours(draft.cities["Paris"], a_day("10-16"), [4])
    a_holiday(draft.cities["Paris"], WEDNESDAY)
    a_holiday(draft.cities["Paris"], date(2026, 12, 25))
    an_availability(draft.seminar, draft.cities["Paris"], attend=Attend.ALL, absences=(an_absence(),))
    asked = problem(
        draft,
        last_date=date(2026, 11, 27),
        parts=(90, 60),
        grid=30,
        gap=45,
        span_days=2,
        presence=Presence.TALK,
        slot_minutes=15,
    )
    away = Interval(datetime(2026, 11, 25, 8, tzinfo=UTC), datetime(2026, 11, 25, 11, tzinfo=UTC))
    assert asked == Problem(
        host="Tokyo",
        cities=(
            PlanCity("Tokyo", "Asia/Tokyo", attend=Attend.ALL),
            PlanCity(
                "Paris",
                "Europe/Paris",
                attend=Attend.ALL,
                hours=a_day("10-16"),
                days_off=frozenset({4}),
                holidays=frozenset({WEDNESDAY, date(2026, 12, 25)}),
                unavailable=(away,),
            ),
        ),
        first_date=WEDNESDAY,
        last_date=date(2026, 11, 27),
        parts=(90, 60),
        grid=30,
        gap=45,
        span_days=2,
        presence=Presence.TALK,
        slot_minutes=15,
    )


def test_the_host_goes_by_the_clock_of_the_seminar(database: SQLAlchemy) -> None:
    assert problem(a_draft(zone="Pacific/Auckland")).host_city.zone == "Pacific/Auckland"
    without = a_draft(zone=None)
    assert of(without, "Tokyo").zone == "Asia/Tokyo"
    assert of(without, "Paris").zone == "Europe/Paris"


def test_without_a_host_city_nobody_knows_by_whose_clock_to_plan(database: SQLAlchemy) -> None:
    draft = a_draft(host_city_id=None)
    assert [str(one.city.name) for one in planned_cities(draft.seminar.id)] == ["Los Angeles", "Paris"]
    with pytest.raises(BadProblem, match="Choose the city of the host") as refusal:
        problem(draft)
    assert refusal.value.field == "host"


def test_a_city_in_no_zone_is_refused_at_its_place(database: SQLAlchemy) -> None:
    draft = a_draft([("Atlantis", "Atlantic/Atlantis"), PARIS])
    an_availability(draft.seminar, draft.cities["Atlantis"], absences=(an_absence(),))
    with pytest.raises(BadProblem, match="Atlantic/Atlantis") as refusal:
        problem(draft)
    assert refusal.value.field == "cities[1].tz"


def test_cities_are_named_in_the_readers_language(database: SQLAlchemy) -> None:
    draft = a_draft()
    assert [city.name for city in problem(draft, "ja").cities] == ["東京", "Los Angeles", "Paris"]


def test_cities_of_one_name_are_told_apart_by_country_and_else_by_short_name(database: SQLAlchemy) -> None:
    draft = a_draft([])
    for slug, country in (("cordoba", "ES"), ("cordoba-ar", "AR"), ("leon", "MX"), ("leon-gto", "MX")):
        city = a_city(slug.partition("-")[0].capitalize(), country=country, slug=slug)
        a_delegation(draft.seminar, city)
    nowhere = [a_city("Union", country=None, slug=f"union-{number}") for number in (1, 2)]
    for city in nowhere:
        a_delegation(draft.seminar, city)
    asked = problem(draft)
    assert [city.name for city in asked.cities] == [
        "Tokyo",
        "Cordoba (ES)",
        "Cordoba (AR)",
        "Leon (leon)",
        "Leon (leon-gto)",
        "Union (union-1)",
        "Union (union-2)",
    ]
    assert asked.host == "Tokyo"


def test_a_guest_with_the_name_of_the_host_does_not_take_its_place(database: SQLAlchemy) -> None:
    draft = a_draft([])
    a_delegation(draft.seminar, a_city("Tokyo", zone="America/Chicago", country="US"))
    asked = problem(draft)
    assert (asked.host, asked.host_city.zone) == ("Tokyo (JP)", "Asia/Tokyo")
    assert names_of(planned_cities(draft.seminar.id), "ja") == ("東京", "Tokyo")


def test_a_city_whose_only_absence_no_clock_shows_is_not_away(database: SQLAlchemy) -> None:
    draft = a_draft([PARIS])
    never = an_absence("2026-03-29T02:10", "2026-03-29T02:50")
    an_availability(draft.seminar, draft.cities["Paris"], absences=(never,))
    assert of(draft, "Paris").as_plan_city("Paris").unavailable == ()
