"""A throwaway PostgreSQL cluster: its own folder, no port, gone with the process that started it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.machine import postgresql_folder
from tests.support.processes import tied_to_this_process, wait_until_ready

# Nothing here outlives a crash of the machine, so nothing is written with care for one.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "200",
    "timezone": "Pacific/Chatham",  # far from UTC on purpose: nothing may lean on the server's zone
}


class Cluster:
    """A running server in *folder*; it listens on a Unix socket there and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        """Give the SQLAlchemy URL of *database*."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, name: str, *, template: str = "template0") -> None:
        """Create the database *name* from *template*, which nobody may be connected to."""
        with self.connect("postgres") as connection:
            # Copying files takes half the time of the default, which writes every page to the log.
            strategy = " STRATEGY file_copy" if connection.info.server_version >= 150000 else ""
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}{strategy}".encode())

    def drop(self, name: str) -> None:
        """Drop the database *name* under the feet of whoever is still connected."""
        with self.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())

    def is_ready(self) -> bool:
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, database: str) -> psycopg.Connection:
        """Connect to *database* as the one who may do everything; each statement is a transaction."""
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=database, autocommit=True)


@contextmanager
def running_cluster(settings: Mapping[str, str] = SETTINGS) -> Iterator[Cluster]:
    """Make a cluster, start it with *settings*, and take it away at the end."""
    binaries = postgresql_folder()
    if binaries is None:
        raise RuntimeError(
            "PostgreSQL is not here: install the Debian package postgresql or set WITHOUT=postgresql."
        )
    # Pytest's own folder is closed to the other user; and a socket's path must be short (107 bytes).
    folder = Path(tempfile.mkdtemp(prefix="webinars-pg-", dir="/tmp"))
    try:
        with _server(binaries, folder, settings) as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder)


@contextmanager
def _server(binaries: Path, folder: Path, settings: Mapping[str, str]) -> Iterator[Cluster]:
    prefix = _as_another_user(folder)
    place = ["-D", str(folder / "data")]
    initdb = [*prefix, str(binaries / "initdb"), *place, "--username=postgres", "--auth=trust", "--no-sync"]
    subprocess.run(
        [*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=folder
    )
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [*prefix, str(binaries / "postgres"), *place, "-k", str(folder), *words]
    cluster = Cluster(folder)
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log, cwd=folder) as server:
        try:
            wait_until_ready(server, cluster.is_ready, log=folder / "log")
            yield cluster
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing is worth writing down


def _as_another_user(folder: Path) -> list[str]:
    """Give the words before a command that tie it to our life and, as root, to the owner of *folder*.

    The server refuses to run as root. The kernel ends it when the run is killed and cleans up nothing itself.
    """
    tied = tied_to_this_process("QUIT")
    if os.geteuid() != 0:
        return tied
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [*tied, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
