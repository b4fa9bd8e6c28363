"""Ranking, decisions and their release over HTTP."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.committees import a_call, a_cohort, a_criterion, a_review, a_reviewer, an_application
from tests.support.databases import ON_SQLITE
from tests.support.letters import waiting
from tests.support.organisers import signed_in
from tests.support.statements import count_statements
from webinars.models import Application, Call, Decision, NoticeKind, RoleName
from webinars.models.database import db
from webinars.queries.rankings import cohorts_of

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def call(database: SQLAlchemy) -> Call:
    return a_call()


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    return signed_in(app)


def url(call: Call, rest: str = "ranking/") -> str:
    return f"/organise/calls/{call.slug}/{rest}"


def stored(application: Application) -> Application:
    db.session.expire_all()
    return db.session.get_one(Application, application.id)


def decide(
    organiser: FlaskClient, call: Call, decision: str, *applications: Application, **values: Any
) -> Any:
    data = {"key": [one.key for one in applications], "decision": decision, "group": ""}
    return organiser.post(url(call), data=data | values)


def sight(organiser: FlaskClient, call: Call, query: str = "") -> str:
    found = re.search(
        r'name="sight" value="([0-9a-f]+)"', organiser.get(url(call, f"decisions/{query}")).text
    )
    assert found is not None
    return found[1]


def release(organiser: FlaskClient, call: Call, query: str = "") -> Any:
    data = {"sight": sight(organiser, call, query)}
    return organiser.post(url(call, f"decisions/release{query}"), data=data)


def test_a_ranking_shows_place_mean_and_the_spread_drawn(organiser: FlaskClient, call: Call) -> None:
    one, members = a_criterion(call), [a_reviewer(call, name) for name in ("A", "B")]
    low, high = an_application(call, city_name="Lowtown"), an_application(call, city_name="Hightown")
    for member, points in zip(members, (1, 4), strict=True):
        a_review(member, low, {one: points})
        a_review(member, high, {one: 5})
    an_application(call, city_name="Newtown")
    page = organiser.get(url(call)).text
    assert page.index("Hightown") < page.index("Lowtown") < page.index("Newtown")
    assert "2 reviews, from 1 to 4: mean 2.5, spread 1.5" in page
    assert "2 reviews, from 5 to 5: mean 5, spread 0" in page
    assert page.count('class="spread-dot"') == 4
    assert "no review yet" in page


def test_an_empty_ranking_says_so(organiser: FlaskClient, call: Call) -> None:
    assert "No application was sent yet" in organiser.get(url(call)).text


def test_chosen_applications_are_decided_in_a_group_and_nobody_hears_of_it(
    organiser: FlaskClient, call: Call
) -> None:
    cohort, first, second = a_cohort(call), an_application(call), an_application(call)
    asked = organiser.get(url(call)).text
    words = ("Accept them", "Put on the reserve list", "Refuse them")
    assert [f">{one}</button>" in asked for one in words] == [True, True, True]
    answer = decide(organiser, call, "accept", first, group=cohort.key)
    assert answer.status_code == 303
    page = organiser.get(url(call)).text
    assert "First batch, not told" in page
    assert "Nobody has heard of it." in page
    assert (stored(first).decision, stored(first).cohort_id) == (Decision.ACCEPT, cohort.id)
    assert stored(second).decision is None
    assert waiting() == []


def test_nothing_chosen_is_refused_and_so_is_no_decision(organiser: FlaskClient, call: Call) -> None:
    application = an_application(call)
    assert decide(organiser, call, "accept").status_code == 422
    assert decide(organiser, call, "perhaps", application).status_code == 400
    assert stored(application).decision is None


def test_what_was_told_stays_and_the_page_says_whose(organiser: FlaskClient, call: Call) -> None:
    told = an_application(
        call, decision=Decision.ACCEPT, told_decision=Decision.ACCEPT, released_at=NOW, city_name="Oulu"
    )
    other = an_application(call)
    answer = decide(organiser, call, "decline", told, other)
    assert answer.status_code == 422
    assert "Oulu was told its decision, and that stays." in answer.text
    assert answer.text.count(" checked>") == 2
    assert stored(other).decision is None


def test_the_ranking_is_filtered_and_keeps_its_places(organiser: FlaskClient, call: Call) -> None:
    one, member, cohort = a_criterion(call), a_reviewer(call), a_cohort(call)
    best, second = an_application(call, city_name="Best"), an_application(call, city_name="Runner-up")
    a_review(member, best, {one: 5})
    a_review(member, second, {one: 2})
    decide(organiser, call, "reserve", second, group=cohort.key)
    for query in ("decision=reserve", f"group={cohort.key}"):
        page = organiser.get(url(call, f"ranking/?{query}")).text
        assert "Best" not in page
        assert '<span class="place">2</span>' in page
    assert "Runner-up" not in organiser.get(url(call, "ranking/?decision=open")).text
    assert organiser.get(url(call, "ranking/?decision=perhaps")).status_code == 400


def test_the_preview_says_who_hears_what_and_the_button_sends_it(
    app: Flask, organiser: FlaskClient, call: Call
) -> None:
    first, second = an_application(call, city_name="Alpha"), an_application(call, city_name="Beta")
    decide(organiser, call, "accept", first)
    decide(organiser, call, "decline", second)
    page = organiser.get(url(call, "decisions/")).text
    assert "Release: send 2 letters" in page
    assert first.contact_email in page
    assert release(organiser, call).status_code == 303
    assert [notice.kind for notice in waiting()] == [NoticeKind.DECISION, NoticeKind.DECISION]
    assert "Nothing waits to be told" in organiser.get(url(call, "decisions/")).text
    app.config["OFFICE_ZONE"] = "Asia/Tokyo"
    log = organiser.get(url(call, "decisions/log")).text
    assert "(Tokyo, UTC+9)" in log
    assert "Alpha" in log
    assert "Olga Organiser" in log


def test_one_group_is_released_alone(organiser: FlaskClient, call: Call) -> None:
    cohort, first, second = a_cohort(call), an_application(call), an_application(call)
    decide(organiser, call, "accept", first, group=cohort.key)
    decide(organiser, call, "decline", second)
    assert release(organiser, call, f"?group={cohort.key}").status_code == 303
    assert (stored(first).told_decision, stored(second).told_decision) == (Decision.ACCEPT, None)


def test_what_somebody_decided_meanwhile_is_not_sent_unseen(organiser: FlaskClient, call: Call) -> None:
    first, second = an_application(call), an_application(call)
    decide(organiser, call, "accept", first)
    seen = sight(organiser, call)
    decide(organiser, call, "decline", second)
    answer = organiser.post(url(call, "decisions/release"), data={"sight": seen})
    assert answer.status_code == 409
    assert "Somebody decided otherwise meanwhile." in answer.text
    assert waiting() == []
    assert organiser.post(url(call, "decisions/release")).status_code == 409


def test_groups_are_added_and_renamed(organiser: FlaskClient, call: Call) -> None:
    added = organiser.post(url(call, "decisions/groups"), data={"name-en": "First batch"})
    assert added.status_code == 303
    (cohort,) = cohorts_of(call.id)
    where = url(call, f"decisions/groups/{cohort.key}")
    assert organiser.get(where).status_code == 200
    assert organiser.post(where, data={"name-en": "Batch one", "version": "1"}).status_code == 303
    assert "Batch one" in organiser.get(url(call, "decisions/")).text
    assert organiser.post(url(call, "decisions/groups"), data={"name-en": ""}).status_code == 422


def test_accepted_cities_become_delegations_of_the_seminar_that_is_chosen(
    organiser: FlaskClient, call: Call
) -> None:
    seminar = builders.a_seminar()
    kobe = builders.a_city("Kobe", zone="Asia/Tokyo", country="JP")
    decide(organiser, call, "accept", an_application(call, kobe, wants_slot=True))
    release(organiser, call)
    assert "1 accepted city is no delegation yet" in organiser.get(url(call, "decisions/")).text
    made = organiser.post(url(call, "decisions/delegations"), data={"seminar": seminar.slug})
    assert made.status_code == 303
    page = organiser.get(f"/organise/seminars/{seminar.slug}/delegations/").text
    assert "Kobe" in page
    assert "no delegation yet" not in organiser.get(url(call, "decisions/")).text


def test_a_release_of_a_call_for_a_seminar_makes_the_delegations(
    organiser: FlaskClient, database: SQLAlchemy
) -> None:
    tokyo = builders.a_city("Tokyo", zone="Asia/Tokyo", country="JP")
    seminar = builders.a_seminar(host_city_id=tokyo.id)
    call = a_call(seminar_id=seminar.id)
    decide(organiser, call, "accept", an_application(call), an_application(call, tokyo))
    answer = release(organiser, call)
    page = organiser.get(answer.headers["Location"]).text
    assert "2 letters are on their way." in page
    assert "1 city is a delegation now." in page
    assert "Tokyo is a host of this seminar, and no delegation." in page


def test_who_may_only_look_decides_nothing(app: Flask, call: Call) -> None:
    viewer, application = signed_in(app, RoleName.VIEWER), an_application(call)
    page = viewer.get(url(call)).text
    assert "Decide about those" not in page
    assert decide(viewer, call, "accept", application).status_code == 403
    assert viewer.post(url(call, "decisions/release")).status_code == 403
    assert stored(application).decision is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_ranking_costs_ten_statements(organiser: FlaskClient, call: Call, number: int) -> None:
    one, cohort = a_criterion(call), a_cohort(call)
    members = [a_reviewer(call) for _ in range(number)]
    for _ in range(number):
        application = an_application(call, builders.a_city(), cohort_id=cohort.id)
        for member in members:
            a_review(member, application, {one: 3})
    with count_statements() as statements:
        assert organiser.get(url(call)).status_code == 200
    assert len(statements) == 10, statements


@pytest.mark.parametrize("number", [1, 3])
def test_the_decisions_cost_six_statements(organiser: FlaskClient, call: Call, number: int) -> None:
    cohort = a_cohort(call)
    for _ in range(number):
        an_application(call, builders.a_city(), decision=Decision.ACCEPT, cohort_id=cohort.id)
    with count_statements() as statements:
        assert organiser.get(url(call, "decisions/")).status_code == 200
    assert len(statements) == 6, statements
