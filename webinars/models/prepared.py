"""Statements made ready once, for the few that thousands of letters run in a row.

SQLAlchemy takes five times as long to look one up and run it as the database takes for it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

IS_PIPELINED = "webinars_is_pipelined"
Conversion = Callable[[Any], Any]
Changed = Callable[[], int]  # how many rows a statement has changed


class Prepared:
    """A statement that changes rows; each value that a bindparam names is given anew."""

    def __init__(self, statement: UpdateBase) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> Changed:
        """Run it in the connection's transaction, and return what tells how many rows it has changed.

        In a pipeline that is known when the pipeline has ended.
        """
        written = self._in_words_of(connection.dialect)
        parameters = written.parameters(values)
        if not is_pipelined(connection):
            changed = connection.exec_driver_sql(written.words, parameters).rowcount
            return lambda: changed
        cursor = _driver_of(connection).cursor()
        cursor.execute(written.words, parameters)
        return lambda: _known(cursor.rowcount)

    def _in_words_of(self, dialect: Dialect) -> "_Written":
        written = self._written.get(dialect.name)
        if written is None:
            written = self._written[dialect.name] = _written(self._statement, dialect)
        return written


class PreparedRead:
    """A statement that reads rows; each value that a bindparam names is given anew."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._written: dict[str, tuple[_Written, tuple[Conversion | None, ...]]] = {}

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """Run it on *connection*, and return its rows as the types of its columns read them."""
        dialect = connection.dialect
        if dialect.name not in self._written:
            columns = (column["type"].dialect_impl(dialect) for column in self._statement.column_descriptions)
            read = tuple(column.result_processor(dialect, None) for column in columns)
            self._written[dialect.name] = _written(self._statement, dialect), read
        written, read = self._written[dialect.name]
        found = connection.exec_driver_sql(written.words, written.parameters(values))
        return [tuple(map(_converted, read, row)) for row in found]


@contextmanager
def pipelined(connection: Connection) -> Iterator[None]:
    """Let PostgreSQL's statements follow each other unanswered: each answer costs a way through the machine.

    For prepared statements inside a transaction; what fails raises at the end.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    with _driver_of(connection).pipeline():
        connection.info[IS_PIPELINED] = True
        try:
            yield
        finally:
            connection.info[IS_PIPELINED] = False


def is_pipelined(connection: Connection) -> bool:
    """Say whether statements on *connection* are answered late."""
    return bool(connection.info.get(IS_PIPELINED))


def _driver_of(connection: Connection) -> Any:
    driver = connection.connection.driver_connection
    assert driver is not None, "an open connection has a driver"
    return driver


def _known(count: int) -> int:
    if count < 0:
        raise RuntimeError("nobody has waited for this statement yet")
    return count


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
