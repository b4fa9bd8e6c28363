"""Statements made ready once, for the few that thousands of letters run in a row.

SQLAlchemy takes five times as long to look one up and run it as the database takes for it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import ReturningInsert, UpdateBase

from webinars.models.libpq import LibpqCursor

Conversion = Callable[[Any], Any]


class Prepared:
    """A statement that changes rows; each value that a bindparam names is given anew."""

    def __init__(self, statement: UpdateBase) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> int:
        """Run it in the connection's transaction, and return how many rows it has changed."""
        dialect = connection.dialect
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = _written(self._statement, dialect)
        with _executed(connection, written.words, written.parameters(values)) as cursor:
            changed: int = cursor.rowcount
        return changed


class PreparedRead:
    """A statement that gives rows; each value that a bindparam names is given anew."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | ReturningInsert[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._written: dict[str, tuple[_Written, tuple[Conversion | None, ...]]] = {}

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Run it on *connection*, and return its rows as the types of its columns read them."""
        dialect = connection.dialect
        if dialect.name not in self._written:
            columns = (column.type.dialect_impl(dialect) for column in self._statement.exported_columns)
            read: tuple[Conversion | None, ...] = tuple(
                column.result_processor(dialect, None) for column in columns
            )
            self._written[dialect.name] = _written(self._statement, dialect), read
        written, read = self._written[dialect.name]
        own = _libpq_cursor(connection)
        with _executed(connection, written.words, written.parameters(values), cursor=own) as cursor:
            found = cursor.fetchall()
        return [
            tuple([to(value) if to else value for to, value in zip(read, row, strict=True)]) for row in found
        ]


def _libpq_cursor(connection: Connection) -> LibpqCursor | None:
    """Return what reads fastest from PostgreSQL outside a transaction; None elsewhere."""
    dialect, driver = connection.dialect, connection.connection.driver_connection
    if dialect.driver != "psycopg" or driver is None or not driver.autocommit:
        return None
    if LibpqCursor not in connection.info:
        connection.info[LibpqCursor] = LibpqCursor(dialect.dbapi, driver)
    kept: LibpqCursor = connection.info[LibpqCursor]
    return kept


@contextmanager
def _executed(
    connection: Connection, words: str, parameters: Any, *, cursor: LibpqCursor | None = None
) -> Iterator[Any]:
    """Run a statement as the driver does it; who listens to statements hears this one as well.

    What the driver raises is raised as SQLAlchemy would. The connection is not used again, and none that was
    opened before it where it has lost the server.
    """
    driver, dbapi = connection.connection.driver_connection, connection.dialect.dbapi
    assert driver is not None and dbapi is not None, "an open connection has a driver"  # noqa: PT018
    about = (words, parameters, None, False)
    used: Any = cursor or driver.cursor()
    connection.dispatch.before_cursor_execute(connection, used, *about)
    try:
        used.execute(words, parameters)
        yield used
        used.close()
    except dbapi.Error as error:
        is_lost = connection.dialect.is_disconnect(error, driver, used)
        connection.invalidate(error)
        if is_lost:
            connection.engine.dispose()
        raise DBAPIError.instance(words, None, error, dbapi.Error, dialect=connection.dialect) from error
    connection.dispatch.after_cursor_execute(connection, used, *about)


@dataclass(frozen=True)
class _Written:
    """A statement in the words of one engine; *order* is empty where its parameters have names."""

    words: str
    fixed: Mapping[str, object]
    conversions: Mapping[str, Conversion | None]
    order: tuple[str, ...]

    def parameters(self, values: Mapping[str, object]) -> Any:
        """Return *values* as the driver takes them. Raises KeyError for one that is missing."""
        named = dict(self.fixed)
        for name, converted in self.conversions.items():
            named[name] = converted(values[name]) if converted else values[name]
        return tuple(named[name] for name in self.order) if self.order else named


def _written(statement: UpdateBase | Select[*tuple[Any, ...]], dialect: Dialect) -> _Written:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler), "a statement and no change of a table"
    assert not compiled.post_compile_params, "no list, whose words hang on its length"
    conversions = {name: _conversion(bind, dialect) for name, bind in compiled.binds.items()}
    fixed = {name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required}
    return _Written(
        words=compiled.string,
        fixed={name: _converted(conversions[name], value) for name, value in fixed.items()},
        conversions={name: found for name, found in conversions.items() if name not in fixed},
        order=tuple(compiled.positiontup or ()) if compiled.positional else (),
    )


def _conversion(bind: BindParameter[Any], dialect: Dialect) -> Conversion | None:
    return bind.type.dialect_impl(dialect).bind_processor(dialect)


def _converted(conversion: Conversion | None, value: object) -> object:
    return conversion(value) if conversion else value
