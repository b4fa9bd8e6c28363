"""The worker reminds who is silent by itself, and looks for them now and then only."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask

from tests import builders
from tests.builders import NOW
from tests.mail.conftest import Clock
from tests.support.registrants import an_evening
from tests.support.smtp import SmtpServer
from tests.support.statements import count_statements
from webinars.mail.batches import Worker
from webinars.mail.worker import Tally

Send = Callable[[], Tally]


class NoTransport:
    """Carries nothing, for nothing is owed."""

    def open(self) -> None:
        pass

    def announce(self, recipient: str) -> None:
        pass

    def send(self, recipient: str, message: bytes, *, meanwhile: Callable[[], None]) -> None:
        raise AssertionError(recipient)

    def close(self) -> None:
        pass


def test_the_worker_reminds_a_silent_presenter_by_itself(
    mail_app: Flask, send: Send, clock: Clock, smtp_server: SmtpServer
) -> None:
    seminar = builders.a_seminar(answer_by=date(2026, 9, 8))
    slot = builders.a_slot(an_evening(seminar))
    builders.a_presenter(slot, created_at=NOW - timedelta(days=9))
    assert send() == Tally(sent=1)
    assert smtp_server.letters[0].recipients == ("paula@paris.example",)
    clock.turn(timedelta(hours=3))
    assert send() == Tally()


def test_a_worker_looks_for_the_silent_every_ten_minutes(mail_app: Flask, clock: Clock) -> None:
    worker = Worker(mail_app, NoTransport(), threading.Event())
    counts = []
    for pause in (0, 9, 1):
        clock.turn(timedelta(minutes=pause))
        with count_statements() as statements:
            worker.send_batch()
        counts.append(len(statements))
    looks = 3 + 1  # for who is silent, and for rehearsals
    assert counts[0] == counts[1] + looks == counts[2]
