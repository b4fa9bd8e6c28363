"""What a city decides about who comes for it: approve who waits, and turn away whom it does not send."""

from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.models.database import db, transaction
from webinars.models.notices import WAITING, Notice, NoticeKind
from webinars.models.registrations import Registration, RegistrationState
from webinars.queries.nominations import Person, person_of
from webinars.services.nominations.rows import Held, check_room, lock_city
from webinars.services.records import Actor
from webinars.services.registrations import approve_seats, cancel_held, hold, refuse_seats


def approve(delegation_id: int, key: str, *, by: Actor, now: datetime) -> None:
    """Approve what a person of the city asked for and waits for, within the places of the city.

    Raises Missing for anybody who is not of this city, Refusal when there is no room or nothing to approve.
    """
    with transaction():
        held = lock_city(delegation_id)
        person = person_of(held.delegation, key)
        pending = [seat.id for seat in person.seats.values() if seat.state is SeatState.PENDING]
        if not pending:
            raise Refusal(N_("This person does not wait for an approval. Load the page again."))
        if not _has_place(person):
            check_room(held.delegation, 1)
        approve_seats(held.sessions, pending, by=by, now=now)


def turn_away(delegation_id: int, key: str, *, by: Actor, now: datetime) -> Person:
    """Take a person off the list of the city and out of its parts; whoever heard of it gets a letter.

    Of who is registered elsewhere nothing changes but that this city names them no longer. Raises Missing for
    anybody who is not of this city, Refusal when nothing is left to take away.
    """
    with transaction():
        held = lock_city(delegation_id)
        person = person_of(held.delegation, key)
        if not is_removable(person):
            raise Refusal(N_("This person takes part no longer. Load the page again."))
        if person.nomination is not None:
            person.nomination.withdrawn_at = now
        if person.registration is not None:
            _give_up(held, person.registration, person, by=by, now=now)
    return person


def is_removable(person: Person) -> bool:
    """Say whether there is something to take away: a name on the list, a seat, or the wish for one."""
    return person.nomination is not None or bool(_held_seats(person))


def _give_up(held: Held, row: Registration, person: Person, *, by: Actor, now: datetime) -> None:
    if row.state is RegistrationState.CONFIRMED:
        refuse_seats(held.sessions, _held_seats(person), by=by, now=now)
    elif row.state is RegistrationState.UNCONFIRMED and row.nominated_by is not None:
        unsent = _unsent(row)
        cancel_held(hold(row.id), is_told=not unsent, by=by, now=now)


def _held_seats(person: Person) -> list[int]:
    held = (SeatState.PENDING, SeatState.WAITING, SeatState.SEATED)
    return [seat.id for seat in person.seats.values() if seat.state in held]


def _has_place(person: Person) -> bool:
    """Say whether the person takes a place of the city already."""
    return any(seat.state in (SeatState.WAITING, SeatState.SEATED) for seat in person.seats.values())


def _unsent(row: Registration) -> bool:
    """Say whether the letter that asks the person has not left: then they need no other to take it back."""
    statement = select(Notice.id).where(
        Notice.registration_id == row.id,
        Notice.kind == NoticeKind.CONFIRM_REGISTRATION,
        Notice.state.in_(WAITING),
    )
    return db.session.scalar(statement.limit(1)) is not None
