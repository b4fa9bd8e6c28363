"""The updates of a moved part as they go out, against a bare loop that sends their ready bytes.

One worker must reach 40 % of the loop's rate, two 70 %, and the memory of a worker must not grow with the
number of letters. The loop sends the very bytes that the worker sent, over one connection to the same server.

Workers and loop take turns, and the median of the rounds counts: the rates of two equal rounds differ by half
where others share the processors. The workers stay from round to round, and have sent letters before.
"""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count as counting
from statistics import median

from flask import Flask
from sqlalchemy import select

from benchmarks.figures import Figure, at_least, at_most
from benchmarks.support.crowds import a_crowded_part, make_due
from benchmarks.support.databases import ENGINES, application
from benchmarks.support.mailbox import Arrivals, Mailbox, running_mailbox
from benchmarks.support.workers import Crew, Used, running_crew
from tests.builders import ORGANISER
from webinars.models import SentLetter, Session
from webinars.models.database import db
from webinars.services.sessions import SessionTime, move_session
from webinars.web import clock

PEOPLE, FEW = 2_000, 500
SHARES = {1: 0.40, 2: 0.70}
GROWTH = 1.05
ROUNDS = 7
INBOX = "rsvp@tokyo.example"


def run() -> Iterator[Figure]:
    """Measure on each engine."""
    for engine, database in ENGINES.items():
        with running_mailbox() as mailbox, database() as url:
            mail = {"MAIL_SERVER": mailbox.host, "MAIL_PORT": mailbox.port, "RSVP_ADDRESS": INBOX}
            with application(url, **mail) as app:
                yield from _Course(engine, app, mailbox, url).figures()


class _Course:
    """The measurements on one engine: letters of few, then of all, by one worker and by two."""

    def __init__(self, engine: str, app: Flask, mailbox: Mailbox, url: str) -> None:
        self._engine, self._app, self._mailbox = engine, app, mailbox
        names = ("MAIL_SERVER", "MAIL_PORT", "RSVP_ADDRESS")
        self._settings = {name: app.config[name] for name in names}
        self._settings |= {"DATABASE_URL": url, "INSTANCE": app.instance_path}
        self._days = counting(1)

    def figures(self) -> Iterator[Figure]:
        with self._app.app_context():
            few = a_crowded_part(FEW, now=clock.read())
            crowd = a_crowded_part(PEOPLE, now=clock.read())
        peaks: list[tuple[int, int]] = []
        for workers, share in SHARES.items():
            with running_crew(workers, self._settings) as crew:
                _, of_few = self._send(few, FEW, crew)
                ratios, used = self._rounds(crowd, crew)
            peaks.append((max(one.peak_kib for one in of_few), max(one.peak_kib for one in used)))
            cpu = sum(one.cpu_seconds for one in used) / ROUNDS / PEOPLE * 1000
            said = f"{', '.join(f'{ratio:.2f}' for ratio in ratios)}; {cpu:.1f} ms of processor a letter"
            name = f"{self._engine}: rate of {workers} worker{'s' if workers > 1 else ''} to a bare loop"
            yield at_least(name, median(ratios), share, f"the median of {said}")
        name = f"{self._engine}: memory of a worker, {PEOPLE} letters to {FEW}"
        before, after = max(peaks, key=lambda peak: peak[1] / peak[0])
        details = f"{after / 1024:.1f} MiB against {before / 1024:.1f} MiB"
        yield at_most(name, after / before, GROWTH, details)

    def _rounds(self, crowd: Session, crew: Crew) -> tuple[list[float], list[Used]]:
        """Return the workers' rate to the loop's in each round, and what each worker used."""
        ratios: list[float] = []
        every: list[Used] = []
        for _ in range(ROUNDS):
            sent, used = self._send(crowd, PEOPLE, crew)
            ratios.append(sent.rate / self._send_bare(crowd).rate)
            every += used
        return ratios, every

    def _send(self, session: Session, count: int, crew: Crew) -> tuple[Arrivals, list[Used]]:
        """Move the part, and let the updates go out."""
        with self._app.app_context():
            _move(session, days=next(self._days))
            owed = make_due(now=clock.read())
        if owed != count:
            raise RuntimeError(f"{owed} letters are owed instead of {count}")
        used = crew.send()
        return self._mailbox.wait(count), used

    def _send_bare(self, session: Session) -> Arrivals:
        """Send the bytes that went out last once more, in a loop that does nothing else."""
        with self._app.app_context():
            ready = _sent(session)
        sender = self._app.config["MAIL_FROM"]
        with smtplib.SMTP(self._mailbox.host, self._mailbox.port) as client:
            for recipient, message in ready:
                client.sendmail(sender, [recipient], message)
        return self._mailbox.wait(len(ready))


def _move(session: Session, *, days: int) -> None:
    now: datetime = clock.read()
    local_start = session.local_start + timedelta(days=days)
    time = SessionTime(local_start=local_start, zone=session.zone, minutes=session.minutes)
    move_session(session.id, time, by=ORGANISER, now=now)


def _sent(session: Session) -> list[tuple[str, bytes]]:
    latest = select(SentLetter.recipient, SentLetter.message).order_by(SentLetter.id.desc()).limit(PEOPLE)
    return [(recipient, message or b"") for recipient, message in db.session.execute(latest)]
