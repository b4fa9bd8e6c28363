"""Statements prepared by libpq itself, for the connections on which each stands for itself.

psycopg looks at every statement anew, to decide whether and how it is prepared, which takes as long as
PostgreSQL does for one row. Its libpq and its conversions serve without that (psycopg.pq, psycopg.adapt).

Nothing here imports psycopg: who stays with SQLite does without its 9 MB.
"""

import re
from collections.abc import Mapping
from typing import Any

_PLACE = re.compile(r"%\((\w+)\)s|%%")


class LibpqCursor:
    """What of a cursor it takes to read; made once for a connection, which must be in autocommit mode.

    *psycopg* is the module, *connection* one of its connections.
    """

    def __init__(self, psycopg: Any, connection: Any) -> None:
        self._psycopg = psycopg
        self._pgconn = connection.pgconn
        self._transformer = psycopg.adapt.Transformer(connection)
        self._ready: dict[str, tuple[bytes, tuple[str, ...]]] = {}
        self._rows: list[tuple[Any, ...]] = []

    def execute(self, words: str, values: Mapping[str, Any]) -> None:
        """Run *words*, whose places are %(name)s, with *values*. Raises psycopg.Error."""
        if words not in self._ready:
            self._ready[words] = self._prepared(words)
        name, places = self._ready[words]
        given = [values[place] for place in places]
        # Bytes as they are: as text they would be twice as long. SQLAlchemy wraps them as the DB API says.
        are_binary = [isinstance(value, bytes | self._psycopg.Binary) for value in given]
        text, binary = self._psycopg.adapt.PyFormat.TEXT, self._psycopg.adapt.PyFormat.BINARY
        formats = [binary if is_binary else text for is_binary in are_binary]
        dumped = self._transformer.dump_sequence(given, formats)
        result = self._pgconn.exec_prepared(name, dumped, are_binary)
        self._check(result, self._psycopg.pq.ExecStatus.TUPLES_OK)
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
        self._check(self._pgconn.prepare(name, statement.encode()), self._psycopg.pq.ExecStatus.COMMAND_OK)
        return name, tuple(places)

    def _check(self, result: Any, wanted: Any) -> None:
        if result.status == wanted:
            return
        state = (result.error_field(self._psycopg.pq.DiagnosticField.SQLSTATE) or b"").decode()
        words = (result.error_message or b"").decode(errors="replace")
        try:
            kind = self._psycopg.errors.lookup(state)
        except KeyError:
            kind = self._psycopg.OperationalError
        raise kind(words)
