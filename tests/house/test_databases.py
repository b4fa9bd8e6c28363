"""The databases that tests get: one is emptied for the next test, unless more than rows was left in it."""

from collections.abc import Callable

import psycopg
import pytest

from tests.support.databases import ON_POSTGRESQL, Databases

Of = Callable[[str], Databases]
ADD = "INSERT INTO role (name) VALUES ('editor') RETURNING id"
WHICH = "SELECT oid FROM pg_database WHERE datname = current_database()"


def opened(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def number(connection: psycopg.Connection, statement: str) -> int:
    """Give the one number that *statement* finds."""
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return int(row[0])


def leave(databases: Of, *statements: str) -> int:
    """Be a test that leaves rows, and what *statements* do; return which database it was in."""
    with databases("postgresql").fresh() as url, opened(url) as connection:
        which = number(connection, WHICH)
        connection.execute(ADD)
        for statement in statements:
            connection.execute(statement.encode())
    return which


@ON_POSTGRESQL
def test_rows_are_gone_and_numbers_begin_anew_in_the_same_database(engine: str, databases: Of) -> None:
    before = leave(databases)
    with databases(engine).fresh() as url, opened(url) as connection:
        assert number(connection, WHICH) == before
        assert number(connection, "SELECT count(*) FROM role") == 0
        assert number(connection, ADD) == 1


@ON_POSTGRESQL
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE role ADD COLUMN colour text",
        "ALTER TABLE role DROP COLUMN name",
        "ALTER TABLE role RENAME TO part_played",
        "CREATE TABLE colour (name text)",
        "CREATE INDEX colour ON role (name, id)",
        "DROP INDEX ix_reply_standing_kind",
        "ALTER TABLE role ADD CONSTRAINT odd CHECK (id > 0)",
        "DROP TABLE account_role",
        "ANALYZE role",
        "UPDATE alembic_version SET version_num = 'none'",
        "INSERT INTO role (id, name) SELECT id, lpad(id::text, 40) FROM generate_series(10, 60000) AS id",
    ],
)
def test_a_database_in_which_more_than_rows_has_changed_is_thrown_away(
    engine: str, databases: Of, statement: str
) -> None:
    before = leave(databases, statement)
    with databases(engine).fresh() as url, opened(url) as connection:
        assert number(connection, WHICH) != before
        assert number(connection, "SELECT count(*) FROM role") == 0
        assert number(connection, ADD) == 1


@ON_POSTGRESQL
def test_whoever_still_writes_when_a_test_ends_is_stopped(engine: str, databases: Of) -> None:
    with databases(engine).fresh() as url:
        late = psycopg.connect(url.replace("+psycopg", ""))
        late.execute(ADD.encode())
    with pytest.raises(psycopg.OperationalError):
        late.commit()
    late.close()
    with databases(engine).fresh() as url, opened(url) as connection:
        assert number(connection, "SELECT count(*) FROM role") == 0


@ON_POSTGRESQL
def test_the_next_test_gets_a_database_when_one_has_dropped_its_own(engine: str, databases: Of) -> None:
    with databases(engine).fresh() as url, opened(url.replace("/test?", "/postgres?")) as connection:
        connection.execute("DROP DATABASE test")
    assert leave(databases) > 0
