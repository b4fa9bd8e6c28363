"""Seats: given, queued and freed, always under the lock of the part. Everything here is inside a transaction.

Order of locks everywhere: the seminar's sessions by id, then registrations. Two people who take different
parts therefore never wait for each other in a circle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Missing
from webinars.domain.seating import Mode, SeatState, check_transition, decide, promotions
from webinars.models.database import db, lock
from webinars.models.registrations import Registration, Seat
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.registrations import are_places_filled, seat_count, seats_of, waiting_seats
from webinars.services.invitations import close_registrant, invite_registrant, invite_registrants
from webinars.services.notices import Cause
from webinars.services.records import SYSTEM, Actor, record, record_each

HELD = frozenset({SeatState.PENDING, SeatState.WAITING, SeatState.SEATED})


@dataclass(frozen=True)
class Hold:
    """A registration with all that its seats hang on, locked and fresh; sessions and seats by session id."""

    registration: Registration
    seminar: Seminar
    sessions: Mapping[int, Session]
    seats: dict[int, Seat]

    def held(self) -> list[Seat]:
        """Return the seats that the person has, waits for, or that wait for approval."""
        return [seat for seat in self.seats.values() if seat.state in HELD]

    def states(self) -> dict[str, str]:
        """Return where the person stands, by key of part, for the log."""
        return {self.sessions[ident].key: seat.state.value for ident, seat in self.seats.items()}


def hold(registration_id: int) -> Hold:
    """Lock the seminar's parts and the registration, and read everything anew. Raises Missing."""
    seminar_id = db.session.scalar(select(Registration.seminar_id).where(Registration.id == registration_id))
    if seminar_id is None:
        raise Missing(N_("This no longer exists. Go back and reload the page."))
    sessions = lock_sessions_of(seminar_id)
    registration = lock(Registration, registration_id)
    seminar = db.session.get_one(Seminar, seminar_id, populate_existing=True)
    seats = {seat.session_id: seat for seat in seats_of(registration_id)}
    return Hold(registration, seminar, sessions, seats)


def lock_sessions_of(seminar_id: int) -> dict[int, Session]:
    """Lock every session of a seminar, in the order of the ids, and return them fresh."""
    return lock_sessions(db.session.scalars(select(Session.id).where(Session.seminar_id == seminar_id)).all())


def lock_sessions(wanted: Iterable[int]) -> dict[int, Session]:
    """Lock the sessions with these ids, in the order of the ids, and return them fresh."""
    return {ident: lock(Session, ident) for ident in sorted(set(wanted))}


def mode_for(registration: Registration, seminar: Seminar) -> Mode:
    """Return who decides on the person's seats: the organiser also where the city's places are filled."""
    if registration.city_id is None or seminar.registration_mode is Mode.APPROVAL:
        return seminar.registration_mode
    is_full = are_places_filled(seminar.id, registration.city_id, besides=registration.id)
    return Mode.APPROVAL if is_full else seminar.registration_mode


def settle(seat: Seat, registration: Registration, session: Session, *, mode: Mode, now: datetime) -> None:
    """Give the person the seat, a number in the queue, or to the organiser to decide.

    Counts under the lock of *session*, which the caller holds; a seat given is an invitation owed.
    """
    count = seat_count(session.id)
    state = decide(
        mode,
        capacity=session.capacity,
        seats_taken=count.taken,
        queue_length=count.queue_length,
        is_approved=seat.is_approved,
    )
    put(seat, state, now=now, queue_number=count.last_number + 1)
    if state is SeatState.SEATED:
        invite(registration, session, now=now)


def invite(registration: Registration, session: Session, *, now: datetime) -> None:
    """Open the invitation of who has a seat; to a part called off it stays closed until that is restored."""
    invite_registrant(registration, session, now=now)
    if not _takes_place(session):
        close_registrant(registration, [session.id], now=now)


def put(seat: Seat, state: SeatState, *, now: datetime, queue_number: int | None = None) -> None:
    """Set where a seat stands; only who waits keeps a number. Raises Refusal for what cannot follow."""
    check_transition(seat.state, state)
    seat.state = state
    seat.queue_number = queue_number if state is SeatState.WAITING else None
    seat.changed_at = now


def take_away(held: Hold, seats: Iterable[Seat], state: SeatState, *, now: datetime) -> None:
    """Put *seats* to *state*, take the events from the person's calendar, and let the queues move up."""
    leaving = [seat for seat in seats if seat.state in HELD or seat.state is SeatState.REQUESTED]
    freed = [seat.session_id for seat in leaving if seat.state is SeatState.SEATED]
    for seat in leaving:
        put(seat, state, now=now)
    if freed:
        close_registrant(held.registration, freed, now=now)
    for session_id in freed:
        promote_waiting(session_id, now=now)


def promote_waiting(session_id: int, *, now: datetime) -> int:
    """Seat the first of the queue as far as the seats of the part go; return how many moved up.

    Locks the session. Each who moves up is owed an invitation. Nobody moves up once the part has begun or
    is called off. Call it, inside a transaction, whenever a seat is freed or the capacity raised. As many
    statements for thousands as for one, but for what `invite_registrants` says.
    """
    session = lock(Session, session_id)
    if not _takes_place(session) or session.starts_at is None or session.starts_at <= now:
        return 0
    taken = seat_count(session_id).taken
    moving = promotions(session.capacity, taken, waiting_seats(session_id))
    if not moving:
        return 0
    people = _registrations([seat.registration_id for seat in moving])
    for seat in moving:
        put(seat, SeatState.SEATED, now=now)
    in_order = [people[seat.registration_id] for seat in moving]
    change = {session.key: ("waiting", "seated")}
    moved_up = [(person, change) for person in in_order]
    record_each("moved up", moved_up, by=SYSTEM, now=now, seminar_id=session.seminar_id)
    invite_registrants(in_order, session, now=now, cause=Cause.PROMOTED)
    return len(moving)


def record_states(
    verb: str,
    registration: Registration,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    by: Actor = SYSTEM,
    now: datetime,
) -> None:
    """Write down how the person's parts changed, by key of part."""
    keys = sorted({*before, *after})
    changes = {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}
    record(verb, registration, by=by, now=now, seminar_id=registration.seminar_id, changes=changes)


def _takes_place(session: Session) -> bool:
    """Say whether the locked part takes place; one statement: who calls a seminar off changes its parts."""
    return session.takes_place(db.session.get_one(Seminar, session.seminar_id, populate_existing=True))


def _registrations(ids: list[int]) -> dict[int, Registration]:
    fresh = select(Registration).where(Registration.id.in_(ids)).execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(fresh)}
