"""Several processes under one in the foreground: they end with it, and one that dies is seen at once."""

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn

Work = Callable[[], object]

STOP_SIGNALS = frozenset({signal.SIGINT, signal.SIGTERM})
AWAITED = STOP_SIGNALS | {signal.SIGCHLD, signal.SIGALRM}
WATCH_SECONDS = 1  # how often a child looks whether its parent still lives
RESTART_SECONDS = 2  # what has just ended a helper may not be over
REPEAT_SECONDS = 1
STOP_SECONDS = 30  # longer than a request or a letter may take; then children are killed


def supervise(main: Work, helpers: Sequence[Work], *, announce: Work) -> int:
    """Run *main* and *helpers*, each in a process of its own; return the exit code.

    *announce* is called first: what it promises about signals holds from then on.

    That is 0 after SIGINT or SIGTERM, which end every process (a second one kills them), and 1 when *main*
    has ended by itself. A helper that ends is started again. Call it while there is one thread only.
    """
    # What is loaded by now stays: a collector that looked through it would copy the pages that all share.
    gc.freeze()
    # Where nobody handles it, some systems discard this signal instead of keeping it for sigwait.
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    # Blocked, signals wait until we ask for them: none can come between a fork and the note of its pid.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, AWAITED)
    announce()
    return _Family(main, helpers, before).run()


class _Family:
    """The children that run, by pid."""

    def __init__(self, main: Work, helpers: Sequence[Work], mask: set[int | signal.Signals]) -> None:
        self._main = main
        self._helpers = helpers
        self._mask = mask
        self._children: dict[int, Work] = {}

    def run(self) -> int:
        """Start everybody, and wait for a reason to stop."""
        for work in (self._main, *self._helpers):
            self._start(work)
        while True:
            if signal.sigwait(AWAITED) in STOP_SIGNALS:
                self._stop()
                return 0
            for work in self._ended():
                if work is self._main:
                    self._stop()
                    return 1
                self._start(work, pause=RESTART_SECONDS)

    def _start(self, work: Work, *, pause: int = 0) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self._children[pid] = work
            return
        self._become_child(parent)
        time.sleep(pause)
        _end(_code_of(work))

    def _become_child(self, parent: int) -> None:
        """Leave the terminal, whose Ctrl-C is the parent's; take signals again; end when *parent* does."""
        os.setsid()
        for number in AWAITED:
            signal.signal(number, signal.SIG_DFL)
        _end_with(parent)
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)

    def _ended(self) -> Iterator[Work]:
        """Yield the work of each child that has ended: one signal can stand for several."""
        for pid in tuple(self._children):
            if os.waitpid(pid, os.WNOHANG)[0]:
                yield self._children.pop(pid)

    def _stop(self) -> None:
        """Ask every child to end, and wait; kill those that take too long, or when asked a second time.

        It asks again every second: a process that is just being forked by a child still has the handlers of
        that child, and loses what it gets.
        """
        for pid in self._children:
            os.kill(pid, signal.SIGTERM)
        signal.setitimer(signal.ITIMER_REAL, REPEAT_SECONDS, REPEAT_SECONDS)
        deadline = time.monotonic() + STOP_SECONDS
        while self._children:
            number = signal.sigwait(AWAITED)
            if number in STOP_SIGNALS or time.monotonic() > deadline:
                self._tell_groups(signal.SIGKILL)
            elif number == signal.SIGALRM:
                self._tell_groups(signal.SIGTERM)
            for _work in self._ended():
                pass

    def _tell_groups(self, number: signal.Signals) -> None:
        """Send *number* to the children and to what they have started, which is in their groups."""
        for pid in self._children:
            with suppress(ProcessLookupError):  # it has no group before it has left ours
                os.killpg(pid, number)


def _code_of(work: Work) -> int:
    """Do *work* and return its exit code; what else it raises goes on to where commands are run."""
    try:
        work()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _end(code: int) -> NoReturn:
    """End the process without the parent's exit handlers, and without taking a thousand modules apart."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _end_with(parent: int) -> None:
    """Send this process SIGTERM when *parent* is gone; no system but Linux tells children by itself."""

    def look(_number: int, _frame: FrameType | None) -> None:
        if os.getppid() != parent:
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.kill(os.getpid(), signal.SIGTERM)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, WATCH_SECONDS, WATCH_SECONDS)
