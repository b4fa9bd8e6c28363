"""Calendars: a seminar of 5,000 parts written and given again, and feeds of which nothing has changed.

Writing is measured from the call of the view to the last byte, with what the database reads; beside it stand
f-strings that give the same bytes from values at hand, texts escaped and folded, and the joining of ready
events.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from benchmarks.figures import Figure, at_least, at_most
from benchmarks.support.clients import rates, request_of
from benchmarks.support.databases import ENGINES, application
from benchmarks.support.polled import BARE, ONE_QUERY
from tests import builders
from tests.support.applications import SECRETS
from tests.support.servers import running_server
from webinars.domain.links import Purpose, sign
from webinars.models import Seminar, Session
from webinars.models.database import db, transaction
from webinars.models.sessions import new_uid
from webinars.services.subscriptions import Subscriber, subscribe
from webinars.web.calendars.answers import kept

PARTS, TRIES = 5_000, 10
COLD, WARM = 3.0, 1.2
OF_ONE_QUERY, OF_BARE = 0.90, 0.45
SLUG, READER = "polled", "rosa@paris.example"
FIRST = datetime(2026, 1, 5, 1, tzinfo=UTC)
TOKYO = timedelta(hours=9)


def run() -> Iterator[Figure]:
    """Measure writing on the embedded engine, and what is unchanged on each."""
    for engine, database in ENGINES.items():
        with database() as url, application(url) as app:
            with app.app_context():
                seminar = builders.a_seminar(slug=SLUG, theme=builders.text("Sustainable recovery of cities"))
                path = _polled_feed(seminar)
                _add_parts(seminar)
            if engine == "SQLite":
                yield from _writing(engine, app)
            yield from _unchanged(engine, url, path)


# --- writing ------------------------------------------------------------------------------------------------


def _add_parts(seminar: Seminar) -> None:
    rows = [_part(seminar.id, number) for number in range(PARTS)]
    with transaction():
        db.session.execute(insert(Session), rows)


def _part(seminar_id: int, number: int) -> dict[str, Any]:
    starts_at = FIRST + number * timedelta(minutes=45)
    return {
        "seminar_id": seminar_id,
        "key": f"part-{number}",
        "name": builders.text(f"Part {number}"),
        "local_start": (starts_at + TOKYO).replace(tzinfo=None),
        "zone": "Asia/Tokyo",
        "minutes": 30,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "changed_at": builders.NOW,
        "uid": new_uid(),
    }


def _writing(engine: str, app: Flask) -> Iterator[Figure]:
    view: Callable[..., Any] = app.view_functions["calendars.seminar"]

    def asked() -> bytes:
        answer: bytes = view(slug=SLUG).data
        return answer

    with app.test_request_context(f"/seminars/{SLUG}.ics?extent=whole"):
        yield from _written(engine, asked)


def _written(engine: str, asked: Callable[[], bytes]) -> Iterator[Figure]:
    content = asked()
    events = _events_of(content)
    write = _f_strings(events)
    if write() != b"".join(events):
        raise RuntimeError("the f-strings write other bytes")
    cold, by_hand = _best(asked, before=kept().clear), _best(write)
    warm, joined = _best(asked, tries=100), _best(lambda: b"".join(events), tries=100)
    details = f"{cold * 1e3:.0f} ms against {by_hand * 1e3:.0f} ms for {len(content) / 1e6:.1f} MB"
    yield at_most(f"{engine}: 5,000 events written, of f-strings", cold / by_hand, COLD, details)
    details = f"{warm * 1e3:.2f} ms against {joined * 1e3:.2f} ms"
    yield at_most(f"{engine}: 5,000 events given again, of joining", warm / joined, WARM, details)


def _events_of(content: bytes) -> list[bytes]:
    end = b"END:VEVENT\r\n"
    start = content.index(b"BEGIN:VEVENT")
    return [event + end for event in content[start:].split(end)[:-1]]


def _f_strings(events: list[bytes]) -> Callable[[], bytes]:
    """Return what writes *events* from their values, which it holds already."""
    values = [_values(event.decode()) for event in events]
    sample = events[0].decode()
    before, after = sample.index("DESCRIPTION;"), sample.index("END:VEVENT")
    rest = sample[before:after]

    def write() -> bytes:
        return "".join([
            f"BEGIN:VEVENT\r\nUID:{uid}\r\nSEQUENCE:{sequence}\r\nDTSTAMP:{changed:%Y%m%dT%H%M%SZ}\r\n"
            f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%SZ}\r\nDTSTART;TZID=Asia/Tokyo:{start:%Y%m%dT%H%M%S}\r\n"
            f"DTEND;TZID=Asia/Tokyo:{end:%Y%m%dT%H%M%S}\r\nSUMMARY;LANGUAGE=en:{summary}\r\n{rest}END:VEVENT\r\n"
            for uid, sequence, changed, start, end, summary in values
        ]).encode()  # fmt: skip

    return write


def _values(event: str) -> tuple[str, int, datetime, datetime, datetime, str]:
    found = dict(line.partition(":")[::2] for line in event.split("\r\n") if ":" in line)
    start, end, changed = (
        datetime.fromisoformat(found[name].removesuffix("Z"))
        for name in ("DTSTART;TZID=Asia/Tokyo", "DTEND;TZID=Asia/Tokyo", "DTSTAMP")
    )
    return found["UID"], int(found["SEQUENCE"]), changed, start, end, found["SUMMARY;LANGUAGE=en"]


def _best(
    work: Callable[[], object], *, before: Callable[[], object] = lambda: None, tries: int = TRIES
) -> float:
    """Return the shortest of several times: the rest is other work of the machine. In seconds."""
    times = []
    for _ in range(tries):
        before()
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


# --- nothing changed ----------------------------------------------------------------------------------------


def _polled_feed(seminar: Seminar) -> str:
    """Invite somebody to three parts, and return the path of their feed."""
    person = builders.a_registration(seminar, READER)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for number in range(3):
        starts_at = tomorrow + timedelta(days=number)
        times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
        session = builders.a_session(seminar, f"own-{number}", **times)
        builders.a_seat(person, session)
        builders.an_invitation(person, session)
    held = subscribe(Subscriber(READER, "en", "Europe/Paris"), now=builders.NOW)
    return f"/calendars/{sign(SECRETS['SECRET_KEY'], Purpose.FEED, held.key, held.link_revision)}.ics"


def _unchanged(engine: str, url: str, personal: str) -> Iterator[Figure]:
    settings = {**SECRETS, "DATABASE_URL": url, "PUBLIC_URL": "{url}"}
    feeds = {"of a seminar": f"/seminars/{SLUG}.ics", "of a person": personal}
    with tempfile.TemporaryDirectory(prefix="webinars-bench-") as folder:
        place = Path(folder)
        served = {**settings, "INSTANCE": place}
        serving = "benchmarks.support.polled:create()"
        with running_server(served, folder=place, workers=1, application=serving) as server:
            found = rates(server.port, _requests(server.port, feeds))
    for name in feeds:
        rate, query, bare = found[name], found[ONE_QUERY], found[BARE]
        details = f"{rate:.0f} a second, one query {query:.0f}, bare {bare:.0f}"
        yield at_least(f"{engine}: 304 of a feed {name}, of one query", rate / query, OF_ONE_QUERY, details)
        yield at_least(f"{engine}: 304 of a feed {name}, of a bare view", rate / bare, OF_BARE, details)


def _requests(port: int, feeds: dict[str, str]) -> dict[str, tuple[bytes, bytes]]:
    plain = {path: (request_of(path), b"200") for path in (BARE, ONE_QUERY)}
    known = {name: (request_of(path, If_None_Match=_tag(port, path)), b"304") for name, path in feeds.items()}
    return plain | known


def _tag(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.headers["ETag"]
    finally:
        connection.close()
