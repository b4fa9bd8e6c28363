"""Five hundred people confirm fifty seats at once, by HTTP, against four processes."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urlencode

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.support.registrants import an_evening, token
from tests.support.servers import LiveServer
from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.models import ParticipantRole, Record, Registration, RegistrationState, Seat, Session
from webinars.models.database import transaction

PEOPLE, SEATS, WORKERS = 500, 50, 4
Serve = Callable[..., AbstractContextManager[LiveServer]]


@dataclass(frozen=True)
class Outcome:
    """What came of the race: answers by status, how many are seated, and the queue in order of confirmation.

    *places* holds, in the order in which the confirmations were written, 0 for a seat and else the number
    in the queue.
    """

    answers: dict[int, int]
    seated: int
    places: tuple[int, ...]


EXACT = Outcome(
    answers={303: PEOPLE},
    seated=SEATS,
    places=(*(0 for _ in range(SEATS)), *range(1, PEOPLE - SEATS + 1)),
)


@dataclass(frozen=True)
class Visitor:
    """A browser session that holds a CSRF token."""

    cookie: str
    csrf_token: str


def test_exactly_the_seats_are_taken_and_the_rest_waits_in_order(
    database: SQLAlchemy, live_server: Serve
) -> None:
    with live_server(workers=WORKERS) as server:
        assert race(database, server) == EXACT


def test_without_the_lock_the_same_race_goes_wrong(database: SQLAlchemy, live_server: Serve) -> None:
    with live_server(workers=WORKERS, application="tests.support.unlocked:make()") as server:
        outcome = race(database, server)
    assert outcome != EXACT
    assert outcome.answers[303] > SEATS, "the control itself must work, or it shows nothing"


def race(database: SQLAlchemy, server: LiveServer) -> Outcome:
    """Let everybody press the button of their mailed link in the same moment, and see what came of it."""
    evening = a_part()
    tokens = [token(Purpose.CONFIRM, person) for person in people(database, evening)]
    visitor = arrive(server, tokens[0])
    start = threading.Barrier(PEOPLE)
    with ThreadPoolExecutor(PEOPLE) as crowd:
        statuses = list(crowd.map(lambda one: press(server, visitor, one, start), tokens))
    return outcome_of(database, evening, statuses)


def a_part() -> Session:
    """Write a part that is two months ahead of the clock that the server reads."""
    day = datetime.now(UTC).replace(tzinfo=None, hour=17, minute=0, second=0, microsecond=0)
    return an_evening(builders.a_seminar(), local_start=day + timedelta(days=60), capacity=SEATS)


def people(database: SQLAlchemy, evening: Session) -> Sequence[Registration]:
    """Write five hundred registrations that wait for their confirmation, in one transaction."""
    consent = builders.a_consent_text()
    crowd = [
        Registration(
            seminar_id=evening.seminar_id,
            name=f"Person {number}",
            email=f"person{number}@city.example",
            email_key=f"person{number}@city.example",
            role=ParticipantRole.OFFICIAL,
            language="en",
            zone="Europe/Paris",
            state=RegistrationState.UNCONFIRMED,
            consent_text_id=consent.id,
            consented_at=builders.NOW,
            created_at=builders.NOW,
        )
        for number in range(PEOPLE)
    ]
    with transaction():
        database.session.add_all(crowd)
        database.session.flush()
        database.session.add_all(
            Seat(
                registration_id=person.id,
                session_id=evening.id,
                state=SeatState.REQUESTED,
                changed_at=builders.NOW,
            )
            for person in crowd
        )
    database.session.remove()
    return crowd


def arrive(server: LiveServer, link: str) -> Visitor:
    """Open a mailed link, and keep the cookie and the token of its form; the session serves every link."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", f"/registrations/{link}/confirm")
    answer = connection.getresponse()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    connection.close()
    assert found, "the page has a form with a token"
    return Visitor(cookie, unescape(found[1]))


def press(server: LiveServer, visitor: Visitor, link: str, start: threading.Barrier) -> int:
    """Press the button once everybody stands ready; return the status."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=300)
    headers = {"Cookie": visitor.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    start.wait(120)
    body = urlencode({"csrf_token": visitor.csrf_token})
    connection.request("POST", f"/registrations/{link}/confirm", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def outcome_of(database: SQLAlchemy, evening: Session, statuses: Sequence[int]) -> Outcome:
    statement = (
        select(Seat.state, Seat.queue_number)
        .join(Record, (Record.noun == "registration") & (Record.noun_id == Seat.registration_id))
        .where(Seat.session_id == evening.id, Record.verb == "confirmed")
        .order_by(Record.id)
    )
    rows = database.session.execute(statement).all()
    return Outcome(
        answers=dict(Counter(statuses)),
        seated=sum(state is SeatState.SEATED for state, _number in rows),
        places=tuple(number or 0 for _state, number in rows),
    )
