"""Prepared statements leave the rows that SQLAlchemy itself would, in a transaction of bare statements."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import LargeBinary, Table, bindparam, func, select, text, update
from sqlalchemy import cast as cast_in_sql
from sqlalchemy.exc import IntegrityError, OperationalError

from tests import builders
from tests.support.databases import ON_POSTGRESQL
from tests.support.statements import count_statements
from webinars.models.database import bare_transaction, db, transaction
from webinars.models.notices import Notice, NoticeState
from webinars.models.prepared import Prepared, PreparedRead
from webinars.models.singles import single_statements

_NOTICES = cast("Table", Notice.__table__)
_HOLD = Prepared(
    update(_NOTICES)
    .where(_NOTICES.c.id == bindparam("which"), _NOTICES.c.state == NoticeState.OWED)
    .values(state=NoticeState.HELD, error=None)
    .values({name: bindparam(name) for name in ("due_at", "details", "is_settling", "claimed_by")})
)
LATER = datetime(2032, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)
VALUES = {"due_at": LATER, "details": {"100 %": ["ü", None]}, "is_settling": True, "claimed_by": None}


def hold_and_fail(ident: int) -> None:
    with bare_transaction() as connection:
        _HOLD.run(connection, VALUES | {"which": ident})
        _HOLD.run(connection, {"which": ident})


def as_stored(ident: int) -> Notice:
    fresh = select(Notice).where(Notice.id == ident).execution_options(populate_existing=True)
    return db.session.scalars(fresh).one()


def test_every_type_of_value_is_stored_as_the_models_read_it(database: SQLAlchemy) -> None:
    seminar = builders.a_seminar()
    ident, other = (builders.a_notice(seminar, error="before").id for _ in range(2))
    with bare_transaction() as connection:
        assert _HOLD.run(connection, VALUES | {"which": ident}) == 1
        assert _HOLD.run(connection, VALUES | {"which": ident}) == 0
    held = as_stored(ident)
    assert (held.state, held.error, held.claimed_by) == (NoticeState.HELD, None, None)
    assert (held.due_at, held.details, held.is_settling) == (LATER, VALUES["details"], True)
    assert as_stored(other).state is NoticeState.OWED


def test_a_value_that_is_missing_is_an_error_and_nothing_is_written(database: SQLAlchemy) -> None:
    ident = builders.a_notice(builders.a_seminar()).id
    with pytest.raises(KeyError):
        hold_and_fail(ident)
    assert as_stored(ident).state is NoticeState.OWED


def test_a_bare_transaction_stands_in_no_other(database: SQLAlchemy) -> None:
    with pytest.raises(RuntimeError), transaction(), bare_transaction():
        pass


def test_what_is_read_after_a_bare_transaction_is_the_present(database: SQLAlchemy) -> None:
    ident = builders.a_notice(builders.a_seminar()).id
    as_stored(ident)  # The session is in a transaction that has read.
    with bare_transaction() as connection:
        _HOLD.run(connection, VALUES | {"which": ident})
    assert as_stored(ident).state is NoticeState.HELD


_READ = PreparedRead(
    select(Notice.due_at, Notice.details, Notice.state, Notice.is_settling).where(
        Notice.id == bindparam("which")
    )
)


def read(ident: int) -> list[tuple[object, ...]]:
    with single_statements() as connection:
        return _READ.rows(connection, {"which": ident})


def test_every_type_of_value_is_read_as_the_models_read_it(database: SQLAlchemy) -> None:
    details = {"100 %": ["ü", None]}
    ident = builders.a_notice(builders.a_seminar(), due_at=LATER, details=details, is_settling=True).id
    assert read(ident) == [(LATER, details, NoticeState.OWED, True)]


def test_who_listens_to_statements_hears_prepared_ones(database: SQLAlchemy) -> None:
    with count_statements() as statements:
        read(0)
    assert [words.split()[0] for words in statements] == ["SELECT"]


def test_what_the_driver_raises_is_raised_as_of_sqlalchemy(database: SQLAlchemy) -> None:
    seminar = builders.a_seminar()
    one, other = (builders.a_notice(seminar) for _ in range(2))
    taken, ident = one.key, other.id
    rename = Prepared(update(_NOTICES).where(_NOTICES.c.id == bindparam("which")).values(key=taken))
    with pytest.raises(IntegrityError), bare_transaction() as connection:
        rename.run(connection, {"which": ident})
    assert as_stored(ident).key != taken


_message = bindparam("message", type_=LargeBinary())
_LENGTH = PreparedRead(select(func.length(cast_in_sql(_message, LargeBinary()))))


@ON_POSTGRESQL
def test_bytes_go_to_the_server_as_they_are(database: SQLAlchemy, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with single_statements() as connection, trace.open("w") as file:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.pgconn.trace(file.fileno())
        assert _LENGTH.rows(connection, {"message": b"\0\xff" * 500}) == [(1000,)]
        driver.pgconn.untrace()
    sent = re.findall(r"F\t(\d+)\tBind", trace.read_text())
    assert [int(length) < 1100 for length in sent] == [True]


@ON_POSTGRESQL
def test_a_connection_that_lost_the_server_is_not_used_again(database: SQLAlchemy) -> None:
    read(0)
    others = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    with database.engine.begin() as connection:
        connection.execute(text(f"{others} AND datname = current_database()"))
    with pytest.raises(OperationalError):
        read(0)
    assert read(0) == []
