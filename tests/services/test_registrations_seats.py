"""Seats that are freed: nobody loses a place, nobody overtakes, and the organiser decides."""

from datetime import datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import ORGANISER
from tests.support.registrants import (
    a_person,
    a_seated,
    a_waiting,
    an_evening,
    an_unconfirmed,
    invitations,
    kinds,
    seat_of,
    states,
)
from tests.support.statements import count_statements
from webinars.domain.errors import Refusal
from webinars.domain.seating import Mode, SeatState
from webinars.models import (
    InvitationState,
    NoticeKind,
    Record,
    Registration,
    Seminar,
    SeminarState,
    Session,
    SessionState,
)
from webinars.models.database import lock, transaction
from webinars.services.records import SYSTEM
from webinars.services.registrations import (
    approve,
    cancel,
    confirm,
    promote_waiting,
    refuse,
)
from webinars.services.seminars import cancel_seminar, restore_seminar


@pytest.fixture
def seminar(database: SQLAlchemy) -> Seminar:
    return builders.a_seminar()


@pytest.fixture
def evening(seminar: Seminar) -> Session:
    return an_evening(seminar, capacity=2)


def test_a_freed_seat_goes_to_the_first_of_the_queue(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    leaving, _staying = a_seated(seminar, evening), a_seated(seminar, evening)
    second, first = a_waiting(seminar, evening, 5), a_waiting(seminar, evening, 4)
    cancel(leaving.id, by=SYSTEM, now=now)
    assert states(first, second) == [SeatState.SEATED, SeatState.WAITING]
    assert seat_of(first).queue_number is None
    assert kinds(database, first) == [NoticeKind.CALENDAR]
    assert kinds(database, second) == []


def test_a_raised_capacity_seats_as_many_as_it_can(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    people = [a_waiting(seminar, evening, number) for number in (1, 2, 3)]
    with transaction():
        assert promote_waiting(evening.id, now=now) == 2
    assert states(*people) == [SeatState.SEATED, SeatState.SEATED, SeatState.WAITING]
    with transaction():
        lock(Session, evening.id).capacity = None
        assert promote_waiting(evening.id, now=now) == 1
    assert states(*people) == [SeatState.SEATED] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_however_many_move_up_it_takes_as_many_statements(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime, count: int
) -> None:
    people = [a_waiting(seminar, evening, number) for number in range(1, count + 1)]
    with transaction():
        lock(Session, evening.id).capacity = None
    with count_statements() as statements, transaction():
        assert promote_waiting(evening.id, now=now) == count
    locked, asked, seated, written = 2, 3, 1, 1
    # SQLite gives the ids of many new rows back in no order, so that they are written one by one.
    invited = 2 + (count if database.engine.dialect.name == "sqlite" else 1)
    assert len(statements) == locked + asked + seated + written + invited, statements
    assert states(*people) == [SeatState.SEATED] * count
    assert [kinds(database, person) for person in people] == [[NoticeKind.CALENDAR]] * count
    moved_up = database.session.scalars(select(Record).where(Record.verb == "moved up").order_by(Record.id))
    evening_up = {evening.key: ["waiting", "seated"]}
    assert [(row.noun_id, row.changes) for row in moved_up] == [(person.id, evening_up) for person in people]


def test_nobody_moves_up_once_the_part_has_begun(seminar: Seminar, evening: Session, now: datetime) -> None:
    leaving, waiting = a_seated(seminar, evening), a_waiting(seminar, evening, 1)
    assert evening.starts_at is not None
    cancel(leaving.id, by=SYSTEM, now=evening.starts_at)
    assert states(waiting) == [SeatState.WAITING]


def test_nobody_moves_up_into_a_cancelled_part(seminar: Seminar, now: datetime) -> None:
    cancelled = an_evening(seminar, state=SessionState.CANCELLED)
    waiting = a_waiting(seminar, cancelled, 1)
    with transaction():
        assert promote_waiting(cancelled.id, now=now) == 0
    assert states(waiting) == [SeatState.WAITING]


def test_nobody_moves_up_or_is_invited_while_the_whole_seminar_is_called_off(
    database: SQLAlchemy, seminar: Seminar, evening: Session, by_approval: Session, now: datetime
) -> None:
    leaving, waiting = a_seated(seminar, evening), a_waiting(seminar, evening, 1)
    pending = a_pending(by_approval, 1)
    for session in (evening, by_approval):
        cancel_seminar(session.seminar_id, by=ORGANISER, now=now)
    cancel(leaving.id, by=SYSTEM, now=now)
    approve([seat_of(pending).id], by=ORGANISER, now=now)
    assert states(waiting, pending) == [SeatState.WAITING, SeatState.SEATED]
    assert invitations(database, pending) == [(pending.email, InvitationState.CLOSED)]
    for session in (evening, by_approval):
        restore_seminar(session.seminar_id, by=ORGANISER, now=now)
    assert states(waiting) == [SeatState.SEATED]
    assert invitations(database, pending) == [(pending.email, InvitationState.OPEN)]


def test_a_newcomer_does_not_overtake_the_queue(seminar: Seminar, evening: Session, now: datetime) -> None:
    # Two seats are free, yet somebody waits: the seats are theirs to be promoted to.
    a_waiting(seminar, evening, 7)
    newcomer = an_unconfirmed(seminar, evening)
    confirm(newcomer.id, now=now)
    assert (seat_of(newcomer).state, seat_of(newcomer).queue_number) == (SeatState.WAITING, 8)


@pytest.fixture
def by_approval(database: SQLAlchemy) -> Session:
    return an_evening(builders.a_seminar(registration_mode=Mode.APPROVAL), capacity=2)


def a_pending(session: Session, seconds: int) -> Registration:
    seminar = Seminar(id=session.seminar_id)
    person = a_person(seminar)
    at = builders.NOW.replace(second=seconds)
    builders.a_seat(person, session, state=SeatState.PENDING, changed_at=at)
    return person


def test_approving_many_seats_the_first_to_ask_and_queues_the_rest(
    database: SQLAlchemy, by_approval: Session, now: datetime
) -> None:
    last, first, second = (a_pending(by_approval, seconds) for seconds in (30, 10, 20))
    ids = [seat_of(person).id for person in (last, first, second)]
    assert approve(ids, by=ORGANISER, now=now) == 3
    assert states(first, second, last) == [SeatState.SEATED, SeatState.SEATED, SeatState.WAITING]
    assert kinds(database, first) == [NoticeKind.CALENDAR]
    assert kinds(database, last) == [NoticeKind.REGISTRATION_STATE]
    actors = set(database.session.scalars(select(Record.actor)))
    assert actors == {ORGANISER.name}


def test_approving_twice_changes_nothing(database: SQLAlchemy, by_approval: Session, now: datetime) -> None:
    person = a_pending(by_approval, 0)
    ids = [seat_of(person).id]
    assert [approve(ids, by=ORGANISER, now=now) for _ in range(2)] == [1, 0]
    assert kinds(database, person) == [NoticeKind.CALENDAR]


def test_nothing_is_decided_in_the_archive(database: SQLAlchemy, by_approval: Session, now: datetime) -> None:
    pending = a_pending(by_approval, 1)
    with transaction():
        lock(Seminar, by_approval.seminar_id).state = SeminarState.ARCHIVED
    for decide in (approve, refuse):
        with pytest.raises(Refusal, match="archive"):
            decide([seat_of(pending).id], by=ORGANISER, now=now)
    assert states(pending) == [SeatState.PENDING]


def test_refusing_a_seat_frees_it_for_the_next(
    database: SQLAlchemy, seminar: Seminar, evening: Session, now: datetime
) -> None:
    person = an_unconfirmed(seminar, evening)
    confirm(person.id, now=now)
    a_seated(seminar, evening)
    waiting = a_waiting(seminar, evening, 1)
    assert refuse([seat_of(person).id], by=ORGANISER, now=now) == 1
    assert states(person, waiting) == [SeatState.REFUSED, SeatState.SEATED]
    assert [state for _, state in invitations(database, person)] == [InvitationState.CLOSED]


def test_the_organiser_may_think_again(database: SQLAlchemy, by_approval: Session, now: datetime) -> None:
    person = a_pending(by_approval, 0)
    ids = [seat_of(person).id]
    refuse(ids, by=ORGANISER, now=now)
    assert kinds(database, person) == [NoticeKind.REGISTRATION_STATE]
    approve(ids, by=ORGANISER, now=now)
    assert states(person) == [SeatState.SEATED]
