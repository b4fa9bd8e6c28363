"""Fresh databases for tests, on both engines: each is a copy of a template that was made once."""

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
    """Databases as files in *folder*; *fill* makes the tables in the template, once."""

    def __init__(self, folder: Path, fill: Fill) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        self._count = 0
        fill(_sqlite_url(self._template))
        _fold_log(self._template)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the URL of a database of its own; delete it at the end."""
        self._count += 1
        path = self._folder / f"{self._count}.db"
        shutil.copyfile(self._template, path)
        try:
            yield _sqlite_url(path)
        finally:
            for leftover in self._folder.glob(f"{path.name}*"):
                leftover.unlink()


def _sqlite_url(path: Path) -> str:
    return f"sqlite:///{path}"


def _fold_log(path: Path) -> None:
    """Fold the write-ahead log into the file: a copy of the file alone would lack it."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class PostgresqlDatabases:
    """Databases in *cluster*; *fill* makes the tables in the template, once."""

    def __init__(self, cluster: Cluster, fill: Fill) -> None:
        self._cluster = cluster
        self._template = cluster.create()
        fill(cluster.url(self._template))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Give the URL of a database of its own; drop it at the end."""
        name = self._cluster.create(template=self._template)
        try:
            yield self._cluster.url(name)
        finally:
            self._cluster.drop(name)
