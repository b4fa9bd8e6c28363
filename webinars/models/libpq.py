"""Statements prepared by libpq itself, for the connections on which each stands for itself.

psycopg looks at every statement anew, to decide whether and how it is prepared, which takes as long as
PostgreSQL does for one row. Its libpq and its conversions serve without that (psycopg.pq, psycopg.adapt).
"""

import re
from collections.abc import Mapping
from typing import Any

from psycopg import Connection, OperationalError, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult

_PLACE = re.compile(r"%\((\w+)\)s|%%")


class LibpqCursor:
    """What of a cursor it takes to read; made once for a connection, which must be in autocommit mode."""

    def __init__(self, connection: "Connection[Any]") -> None:
        self._pgconn = connection.pgconn
        self._transformer = Transformer(connection)
        self._ready: dict[str, tuple[bytes, tuple[str, ...]]] = {}
        self._rows: list[tuple[Any, ...]] = []

    def execute(self, words: str, values: Mapping[str, Any]) -> None:
        """Run *words*, whose places are %(name)s, with *values*. Raises psycopg.Error."""
        if words not in self._ready:
            self._ready[words] = self._prepared(words)
        name, places = self._ready[words]
        given = [values[place] for place in places]
        formats = [PyFormat.BINARY if isinstance(value, bytes) else PyFormat.TEXT for value in given]
        dumped: Any = self._transformer.dump_sequence(given, formats)
        are_binary = [int(one is PyFormat.BINARY) for one in formats]
        result = _checked(self._pgconn.exec_prepared(name, dumped, are_binary), ExecStatus.TUPLES_OK)
        self._transformer.set_pgresult(result)
        self._rows = self._transformer.load_rows(0, result.ntuples, tuple)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows."""
        return self._rows

    def close(self) -> None:
        """Forget the rows, and keep what was made ready."""
        self._rows = []

    def _prepared(self, words: str) -> tuple[bytes, tuple[str, ...]]:
        places: list[str] = []

        def numbered(found: re.Match[str]) -> str:
            if found[1] is None:
                return "%"
            if found[1] not in places:
                places.append(found[1])
            return f"${places.index(found[1]) + 1}"

        statement = _PLACE.sub(numbered, words)
        name = f"webinars_{len(self._ready)}".encode()
        _checked(self._pgconn.prepare(name, statement.encode()), ExecStatus.COMMAND_OK)
        return name, tuple(places)


def _checked(result: PGresult, wanted: ExecStatus) -> PGresult:
    if result.status == wanted:
        return result
    state = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
    words = (result.error_message or b"").decode(errors="replace")
    try:
        kind = errors.lookup(state)
    except KeyError:
        kind = OperationalError
    raise kind(words)
