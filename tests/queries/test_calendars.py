"""The stamp of a calendar: one row, found by an index."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.builders import NOW
from tests.support.databases import ON_SQLITE
from tests.support.statements import count_statements
from webinars.domain.errors import Missing
from webinars.models import SeminarState
from webinars.queries.calendars import Stamp, seminar_stamp, session_stamp


def test_a_stamp_is_the_stored_revision_and_its_time(database: SQLAlchemy) -> None:
    seminar = builders.a_seminar(slug="autumn", revision=7)
    builders.a_session(seminar)
    with count_statements() as statements:
        stamps = [seminar_stamp("autumn"), session_stamp("autumn", "morning")]
    assert stamps == [Stamp(seminar.id, 7, NOW)] * 2
    assert len(statements) == 2, statements


@pytest.mark.parametrize("state", [SeminarState.CANCELLED, SeminarState.ARCHIVED])
def test_what_was_public_keeps_its_calendar(database: SQLAlchemy, state: SeminarState) -> None:
    seminar = builders.a_seminar(slug="autumn", state=state)
    assert seminar_stamp("autumn").seminar_id == seminar.id


def test_a_draft_has_no_stamp(database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn", state=SeminarState.DRAFT))
    with pytest.raises(Missing):
        seminar_stamp("autumn")
    with pytest.raises(Missing):
        session_stamp("autumn", "morning")


def test_a_part_without_a_zone_has_no_stamp(database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"), zone=None)
    with pytest.raises(Missing):
        session_stamp("autumn", "morning")


@ON_SQLITE
def test_a_stamp_is_found_by_an_index(database: SQLAlchemy) -> None:
    builders.a_session(builders.a_seminar(slug="autumn"))
    with count_statements() as statements:
        session_stamp("autumn", "morning")
    plan = database.session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {statements[0]}", ("autumn", "draft", "morning")
    )
    steps = [row[3] for row in plan]
    assert [step for step in steps if not step.startswith("SEARCH")] == []
