"""One worker's batches: letters that are due are claimed, written from the present state, and handed over.

Every letter is a story of its own: written, begun, handed over. Each is begun in a commit of its own when
the one before has left, so that never more than one is of uncertain fate; those that have left are marked
as sent together, every second. Whoever dies in between leaves a lease that runs out; see
services/outbox/claims.

Calendar letters of a batch are read together, after they are claimed: from then on every change of an
invitation owes a letter of its own, and `begin` refuses one whose invitation has changed since. All others
are read when their turn comes: a reminder must not reach who has answered a moment ago.
"""

import logging
import os
import socket
import threading
from collections import deque
from collections.abc import Sequence
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
from webinars.queries.notices import Matter
from webinars.services import outbox, rehearsals, reminders, rhythms
from webinars.services.outbox import Begun, Flight, Left, Outgoing, TroubleKind

log = logging.getLogger("webinars.mail")

# Few, because a worker that dies keeps them from the others until its lease runs out.
BATCH = 200
# How long letters that left wait to be marked as sent.
FINISHED_EVERY = timedelta(seconds=1)
# Seconds that the whole run pauses while the server cannot be reached; the last one repeats.
RUN_PAUSES_SECONDS = (5, 15, 60, 300)
# How long nobody looks again who is silent: a rhythm counts in days.
RHYTHM_PAUSE = timedelta(minutes=10)


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
        self._looked_at: datetime | None = None
        self._matters: dict[int, Matter] = {}
        # What is left of the batch, and what of it was written while the letter before was on its way.
        self._left: deque[int] = deque()
        self._ahead: dict[int, Flight | None] = {}
        # Letters that have left and are not marked as sent yet, in their order, and when others last were.
        self._sent: list[Left] = []
        self._finished_at = self._now()
        self.name = _name()
        self.tally = Tally()

    def send_batch(self) -> bool:
        """Claim what is due and send it; False: nothing was due. Raises Unreachable.

        However this ends, what was claimed and not begun is given back.
        """
        # A context for each batch: its rows, and what the libraries keep there, go when it is done.
        with self._app.app_context():
            claimed_at = self._finished_at = self._now()
            # A batch that ended badly leaves letters that are taken up by the order in which it began them.
            self.name = _name()
            claimed = self._claim(claimed_at)
            self._left.extend(claimed)
            try:
                self._read(claimed)
                while self._left and self._has_time(claimed_at):
                    self._deliver(self._left[0])
                    self._left.popleft()
            finally:
                self._end()
        return bool(claimed)

    def note_unreachable(self, error: Unreachable) -> int:
        """Write down that the server takes nothing, and return for how many seconds to leave it in peace."""
        pause = RUN_PAUSES_SECONDS[min(self._failed_calls, len(RUN_PAUSES_SECONDS) - 1)]
        self._failed_calls += 1
        self.tally.is_cut_short = True
        log.error("no letter goes out: %s; next try in %d s", error, pause)
        return pause

    def _claim(self, now: datetime) -> tuple[int, ...]:
        # First, for a reminder may be due at this very moment: nobody else wakes up for it.
        reminders.owe_due(now=now)
        if self._looked_at is None or now - self._looked_at >= RHYTHM_PAUSE:
            rhythms.owe_due(now=now)
            rehearsals.owe_due(now=now)
            self._looked_at = now
        return outbox.claim(self.name, now=now, limit=BATCH, lease=self._lease, settling=self._settling)

    def _has_time(self, claimed_at: datetime) -> bool:
        """Say whether to go on with a batch: where letters take long, others may have what is left of it."""
        return not self._stop_event.is_set() and self._now() - claimed_at < self._lease / 2

    def _read(self, claimed: Sequence[int]) -> None:
        """Read together what can be; what cannot be read so fails on its own, at its turn."""
        together = notices.readable_together(claimed)
        try:
            self._matters = {matter.notice.id: matter for matter in notices.load_calendars(together)}
        except UNWRITABLE:
            self._matters = {}
        except BaseException as error:
            # All are blamed once, and whoever was blamed is read alone: that finds the guilty one.
            for notice_id in together:
                self._fail(notice_id, TroubleKind.CRASHED, repr(error))
            raise
        # On their own from here on: a letter that fails rolls the session back, and with it what it holds.
        db.session.expunge_all()

    def _end(self) -> None:
        try:
            self._finish()
        finally:
            is_anything_left = bool(self._left)
            self._left.clear()
            self._matters, self._ahead = {}, {}
            if is_anything_left:
                outbox.give_back(self.name, now=self._now())

    def _deliver(self, notice_id: int) -> None:
        """Write one letter and hand it over. Raises Unreachable."""
        flight = self._ahead.pop(notice_id) if notice_id in self._ahead else self._written(notice_id)
        if flight is None:
            return
        self._transport.open()
        self._transport.announce(flight[1].recipient)
        begun = self._begin(flight)
        if begun is Begun.OUTDATED:
            self._deliver(notice_id)
        elif begun is Begun.NOT_OURS:
            log.warning("letter %d: the lease ran out before it was sent", notice_id)
        else:
            self._hand_over(flight)

    def _write_ahead(self) -> None:
        """Write the next letter while the server digests this one; only what was read already."""
        following = self._left[1] if len(self._left) > 1 else None
        if following in self._matters:
            self._ahead[following] = self._written(following)

    def _begin(self, flight: Flight) -> Begun:
        if self._now() - self._finished_at >= FINISHED_EVERY:
            self._finish()
        # The clock is read again: to finish may mean to wait for a move.
        return outbox.begin(*flight, worker=self.name, now=self._now(), lease=self._lease)

    def _hand_over(self, flight: Flight) -> None:
        notice, letter = flight
        # Before it is sent: afterwards nothing may fail until it is kept in mind.
        left = outbox.left_of(notice, letter.dispatch)
        try:
            self._transport.send(letter.recipient, letter.message, meanwhile=self._write_ahead)
        except Undelivered as failure:
            self._fail(left.notice_id, failure.kind, failure.reason)
        except Unreachable:
            self._finish()
            outbox.put_back(left.notice_id, self.name, now=self._now())
            raise
        else:
            self._sent.append(left)
            log.info("letter %d: sent", left.notice_id)
            self.tally.sent += 1
            self._failed_calls = 0

    def _written(self, notice_id: int) -> Flight | None:
        """Return the letter, None where there is nothing to send; what fails here is this letter's own."""
        try:
            flight = self._flight(notice_id)
        except UNWRITABLE as error:
            log.error("letter %d cannot be written", notice_id, exc_info=error)
            self._fail(notice_id, TroubleKind.UNWRITABLE, repr(error))
            return None
        except BaseException as error:
            # Counted and raised on: the process that takes our place must not die of the same letter.
            self._fail(notice_id, TroubleKind.CRASHED, repr(error))
            raise
        if flight is None:
            outbox.drop(notice_id, self.name)
            self.tally.dropped += 1
            log.info("letter %d: not needed any more", notice_id)
        return flight

    def _flight(self, notice_id: int) -> Flight | None:
        """Return what goes out: the kept bytes of a repeated letter, else the letter of the present state."""
        matter = self._matters.pop(notice_id, None) or next(iter(notices.load([notice_id])), None)
        if matter is None:
            return None
        repeated = outbox.repeated_letter(matter.notice)
        letter = repeated or _outgoing(write(matter, now=self._now()), matter)
        return (matter.notice, letter) if letter else None

    def _finish(self) -> None:
        """Mark as sent what has left; who dies before leaves it to be taken up."""
        left, self._sent = self._sent, []
        self._finished_at = self._now()
        if left:
            done = outbox.finish(left, worker=self.name, now=self._finished_at)
            for one in left:
                if one.notice_id not in done:
                    log.warning("letter %d: sent, but the lease ran out: it may be repeated", one.notice_id)

    def _fail(self, notice_id: int, kind: TroubleKind, reason: str) -> None:
        # What was read for the letter may have left the session in the middle of something.
        db.session.rollback()
        self._finish()
        state = outbox.fail(notice_id, self.name, kind, reason, now=self._now())
        if state is NoticeState.FAILED:
            self.tally.failed += 1
        else:
            self.tally.postponed += 1
        log.warning("letter %d: %s (%s), now %s", notice_id, kind, reason, state)

    def _now(self) -> datetime:
        now: datetime = self._app.config["CLOCK"]()
        return now


def _name() -> str:
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{new_key()}"[:64]


def _outgoing(letter: Letter | None, matter: Matter) -> Outgoing | None:
    if letter is None:
        return None
    invitation = matter.notice.invitation
    return Outgoing(
        recipient=letter.recipient,
        subject=letter.subject,
        message=letter.message,
        message_id=letter.message_id,
        dispatch=letter.dispatch,
        is_secret=letter.is_secret,
        written_from=outbox.snapshot_of(invitation) if invitation and letter.dispatch else None,
    )
