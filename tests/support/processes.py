"""Processes that tests start: wait until they serve, and learn why when they do not."""

import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

PACE_SECONDS = 0.02


def tied_to_this_process(signal_name: str) -> list[str]:
    """Give the words before a command that has the kernel send it *signal_name* when this process dies."""
    return ["setpriv", "--pdeathsig", signal_name]


def wait_until_ready(
    process: subprocess.Popen[bytes], is_ready: Callable[[], bool], *, log: Path, seconds: float = 30
) -> None:
    """Return once *is_ready*; raise with the end of *log* when *process* ends first or takes too long."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        try:
            # The pause between two looks is a wait for the process to end: its death is noticed at once.
            process.wait(PACE_SECONDS)
        except subprocess.TimeoutExpired:
            if time.monotonic() < deadline:
                continue
        raise RuntimeError(f"{process.args!r} does not serve; its log ends:\n{log_end(log)}")


def log_end(log: Path) -> str:
    """Give the last 4000 characters of *log*."""
    return log.read_text(encoding="utf-8", errors="replace")[-4000:]


def listening_socket() -> socket.socket:
    """Open a listening socket on a free port of 127.0.0.1, to be handed to a server as it is.

    A port that is merely looked up can be taken by somebody else before the server binds it; one that is
    already bound cannot, and requests made too early wait in its queue instead of failing.
    """
    return socket.create_server(("127.0.0.1", 0), backlog=1024)


def free_port() -> int:
    """Look up a port that is free now, for a command that binds one itself and cannot be handed a socket."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
