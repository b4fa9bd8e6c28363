"""Seats of a part: how many are taken, who waits, and whose places are filled."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from webinars.domain.seating import SeatState
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.sessions import Session

_TAKING_PART = (SeatState.WAITING, SeatState.SEATED)


@dataclass(frozen=True)
class SeatCount:
    """The seats of one part: taken, waited for, and the last number given out in the queue (0: none)."""

    taken: int
    queue_length: int
    last_number: int


def seat_count(session_id: int) -> SeatCount:
    """Count the seats of a part; one statement. Decide on it only under the session's lock."""
    statement = select(
        func.count(Seat.id).filter(Seat.state == SeatState.SEATED),
        func.count(Seat.id).filter(Seat.state == SeatState.WAITING),
        func.max(Seat.queue_number),
    ).where(Seat.session_id == session_id)
    taken, queue_length, last_number = db.session.execute(statement).one()
    return SeatCount(taken, queue_length, last_number or 0)


def seat_counts(seminar_id: int) -> Mapping[int, Mapping[SeatState, int]]:
    """Count the seats of each part (by the session's id) in each state; one statement."""
    statement = (
        select(Seat.session_id, Seat.state, func.count(Seat.id))
        .join(Session, Session.id == Seat.session_id)
        .where(Session.seminar_id == seminar_id)
        .group_by(Seat.session_id, Seat.state)
    )
    counts: dict[int, dict[SeatState, int]] = {}
    for session_id, state, number in db.session.execute(statement):
        counts.setdefault(session_id, {})[state] = number
    return counts


def waiting_seats(session_id: int) -> tuple[Seat, ...]:
    """Return the queue of a part as it is now, the first first; one statement."""
    statement = (
        select(Seat)
        .where(Seat.session_id == session_id, Seat.state == SeatState.WAITING)
        .order_by(Seat.queue_number, Seat.id)
    )
    return tuple(db.session.scalars(statement.execution_options(populate_existing=True)))


def queue_positions(registration_id: int) -> Mapping[int, int]:
    """Return how many stand in the queue up to and with the person, by session; one statement."""
    mine, other = aliased(Seat), aliased(Seat)
    statement = (
        select(mine.session_id, func.count(other.id).label("position"))
        .join(other, (other.session_id == mine.session_id) & (other.queue_number <= mine.queue_number))
        .where(mine.registration_id == registration_id, mine.state == SeatState.WAITING)
        .where(other.state == SeatState.WAITING)
        .group_by(mine.session_id)
    )
    return {row.session_id: row.position for row in db.session.execute(statement)}


def takes_place() -> ColumnElement[bool]:
    """Return what is true of a registration that takes a place of its city.

    The person has a seat or waits for one; or the city named them, and their place is kept until they agree.
    """
    has_seat = select(Seat.id).where(Seat.registration_id == Registration.id, Seat.state.in_(_TAKING_PART))
    is_named = Registration.nominated_by.is_not(None)
    return or_(
        and_(Registration.state == RegistrationState.CONFIRMED, has_seat.exists()),
        and_(Registration.state == RegistrationState.UNCONFIRMED, is_named),
    )


def are_places_filled(seminar_id: int, city_id: int | None, *, besides: int) -> bool:
    """Say whether others than the registration *besides* fill the places of the city's delegation.

    A city without a delegation, or with one without a limit, is never full. One statement.
    """
    people = (
        select(func.count(Registration.id))
        .where(Registration.seminar_id == seminar_id, Registration.city_id == city_id)
        .where(Registration.id != besides, takes_place())
        .scalar_subquery()
    )
    statement = select(Delegation.places <= people).where(
        Delegation.seminar_id == seminar_id, Delegation.city_id == city_id
    )
    return bool(db.session.scalar(statement))
