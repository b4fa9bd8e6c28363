"""What the public calendars cost, on both engines: one statement when nothing changed."""

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from tests import builders
from tests.support.statements import count_statements
from webinars.models import Seminar


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar(slug="autumn")


def fill(seminar: Seminar, size: int) -> None:
    for number in range(size):
        session = builders.a_session(seminar, f"part-{number}")
        builders.slots(session, [20] * size)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("address", ["/seminars/autumn.ics", "/seminars/autumn/part-0.ics"])
def test_an_unchanged_calendar_costs_one_statement(
    client: FlaskClient, seminar: Seminar, address: str, size: int
) -> None:
    fill(seminar, size)
    tag = client.get(address).headers["ETag"]
    with count_statements() as statements:
        answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 304
    assert len(statements) == 1, statements


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("address", ["/seminars/autumn.ics", "/seminars/autumn/part-0.ics"])
def test_a_whole_calendar_costs_four_statements_and_one_once_it_is_kept(
    client: FlaskClient, seminar: Seminar, address: str, size: int
) -> None:
    fill(seminar, size)
    with count_statements() as cold:
        first = client.get(address)
    with count_statements() as warm:
        second = client.get(address)
    assert (len(cold), len(warm)) == (4, 1), cold
    assert first.data == second.data
