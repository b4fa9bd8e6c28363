"""The state behind a person's calendar: read by indexes, one row for each invitation, nothing twice."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.feeds import a_subscription
from tests.support.registrants import an_evening
from tests.support.statements import count_statements
from webinars.domain.errors import BadLink
from webinars.models import InvitationState, Session, SessionState
from webinars.queries.subscriptions import personal_calendar

ROSA = "rosa@paris.example"
SINCE = NOW - timedelta(days=30)


def invited(**values: object) -> Session:
    seminar = builders.a_seminar()
    session = an_evening(seminar)
    builders.an_invitation(builders.a_registration(seminar, ROSA), session, **values)
    return session


def test_a_subscription_without_an_invitation_has_a_state_too(database: SQLAlchemy) -> None:
    held = a_subscription(ROSA)
    found = personal_calendar(held.key, 1, since=SINCE)
    assert (found.ident, found.shown, found.state, found.changed_at) == (held.id, (), (1,), NOW)


def test_what_is_closed_is_not_shown_and_counts_for_the_moment(database: SQLAlchemy) -> None:
    held = a_subscription(ROSA)
    later = NOW + timedelta(hours=2)
    invited(state=InvitationState.CLOSED, changed_at=later)
    found = personal_calendar(held.key, 1, since=SINCE)
    assert (found.shown, found.changed_at) == ((), later)


@pytest.mark.parametrize("email", ["Paula@Paris.example", "élodie@Straße.example"])
def test_a_slot_of_a_part_that_was_called_off_is_shown_to_its_presenter_however_they_are_written(
    database: SQLAlchemy, email: str
) -> None:
    held = a_subscription(email)
    session = an_evening(builders.a_seminar(), state=SessionState.CANCELLED)
    presenter = builders.a_presenter(builders.a_slot(session), email)
    invitation = builders.an_invitation(presenter, session, state=InvitationState.CLOSED)
    assert personal_calendar(held.key, 1, since=SINCE).shown == (invitation.id,)


def test_what_ended_before_leaves_no_trace_in_the_state(database: SQLAlchemy) -> None:
    held = a_subscription(ROSA)
    empty = personal_calendar(held.key, 1, since=SINCE)
    session = invited()
    assert session.ends_at is not None
    assert personal_calendar(held.key, 1, since=session.ends_at) == empty
    assert len(personal_calendar(held.key, 1, since=session.ends_at - timedelta(seconds=1)).shown) == 1


@pytest.mark.parametrize("revision", [0, 2])
def test_another_revision_of_the_address_opens_nothing(database: SQLAlchemy, revision: int) -> None:
    held = a_subscription(ROSA)
    with pytest.raises(BadLink):
        personal_calendar(held.key, revision, since=SINCE)


@ON_SQLITE
def test_the_state_is_found_by_indexes(database: SQLAlchemy) -> None:
    held = a_subscription(ROSA)
    invited()
    with count_statements() as statements:
        personal_calendar(held.key, 1, since=SINCE)
    (statement,) = statements
    plan = database.session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {statement}", ("x",) * statement.count("?")
    )
    steps = [row[3] for row in plan]
    assert [step for step in steps if not step.startswith(("SEARCH", "USE TEMP B-TREE FOR ORDER BY"))] == []
