"""Indexes that hold only rows with a value still serve those who look for one."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import text


@pytest.mark.parametrize("name", ["registration_id", "presenter_id", "delegation_id", "account_id"])
def test_a_letter_is_found_by_its_sparse_columns_through_their_index(database: SQLAlchemy, name: str) -> None:
    connection = database.session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        # An empty table is read as a whole in preference.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    rows = connection.execute(text(f"{explain} SELECT id FROM notice WHERE {name} = 7"))
    plan = " ".join(str(part) for row in rows for part in row)
    assert f"ix_notice_{name}" in plan
