"""Single statements past the session: no transaction is opened around them, and none has to be ended."""

from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event

from webinars.models.database import IS_SINGLE, db, prepare_engine

_singles: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()
_lock = Lock()


def single_statements() -> Connection:
    """Return a connection on which each statement stands for itself; close it after use."""
    return _single(db.engine).connect()


def _single(engine: Engine) -> Engine:
    """Return what sends single statements to the database of *engine*, made at the first of them."""
    with _lock:
        if engine not in _singles:
            is_sqlite = engine.dialect.name == "sqlite"
            _singles[engine] = engine.execution_options(**{IS_SINGLE: True}) if is_sqlite else _beside(engine)
        return _singles[engine]


def _beside(engine: Engine) -> Engine:
    """Return an engine with connections of its own, which never open a transaction and so have none to end.

    Those of *engine* would have to be turned to that and back each time. Both let go of theirs together.
    """
    single = create_engine(engine.url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)
    prepare_engine(single)
    event.listen(engine, "engine_disposed", lambda _engine: single.dispose())
    return single
