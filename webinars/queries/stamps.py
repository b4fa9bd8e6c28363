"""Rows of one statement, read past the session: for validators, which thousands of programs ask for."""

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Row, Select

from webinars.models.database import IS_SINGLE, db

_singles: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


def stamped(
    statement: Select[*tuple[Any, ...]], values: Mapping[str, object]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the rows of *statement* as they are stored now; one statement, no object, no transaction."""
    with _single(db.engine).connect() as connection:
        return connection.execute(statement, values).all()


def _single(engine: Engine) -> Engine:
    """Return *engine* without transactions: BEGIN and ROLLBACK would be two more journeys to PostgreSQL."""
    if engine not in _singles:
        level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        _singles[engine] = engine.execution_options(**{IS_SINGLE: True}, **level)
    return _singles[engine]
