"""Stopping reminders: by a page, by one click of a mail program, and by nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.registrants import a_seated, again, an_evening, states, token
from tests.support.statements import count_statements
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.letters.stops import reminders_link
from webinars.models import Notice, Presenter, Record, Registration, Seminar
from webinars.models.database import transaction

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="partners-7")


@pytest.fixture
def rosa(seminar: Seminar) -> Registration:
    return a_seated(seminar, an_evening(seminar))


def way_out(person: Registration | Presenter) -> str:
    return f"/reminders/{token(Purpose.REMINDERS, reminders_link(person))}/"


def log(database: SQLAlchemy) -> list[tuple[str, str]]:
    return [(one.verb, one.actor) for one in database.session.scalars(select(Record).order_by(Record.id))]


def test_opening_the_link_shows_a_button_and_changes_nothing(
    database: SQLAlchemy, client: FlaskClient, rosa: Registration
) -> None:
    answer = client.get(way_out(rosa))
    assert answer.status_code == 200
    assert "Stop reminders?" in answer.text
    assert "1 week before, 1 day before, 1 hour before, at the start" in answer.text
    assert again(database, rosa).reminders_stopped_at is None


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_one_click_stops_them_at_once_without_a_session_or_a_redirect(
    app: Flask, database: SQLAlchemy, rosa: Registration, content_type: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    stranger = app.test_client(use_cookies=False)
    answer = stranger.post(way_out(rosa), data=ONE_CLICK, content_type=content_type)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
    assert again(database, rosa).reminders_stopped_at == NOW
    assert log(database) == [("stopped reminders of", "Rosa Registrant")]


def test_stopping_is_not_cancelling(database: SQLAlchemy, client: FlaskClient, rosa: Registration) -> None:
    client.post(way_out(rosa), data=ONE_CLICK)
    assert states(again(database, rosa)) == [SeatState.SEATED]
    assert database.session.scalars(select(Notice)).all() == []


def test_the_button_stops_them_and_another_starts_them_again(
    database: SQLAlchemy, client: FlaskClient, rosa: Registration
) -> None:
    stopped = client.post(way_out(rosa), follow_redirects=True)
    assert "Reminders are stopped" in stopped.text
    client.post(way_out(rosa))
    assert [verb for verb, _ in log(database)] == ["stopped reminders of"]
    started = client.post(f"{way_out(rosa)}start", follow_redirects=True)
    assert "Stop reminders?" in started.text
    assert again(database, rosa).reminders_stopped_at is None


def test_what_needs_no_csrf_token_can_only_stop(app: Flask, database: SQLAlchemy, rosa: Registration) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    client.post(way_out(rosa), data=ONE_CLICK)
    assert client.post(f"{way_out(rosa)}start").status_code == 400
    assert again(database, rosa).reminders_stopped_at == NOW


def test_a_presenter_stops_theirs_by_a_link_of_their_own(
    database: SQLAlchemy, client: FlaskClient, seminar: Seminar
) -> None:
    paula = builders.a_presenter(builders.a_slot(an_evening(seminar)))
    assert "Stop reminders?" in client.get(way_out(paula)).text
    client.post(way_out(paula), data=ONE_CLICK)
    stopped = database.session.get_one(Presenter, paula.id, populate_existing=True)
    assert (stopped.reminders_stopped_at, stopped.removed_at) == (NOW, None)


def test_the_link_opens_nothing_else_and_no_other_link_opens_it(
    client: FlaskClient, rosa: Registration
) -> None:
    stop_token = token(Purpose.REMINDERS, reminders_link(rosa))
    own_token = token(Purpose.REGISTRATION, rosa)
    assert (
        client.get(f"/registrations/{stop_token}/").status_code
        == client.get(f"/reminders/{own_token}/").status_code
    )
    assert client.post(f"/reminders/{own_token}/", data=ONE_CLICK).status_code == 410
    assert client.post("/reminders/forged/", data=ONE_CLICK).status_code == 410


def test_a_link_that_was_replaced_stops_nothing(
    database: SQLAlchemy, client: FlaskClient, rosa: Registration
) -> None:
    old = way_out(rosa)
    with transaction():
        rosa.link_revision += 1
    assert client.post(old, data=ONE_CLICK).status_code == 410
    assert again(database, rosa).reminders_stopped_at is None


def test_both_own_pages_offer_to_stop(client: FlaskClient, rosa: Registration, seminar: Seminar) -> None:
    paula = builders.a_presenter(builders.a_slot(an_evening(seminar, key="late")))
    for person, page in (
        (rosa, f"/registrations/{token(Purpose.REGISTRATION, rosa)}/"),
        (paula, f"/presenters/{token(Purpose.PRESENTER, paula)}/"),
    ):
        assert f'action="{way_out(person)}"' in client.get(page).text


def test_the_page_takes_one_statement(client: FlaskClient, rosa: Registration) -> None:
    with count_statements() as statements:
        client.get(way_out(rosa))
    assert len(statements) == 1, statements
