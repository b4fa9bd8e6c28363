"""Connections for single statements stay open between them, and end with the others."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.support.databases import ON_POSTGRESQL
from webinars.models.singles import single_statements

pytestmark = ON_POSTGRESQL


def backend_of(connection: Connection) -> int:
    pid: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return pid


def test_a_connection_serves_one_after_the_other_and_never_two_at_once(database: SQLAlchemy) -> None:
    with single_statements() as outer, single_statements() as inner:
        pids = backend_of(outer), backend_of(inner)
    assert pids[0] != pids[1]
    with single_statements() as again:
        assert not again.in_transaction()
        assert backend_of(again) in pids


def test_who_comes_after_an_error_finds_nothing_of_it(database: SQLAlchemy) -> None:
    with pytest.raises(DBAPIError), single_statements() as connection:
        connection.execute(text("SELECT 1 / 0"))
    with single_statements() as connection:
        assert backend_of(connection)


def test_they_end_with_those_of_the_session(database: SQLAlchemy) -> None:
    with single_statements() as connection:
        driver = connection.connection.driver_connection
    assert driver is not None
    assert not driver.closed
    database.engine.dispose()
    assert driver.closed
