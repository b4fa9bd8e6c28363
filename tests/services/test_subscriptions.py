"""A person's calendar address: made once, replaced at once, and the alarm of choice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, event, insert, select

from tests.builders import NOW
from tests.support.databases import ON_POSTGRESQL
from webinars.domain.errors import Missing, Refusal
from webinars.models.subscriptions import Subscription
from webinars.queries.subscriptions import subscription_of
from webinars.services.subscriptions import (
    ALARMS,
    Subscriber,
    choose_alarm,
    replace_address,
    subscribe,
)

ROSA = Subscriber("Rosa@Paris.example", "en", "Europe/Paris")
LATER = NOW + timedelta(hours=1)


def test_a_mail_address_has_one_subscription_however_it_is_written(database: SQLAlchemy) -> None:
    first = subscribe(ROSA, now=NOW)
    second = subscribe(Subscriber("rosa@paris.example", "ja", "Asia/Tokyo"), now=LATER)
    assert (first.id, first.link_revision, first.language) == (second.id, 1, second.language)
    assert len(database.session.scalars(select(Subscription)).all()) == 1
    assert (first.attendee_key, first.zone, first.alarm_minutes) == (
        "rosa@paris.example",
        "Europe/Paris",
        None,
    )


@contextmanager
def subscribed_elsewhere(database: SQLAlchemy) -> Iterator[None]:
    """Let another connection make Rosa's subscription just before the one that is made inside."""
    row = {"attendee_key": "rosa@paris.example", "language": "ja", "zone": "Asia/Tokyo", "created_at": NOW}

    def intrude(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO subscription") and row:
            values = {**row, "changed_at": NOW}
            row.clear()
            with database.engine.begin() as other:
                other.execute(insert(Subscription).values(values))

    event.listen(Engine, "before_cursor_execute", intrude)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", intrude)


@ON_POSTGRESQL
def test_of_two_who_subscribe_at_once_both_get_the_one_that_is_made(database: SQLAlchemy) -> None:
    with subscribed_elsewhere(database):
        assert subscribe(ROSA, now=NOW).language == "ja"
    assert len(database.session.scalars(select(Subscription)).all()) == 1


def test_replacing_revokes_the_address_and_takes_over_language_and_zone(database: SQLAlchemy) -> None:
    before = subscribe(ROSA, now=NOW)
    key, links, revision = before.key, before.link_revision, before.revision
    after = replace_address(Subscriber(ROSA.email, "ja", "Asia/Tokyo"), now=LATER)
    assert (after.key, after.link_revision, after.revision) == (key, links + 1, revision + 1)
    assert (after.language, after.zone, after.changed_at) == ("ja", "Asia/Tokyo", LATER)


@pytest.mark.parametrize("minutes", ALARMS)
def test_each_alarm_on_offer_can_be_chosen(database: SQLAlchemy, minutes: int | None) -> None:
    revision = subscribe(ROSA, now=NOW).revision
    held = choose_alarm(ROSA, minutes, now=LATER)
    assert (held.alarm_minutes, held.revision, held.changed_at) == (minutes, revision + 1, LATER)


@pytest.mark.parametrize("minutes", [-10, 11, 100_000])
def test_an_alarm_that_is_not_on_offer_is_refused(database: SQLAlchemy, minutes: int) -> None:
    subscribe(ROSA, now=NOW)
    with pytest.raises(Refusal):
        choose_alarm(ROSA, minutes, now=LATER)
    held = subscription_of("rosa@paris.example")
    assert held is not None
    assert (held.alarm_minutes, held.changed_at) == (None, NOW)


def test_who_has_no_address_can_change_nothing(database: SQLAlchemy) -> None:
    with pytest.raises(Missing):
        replace_address(ROSA, now=NOW)
    with pytest.raises(Missing):
        choose_alarm(ROSA, 10, now=NOW)
