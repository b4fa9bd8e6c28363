"""What a person's own page shows: each part with where they stand, and the forms for changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.links import Purpose
from webinars.domain.seating import SeatState
from webinars.letters.addresses import token_for
from webinars.letters.names import part_name
from webinars.letters.times import TimePair
from webinars.models.invitations import Invitation
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.seminars import SeminarState
from webinars.models.sessions import Session
from webinars.models.slots import Answer
from webinars.queries.answers import open_events
from webinars.queries.registrations import queue_positions, seat_counts, seats_of
from webinars.queries.sessions import sessions_of
from webinars.services.registrations import HELD, is_open, join_link
from webinars.web import clock
from webinars.web.answers import page
from webinars.web.context import show_times_for
from webinars.web.reader import language
from webinars.web.registrations.answered import Answered, answered
from webinars.web.registrations.forms import AddressForm, ChangeForm, HandOverForm
from webinars.web.registrations.rows import PartRow, State, openness, pair_of, standing
from webinars.web.subscriptions.section import own_calendar
from webinars.web.unsubscribing import own_reminders


@dataclass(frozen=True)
class Standing:
    """One of the person's parts: when it is, where they stand, and what they can open (None: nothing).

    *answered* is what their calendar said; *may_give_back* offers to free the seat of who declined.
    """

    key: str
    label: str
    pair: TimePair
    state: State
    calendar_url: str | None
    join_url: str | None
    answered: Answered | None
    may_give_back: bool


@dataclass(frozen=True)
class Holding:
    """The person, the parts of the seminar that have a time, and seats and events by session id."""

    registration: Registration
    token: str
    sessions: Sequence[Session]
    seats: Mapping[int, Seat]
    positions: Mapping[int, int]
    counts: Mapping[int, Mapping[SeatState, int]]
    events: Mapping[int, Invitation]
    now: datetime

    def is_held(self, session: Session) -> bool:
        """Say whether the person has a seat in the part, waits for one, or for approval."""
        return session.id in self.seats and self.seats[session.id].state in HELD

    def takes_place(self, session: Session) -> bool:
        """Say whether neither the part nor the seminar was called off."""
        return session.takes_place(self.registration.seminar)

    def state(self, session: Session) -> State:
        """Say to the person where they stand with a part that they asked for."""
        seat = self.seats[session.id]
        if seat.state is SeatState.SEATED and self.takes_place(session):
            return State(gettext("Your seat is kept"), "ok")
        return standing(
            seat,
            session,
            position=self.positions.get(session.id),
            seminar=self.registration.seminar,
            now=self.now,
        )


@dataclass(frozen=True)
class Forms:
    """The forms of the page; each has a prefix, because their fields have the same names."""

    change: ChangeForm
    address: AddressForm
    colleague: HandOverForm


def holding_of(registration: Registration, token: str) -> Holding:
    """Read what the page shows; five statements."""
    sessions = [session for session in sessions_of(registration.seminar_id) if session.starts_at is not None]
    seats = {seat.session_id: seat for seat in seats_of(registration.id)}
    positions = queue_positions(registration.id)
    counts = seat_counts(registration.seminar_id)
    events = {session_id: one for (_person, session_id), one in open_events([registration.id]).items()}
    return Holding(registration, token, sessions, seats, positions, counts, events, clock.now())


def forms_of(holding: Holding) -> Forms:
    """Make the forms; only the one that was posted reads what was typed, the others show what is stored."""
    stored = {
        "obj": holding.registration,
        "data": {"parts": [session.key for session in holding.sessions if holding.is_held(session)]},
    }
    forms = Forms(
        ChangeForm(**_typed("change"), **stored, prefix="change"),
        AddressForm(**_typed("correct_address"), prefix="address"),
        HandOverForm(**_typed("hand_over"), prefix="colleague"),
    )
    forms.change.offer(holding.sessions)
    return forms


def own_page(holding: Holding, forms: Forms, *, status: int = 200) -> ResponseReturnValue:
    """Show the page."""
    registration = holding.registration
    starts = (one.starts_at for one in holding.sessions if one.starts_at)
    show_times_for(registration.zone, at=min(starts, default=None))
    return page(
        "registrations/show.html",
        status=status,
        zone_url=None,  # The times are in the person's own zone, which the form on the page changes.
        registration=registration,
        seminar=registration.seminar,
        token=holding.token,
        standings=[_standing(holding, one) for one in holding.sessions if one.id in holding.seats],
        rows=[_row(holding, session) for session in holding.sessions],
        forms=forms,
        is_active=registration.state is RegistrationState.CONFIRMED,
        is_unconfirmed=registration.state is RegistrationState.UNCONFIRMED,
        is_called_off=registration.seminar.state is SeminarState.CANCELLED,
        calendar=own_calendar(registration, Purpose.REGISTRATION, holding.token),
        reminders=own_reminders(registration, registration.seminar),
    )


def _typed(endpoint: str) -> dict[str, None]:
    """Return the arguments that keep a form from reading the request, unless it is the one posted."""
    return {} if request.endpoint == f"registrations.{endpoint}" else {"formdata": None}


def _standing(holding: Holding, session: Session) -> Standing:
    registration = holding.registration
    is_seated = holding.seats[session.id].state is SeatState.SEATED and holding.takes_place(session)
    is_over = session.ends_at is not None and session.ends_at <= holding.now
    has_started = session.starts_at is not None and session.starts_at <= holding.now
    event = holding.events.get(session.id) if is_seated else None
    calendar = url_for("registrations.calendar", token=holding.token, session_key=session.key)
    room = url_for("joins.join", token=token_for(Purpose.JOIN, join_link(registration, session.key)))
    return Standing(
        key=session.key,
        label=part_name(session, language()),
        pair=pair_of(session, registration.zone, registration.seminar.second_zone),
        state=holding.state(session),
        calendar_url=calendar if is_seated else None,
        join_url=room if is_seated and not is_over else None,
        answered=answered(event, registration.zone) if event else None,
        may_give_back=event is not None and event.answer is Answer.DECLINED and not has_started,
    )


def _openness(holding: Holding, session: Session) -> State | None:
    count = holding.counts.get(session.id, {})
    return openness(holding.registration.seminar, session, count, now=holding.now)


def _row(holding: Holding, session: Session) -> PartRow:
    seat = holding.seats.get(session.id)
    is_refused = seat is not None and seat.state is SeatState.REFUSED
    can_change = is_open(holding.registration.seminar, session, now=holding.now) and not is_refused
    registration = holding.registration
    return PartRow(
        value=session.key,
        label=part_name(session, language()),
        pair=pair_of(session, registration.zone, registration.seminar.second_zone),
        state=holding.state(session) if seat else _openness(holding, session),
        closed=not can_change,
    )
