"""A mail server in a process of its own, which counts letters and notes when the first and the last came.

It takes commands together, and says so (PIPELINING, RFC 2920), as nearly every mail server does.

Run as a module it serves on a free port and answers lines on standard input:

    N      once N letters came since the last answer      {"first": s, "last": s, "size": bytes}
"""

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.processes import listening_socket, tied_to_this_process


@dataclass(frozen=True)
class Arrivals:
    """When the first and the last letter came (seconds of the machine's clock), and their size together."""

    count: int
    first: float
    last: float
    size: int

    @property
    def rate(self) -> float:
        """Return letters per second, from the first to the last."""
        return (self.count - 1) / (self.last - self.first)


class Mailbox:
    """The server, seen from the process that started it."""

    host = "127.0.0.1"

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._line())

    def wait(self, count: int) -> Arrivals:
        """Wait until *count* letters came since the last call."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{count}\n")
        self._process.stdin.flush()
        return Arrivals(count, **json.loads(self._line()))

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    """Start a server and end it."""
    command = [*tied_to_this_process("KILL"), sys.executable, "-m", "benchmarks.support.mailbox"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        try:
            yield Mailbox(process)
        finally:
            process.kill()


class Counter:
    """What the server keeps of the letters; they themselves are thrown away."""

    def __init__(self) -> None:
        self._arrival = threading.Condition()
        self._moments: list[float] = []
        self._size = 0

    def report(self, count: int) -> dict[str, float]:
        """Wait until *count* letters came, say when, and begin anew."""
        with self._arrival:
            self._arrival.wait_for(lambda: len(self._moments) >= count)
            found = {"first": self._moments[0], "last": self._moments[-1], "size": self._size}
            self._moments, self._size = [], 0
        return found

    async def handle_EHLO(
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say what aiosmtpd does without saying it."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Count a letter."""
        with self._arrival:
            self._moments.append(time.monotonic())
            self._size += len(envelope.content or b"")
            self._arrival.notify_all()
        return "250 2.0.0 OK"


async def _serve(counter: Counter) -> None:
    listening = listening_socket()
    # Conversations inherit it. Without, every answer of several lines waits 40 ms for an acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    loop = asyncio.get_running_loop()
    factory = partial(SMTP, counter, hostname="mail.bench", loop=loop, enable_SMTPUTF8=True)
    server = await loop.create_server(factory, sock=listening)
    _say(str(listening.getsockname()[1]))
    await server.serve_forever()


def _answer(counter: Counter) -> None:
    for line in sys.stdin:
        _say(json.dumps(counter.report(int(line))))


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until this process is killed."""
    counter = Counter()
    threading.Thread(target=_answer, args=(counter,), daemon=True).start()
    asyncio.run(_serve(counter))


if __name__ == "__main__":
    main()
