"""`webinars serve` as a person starts it: a process of its own, its children, and how they end."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.support.processes import free_port, wait_until_ready

PROGRAM = [sys.executable, "-c", "from webinars.app import main; main()"]
START_SECONDS = 120  # with a dozen other processes on the machine
END_SECONDS = 60


@dataclass(frozen=True)
class Serving:
    """The process in the foreground, where it serves, and what it has written."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str) -> tuple[int, str]:
        """Ask for *path* and give status and body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=END_SECONDS)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            connection.close()

    def is_healthy(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except (OSError, HTTPException):
            return False

    def end(self, number: signal.Signals) -> int:
        """Send *number* to the foreground process alone, and give its exit code."""
        self.process.send_signal(number)
        return self.process.wait(END_SECONDS)

    def web_server(self) -> int:
        """Give the pid of the child that has children of its own."""
        (pid,) = [pid for pid in children_of(self.process.pid) if children_of(pid)]
        return pid

    def mail_workers(self) -> set[int]:
        """Give the pids of the children that have none."""
        return {pid for pid in children_of(self.process.pid) if not children_of(pid)}


def run(*words: str, instance: Path) -> None:
    """Run a command of the program to its end."""
    subprocess.run([*PROGRAM, *words], check=True, env=_environment(instance), stdout=subprocess.DEVNULL)


@contextmanager
def serving(*words: str, instance: Path, **settings: str) -> Iterator[Serving]:
    """Start the program on a free port and wait until it answers; kill what is left of it at the end."""
    log = instance.parent / "serve.log"
    port = free_port()
    own = {"PORT": str(port), "WORKERS": "1", **settings}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*PROGRAM, "serve", *words],
            env=_environment(instance, **own),
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=instance.parent,
        )
    served = Serving(process, port, log)
    try:
        wait_until_ready(process, served.is_healthy, log=log, seconds=START_SECONDS)
        yield served
    finally:
        for pid in (process.pid, *descendants_of(process.pid)):
            if process.poll() is None or pid != process.pid:
                os.kill(pid, signal.SIGKILL)
        process.wait()


def children_of(pid: int) -> list[int]:
    """List the processes that *pid* has started and that still run."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name in brackets, which may hold anything: state and parent.
            state, parent = entry.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(entry.parent.name))
    return found


def descendants_of(pid: int) -> list[int]:
    """List the children of *pid*, their children, and so on."""
    return [one for child in children_of(pid) for one in (child, *descendants_of(child))]


@contextmanager
def watched(pids: list[int]) -> Iterator[list[int]]:
    """Hold on to running processes, so that their end is seen though they are nobody's children any more."""
    handles = [os.pidfd_open(pid) for pid in pids]
    try:
        yield handles
    finally:
        for handle in handles:
            os.close(handle)


def have_ended(handles: list[int]) -> bool:
    """Say whether every process behind *handles* ends, within the time that is patience enough."""
    return all(select.select([handle], [], [], END_SECONDS)[0] for handle in handles)


def _environment(instance: Path, **settings: str) -> dict[str, str]:
    own = {"INSTANCE": str(instance), **settings}
    return os.environ | {f"WEBINARS_{name}": value for name, value in own.items()}
