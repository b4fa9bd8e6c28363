"""Mail workers to be killed: a warmed process that forks one whenever it is asked to.

A fork takes some milliseconds where a new interpreter takes more than a second, and a child of this process
is a process like any other: it can be killed for good. First it sends what is due; then, asked by lines on
standard input, it answers on standard output:

    life N      fork a worker; its clock is N hours after the start      ready PID
    busy N      the same, answering once it has sent a letter            ready PID
    once N      the same, sending what is due and ending by itself       ready PID
    wait        wait for the end of the last one                         ended CODE (minus the signal)
"""

import json
import logging
import os
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from tests.support import applications
from webinars.mail import worker
from webinars.mail.batches import log as worker_log

PAGES = {
    "seminars.show": "/seminars/<slug>/",
    "delegations.answer": "/delegations/<token>/",
    "presenters.show": "/presenters/<token>/",
}


def main() -> None:
    """Serve until standard input ends. The one argument is a JSON object of settings."""
    settings: dict[str, Any] = json.loads(sys.argv[1])
    start = datetime.fromisoformat(settings.pop("START")).astimezone(UTC)
    app = applications.make_app(
        settings.pop("DATABASE_URL"), now=start, instance=Path(settings.pop("INSTANCE")), **settings
    )
    for endpoint, rule in PAGES.items():
        if endpoint not in app.view_functions:
            app.add_url_rule(rule, endpoint, str)
    # Templates, names of zones and statements are made ready once, here, and not by each child.
    worker.run(app, once=True, stop_event=threading.Event())
    # No child may use a connection that another has.
    applications.let_go(app)
    _say(f"ready {os.getpid()}")
    pid = 0
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        if word == "wait":
            _, status = os.waitpid(pid, 0)
            _say(f"ended {os.waitstatus_to_exitcode(status)}")
        else:
            pid = _fork(app, start + timedelta(hours=int(number)), word)


class FirstLetter(logging.Handler):
    """A log that says when the first letter is sent, and forgets everything else."""

    def emit(self, record: logging.LogRecord) -> None:
        """Answer to ``busy``."""
        if record.getMessage().endswith("sent"):
            _say(f"ready {os.getpid()}")
            worker_log.removeHandler(self)


def _fork(app: Flask, moment: datetime, word: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    born = time.monotonic()
    app.config["CLOCK"] = lambda: moment + timedelta(seconds=time.monotonic() - born)
    if word == "busy":
        worker_log.setLevel(logging.INFO)
        worker_log.addHandler(FirstLetter())
    else:
        _say(f"ready {os.getpid()}")
    worker.run(app, once=word == "once", stop_event=threading.Event())
    os._exit(0)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
