"""The software as it runs in service: web processes, mail worker, mail server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.support.applications import SECRETS
from tests.support.servers import LiveServer
from tests.support.smtp import SmtpServer
from tests.support.workers import running_worker

Serve = Callable[..., AbstractContextManager[LiveServer]]


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
