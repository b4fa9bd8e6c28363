"""Fresh databases for benchmarks, on both engines, as careful about a crash as a real one."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from flask import Flask

from tests.support import applications
from tests.support.postgresql import SETTINGS, running_cluster
from webinars.cli.databases import migrate
from webinars.web import clock

# The tests' own server writes nothing with care, and so would make every commit too cheap.
CARELESS = {"fsync", "synchronous_commit", "full_page_writes", "autovacuum"}


@contextmanager
def sqlite_url() -> Iterator[str]:
    """Give the address of a new SQLite database."""
    with tempfile.TemporaryDirectory(prefix="webinars-bench-") as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def postgresql_url() -> Iterator[str]:
    """Give the address of a new PostgreSQL database on a server of its own."""
    settings = {name: value for name, value in SETTINGS.items() if name not in CARELESS}
    with running_cluster(settings) as cluster:
        cluster.create("bench")
        yield cluster.url("bench")


ENGINES: Mapping[str, Callable[[], AbstractContextManager[str]]] = {
    "SQLite": sqlite_url,
    "PostgreSQL": postgresql_url,
}


@contextmanager
def application(database_url: str, **settings: object) -> Iterator[Flask]:
    """Give the application on a migrated database, with the real clock; no form of it asks for a token."""
    with tempfile.TemporaryDirectory(prefix="webinars-bench-") as folder:
        app = applications.make_app(database_url, now=clock.read(), instance=Path(folder), **settings)
        app.config["CLOCK"] = clock.read
        with app.app_context():
            migrate()
        yield app
        applications.let_go(app)
