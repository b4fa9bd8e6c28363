"""Changes that a person makes on their own page, or the office for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.domain.texts import one_line
from webinars.domain.timezones import check_zone
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.sessions import Session
from webinars.services.edits import edit
from webinars.services.records import Actor, record
from webinars.services.registrations.confirm import tell_unless_seated
from webinars.services.registrations.openings import is_open
from webinars.services.registrations.people import owe_letter
from webinars.services.registrations.register import NAME_LIMIT
from webinars.services.registrations.seats import (
    HELD,
    Hold,
    hold,
    mode_for,
    record_states,
    settle,
    take_away,
)


@dataclass(frozen=True)
class Change:
    """What a person wants from now on; parts whose registration is closed stay as they are."""

    name: str
    language: str
    zone: str
    session_keys: frozenset[str]


def change(registration_id: int, wish: Change, *, by: Actor, now: datetime) -> None:
    """Change a person's parts, name, language and zone.

    Who leaves a part and comes back joins the end of the queue. Raises Refusal at "name", "zone" or "parts",
    and for a registration that is not confirmed.
    """
    details = {
        "name": one_line(wish.name, field="name", limit=NAME_LIMIT),
        "language": wish.language,
        "zone": check_zone(wish.zone),
    }
    with transaction():
        held = hold(registration_id)
        _check_confirmed(held.registration)
        edit(held.registration, details, expected=None, by=by, now=now, seminar_id=held.seminar.id)
        _change_parts(held, wish.session_keys, by=by, now=now)


def cancel(registration_id: int, *, by: Actor, now: datetime) -> None:
    """Give up every part and cancel the registration; cancelling twice changes nothing."""
    with transaction():
        cancel_held(hold(registration_id), by=by, now=now)


def cancel_held(held: Hold, *, is_told: bool = True, by: Actor, now: datetime) -> None:
    """Do what `cancel` promises to a registration that the caller holds.

    Unless it *is_told*, no letter says so: for whom none has reached yet.
    """
    person = held.registration
    if person.state is RegistrationState.CANCELLED:
        return
    before = held.states()
    was_seated = any(seat.state is SeatState.SEATED for seat in held.held())
    take_away(held, held.seats.values(), SeatState.GIVEN_UP, now=now)
    person.state, person.cancelled_at, person.takes_over_id = RegistrationState.CANCELLED, now, None
    record_states("cancelled", person, before, held.states(), by=by, now=now)
    if is_told and not was_seated:
        # Who holds an invitation gets its cancellation; everybody else learns it from this letter.
        owe_letter(NoticeKind.REGISTRATION_STATE, person, now=now)


def send_link(registration_id: int, *, by: Actor, now: datetime) -> None:
    """Owe the person the letter with the link that suits, once more."""
    with transaction():
        person = lock(Registration, registration_id)
        is_unconfirmed = person.state is RegistrationState.UNCONFIRMED
        kind = NoticeKind.CONFIRM_REGISTRATION if is_unconfirmed else NoticeKind.REGISTRATION_STATE
        owe_letter(kind, person, now=now)
        record("sent link", person, by=by, now=now, seminar_id=person.seminar_id)


def _check_confirmed(registration: Registration) -> None:
    if registration.state is not RegistrationState.CONFIRMED:
        raise Refusal(N_("This registration is not active. Register again to take part."))


def _change_parts(held: Hold, keys: frozenset[str], *, by: Actor, now: datetime) -> None:
    before = held.states()
    unknown = keys - {session.key for session in held.sessions.values()}
    if unknown:
        raise Refusal(N_("This seminar has no such part. Choose from the parts shown."), field="parts")
    changeable = [part for part in held.sessions.values() if is_changeable(held, part, now=now)]
    leaving = [held.seats[part.id] for part in changeable if part.key not in keys and part.id in held.seats]
    take_away(held, leaving, SeatState.GIVEN_UP, now=now)
    joined = _join(held, [part for part in changeable if part.key in keys], now=now)
    if not held.held():
        raise Refusal(N_("Keep at least one part, or cancel your registration."), field="parts")
    if held.states() != before:
        record_states("changed parts", held.registration, before, held.states(), by=by, now=now)
    if joined:
        tell_unless_seated(held, now=now)


def is_changeable(held: Hold, session: Session, *, now: datetime) -> bool:
    """Say whether the person may join or leave the part: it is open, and the organiser did not refuse it."""
    seat = held.seats.get(session.id)
    return is_open(held.seminar, session, now=now) and (seat is None or seat.state is not SeatState.REFUSED)


def _join(held: Hold, parts: Sequence[Session], *, now: datetime) -> bool:
    """Settle the person in *parts* that they have not asked for yet; return whether there was any."""
    new = [part for part in parts if part.id not in held.seats or held.seats[part.id].state not in HELD]
    if not new:
        return False
    mode = mode_for(held.registration, held.seminar)
    for part in new:
        seat = held.seats.get(part.id) or Seat(registration_id=held.registration.id, session_id=part.id)
        # The address is confirmed already, so the request is as good as confirmed.
        seat.state, seat.changed_at, seat.is_approved = SeatState.REQUESTED, now, False
        db.session.add(seat)
        held.seats[part.id] = seat
        settle(seat, held.registration, part, mode=mode, now=now)
    return True
