"""Correcting an address: the new one is confirmed by its own link, then the old links and events die."""

from datetime import datetime

from webinars.domain.errors import N_, BadLink, Refusal
from webinars.domain.seating import SeatState
from webinars.domain.texts import email_key
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration, RegistrationState
from webinars.queries.registrations import REPLACED, registration_by_address
from webinars.services.invitations import close_registrant
from webinars.services.records import Actor, record
from webinars.services.registrations.links import address_digest
from webinars.services.registrations.people import owe_letter
from webinars.services.registrations.seats import Hold, hold, invite


def correct_address(registration_id: int, email: str, *, by: Actor | None = None, now: datetime) -> None:
    """Keep *email* as the address to be, and owe it a letter with a link; *by* None is the person.

    Raises Refusal at "email" for the present address, and when the registration is not confirmed.
    """
    with transaction():
        person = lock(Registration, registration_id)
        if person.state is not RegistrationState.CONFIRMED:
            raise Refusal(N_("This registration is not active. Register again to take part."))
        if email == person.email:
            raise Refusal(N_("We write to this address already. Enter the new one."), field="email")
        change = {"pending_email": (person.pending_email, email)}
        person.pending_email = email
        by = by or Actor(person.name)
        record("corrected", person, by=by, now=now, seminar_id=person.seminar_id, changes=change)
        owe_letter(NoticeKind.CONFIRM_ADDRESS, person, now=now)


def confirm_address(registration_id: int, digest: str, *, now: datetime) -> Registration:
    """Make the pending address the person's, and return the registration with its new links.

    The links made before die, the events mailed to the old address are cancelled, and the new one is invited.
    Raises BadLink when *digest* is of another address, Refusal when the address has its own registration.
    """
    with transaction():
        held = hold(registration_id)
        person = held.registration
        if person.pending_email is None or address_digest(person.pending_email) != digest:
            raise BadLink(REPLACED)
        _free_address(person, now=now)
        change = {"email": (person.email, person.pending_email)}
        close_registrant(person, None, now=now)
        # What was closed keeps the old address, and says goodbye there; so it must be written first.
        db.session.flush()
        person.email, person.email_key = person.pending_email, email_key(person.pending_email)
        person.pending_email = person.undeliverable_at = None
        person.link_revision += 1
        by = Actor(person.name)
        record("confirmed address", person, by=by, now=now, seminar_id=person.seminar_id, changes=change)
        _invite_again(held, now=now)
    return person


def _free_address(person: Registration, *, now: datetime) -> None:
    """Make sure that no other registration has the new address.

    One that nobody confirmed, or that was cancelled, gives way: else a stranger could block an address by
    registering it.
    """
    other = registration_by_address(person.seminar_id, email_key(person.pending_email or ""))
    if other is None or other.id == person.id:
        return
    if other.state is RegistrationState.CONFIRMED:
        raise Refusal(N_("This address has a registration of its own. Cancel one of the two first."))
    other = lock(Registration, other.id)
    change = {"state": (other.state, RegistrationState.CANCELLED)}
    other.email_key = f"given-way-{other.key}"
    other.state, other.cancelled_at, other.takes_over_id = RegistrationState.CANCELLED, now, None
    by = Actor(person.name)
    record("cancelled", other, by=by, now=now, seminar_id=other.seminar_id, changes=change)


def _invite_again(held: Hold, *, now: datetime) -> None:
    for seat in held.held():
        if seat.state is SeatState.SEATED:
            invite(held.registration, held.sessions[seat.session_id], now=now)
    # The letter with the new links, whatever the seats.
    owe_letter(NoticeKind.REGISTRATION_STATE, held.registration, now=now)
