"""Statements made ready once, for the few that thousands of letters run in a row.

SQLAlchemy takes five times as long to look one up and run it as the database takes for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

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
        return connection.exec_driver_sql(written.words, written.parameters(values)).rowcount


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


def _written(statement: UpdateBase, dialect: Dialect) -> _Written:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler), "a statement and no change of a table"
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
