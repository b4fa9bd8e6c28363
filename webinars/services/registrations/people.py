"""The letters that a registrant is owed."""

from datetime import datetime

from sqlalchemy import and_, select

from webinars.domain.seating import SeatState
from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.sessions import Session
from webinars.services.notices import owe_states, post_once

WITHOUT_EVENT = (SeatState.PENDING, SeatState.WAITING)


def owe_letter(kind: NoticeKind, registration: Registration, *, now: datetime) -> None:
    """Owe the person a letter of *kind*, unless one waits."""
    post_once(kind, now=now, seminar_id=registration.seminar_id, registration_id=registration.id)


def tell_waiting(session_id: int, *, now: datetime) -> None:
    """Owe a letter to everybody who waits for a seat in a part that was called off, or takes place after all.

    They hold no event that would tell them. Of a part that is over nobody hears. Two statements.
    """
    waits = (
        select(Seat.registration_id)
        .join(Session, Session.id == Seat.session_id)
        .where(Session.id == session_id, Session.ends_at > now, Seat.state.in_(WITHOUT_EVENT))
    )
    is_confirmed = Registration.state == RegistrationState.CONFIRMED
    owe_states(and_(Registration.id.in_(waits), is_confirmed), now=now)
