"""One worker's batches: letters that are due are claimed, written from the present state, and handed over.

Every letter is a story of its own: written, begun (a commit), handed over, finished (a commit). Whoever dies
in between leaves a lease that runs out; see services/outbox/claims.
"""

import logging
import os
import socket
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask

from webinars.letters.messages import Letter
from webinars.letters.mistakes import UNWRITABLE
from webinars.letters.writing import write
from webinars.mail.failures import Undelivered, Unreachable
from webinars.mail.transports import Transport
from webinars.models.database import db, new_key
from webinars.models.notices import NoticeState
from webinars.queries import notices
from webinars.services import outbox
from webinars.services.outbox import Outgoing, TroubleKind

log = logging.getLogger("webinars.mail")

# Few, because a worker that dies keeps them from the others until its lease runs out.
BATCH = 20
# Seconds that the whole run pauses while the server cannot be reached; the last one repeats.
RUN_PAUSES_SECONDS = (5, 15, 60, 300)


@dataclass
class Tally:
    """What became of the letters of a run; *is_cut_short*: the server could not be reached."""

    sent: int = 0
    dropped: int = 0
    postponed: int = 0
    failed: int = 0
    is_cut_short: bool = False

    @property
    def is_clean(self) -> bool:
        """Say whether everything that was due went out."""
        return not (self.postponed or self.failed or self.is_cut_short)


class Worker:
    """One worker: its name in the claims, its transport, and what it has done so far."""

    def __init__(self, app: Flask, transport: Transport, stop_event: threading.Event) -> None:
        self._app = app
        self._transport = transport
        self._stop_event = stop_event
        self._lease = timedelta(seconds=app.config["LEASE_SECONDS"])
        self._settling = timedelta(seconds=app.config["SETTLING_SECONDS"])
        self._failed_calls = 0
        self.name = f"{socket.gethostname()[:32]}:{os.getpid()}:{new_key()}"[:64]
        self.tally = Tally()

    def send_batch(self) -> bool:
        """Claim what is due and send it; False: nothing was due. Raises Unreachable.

        However this ends, what was claimed and not begun is given back.
        """
        claimed = self._claim()
        left = deque(claimed)
        try:
            while left and not self._stop_event.is_set():
                # A context for each letter: its rows, and what the libraries keep there, go when it is done.
                with self._app.app_context():
                    self._deliver(left[0])
                left.popleft()
        finally:
            if left:
                self._give_back()
        return bool(claimed)

    def note_unreachable(self, error: Unreachable) -> int:
        """Write down that the server takes nothing, and return for how many seconds to leave it in peace."""
        pause = RUN_PAUSES_SECONDS[min(self._failed_calls, len(RUN_PAUSES_SECONDS) - 1)]
        self._failed_calls += 1
        self.tally.is_cut_short = True
        log.error("no letter goes out: %s; next try in %d s", error, pause)
        return pause

    def _claim(self) -> tuple[int, ...]:
        with self._app.app_context():
            return outbox.claim(
                self.name, now=self._now(), limit=BATCH, lease=self._lease, settling=self._settling
            )

    def _give_back(self) -> None:
        with self._app.app_context():
            outbox.give_back(self.name, now=self._now())

    def _deliver(self, notice_id: int) -> None:
        """Write one letter and hand it over. Raises Unreachable."""
        letter = self._written(notice_id)
        if letter is None:
            return
        self._transport.open()
        if not outbox.begin(notice_id, self.name, letter, now=self._now(), lease=self._lease):
            log.warning("letter %d: the lease ran out before it was sent", notice_id)
            return
        try:
            self._transport.send(letter.recipient, letter.message)
        except Undelivered as failure:
            self._fail(notice_id, failure.kind, failure.reason)
        except Unreachable:
            outbox.put_back(notice_id, self.name, now=self._now())
            raise
        else:
            self._finish(notice_id)

    def _written(self, notice_id: int) -> Outgoing | None:
        """Return the letter, None where there is nothing to send; what fails here is this letter's own."""
        try:
            letter = _letter(notice_id, now=self._now())
        except UNWRITABLE as error:
            log.error("letter %d cannot be written", notice_id, exc_info=error)
            self._fail(notice_id, TroubleKind.UNWRITABLE, repr(error))
            return None
        except BaseException as error:
            # Counted and raised on: the process that takes our place must not die of the same letter.
            self._fail(notice_id, TroubleKind.CRASHED, repr(error))
            raise
        if letter is None:
            outbox.drop(notice_id, self.name)
            self.tally.dropped += 1
            log.info("letter %d: not needed any more", notice_id)
        return letter

    def _finish(self, notice_id: int) -> None:
        self.tally.sent += 1
        self._failed_calls = 0
        if outbox.finish(notice_id, self.name, now=self._now()):
            log.info("letter %d: sent", notice_id)
        else:
            log.warning("letter %d: sent, but the lease ran out: it will be repeated", notice_id)

    def _fail(self, notice_id: int, kind: TroubleKind, reason: str) -> None:
        # What was read for the letter may have left the session in the middle of something.
        db.session.rollback()
        state = outbox.fail(notice_id, self.name, kind, reason, now=self._now())
        if state is NoticeState.FAILED:
            self.tally.failed += 1
        else:
            self.tally.postponed += 1
        log.warning("letter %d: %s (%s), now %s", notice_id, kind, reason, state)

    def _now(self) -> datetime:
        now: datetime = self._app.config["CLOCK"]()
        return now


def _letter(notice_id: int, *, now: datetime) -> Outgoing | None:
    """Return what goes out: the kept bytes of a repeated letter, else the letter of the present state."""
    matters = notices.load([notice_id])
    if not matters:
        return None
    repeated = outbox.repeated_letter(matters[0].notice)
    return repeated or _outgoing(write(matters[0], now=now))


def _outgoing(letter: Letter | None) -> Outgoing | None:
    if letter is None:
        return None
    return Outgoing(
        recipient=letter.recipient,
        subject=letter.subject,
        message=letter.message,
        message_id=letter.message_id,
        dispatch=letter.dispatch,
        is_secret=letter.is_secret,
    )
