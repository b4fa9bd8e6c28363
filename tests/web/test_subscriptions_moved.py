"""A person's own calendar after their mail address was corrected: empty, and it says why."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.feeds import a_subscription, calendar_of, feed_path, shown_at
from tests.support.scenes import a_scene, a_stage
from webinars.models import Presenter
from webinars.models.database import db, transaction
from webinars.services import invitations, registrations
from webinars.services.registrations.links import address_digest

pytestmark = ON_SQLITE  # What differs between the engines is tested below the web.

ROSA = "rosa@paris.example"
LATER = NOW + timedelta(hours=1)
MOVED = "The events that were here belong to another mail address now."


@pytest.fixture
def path(database: SQLAlchemy) -> str:
    return feed_path(a_subscription(ROSA))


def test_a_corrected_mail_address_takes_the_events_to_another_calendar(
    client: FlaskClient, path: str, database: SQLAlchemy
) -> None:
    _, person = a_scene(email=ROSA)
    new = feed_path(a_subscription("rosa@lyon.example"))
    registrations.correct_address(person.id, "rosa@lyon.example", now=NOW)
    known = {"If-None-Match": client.get(path).headers["ETag"]}
    registrations.confirm_address(person.id, address_digest("rosa@lyon.example"), now=LATER)
    emptied = client.get(path, headers=known)
    assert shown_at(client, path) == []
    assert MOVED in calendar_of(emptied)["DESCRIPTION"].text
    assert MOVED in calendar_of(emptied)["X-WR-CALDESC"].text
    assert [status for _, status in shown_at(client, new)] == ["CONFIRMED"]
    assert MOVED not in calendar_of(client.get(new))["DESCRIPTION"].text


def test_a_presenter_s_corrected_mail_address_is_told_in_the_emptied_calendar(
    client: FlaskClient, path: str
) -> None:
    _, _, presenter = a_stage(email="Rosa@Paris.example")
    assert MOVED not in calendar_of(client.get(path))["DESCRIPTION"].text
    with transaction():
        corrected = db.session.get_one(Presenter, presenter.id)
        corrected.email = "rosa@lyon.example"
        invitations.close_presenter(corrected, now=LATER)
    assert MOVED in calendar_of(client.get(path))["DESCRIPTION"].text


def test_a_calendar_that_is_empty_because_nothing_is_to_come_speaks_of_no_other_address(
    client: FlaskClient, path: str
) -> None:
    session, person = a_scene(email=ROSA)
    with transaction():
        invitations.close_registrant(person, [session.id], now=LATER)
    assert shown_at(client, path) == []
    assert MOVED not in calendar_of(client.get(path))["DESCRIPTION"].text
