"""Databases that hold the demonstration, made once: it takes some seconds to load."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from tests.support import applications
from tests.support.databases import Databases, SqliteDatabases
from webinars.cli.databases import migrate
from webinars.mail import worker
from webinars.services.demonstration import load_demonstration


def load(url: str, *, folder: Path) -> None:
    """Bring the database at *url* up to date, load the demonstration by the real clock, and send its letters.

    They go to a Maildir in *folder*: what a mail server hears later is about what a test does.
    """
    now = datetime.now(UTC)
    app = applications.make_app(url, now=now, instance=folder)
    with app.app_context():
        migrate()
        load_demonstration(now=now)
    worker.run(app, once=True, stop_event=Event())
    applications.let_go(app)


def sqlite_demonstrations(folder: Path) -> SqliteDatabases:
    """Give SQLite databases in *folder*, each a copy of one that holds the demonstration."""
    return SqliteDatabases(folder, lambda url: load(url, folder=folder))


@contextmanager
def demonstrated(databases: Databases, *, folder: Path) -> Iterator[str]:
    """Give the URL of a fresh database, and load the demonstration into it."""
    with databases.fresh() as url:
        load(url, folder=folder)
        yield url
