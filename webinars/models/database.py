"""The one handle on the database, its column types, and the only road to a write: transaction()."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    TypeDecorator,
    event,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.pool import ConnectionPoolEntry

from webinars.domain.errors import N_, Missing
from webinars.domain.texts import LocalizedText

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
IS_WRITE = "webinars_is_write"
IS_SINGLE = "webinars_is_single"  # one statement, which needs no transaction around it


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, refused when naive; naive in UTC where the engine knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Read a value in one step, the text that SQLite keeps too: calendars read thousands."""
        return _from_text if dialect.name == "sqlite" else _in_utc


def _to_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"{value!r} is naive: an instant needs its zone")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    """Return what SQLAlchemy's own type of SQLite keeps."""
    instant = _to_utc(value)
    return instant.replace(tzinfo=None).isoformat(" ", "microseconds") if instant else None


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


def _in_utc(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


class WallClock(TypeDecorator[datetime]):
    """A wall clock: naive in Python, refused when aware."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError(f"{value!r} is aware: a wall clock carries no zone")
        return value


class LocalizedTextType(TypeDecorator[LocalizedText]):
    """A text in several languages, kept as a JSON object of language tag and text."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: LocalizedText | None, dialect: Dialect) -> dict[str, str]:
        return dict(value.to_mapping()) if value is not None else {}

    def process_result_value(self, value: Mapping[str, str] | None, dialect: Dialect) -> LocalizedText:
        return LocalizedText.from_mapping(value or {})

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read a text in one step from what SQLite keeps: a programme has thousands, most of them alike."""
        return _text_from if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


@lru_cache(maxsize=8192)
def _text_from(written: str | None) -> LocalizedText:
    return LocalizedText.from_mapping(json.loads(written) if written else {})


class Base(DeclarativeBase):
    """Every table; integer keys stay inside the house, people are reached by random keys only."""

    # The map belongs to the registry: Flask-SQLAlchemy copies this class, and a copied map beside a copied
    # registry is refused.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={LocalizedText: LocalizedTextType, dict[str, Any]: JSON, list[str]: JSON},
    )

    id: Mapped[int] = mapped_column(primary_key=True)


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})
M = TypeVar("M", bound=Base)


class Versioned:
    """A row that people edit: *version* rises with every edit, so that a stale form is seen."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")


def enum_of(kind: type[StrEnum], name: str) -> Enum:
    """Return the column type of *kind*: its values as text, checked by the database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def new_key() -> str:
    """Return an unguessable key of 16 URL-safe characters (96 bits)."""
    return token_urlsafe(12)


@contextmanager
def transaction() -> Iterator[None]:
    """Write everything inside or nothing; a bug when nested.

    First ends the request's read transaction: SQLite cannot turn a transaction that has read into one
    that writes ("database is locked" at once), so writes begin with BEGIN IMMEDIATE. What was read
    before may be old: read again inside, with lock() where a decision hangs on it.
    """
    session = db.session()
    if session.info.get(IS_WRITE):
        raise RuntimeError("a transaction inside a transaction")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside a transaction")
    begin_write()
    session.info[IS_WRITE] = True
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[IS_WRITE] = False


@contextmanager
def bare_transaction() -> Iterator[Connection]:
    """Write everything inside or nothing, by bare statements alone; a bug inside a transaction.

    For what thousands of letters take in a row: a transaction of the session takes longer than what the
    database does in it. Objects of the session keep what they know.
    """
    session = db.session()
    if session.info.get(IS_WRITE):
        raise RuntimeError("a transaction inside a transaction")
    if session.in_transaction():
        session.commit()
    with db.engine.connect().execution_options(**{IS_WRITE: True}) as connection, connection.begin():
        yield connection


def wait_for_no_disk(connection: Connection) -> None:
    """Let this transaction be committed before the disk holds it; the server's own crash may forget it.

    What SQLite does anyway (synchronous=NORMAL); the order of transactions stays, and none is forgotten by
    half.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def begin_write() -> None:
    """End the read transaction and begin one that may write; for libraries that commit themselves."""
    session = db.session()
    session.commit()
    session.connection(execution_options={IS_WRITE: True})


def lock(model: type[M], ident: int) -> M:
    """Return the row as it is now and hold it until the transaction ends; one statement.

    SQLite holds the whole database since BEGIN IMMEDIATE. Raises Missing when there is no such row.
    """
    if not db.session().info.get(IS_WRITE):
        raise RuntimeError("a lock outside a transaction locks nothing")
    # key_share is FOR NO KEY UPDATE: keys never change, and a plain FOR UPDATE would hold up every insert
    # that refers to the row, and so make deadlocks of what only points at it.
    statement = select(model).where(model.id == ident).with_for_update(of=model, key_share=True)
    row = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if row is None:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    return row


def prepare_engine(engine: Engine) -> None:
    """Make SQLite behave (WAL, foreign keys, a BEGIN that knows whether it writes), PostgreSQL speak UTC."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _speak_utc)
        return
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)


def _speak_utc(connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver hands over instants in the zone of the connection; from any but UTC it takes twice as long.
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _prepare_connection(connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver must not open transactions of its own: BEGIN is ours (see _begin).
    connection.isolation_level = None
    cursor = connection.cursor()
    pragmas = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=30000", "synchronous=NORMAL")
    # A checkpoint waits for the disk, and everybody for it: after 32 MB of changes, not after each 4.
    for pragma in (*pragmas, "wal_autocheckpoint=8000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite's own knows the letters of ASCII only: nobody would find "Élodie" by "élodie".
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


def _begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get(IS_SINGLE):
        return
    is_write = options.get(IS_WRITE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")
