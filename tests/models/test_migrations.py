"""The migrations and the models describe the same tables, and tables that are full survive them."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text

from tests import builders
from tests.builders import NOW
from webinars.domain.texts import email_key
from webinars.models import (
    Invitation,
    Notice,
    NoticeKind,
    NoticeState,
    Reply,
    ReplyKind,
    SentLetter,
    Standing,
)

ADDRESSES = ["Rosa@Paris.example", "ÉLODIE@Straße.example"]


def test_the_migrations_make_what_the_models_say(database: SQLAlchemy) -> None:
    assert differences(database) == []


def differences(database: SQLAlchemy) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, database.metadata))


@pytest.fixture
def full(database: SQLAlchemy) -> SQLAlchemy:
    """Fill the tables: people who hold events, and letters of every kind, one of which came back."""
    seminar = builders.a_seminar()
    session = builders.a_session(seminar)
    people = [builders.a_registration(seminar, address) for address in ADDRESSES]
    held = [builders.an_invitation(person, session, sent_method="REQUEST") for person in people]
    for kind in NoticeKind:
        about = {"kind": kind, "state": NoticeState.SENT, "invitation_id": held[0].id}
        notice = builders.a_notice(seminar, **about)
        builders.a_sent_letter(notice, recipient=ADDRESSES[0], subject=kind.value)
    builders.kept(
        Reply(kind=ReplyKind.BOUNCE, standing=Standing.WAITING, notice_id=notice.id, received_at=NOW)
    )
    return database


@pytest.fixture
def travel(app: Flask) -> Callable[[Callable[..., None], str], None]:
    """Give what brings the tables to another revision."""

    def to(direction: Callable[..., None], revision: str) -> None:
        direction(directory=current_app.extensions["migrate"].directory, revision=revision)

    return to


def test_full_tables_go_back_to_the_first_version_and_come_again(
    full: SQLAlchemy, travel: Callable[[Callable[..., None], str], None]
) -> None:
    full.session.remove()
    travel(downgrade, "0001")
    with full.engine.connect() as connection:
        kinds = set(connection.scalars(text("SELECT kind FROM notice")))
        letters = set(connection.scalars(text("SELECT subject FROM sent_letter")))
    later = {
        "confirm answer",
        "counter refused",
        "give back",
        "hours poll",
        "swap proposal",
        "reminder",
        "message",
        "application draft",
        "application receipt",
        "call extended",
        "call cancelled",
        "review invitation",
        "review reminder",
        "decision",
        "asset reminder",
    }
    former = {kind.value for kind in NoticeKind} - later
    assert (kinds, letters) == (former, former)
    travel(upgrade, "head")
    assert differences(full) == []
    assert len(full.session.scalars(select(Notice)).all()) == len(former)
    keys = full.session.execute(select(Invitation.attendee_key, Invitation.sent_changed_at)).all()
    assert sorted(keys) == sorted((email_key(address), NOW) for address in ADDRESSES)


def test_what_is_known_of_a_begun_letter_moves_with_it_there_and_back(
    database: SQLAlchemy, travel: Callable[[Callable[..., None], str], None]
) -> None:
    begun, sent, _claimed = (
        builders.a_notice(details={"cause": "100 %"}, state=state, claimed_by=claimant)
        for state, claimant in (
            (NoticeState.CLAIMED, "one"),
            (NoticeState.SENT, None),
            (NoticeState.CLAIMED, "one"),
        )
    )
    told = {"method": "REQUEST", "sequence": 3}
    until = NOW + timedelta(minutes=2)
    builders.a_sent_letter(begun, message_id="<a@x>", dispatch=told, begun_by="one", begun_until=until)
    builders.a_sent_letter(sent, message_id="<b@x>", dispatch=told, begun_by="two", begun_until=NOW)
    letters = select(SentLetter.message_id, SentLetter.dispatch, SentLetter.begun_by, SentLetter.begun_until)
    states = select(Notice.state, Notice.details).order_by(Notice.id)
    in_order = letters.order_by(SentLetter.id)
    as_they_were = database.session.execute(states).all()
    database.session.remove()
    travel(downgrade, "0005")
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT state, message_id FROM notice ORDER BY id")).all()
        (found,) = connection.scalars(text("SELECT details FROM notice WHERE state = 'sending'"))
    assert [tuple(row) for row in rows] == [("sending", "<a@x>"), ("sent", "<b@x>"), ("claimed", None)]
    assert (json.loads(found) if isinstance(found, str) else found) == {"cause": "100 %", "dispatch": told}
    travel(upgrade, "head")
    assert database.session.execute(in_order).all() == [
        ("<a@x>", told, "one", until),
        ("<b@x>", told, None, None),
    ]
    assert database.session.execute(states).all() == as_they_were
