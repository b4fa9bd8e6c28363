"""Handing over: a colleague confirms, and the seats pass on without losing their place."""

from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.domain.texts import email_key, one_line
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.queries.registrations import seats_of
from webinars.services.invitations import close_registrant
from webinars.services.records import Actor, record
from webinars.services.registrations.people import owe_letter
from webinars.services.registrations.register import NAME_LIMIT, find_or_add
from webinars.services.registrations.seats import HELD, Hold, hold, invite, promote_waiting


def hand_over(registration_id: int, *, name: str, email: str, now: datetime) -> None:
    """Ask a colleague to take the person's seats; they pass on when the colleague confirms.

    The answer is the same whether the colleague is registered or not. Raises Refusal at "name", "email", or
    when there is nothing to hand over.
    """
    with transaction():
        held = hold(registration_id)
        giver = held.registration
        if giver.state is not RegistrationState.CONFIRMED or not held.held():
            raise Refusal(N_("You have no seat to hand over. Register again to take part."))
        if email_key(email) == giver.email_key:
            raise Refusal(N_("This is your own address. Enter your colleague’s."), field="email")
        colleague = find_or_add(_colleague(giver, name=name, email=email, now=now))
        if colleague.state is RegistrationState.CANCELLED:
            colleague.state, colleague.cancelled_at = RegistrationState.UNCONFIRMED, None
            colleague.name = one_line(name, field="name", limit=NAME_LIMIT)
        colleague.takes_over_id = giver.id
        owe_letter(NoticeKind.HAND_OVER, colleague, now=now)
        offered = {"offered_to": ("", email)}
        by = Actor(giver.name)
        record("offered", giver, by=by, now=now, seminar_id=giver.seminar_id, changes=offered)


def take_over(held: Hold, *, now: datetime) -> None:
    """Pass the seats of the colleague whom *held* takes over from to *held*; inside the caller's transaction.

    Raises Refusal when the colleague has none any more and the person asked for none.
    """
    person = held.registration
    giver = lock(Registration, person.takes_over_id or 0)
    person.takes_over_id = None
    passing = [seat for seat in seats_of(giver.id) if seat.state in HELD]
    if giver.state is not RegistrationState.CONFIRMED or not passing:
        if held.seats:
            return
        raise Refusal(N_("These seats are no longer available. Register yourself to take part."))
    was_seated = any(seat.state is SeatState.SEATED for seat in passing)
    freed = [seat.session_id for seat in passing if not _pass_on(seat, held, now=now)]
    close_registrant(giver, None, now=now)
    if not was_seated:
        # As in changes.cancel: nothing is cancelled in a calendar, so this letter tells it.
        owe_letter(NoticeKind.REGISTRATION_STATE, giver, now=now)
    giver.state, giver.cancelled_at = RegistrationState.CANCELLED, now
    handed = {"handed_over_to": ("", person.email)}
    record("handed over", giver, by=Actor(person.name), now=now, seminar_id=giver.seminar_id, changes=handed)
    for session_id in freed:
        promote_waiting(session_id, now=now)


def _pass_on(seat: Seat, held: Hold, *, now: datetime) -> bool:
    """Move what *seat* stands for to the person of *held*; return False where that leaves a seat free.

    Who stands better already keeps that, and whom the organiser refused gets nothing from a colleague.
    """
    mine = held.seats.get(seat.session_id)
    was_seated = seat.state is SeatState.SEATED
    is_refused = mine is not None and mine.state is SeatState.REFUSED
    keeps_own = is_refused or (mine is not None and _standing(mine) <= _standing(seat))
    if not keeps_own:
        mine = mine or _add_seat(held, seat.session_id, now=now)
        # Not put(): the rules are for one person, and here a place changes hands.
        mine.state, mine.queue_number, mine.changed_at = seat.state, seat.queue_number, now
        mine.is_approved = seat.is_approved
        if was_seated:
            invite(held.registration, held.sessions[seat.session_id], now=now)
    seat.state, seat.queue_number, seat.changed_at = SeatState.GIVEN_UP, None, now
    return not (keeps_own and was_seated)


def _standing(seat: Seat) -> tuple[int, int]:
    """Return how near to a seat somebody is, the nearest first."""
    order = (SeatState.SEATED, SeatState.WAITING, SeatState.PENDING)
    return order.index(seat.state) if seat.state in order else len(order), seat.queue_number or 0


def _add_seat(held: Hold, session_id: int, *, now: datetime) -> Seat:
    seat = Seat(
        registration_id=held.registration.id, session_id=session_id, state=SeatState.REQUESTED, changed_at=now
    )
    db.session.add(seat)
    held.seats[session_id] = seat
    return seat


def _colleague(giver: Registration, *, name: str, email: str, now: datetime) -> Registration:
    """Make the colleague's row; the consent is the giver's version until the colleague agrees anew."""
    return Registration(
        seminar_id=giver.seminar_id,
        name=one_line(name, field="name", limit=NAME_LIMIT),
        email=email,
        email_key=email_key(email),
        city_id=giver.city_id,
        organisation=giver.organisation,
        role=giver.role,
        language=giver.language,
        zone=giver.zone,
        state=RegistrationState.UNCONFIRMED,
        consent_text_id=giver.consent_text_id,
        consented_at=now,
        created_at=now,
    )
