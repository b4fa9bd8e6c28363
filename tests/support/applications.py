"""The application as tests make it: every setting of its own, a clock that stands still."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from webinars.app import create_app
from webinars.models.database import db

SECRETS = {
    "SECRET_KEY": "secret-key-of-the-tests-0123456789abcdef",
    "PASSWORD_SALT": "salt-of-the-tests-0123456789abcdef012345",
    "TOTP_SECRET": "totp-secret-of-the-tests-0123456789abcde",
}


class OutsideClient(FlaskClient):
    """A client that shares nothing with the test around it but the database.

    A request inside a pushed application context would use that context's database session and its
    `g`: each request therefore starts from nothing, and what the test has read before is let go, so that
    it reads what the request wrote.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.remove()
        # What is sent in pieces is read to its end where it began.
        kwargs.setdefault("buffered", True)
        return contextvars.Context().run(super().open, *args, **kwargs)


def make_app(database_url: str, *, now: datetime, instance: Path, **settings: object) -> Flask:
    """Make the application on *database_url*, with the clock at *now*; *settings* win over the defaults."""
    own = SECRETS | {"DATABASE_URL": database_url, "RATE_LIMITS": False, "INSTANCE": instance}
    app = create_app(own | settings)
    app.config.update(TESTING=True, CLOCK=lambda: now, WTF_CSRF_ENABLED=False)
    app.test_client_class = OutsideClient
    _hash_cheaply(app)
    return app


def _hash_cheaply(app: Flask) -> None:
    """Hash as the software does, at the lowest cost that the library takes: a guess costs nothing here.

    A password takes a quarter of a second else, and the link of a forgotten one a whole one.
    """
    security = app.extensions["security"]
    security.pwd_context.update(argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1)
    security.hashing_context.update(sha256_crypt__default_rounds=1000)


@contextmanager
def lent(app: Flask, *, instance: Path) -> Iterator[Flask]:
    """Lend *app* to a test with an instance folder of its own; take back what the test sets in its config."""
    before = dict(app.config)
    app.instance_path = str(instance)
    try:
        yield app
    finally:
        app.config.clear()
        app.config.update(before)
        # The next test's rows have the same numbers and other words.
        app.extensions.pop("webinars-kept", None)
        let_go(app)


def let_go(app: Flask) -> None:
    """Close every connection that *app* holds."""
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
