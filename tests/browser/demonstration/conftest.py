"""The software as it runs in service, with the demonstration in it: web processes, mail worker, mail server.

Here `database_url`, and with it everything that stands on it, is a database that holds the demonstration.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.support.applications import SECRETS
from tests.support.databases import Databases
from tests.support.demonstrated import demonstrated, sqlite_demonstrations
from tests.support.servers import LiveServer
from tests.support.smtp import SmtpServer
from tests.support.workers import running_worker

Serve = Callable[..., AbstractContextManager[LiveServer]]


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return sqlite_demonstrations(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture
def database_url(
    engine: str, databases: Callable[[str], Databases], sqlite_copies: Databases, tmp_path: Path
) -> Iterator[str]:
    if engine == "sqlite":
        with sqlite_copies.fresh() as url:
            yield url
    else:
        with demonstrated(databases(engine), folder=tmp_path) as url:
            yield url


@pytest.fixture
def service(
    database_url: str, live_server: Serve, smtp_server: SmtpServer, tmp_path: Path
) -> Callable[[], AbstractContextManager[LiveServer]]:
    """Give what starts web server and mail worker; a change of time settles at once."""
    worker = {"DATABASE_URL": database_url, "INSTANCE": tmp_path, "SETTLING_SECONDS": 0, "POLL_SECONDS": 1}
    mail = {"MAIL_SERVER": smtp_server.host, "MAIL_PORT": smtp_server.port}

    @contextmanager
    def start() -> Iterator[LiveServer]:
        with live_server() as server:
            settings = SECRETS | worker | mail | {"PUBLIC_URL": server.url}
            with running_worker(settings, folder=tmp_path):
                yield server

    return start
