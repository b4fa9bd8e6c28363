"""A client that keeps a server busy over a few connections and counts the answers."""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from selectors import EVENT_READ, DefaultSelector
from statistics import median

CONNECTIONS = 4
ROUNDS = 9
SECONDS = 0.5  # of each round


def request_of(path: str, **headers: str) -> bytes:
    """Return a GET of *path* as a calendar program writes it."""
    named = {"Host": "127.0.0.1", "User-Agent": "benchmark", "Accept": "text/calendar"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def rates(port: int, requests: Mapping[str, tuple[bytes, bytes]]) -> Mapping[str, float]:
    """Return how many answers a second come to each of *requests*, with the status it must have.

    The rounds of all take turns, so that a busy moment of the machine meets them alike.
    """
    with _connections(port) as connections:
        every: dict[str, list[float]] = {name: [] for name in requests}
        for _ in range(ROUNDS):
            for name, (request, status) in requests.items():
                every[name].append(_round(connections, request, status))
    return {name: median(found) for name, found in every.items()}


@contextmanager
def _connections(port: int) -> Iterator[list[socket.socket]]:
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    try:
        for connection in connections:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield connections
    finally:
        for connection in connections:
            connection.close()


def _round(connections: list[socket.socket], request: bytes, status: bytes) -> float:
    """Ask again as soon as an answer is there, until the time is over, and return answers a second."""
    answers, open_requests = 0, len(connections)
    begin = time.perf_counter()
    with DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, EVENT_READ, connection)
            connection.sendall(request)
        while open_requests:
            for key, _ in selector.select():
                _take(key.data, status)
                answers += 1
                if time.perf_counter() - begin < SECONDS:
                    key.data.sendall(request)
                else:
                    open_requests -= 1
    return answers / (time.perf_counter() - begin)


def _take(connection: socket.socket, status: bytes) -> None:
    """Read one answer, which has next to no body and comes in one piece."""
    answer = connection.recv(65536)
    if not answer.startswith(b"HTTP/1.1 " + status):
        raise RuntimeError(f"the server answered {answer[:200]!r}")
