"""A real CalDAV server, radicale, in a process of its own, and what a client asks of it (RFC 4791)."""

import base64
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import unquote

from tests.support.processes import free_port, tied_to_this_process, wait_until_ready

SECONDS = 60
_USER = base64.b64encode(b"reader:reader").decode()
_NAME = re.compile(r"<href>[^<]*/([^/<]+)\.ics</href>")
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{first:%Y%m%dT%H%M%SZ}" end="{last:%Y%m%dT%H%M%SZ}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


@dataclass(frozen=True)
class CalDavServer:
    """Where it listens on 127.0.0.1."""

    port: int

    def ask(self, method: str, path: str, content: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Return status and body of one request of the user `reader`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, content, {"Authorization": f"Basic {_USER}"} | headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def put(self, path: str, content: bytes) -> int:
        """Put *content* at *path*, a whole calendar where that ends in a slash; give the status."""
        return self.ask("PUT", path, content, **{"Content-Type": "text/calendar; charset=utf-8"})[0]

    def get(self, path: str) -> bytes:
        status, content = self.ask("GET", path)
        assert status == 200, (path, status)
        return content

    def between(self, path: str, first: datetime, last: datetime) -> list[str]:
        """Return the UIDs (as files are named after them) of the events at *path* in the time, by REPORT."""
        query = _QUERY.format(first=first, last=last).encode()
        status, answer = self.ask("REPORT", path, query, Depth="1", **{"Content-Type": "text/xml"})
        assert status == 207, (path, status, answer)
        return [unquote(name) for name in _NAME.findall(answer.decode())]


@contextmanager
def running_caldav_server(folder: Path) -> Iterator[CalDavServer]:
    """Start radicale with its calendars in *folder*, and end it."""
    server = CalDavServer(free_port())
    log = folder / "radicale.log"
    options = {
        "--config": "",
        "--server-hosts": f"127.0.0.1:{server.port}",
        "--auth-type": "none",
        "--storage-filesystem-folder": str(folder),
        "--web-type": "none",
    }
    words = [word for option in options.items() for word in option]
    command = [*tied_to_this_process("TERM"), sys.executable, "-m", "radicale", *words]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        wait_until_ready(process, lambda: _answers(server), log=log, seconds=SECONDS)
        yield server
    finally:
        process.terminate()
        process.wait(SECONDS)


def _answers(server: CalDavServer) -> bool:
    try:
        return server.ask("OPTIONS", "/")[0] == 200
    except (OSError, HTTPException):
        return False
