"""Rows of one statement, read past the session: for validators, which thousands of programs ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from webinars.models.prepared import PreparedRead
from webinars.models.singles import single_statements


def stamped(statement: PreparedRead, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
    """Return the rows of *statement* as they are stored now; one statement, no object, no transaction."""
    with single_statements() as connection:
        return statement.rows(connection, values)
