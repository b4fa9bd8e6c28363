"""The page of a city's focal point: what it shows, and what it takes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.delegates import a_silent
from tests.support.registrants import an_evening, token
from tests.support.statements import count_statements
from webinars.domain.absences import Absence
from webinars.domain.links import Purpose
from webinars.models import Delegation, DelegationRole, Record, Seminar, SeminarState, Session
from webinars.models.database import transaction
from webinars.models.plans import Availability

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

PRESENTS = {
    "role": "presenting",
    "part": "evening",
    "presenter_name": "Paul Presenter",
    "presenter_email": "paul@paris.example",
}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def parts(seminar: Seminar) -> tuple[Session, Session]:
    return builders.a_session(seminar), an_evening(seminar)


@pytest.fixture
def paris(seminar: Seminar, parts: tuple[Session, Session]) -> Delegation:
    return a_silent(seminar)


def url(delegation: Delegation) -> str:
    return f"/delegations/{token(Purpose.DELEGATION, delegation)}/"


def text(response: TestResponse) -> str:
    return unescape(response.get_data(as_text=True))


def stored(database: SQLAlchemy, delegation: Delegation) -> Delegation:
    return database.session.get_one(Delegation, delegation.id, populate_existing=True)


def test_opening_the_page_answers_nothing_and_shows_what_is_asked(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    said = text(client.get(url(paris)))
    assert "Does Paris take part?" in said
    assert "Please answer by Thursday 1 October 2026." in said
    assert "“Evening part” is 09:00–11:25 in Paris, within working hours." in said
    assert stored(database, paris).is_silent


def test_the_part_that_suits_is_proposed_on_both_clocks(client: FlaskClient, paris: Delegation) -> None:
    said = text(client.get(url(paris)))
    evening = said[said.index('value="evening"') :]
    assert " checked" in evening[: evening.index(">")]
    assert [clock in evening for clock in ("09:00", "Paris, UTC+1", "17:00", "Tokyo, UTC+9")] == [True] * 4


def test_the_part_is_proposed_by_the_hours_that_the_city_said(
    client: FlaskClient, paris: Delegation, seminar: Seminar
) -> None:
    away = Absence(datetime.fromisoformat("2026-11-25T11:00"), datetime.fromisoformat("2026-11-25T11:30"))
    builders.kept(Availability(seminar_id=seminar.id, city_id=paris.city_id or 0, absences=(away,)))
    said = text(client.get(url(paris)))
    assert (
        "No part suits Paris. “Evening part” is 09:00–11:25 there, when the city cannot take part."
    ) in said


def test_an_answer_is_kept_with_presenter_and_part_and_the_page_says_what_comes_next(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation, parts: tuple[Session, Session]
) -> None:
    answer = client.post(url(paris), data=PRESENTS)
    assert (answer.status_code, answer.location) == (303, url(paris))
    said = text(client.get(answer.location))
    assert "The host gives you a slot. Then Paul Presenter gets an invitation" in said
    assert "You can change your answer until Thursday 1 October 2026." in said
    kept = stored(database, paris)
    assert (kept.role, kept.session_id) == (DelegationRole.PRESENTING, parts[1].id)
    assert kept.presenter_email == "paul@paris.example"
    assert database.session.scalars(select(Record.actor)).all() == ["Claire Fontaine"]


def test_an_answer_sent_twice_does_no_harm(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    answers = [client.post(url(paris), data=PRESENTS).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert database.session.scalars(select(Record.verb)).all() == ["answered"]


def test_a_city_sees_its_own_slot_and_nothing_of_the_others(
    client: FlaskClient, seminar: Seminar, parts: tuple[Session, Session]
) -> None:
    paris = a_silent(seminar, role=DelegationRole.PRESENTING, answered_at=NOW)
    seoul = builders.a_delegation(seminar, builders.a_city("Seoul"), focal_email="kim@seoul.example")
    own = builders.a_slot(parts[1], 0, delegation_id=paris.id, title=builders.text("Rivers"))
    builders.a_slot(parts[1], 1, delegation_id=seoul.id, title=builders.text("Markets"))
    builders.a_presenter(own)
    said = text(client.get(url(paris)))
    assert "Rivers" in said
    assert "Paula Presenter" in said
    assert [word in said for word in ("Seoul", "Markets", "kim@")] == [False] * 3


def test_who_attends_is_led_to_the_registration(client: FlaskClient, paris: Delegation) -> None:
    client.post(url(paris), data={"role": "attending", "part": "evening"})
    assert "/seminars/partners-7/register" in text(client.get(url(paris)))


def test_who_cannot_come_names_no_part_and_no_presenter(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    client.post(url(paris), data=PRESENTS | {"role": "absent"})
    kept = stored(database, paris)
    assert (kept.role, kept.session_id, kept.presenter_name) == (DelegationRole.ABSENT, None, None)


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"role": ""}, "role", "Choose one of the answers."),
        ({"role": "king"}, "role", "Choose one of the answers."),
        ({"role": "invited"}, "role", "Choose one of the answers."),
        ({"part": "noon"}, "part", "Choose a part of this seminar."),
        ({"presenter_email": "paul"}, "presenter_email", "This is no mail address."),
        ({"presenter_email": ""}, "presenter_email", "Write the e-mail address of the presenter too."),
        ({"presenter_name": ""}, "presenter_name", "Write the name of the presenter too."),
        ({"presenter_name": "P" * 300}, "presenter_name", "at most 200 characters"),
        ({"presenter_name": "Paul\r\nBcc: x@x.example"}, "presenter_name", "on one line"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_the_rest_is_kept(
    client: FlaskClient,
    database: SQLAlchemy,
    paris: Delegation,
    values: dict[str, str],
    field: str,
    says: str,
) -> None:
    answer = client.post(url(paris), data=PRESENTS | values)
    assert answer.status_code == 422
    assert says in text(answer).partition(f'id="{field}-error">')[2].partition("</p>")[0]
    if "presenter_name" not in values:
        assert 'value="Paul Presenter"' in text(answer)
    assert stored(database, paris).is_silent


def test_after_its_date_a_given_answer_is_shown_and_no_longer_taken(
    app: Flask, client: FlaskClient, database: SQLAlchemy, seminar: Seminar, parts: tuple[Session, Session]
) -> None:
    paris = a_silent(seminar, role=DelegationRole.ATTENDING, answered_at=NOW)
    app.config["CLOCK"] = lambda: datetime.fromisoformat("2026-10-02T00:00:00+09:00")
    said = text(client.get(url(paris)))
    assert "The date for answers is past." in said
    assert 'name="role"' not in said
    answer = client.post(url(paris), data=PRESENTS)
    assert answer.status_code == 422
    assert "The date for answers is past." in text(answer)
    assert stored(database, paris).role is DelegationRole.ATTENDING


def forged(delegation: Delegation) -> str:
    link = token(Purpose.DELEGATION, delegation)
    payload, _dot, signature = link.rpartition(".")
    # Not its last character, which holds fewer bits than it could: several spell the same signature.
    return f"{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def of_another_purpose(delegation: Delegation) -> str:
    return token(Purpose.PRESENTER, delegation)


def outdated(delegation: Delegation) -> str:
    return token(Purpose.DELEGATION, delegation, expires_at=NOW - timedelta(seconds=1))


def replaced(delegation: Delegation) -> str:
    link = token(Purpose.DELEGATION, delegation)
    with transaction():
        delegation.link_revision += 1
    return link


@pytest.mark.parametrize("make", [forged, of_another_purpose, outdated, replaced])
def test_a_bad_link_is_gone_and_says_what_to_do(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation, make: Callable[[Delegation], str]
) -> None:
    link = make(paris)
    for answer in (client.get(f"/delegations/{link}/"), client.post(f"/delegations/{link}/", data=PRESENTS)):
        assert answer.status_code == 410
        assert "link" in text(answer)
    assert stored(database, paris).is_silent


def test_a_cancelled_seminar_takes_no_answer(client: FlaskClient, database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(state=SeminarState.CANCELLED)
    an_evening(seminar)
    paris = a_silent(seminar)
    assert "takes no answers any more" in text(client.get(url(paris)))
    assert client.post(url(paris), data=PRESENTS).status_code == 422


def test_a_delegation_without_a_city_answers_too(client: FlaskClient, seminar: Seminar) -> None:
    an_evening(seminar)
    unnamed = builders.a_delegation(seminar, focal_email="x@x.example", invited_at=NOW)
    assert "Does your city take part?" in text(client.get(url(unnamed)))
    assert client.post(url(unnamed), data={"role": "attending"}).status_code == 303


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_statements_for_one_and_for_three_slots(
    client: FlaskClient, seminar: Seminar, parts: tuple[Session, Session], count: int
) -> None:
    paris = a_silent(seminar, role=DelegationRole.PRESENTING, answered_at=NOW)
    for number in range(count):
        builders.a_presenter(builders.a_slot(parts[1], number, delegation_id=paris.id), f"{number}@x.example")
    link = url(paris)
    with count_statements() as statements:
        client.get(link)
    assert len(statements) == 7, statements  # Also the city's hours, by which a part is recommended.
