"""When the page of a focal point takes nothing: the times are chosen, or the link is none of its own."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.polls import ANSWER, SAID, an_asked_guest, kept, text, url
from tests.support.registrants import token
from webinars.domain.links import Purpose
from webinars.models import Delegation, Seminar, SeminarPlan, SeminarState
from webinars.models.database import transaction
from webinars.services import polls

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.


@pytest.fixture
def paris(database: SQLAlchemy) -> Delegation:
    return an_asked_guest()


@pytest.mark.parametrize(
    ("of_seminar", "of_plan"),
    [({"state": SeminarState.PUBLISHED}, {}), ({}, {"applied_at": NOW})],
    ids=["published", "applied"],
)
def test_once_the_times_are_chosen_the_page_says_so_and_takes_nothing(
    client: FlaskClient,
    database: SQLAlchemy,
    paris: Delegation,
    of_seminar: dict[str, object],
    of_plan: dict[str, object],
) -> None:
    polls.answer(paris.id, SAID, by=builders.ORGANISER, now=NOW)
    with transaction():
        seminar = database.session.get_one(Seminar, paris.seminar_id)
        plan = database.session.scalars(select(SeminarPlan)).one()
        for row, values in ((seminar, of_seminar), (plan, of_plan)):
            for name, value in values.items():
                setattr(row, name, value)
    link = url(paris)
    answer = client.get(link)
    assert answer.status_code == 200
    assert "The times of this seminar are chosen." in text(answer)
    assert "10:00–17:00" in text(answer)
    assert "The mayor is away." in text(answer)
    assert 'name="preferred"' not in text(answer)
    again = client.post(link, data=ANSWER)
    assert again.status_code == 422
    assert "The times of this seminar are chosen." in text(again)
    assert kept(database).hours == SAID.hours


def forged(delegation: Delegation) -> str:
    link = token(Purpose.HOURS, delegation)
    payload, _dot, signature = link.rpartition(".")
    # Not its last character, which holds fewer bits than it could: several spell the same signature.
    return f"{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def of_another_purpose(delegation: Delegation) -> str:
    return token(Purpose.DELEGATION, delegation)


def outdated(delegation: Delegation) -> str:
    return token(Purpose.HOURS, delegation, expires_at=NOW - timedelta(seconds=1))


def replaced(delegation: Delegation) -> str:
    link = token(Purpose.HOURS, delegation)
    with transaction():
        delegation.link_revision += 1
    return link


def of_no_city(delegation: Delegation) -> str:
    with transaction():
        delegation.city_id = None
    return token(Purpose.HOURS, delegation)


@pytest.mark.parametrize("make", [forged, of_another_purpose, outdated, replaced, of_no_city])
def test_a_bad_link_is_gone_and_says_what_to_do(
    client: FlaskClient, database: SQLAlchemy, paris: Delegation, make: Callable[[Delegation], str]
) -> None:
    link = make(paris)
    for answer in (client.get(f"/hours/{link}/"), client.post(f"/hours/{link}/", data=ANSWER)):
        assert answer.status_code == 410
        assert "link" in text(answer)
    assert kept(database).answered_at is None


def test_an_answer_from_another_site_is_refused(
    app: Flask, client: FlaskClient, database: SQLAlchemy, paris: Delegation
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post(url(paris), data=ANSWER).status_code == 400
    assert kept(database).answered_at is None
