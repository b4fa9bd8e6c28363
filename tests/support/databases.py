"""Fresh databases for tests, on both engines: each is a copy of a template that was made once.

One test follows another in a process, so that all of them can be at the same address: an application that
was made for it serves many tests.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
import pytest

from tests.support.emptying import Emptying
from tests.support.postgresql import Cluster

ENGINES = ("sqlite", "postgresql")
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)

Fill = Callable[[str], None]


class Databases(Protocol):
    """What hands out databases of one engine."""

    def fresh(self) -> AbstractContextManager[str]: ...


class SqliteDatabases:
    """A database as a file in *folder*, always the same; *fill* makes the tables in the template, once."""

    def __init__(self, folder: Path, fill: Fill) -> None:
        self._path = folder / "test.db"
        self._template = folder / "template.db"
        fill(f"sqlite:///{self._template}")
        _fold_log(self._template)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the URL of a new copy of the template; delete the copy at the end."""
        shutil.copyfile(self._template, self._path)
        try:
            yield f"sqlite:///{self._path}"
        finally:
            for leftover in self._path.parent.glob("test.db*"):
                leftover.unlink()


def _fold_log(path: Path) -> None:
    """Fold the write-ahead log into the file: a copy of the file alone would lack it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class PostgresqlDatabases:
    """A database in *cluster*, always of the same name; *fill* makes the tables in the template, once.

    It is emptied after a test, which takes a tenth of the time of a new copy. A test that leaves more behind
    than rows gets the next one a new copy.
    """

    def __init__(self, cluster: Cluster, fill: Fill) -> None:
        self._cluster = cluster
        self._is_made = False
        cluster.create("template")
        fill(cluster.url("template"))
        with cluster.connect("template") as connection:
            self._emptying = Emptying(connection)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the URL of a database as the template is; empty it at the end, or drop it."""
        if not self._is_made:
            self._cluster.create("test", template="template")
            self._is_made = True
        try:
            yield self._cluster.url("test")
        finally:
            if not self._is_emptied():
                self._cluster.drop("test")
                self._is_made = False

    def _is_emptied(self) -> bool:
        try:
            with self._cluster.connect("test") as connection:
                return self._emptying.succeeds(connection)
        except psycopg.Error:  # The test has dropped a table, or the database itself.
            return False
