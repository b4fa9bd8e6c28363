"""The worker: one after the other the batches of letters that are due, until it is told to stop.

Any number of workers may run at the same time, in processes and on machines of their own.
"""

import gc
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from types import FrameType

from flask import Flask

from webinars.mail.batches import Tally, Worker
from webinars.mail.failures import Unreachable
from webinars.mail.transports import transport_of

# The nice value of a worker (setpriority(2)): where others take all, it still gets a tenth of a processor.
NICE = 10

__all__ = ["Tally", "run", "settle", "stopped_by_signals"]


def run(app: Flask, *, once: bool, stop_event: threading.Event) -> Tally:
    """Send what is due until *stop_event* is set; with *once*, return when nothing is due any more.

    A stop finishes the letter in flight and gives back the rest.
    """
    with closing(transport_of(app)) as transport:
        worker = Worker(app, transport, stop_event)
        while not stop_event.is_set():
            try:
                is_busy = worker.send_batch()
            except Unreachable as error:
                pause = worker.note_unreachable(error)
                if once:
                    break
                stop_event.wait(pause)
                continue
            if not is_busy and once:
                break
            if not is_busy:
                # The server need not keep a conversation for us in which nothing is said.
                transport.close()
                stop_event.wait(app.config["POLL_SECONDS"])
    return worker.tally


def settle() -> None:
    """Make a process whose whole work is to send letters a considerate one; once, before `run`.

    Where processors are short, those for whom somebody waits go first: pages, the database, the mail server.
    The garbage collector leaves alone what the application is made of: only the rows of a batch come and go,
    and it looks for what they leave behind a few times in a batch, not a few times in a letter.
    """
    os.setpriority(os.PRIO_PROCESS, 0, max(NICE, os.getpriority(os.PRIO_PROCESS, 0)))
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """Give the event that SIGTERM and SIGINT set; for a process whose whole work is to send letters."""
    stop_event = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stop_event.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop_event
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
