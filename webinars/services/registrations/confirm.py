"""Confirming: the mailed link was opened and its button pressed, so the address is the person's."""

from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.models.database import transaction
from webinars.models.notices import NoticeKind
from webinars.models.registrations import RegistrationState
from webinars.services.consents import keep_consent
from webinars.services.records import Actor
from webinars.services.registrations.handovers import take_over
from webinars.services.registrations.openings import CLOSED, is_open
from webinars.services.registrations.people import owe_letter
from webinars.services.registrations.seats import Hold, hold, mode_for, put, record_states, settle


def confirm(registration_id: int, *, consent_number: int | None = None, now: datetime) -> None:
    """Confirm a registration and seat the person, or take over what a colleague hands over.

    Confirming twice changes nothing. *consent_number* is asked of who takes over and of who was nominated,
    because nobody can agree for a colleague. Raises Refusal when it was cancelled, when no part is open any
    more, or at "consent".
    """
    with transaction():
        held = hold(registration_id)
        person = held.registration
        if person.takes_over_id is None and person.state is RegistrationState.CONFIRMED:
            return
        if person.state is RegistrationState.CANCELLED:
            raise Refusal(N_("This registration was cancelled. Register again to take part."))
        before = held.states()
        if person.takes_over_id is not None or person.nominated_by is not None:
            _agree(held, consent_number, now=now)
        if person.takes_over_id is not None:
            take_over(held, now=now)
        _settle_requests(held, now=now)
        if not held.held():
            raise Refusal(CLOSED)
        if person.state is not RegistrationState.CONFIRMED:
            person.state, person.confirmed_at = RegistrationState.CONFIRMED, now
        record_states("confirmed", person, before, held.states(), by=Actor(person.name), now=now)
        tell_unless_seated(held, now=now)


def tell_unless_seated(held: Hold, *, now: datetime) -> None:
    """Owe a letter on where the person stands, unless invitations to every part say it."""
    if any(seat.state is not SeatState.SEATED for seat in held.held()) or not held.held():
        owe_letter(NoticeKind.REGISTRATION_STATE, held.registration, now=now)


def _agree(held: Hold, consent_number: int | None, *, now: datetime) -> None:
    if consent_number is None:
        raise Refusal(N_("Agree, so that we can register you."), field="consent")
    held.registration.consent_text_id = keep_consent(consent_number, now=now)
    held.registration.consented_at = now


def _settle_requests(held: Hold, *, now: datetime) -> None:
    """Seat the requests in order of the parts; what closed while the letter travelled has expired."""
    requests = [seat for seat in held.seats.values() if seat.state is SeatState.REQUESTED]
    mode = mode_for(held.registration, held.seminar) if requests else None
    for seat in requests:
        session = held.sessions[seat.session_id]
        if mode is None or not is_open(held.seminar, session, now=now):
            put(seat, SeatState.EXPIRED, now=now)
        else:
            settle(seat, held.registration, session, mode=mode, now=now)
