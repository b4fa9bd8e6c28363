"""The organiser decides: approve and refuse, many at once."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from webinars.domain.seating import Mode, SeatState
from webinars.models.database import db, transaction
from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.services.edits import check_editable
from webinars.services.invitations import close_registrant
from webinars.services.records import Actor
from webinars.services.registrations.people import owe_letter
from webinars.services.registrations.seats import (
    HELD,
    lock_sessions,
    promote_waiting,
    put,
    record_states,
    settle,
)

APPROVABLE = frozenset({SeatState.PENDING, SeatState.REFUSED})


def approve(seat_ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Approve these seats, in the order in which they were asked for; return how many it concerned.

    Each becomes a seat or a place in the queue. Seats that are neither pending nor refused stay as they are.
    """
    with transaction():
        return approve_seats(_lock_for(seat_ids), seat_ids, by=by, now=now)


def approve_seats(
    sessions: Mapping[int, Session], seat_ids: Collection[int], *, by: Actor, now: datetime
) -> int:
    """Do what `approve` promises; the caller holds *sessions*, by id, in which the seats are."""
    seats = _seats(seat_ids, APPROVABLE)
    for seat, person in seats:
        before = seat.state
        seat.is_approved = True
        session = sessions[seat.session_id]
        settle(seat, person, session, mode=Mode.APPROVAL, now=now)
        if seat.state is SeatState.WAITING:
            owe_letter(NoticeKind.REGISTRATION_STATE, person, now=now)
        states = {session.key: before.value}, {session.key: seat.state.value}
        record_states("approved", person, *states, by=by, now=now)
    return len(seats)


def refuse(seat_ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Refuse these seats, and let the queue move up where one becomes free; return how many it concerned."""
    with transaction():
        return refuse_seats(_lock_for(seat_ids), seat_ids, by=by, now=now)


def refuse_seats(
    sessions: Mapping[int, Session], seat_ids: Collection[int], *, by: Actor, now: datetime
) -> int:
    """Do what `refuse` promises; the caller holds *sessions*, by id, in which the seats are."""
    seats = _seats(seat_ids, HELD)
    freed = {seat.session_id for seat, _ in seats if seat.state is SeatState.SEATED}
    for seat, person in seats:
        before = seat.state
        put(seat, SeatState.REFUSED, now=now)
        seat.is_approved = False
        if before is SeatState.SEATED:
            close_registrant(person, [seat.session_id], now=now)
        key = sessions[seat.session_id].key
        record_states("refused", person, {key: before.value}, {key: seat.state.value}, by=by, now=now)
        owe_letter(NoticeKind.REGISTRATION_STATE, person, now=now)
    for session_id in sorted(freed):
        promote_waiting(session_id, now=now)
    return len(seats)


def _lock_for(seat_ids: Collection[int]) -> dict[int, Session]:
    """Lock the parts of these seats; raise Refusal for those of a seminar in the archive."""
    sessions = lock_sessions(db.session.scalars(select(Seat.session_id).where(Seat.id.in_(seat_ids))))
    for seminar_id in {session.seminar_id for session in sessions.values()}:
        check_editable(db.session.get_one(Seminar, seminar_id, populate_existing=True))
    return sessions


def _seats(seat_ids: Collection[int], states: Iterable[SeatState]) -> list[tuple[Seat, Registration]]:
    """Return those of the seats that are in *states*, with their confirmed person, first come first."""
    statement = (
        select(Seat, Registration)
        .join(Registration, Registration.id == Seat.registration_id)
        .where(Seat.id.in_(seat_ids), Seat.state.in_(states))
        .where(Registration.state == RegistrationState.CONFIRMED)
        .order_by(Seat.changed_at, Seat.id)
        .execution_options(populate_existing=True)
    )
    return [(seat, person) for seat, person in db.session.execute(statement)]
