"""Who declined gives the seat back, by a button on their own page: the reply alone takes nothing away."""

from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.seating import SeatState
from webinars.models.database import db, transaction
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import RegistrationState
from webinars.models.slots import Answer
from webinars.services.records import Actor
from webinars.services.registrations.seats import HELD, Hold, hold, record_states, take_away


def give_back(registration_id: int, session_key: str, *, by: Actor, now: datetime) -> None:
    """Give up the seat of a registrant who declined that part; the first who waits moves up.

    Who then has no part left is no longer registered. Twice changes nothing. Raises Missing for no such part,
    Refusal when the person did not decline it.
    """
    with transaction():
        held = hold(registration_id)
        session_id = _session_id(held, session_key)
        seat = held.seats.get(session_id)
        if seat is None or seat.state is not SeatState.SEATED:
            return
        if not _has_declined(registration_id, session_id):
            raise Refusal(N_("You did not decline this part. Change your registration to leave it."))
        before = held.states()
        take_away(held, [seat], SeatState.GIVEN_UP, now=now)
        verb = "changed parts" if _is_left(held) else "cancelled"
        if verb == "cancelled":
            _cancel(held, now=now)
        record_states(verb, held.registration, before, held.states(), by=by, now=now)


def _session_id(held: Hold, key: str) -> int:
    found = next((session.id for session in held.sessions.values() if session.key == key), None)
    if found is None:
        raise Missing(N_("This seminar has no such part. Choose from the parts shown."))
    return found


def _has_declined(registration_id: int, session_id: int) -> bool:
    declined = select(Invitation.id).where(
        Invitation.registration_id == registration_id,
        Invitation.session_id == session_id,
        Invitation.state == InvitationState.OPEN,
        Invitation.answer == Answer.DECLINED,
    )
    return db.session.scalars(declined).first() is not None


def _is_left(held: Hold) -> bool:
    return any(seat.state in HELD for seat in held.seats.values())


def _cancel(held: Hold, *, now: datetime) -> None:
    person = held.registration
    person.state, person.cancelled_at, person.takes_over_id = RegistrationState.CANCELLED, now, None
