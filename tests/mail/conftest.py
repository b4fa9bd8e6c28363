"""A mail worker on the application, with a mail server and a clock that a test turns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import pytest
from flask import Flask

from tests.support.smtp import SmtpServer
from webinars.mail import worker
from webinars.mail.worker import Tally

PAGES = {
    "seminars.show": "/seminars/<slug>/",
    "delegations.answer": "/delegations/<token>/",
    "presenters.show": "/presenters/<token>/",
}


@dataclass
class Clock:
    """The clock of the worker."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, pause: timedelta) -> None:
        self.now += pause


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def mail_app(make_app: Callable[..., Flask], smtp_server: SmtpServer, clock: Clock) -> Iterator[Flask]:
    """Give the application with `smtp_server` as its mail server, and `clock` as its clock."""
    app = make_app(MAIL_SERVER=smtp_server.host, MAIL_PORT=smtp_server.port)
    app.config["CLOCK"] = clock
    for endpoint, rule in PAGES.items():
        if endpoint not in app.view_functions:
            app.add_url_rule(rule, endpoint, str)
    with app.app_context():
        yield app


@pytest.fixture
def send(mail_app: Flask) -> Callable[[], Tally]:
    """Give what sends everything that is due, as `webinars deliver --once` does."""
    return lambda: worker.run(mail_app, once=True, stop_event=Event())
