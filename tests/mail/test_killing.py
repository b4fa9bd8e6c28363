"""Workers that are killed while letters go out: every letter arrives, and what came twice is marked."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from tests.builders import NOW
from tests.support import owing
from tests.support.smtp import SmtpServer
from webinars.models import Notice, NoticeState, SentLetter
from webinars.models.database import db

LETTERS = 200
KILLS = 50
# So slow that 200 letters outlast 50 lives of 150 ms on the average, however fast the machine.
PACE_SECONDS = 0.045


class Nursery:
    """The process that forks the workers; see tests/mail/nursery.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, words: str) -> int:
        """Ask for something and return the number of the answer."""
        self.tell(words)
        return self.answer()

    def tell(self, words: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def answer(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline().split()[1])


@contextmanager
def a_nursery(database_url: str, smtp_server: SmtpServer, folder: Path) -> Iterator[Nursery]:
    settings = {
        "DATABASE_URL": database_url,
        "INSTANCE": str(folder),
        "START": NOW.isoformat(),
        "MAIL_SERVER": smtp_server.host,
        "MAIL_PORT": smtp_server.port,
        "POLL_SECONDS": 0.01,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.mail.nursery", json.dumps(settings)],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            nursery = Nursery(process)
            nursery.answer()
            yield nursery
        finally:
            process.kill()


def test_every_letter_arrives_although_the_worker_is_killed_fifty_times(
    app: Flask, database_url: str, smtp_server: SmtpServer, tmp_path: Path
) -> None:
    """And none arrives twice except one that was in flight at a kill, which is marked."""
    with app.app_context():
        owing.owe_invitations(1)
    moments = random.Random("fifty kills")
    with a_nursery(database_url, smtp_server, tmp_path) as nursery:
        smtp_server.clear()
        smtp_server.pace_seconds = PACE_SECONDS
        with app.app_context():
            people = owing.owe_invitations(LETTERS)
        for life in range(KILLS):
            # Each worker is born an hour later: the lease of the one before has run out. Every other one is
            # left alone until it has sent a letter, so that death comes at every stage of its work.
            pid = nursery.ask(f"{('life', 'busy')[life % 2]} {life}")
            threading.Timer(moments.uniform(0.001, 0.300), os.kill, (pid, signal.SIGKILL)).start()
            assert nursery.ask("wait") == -signal.SIGKILL
        with app.app_context():
            assert set(owing.states()) != {NoticeState.SENT}, "all letters were out before the last kill"
        smtp_server.pace_seconds = 0
        nursery.tell(f"once {KILLS}")
        nursery.answer()
        assert nursery.ask("wait") == 0
    assert {letter.recipients for letter in smtp_server.letters} == {(person,) for person in people}
    with app.app_context():
        assert set(owing.states()) == {NoticeState.SENT}
        repeated = select(SentLetter.message_id).join(SentLetter.notice).where(Notice.is_repeated)
        marked = set(db.session.scalars(repeated))
    _check(Counter(smtp_server.message_ids()), marked)


def _check(arrived: Counter[str], marked: set[str]) -> None:
    """Compare how often each Message-ID came to the server with the marks in the database."""
    assert len(arrived) == LETTERS
    repeated = {message_id for message_id, count in arrived.items() if count > 1}
    # The server takes its time between keeping a letter and saying so: many kills come there.
    assert repeated, "no kill struck a letter in flight"
    assert repeated <= marked
    assert arrived.total() - LETTERS <= KILLS
    assert len(marked) <= KILLS
