"""What the public pages cost, on both engines."""

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.reading import page_of
from tests.support.registrants import a_seated
from tests.support.statements import count_statements
from webinars.models import DelegationRole, SeminarState
from webinars.models.seminars import Seminar


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="autumn")


@pytest.mark.parametrize(("size", "number"), [(1, 7), (2, 8), (3, 8)])
def test_a_page_takes_seven_statements_and_one_where_a_part_is_recommended(
    client: FlaskClient, seminar: Seminar, size: int, number: int
) -> None:
    for place in range(size):
        session = builders.a_session(seminar, f"part-{place}")
        delegation = builders.a_delegation(seminar, builders.a_city(), role=DelegationRole.PRESENTING)
        slot = builders.a_slot(session, delegation_id=delegation.id)
        builders.a_presenter(slot)
        a_seated(seminar, session)
    with count_statements() as statements:
        page_of(client, zone="Europe/Paris")
    assert len(statements) == number, statements


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_takes_three_statements_whatever_its_size(
    client: FlaskClient, database: SQLAlchemy, size: int
) -> None:
    for _ in range(size):
        builders.a_session(builders.a_seminar())
        builders.a_session(builders.a_seminar(state=SeminarState.ARCHIVED))
    with count_statements() as statements:
        client.get("/")
    assert len(statements) == 3, statements
