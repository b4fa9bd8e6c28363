"""Fixtures for every test.

To run some tests: ``.venv/bin/python -m pytest tests/services -q -x``. To run all: ``make test``.

What a test asks for decides how often and where it runs:

    now            a fixed aware instant; also what the clock of `app` shows
    app            the application on a fresh, migrated database; the test runs once on SQLite and once on
                   PostgreSQL (for one only: mark it ON_SQLITE or ON_POSTGRESQL, tests.support.databases).
                   Set app.config["NAME"] as you like: it is taken back. instance_path is the test's tmp_path
    make_app       an application of the test's own: make_app(PAGE_SIZE=2); several share one database
    database       the handle `db` inside the context of `app`: for tests of services and queries
    client         a client of `app`; its requests share nothing with the test but the database, also when the
                   test asks for `database` too (read rows again after a request; CSRF is off here)
    database_url   the bare address of a fresh database, on both engines
    smtp_server    a real mail server: .host .port .letters .wait_for(2) .message_ids() .refuse_recipient(...)
    imap           a real IMAP server: .add(mail, folder="A test's own") .flags(folder="…"); one for all tests
    live_server    with live_server(workers=4, MAIL_SERVER="127.0.0.1", ...) as server: server.url; gunicorn
                   on `database_url` with the real clock; PUBLIC_URL is its own address
    desk           pages in a real Chromium: desk.open(url, reader=Reader(size=PHONE, scheme="dark",
                   locale="ja-JP", zone="Asia/Tokyo")) gives a Playwright page; what the browser complains of
                   (a blocked script, a missing file, an error) fails the test at its end
    page           one page of `desk`, as an English reader at a desk

Further: count_statements (tests.support.statements), accessibility_errors and overflowing_pixels
(tests.support.browser), free_port (tests.support.processes).

Tests run in the order of the floors, the slow ones last. WITHOUT=browser,postgresql leaves out what needs
these, and the summary says so. Files of tests need names of their own only within their folder.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page

from tests.support import applications
from tests.support.browser import Desk, running_chromium
from tests.support.databases import ENGINES, Databases, PostgresqlDatabases, SqliteDatabases
from tests.support.dovecot import ImapServer, running_dovecot
from tests.support.machine import UnknownWord, left_out
from tests.support.postgresql import running_cluster
from tests.support.servers import LiveServer, running_server
from tests.support.smtp import SmtpServer, running_smtp_server
from webinars.cli.databases import migrate
from webinars.models.database import db

NOW = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
FLOORS = ("house", "domain", "config", "models", "queries", "services", "letters", "mail", "web", "cli")
SLOW = ("readers", "journeys", "browser", "load")

# A machine that does several things at once is slow now and then: that is no property of the code.
hypothesis_settings.register_profile("house", deadline=None, print_blob=True)
hypothesis_settings.load_profile("house")


def pytest_configure() -> None:
    """Stop before the first test when WITHOUT names something unknown."""
    try:
        left_out()
    except UnknownWord as error:
        raise pytest.UsageError(str(error)) from None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests in the order of the floors, and leave out what WITHOUT names."""
    out = left_out()
    items.sort(key=_place)
    unwanted = [item for item in items if _needs(item) & out]
    if unwanted:
        config.hook.pytest_deselected(items=unwanted)
        items[:] = [item for item in items if item not in unwanted]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out."""
    if out := left_out():
        terminalreporter.section("left out on request", sep="!")
        terminalreporter.line(f"WITHOUT={','.join(sorted(out))}: what needs these was not tested.")


def _place(item: pytest.Item) -> int:
    order = (*FLOORS, "", *SLOW)
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return order.index(folder if folder in order else "")


def _needs(item: pytest.Item) -> set[str]:
    assert isinstance(item, pytest.Function)
    needs = {word for word in ("browser", "imap", "readers") if word in item.fixturenames}
    callspec = getattr(item, "callspec", None)
    is_on_postgresql = callspec is not None and callspec.params.get("engine") == "postgresql"
    return needs | ({"postgresql"} if is_on_postgresql else set())


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Name the kind of database: a test that asks for it, or for what stands on it, runs on each."""
    return str(request.param)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Databases]]:
    """Give the databases of an engine; the first to ask for PostgreSQL starts this process's own server."""
    with ExitStack() as stack:

        @cache
        def of(engine: str) -> Databases:
            folder = tmp_path_factory.mktemp(engine)
            fill = partial(_migrate_empty, folder=folder)
            if engine == "sqlite":
                return SqliteDatabases(folder, fill)
            return PostgresqlDatabases(stack.enter_context(running_cluster()), fill)

        yield of


def _migrate_empty(url: str, *, folder: Path) -> None:
    app = applications.make_app(url, now=NOW, instance=folder)
    with app.app_context():
        migrate()
    applications.let_go(app)


@pytest.fixture
def database_url(engine: str, databases: Callable[[str], Databases]) -> Iterator[str]:
    with databases(engine).fresh() as url:
        yield url


@pytest.fixture(scope="session")
def common_app(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Flask]:
    """Give the application on a database address, made once: its routes take 0.1 s to build."""
    return cache(partial(applications.make_app, now=NOW, instance=tmp_path_factory.mktemp("instance")))


@pytest.fixture
def app(database_url: str, common_app: Callable[[str], Flask], tmp_path: Path) -> Iterator[Flask]:
    with applications.lent(common_app(database_url), instance=tmp_path) as app:
        yield app


@pytest.fixture
def make_app(database_url: str, now: datetime, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    made: list[Flask] = []

    def make(**settings: object) -> Flask:
        made.append(applications.make_app(database_url, now=now, instance=tmp_path, **settings))
        return made[-1]

    yield make
    for app in made:
        applications.let_go(app)


@pytest.fixture
def database(app: Flask) -> Iterator[SQLAlchemy]:
    with app.app_context():
        yield db


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    with running_smtp_server() as server:
        yield server


@pytest.fixture(scope="session")
def imap() -> Iterator[ImapServer]:
    with running_dovecot() as server:
        yield server


@pytest.fixture
def live_server(database_url: str, tmp_path: Path) -> Callable[..., AbstractContextManager[LiveServer]]:
    """Give what starts the application as a server: call it in a with statement."""
    own: dict[str, object] = {
        **applications.SECRETS,
        "DATABASE_URL": database_url,
        "INSTANCE": tmp_path,
        "PUBLIC_URL": "{url}",
        "RATE_LIMITS": "no",
    }

    @contextmanager
    def start(
        *, workers: int = 2, application: str = "webinars.app:create_app()", **settings: object
    ) -> Iterator[LiveServer]:
        everything = own | settings
        with running_server(everything, folder=tmp_path, workers=workers, application=application) as server:
            yield server

    return start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running_chromium() as chromium:
        yield chromium


@pytest.fixture
def desk(browser: Browser) -> Iterator[Desk]:
    desk = Desk(browser)
    yield desk
    desk.close()
    assert desk.complaints == []


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk.open()
