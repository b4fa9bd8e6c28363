"""Single statements past the session: no transaction is opened around them, and none has to be ended."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from webinars.models.database import IS_SINGLE, db, prepare_engine


@contextmanager
def single_statements() -> Iterator[Connection]:
    """Give a connection on which each statement stands for itself."""
    singles = _singles_of(db.engine)
    connection = singles.take()
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
    singles.give_back(connection)


class _Singles:
    """Connections to one database; on PostgreSQL they stay open, as many as were ever used at once.

    To take one from a pool and to give it back takes as long as the statement. SQLite shares those of the
    session, and knows by an option what they are for.
    """

    def __init__(self, engine: Engine) -> None:
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._engine: Engine
        if self._is_sqlite:
            self._engine = engine.execution_options(**{IS_SINGLE: True})
        else:
            # This is the pool, and keeps no more than were ever needed.
            self._engine = create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
            prepare_engine(self._engine)
            event.listen(engine, "engine_disposed", lambda _engine: self._engine.dispose())
            event.listen(self._engine, "engine_disposed", lambda _engine: self._let_go())
        self._idle: deque[Connection] = deque()

    def take(self) -> Connection:
        """Return a connection that nobody else has."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._engine.connect()

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next."""
        if self._is_sqlite or connection.invalidated:
            connection.close()
            return
        if connection.in_transaction():
            connection.rollback()
        self._idle.append(connection)

    def _let_go(self) -> None:
        with suppress(IndexError):
            while True:
                self._idle.pop().close()


_singles: WeakKeyDictionary[Engine, _Singles] = WeakKeyDictionary()
_lock = Lock()


def _singles_of(engine: Engine) -> _Singles:
    found = _singles.get(engine)
    if found is None:
        with _lock:
            found = _singles[engine] = _singles.get(engine) or _Singles(engine)
    return found
