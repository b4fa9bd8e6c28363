"""The office at work on a case: web server, mail worker, mail server, and an organiser who is signed in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.support.browser import Desk
from tests.support.casework import PATIENCE_SECONDS, TOKYO, Office
from tests.support.office import add_organiser, sign_in
from tests.support.servers import LiveServer
from tests.support.smtp import SmtpServer

Service = Callable[[], AbstractContextManager[LiveServer]]


@pytest.fixture
def office(database: SQLAlchemy, service: Service, smtp_server: SmtpServer, desk: Desk) -> Iterator[Office]:
    add_organiser()
    with service() as server:
        page = desk.open(reader=TOKYO)
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        sign_in(page, server.url)
        yield Office(page, server.url, smtp_server, desk)
