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

import pytest

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
    """A database in *cluster*, always of the same name; *fill* makes the tables in the template, once."""

    def __init__(self, cluster: Cluster, fill: Fill) -> None:
        self._cluster = cluster
        cluster.create("template")
        fill(cluster.url("template"))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the URL of a new copy of the template; drop the copy at the end."""
        self._cluster.create("test", template="template")
        try:
            yield self._cluster.url("test")
        finally:
            self._cluster.drop("test")
