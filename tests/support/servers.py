"""The application as it is served: gunicorn with its worker processes, on a socket that the test opened."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.support.processes import listening_socket, log_end, tied_to_this_process

# As `webinars serve` does it: loaded once, then forked; a few threads in each worker process.
AS_SERVED = ("--preload", "--worker-class", "gthread", "--threads", "4")
START_SECONDS = 30
STOP_SECONDS = 60  # A machine under load takes its time to end five interpreters.


@dataclass(frozen=True)
class LiveServer:
    """A running server: where it is, and the process that a test may end."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def running_server(
    settings: Mapping[str, object],
    *,
    folder: Path,
    workers: int = 2,
    application: str = "webinars.app:create_app()",
) -> Iterator[LiveServer]:
    """Serve *application* with *settings* (names without WEBINARS_) until the end of the block.

    The port is known before the server starts, so that the public address in *settings* may name it
    by ``{url}``. Requests wait in the socket's queue until the first worker takes them.
    """
    log = folder / "gunicorn.log"
    with listening_socket() as listening, log.open("wb") as output:
        port: int = listening.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        own = {f"WEBINARS_{name}": str(value).replace("{url}", url) for name, value in settings.items()}
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", *AS_SERVED]
        process = subprocess.Popen(
            [
                *tied_to_this_process("TERM"),
                *command,
                "--bind",
                f"fd://{listening.fileno()}",
                "--workers",
                str(workers),
                application,
            ],
            env=os.environ | own,
            pass_fds=[listening.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = LiveServer(url, port, process, log)
    try:
        _greet(server)
        yield server
    finally:
        _stop(process)


def _greet(server: LiveServer) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=START_SECONDS)
    try:
        connection.request("GET", "/healthz")
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise RuntimeError(f"the server does not serve; its log ends:\n{log_end(server.log)}") from error
    finally:
        connection.close()
    if status != 200:
        raise RuntimeError(f"/healthz answers {status}; the server's log ends:\n{log_end(server.log)}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise
