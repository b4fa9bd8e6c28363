"""`webinars serve`: the web server, the mail worker and the inbox under one foreground process."""

import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import click
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info
from gunicorn.app.base import BaseApplication

from webinars.cli.addresses import addresses_to_open
from webinars.cli.databases import check_tables, migrate
from webinars.cli.deliver import LINE
from webinars.cli.stops import Stop
from webinars.cli.supervisor import Work, supervise
from webinars.mail import worker
from webinars.mail.inbox.polling import watch
from webinars.models.database import db
from webinars.services import demonstration, zones

THREADS = 4  # of each web worker
BACKLOG = 2048  # connections that wait for a web worker
GRACE_SECONDS = 10  # how long a request may go on after Ctrl-C


@click.command()
@click.option("--host", help="Address to listen on (default: 127.0.0.1).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (default: 8000).")
@click.option(
    "--web-only",
    is_flag=True,
    help="Leave the letters to `webinars deliver`, the answers to `webinars inbox`.",
)
@click.option(
    "--prepare", is_flag=True, help="Migrate the database first; load the demonstration into an empty one."
)
@click.option(
    "--print-addresses",
    is_flag=True,
    help="Print what to open; among it a link that signs in as the demonstration organiser.",
)
@pass_script_info
def serve(
    info: ScriptInfo,
    *,
    host: str | None,
    port: int | None,
    web_only: bool,
    prepare: bool,
    print_addresses: bool,
) -> None:
    """Serve the pages, send the letters and read the answers until Ctrl-C.

    The exit code is 0 after Ctrl-C; 1 when the address is taken, the database lacks tables, or the web server
    has ended by itself; 2 when a setting is wrong.
    """
    # The public address is made of both unless it is set, so the settings must hear of them first.
    for name, value in (("HOST", host), ("PORT", port)):
        if value:
            os.environ[f"WEBINARS_{name}"] = str(value)
    app = info.load_app()
    with _listen(app.config["HOST"], app.config["PORT"]) as listening:
        with app.app_context():
            _make_ready(is_to_prepare=prepare, is_to_print=print_addresses)
        promise = f"Webinars serves {app.config['PUBLIC_URL']} until Ctrl-C."
        code = supervise(
            lambda: _Server(app, listening).run(),
            () if web_only else tuple(_helpers(app, listening)),
            announce=lambda: click.echo(promise),
        )
    sys.exit(code)


def _listen(host: str, port: int) -> socket.socket:
    """Open the port before anything is forked: who finds it taken is told in one sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        raise Stop(f"cannot listen on {host}, port {port}: {reason}. Choose another.") from None


def _make_ready(*, is_to_prepare: bool, is_to_print: bool) -> None:
    now = datetime.now(UTC)
    if is_to_prepare:
        migrate()
    check_tables()
    if is_to_prepare and demonstration.is_wanted():
        demonstration.load_demonstration(now=now)
    zones.keep_up(now=now)
    if is_to_print:
        for line in addresses_to_open(now=now):
            click.echo(line)
    db.session.remove()
    db.engine.dispose()  # No child may share a connection with another.


def _helpers(app: Flask, listening: socket.socket) -> Iterator[Work]:
    """Yield what runs beside the web server: the mail worker, and the inbox where one is set up."""
    yield lambda: _deliver(app, listening)
    if app.config["IMAP_SERVER"] is not None:
        yield lambda: _watch_inbox(app, listening)


def _watch_inbox(app: Flask, listening: socket.socket) -> None:
    """Read answers until SIGTERM, which ends it at once: no mail is marked before its story has ended."""
    listening.close()
    logging.basicConfig(level=logging.WARNING, format=LINE)
    watch(app, stop_event=threading.Event())


def _deliver(app: Flask, listening: socket.socket) -> None:
    """Send letters until SIGTERM; the port is the web server's alone."""
    listening.close()
    logging.basicConfig(level=logging.WARNING, format=LINE)
    worker.settle()
    with worker.stopped_by_signals() as stop_event:
        worker.run(app, once=False, stop_event=stop_event)


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn around an application that is loaded already, so that its processes share its memory."""

    def __init__(self, app: Flask, listening: socket.socket) -> None:
        self._app = app
        self._listening = listening
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings = {
            "bind": f"fd://{self._listening.detach()}",
            "workers": self._app.config["WORKERS"],
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": GRACE_SECONDS,
            "proc_name": "webinars",
            "loglevel": "warning",
            # A socket that takes commands, in the home folder of whoever starts us: nothing here uses it.
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self._app
