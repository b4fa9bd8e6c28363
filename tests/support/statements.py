"""The SQL that a piece of code sends, for budgets of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

BOOKKEEPING = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


@contextmanager
def locked_sessions() -> Iterator[list[int]]:
    """Collect the ids of the parts that are locked inside, in order; on PostgreSQL, where rows are locked."""
    ids: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.rstrip().endswith("FOR NO KEY UPDATE OF session"):
            ids.append(*parameters.values())

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield ids
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """Collect every statement sent inside by any engine, without what opens transactions.

    with count_statements() as statements:
        seminars_coming(now=now)
    assert len(statements) == 2, statements
    """
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(BOOKKEEPING):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
