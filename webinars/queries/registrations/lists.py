"""The organiser's lists of registrations: searched, filtered, in pages; a constant number of statements."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.seating import SeatState
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.records import Record
from webinars.models.registrations import ConsentText, Registration, RegistrationState, Seat
from webinars.models.slots import Answer
from webinars.queries.answers import open_events
from webinars.queries.pages import Page, page_of


@dataclass(frozen=True)
class Filter:
    """What an organiser looks for; an empty field leaves everything in.

    *words* stand in name, address, organisation or city; *session_id* and *seat_state* must fit one seat, and
    *session_id* and *answer* one event that is in the person's calendar.
    """

    words: str = ""
    session_id: int | None = None
    seat_state: SeatState | None = None
    answer: Answer | None = None
    state: RegistrationState | None = None
    city_id: int | None = None


@dataclass(frozen=True)
class Row:
    """One person in a list: the registration with its city, and seats and events by session."""

    registration: Registration
    seats: Mapping[int, Seat]
    events: Mapping[int, Invitation]
    consent_number: int


def registrations_page(seminar_id: int, wanted: Filter, number: int, size: int) -> Page[Row]:
    """Return a page of the seminar's registrations, the newest first; five statements. Raises Missing."""
    page = page_of(_matching(seminar_id, wanted), number, size)
    return Page(_rows(page.items), page.number, page.size, page.total)


def matching_rows(seminar_id: int, wanted: Filter) -> tuple[Row, ...]:
    """Return every registration that fits, the newest first; four statements."""
    return _rows(db.session.scalars(_matching(seminar_id, wanted)))


def seat_ids(
    seminar_id: int, keys: Collection[str], states: Collection[SeatState], *, session_id: int | None = None
) -> tuple[int, ...]:
    """Return the seats in *states* of the registrations with *keys*, in one part or in all; one statement."""
    statement = (
        select(Seat.id)
        .join(Registration, Registration.id == Seat.registration_id)
        .where(Registration.seminar_id == seminar_id, Registration.key.in_(keys), Seat.state.in_(states))
    )
    if session_id is not None:
        statement = statement.where(Seat.session_id == session_id)
    return tuple(db.session.scalars(statement.order_by(Seat.id)))


def records_of(registration_id: int) -> tuple[Record, ...]:
    """Return what happened to a registration, newest first; one statement."""
    statement = select(Record).where(Record.noun == "registration", Record.noun_id == registration_id)
    return tuple(db.session.scalars(statement.order_by(Record.id.desc())))


def _matching(seminar_id: int, wanted: Filter) -> Select[Any]:
    statement = (
        select(Registration)
        .outerjoin(City, City.id == Registration.city_id)
        .where(Registration.seminar_id == seminar_id)
        .options(joinedload(Registration.city))
        .order_by(Registration.created_at.desc(), Registration.id.desc())
    )
    if wanted.words:
        statement = statement.where(_has_words(wanted.words))
    if wanted.state is not None:
        statement = statement.where(Registration.state == wanted.state)
    if wanted.city_id is not None:
        statement = statement.where(Registration.city_id == wanted.city_id)
    return statement.where(*_fitting_seat(wanted), *_fitting_answer(wanted))


def _has_words(words: str) -> ColumnElement[bool]:
    """Compare without case; a city is found by its sort key, which is Latin whatever the name's script."""
    texts = (Registration.name, Registration.email, Registration.organisation, City.sort_key)
    return or_(*(text.icontains(words, autoescape=True) for text in texts))


def _fitting_seat(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.session_id is None and wanted.seat_state is None:
        return ()
    seat = select(Seat.id).where(Seat.registration_id == Registration.id)
    if wanted.session_id is not None:
        seat = seat.where(Seat.session_id == wanted.session_id)
    if wanted.seat_state is not None:
        seat = seat.where(Seat.state == wanted.seat_state)
    return (seat.exists(),)


def _fitting_answer(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    if wanted.answer is None:
        return ()
    event = select(Invitation.id).where(
        Invitation.registration_id == Registration.id,
        Invitation.state == InvitationState.OPEN,
        Invitation.answer == wanted.answer,
    )
    if wanted.session_id is not None:
        event = event.where(Invitation.session_id == wanted.session_id)
    return (event.exists(),)


def _rows(registrations: Iterable[Registration]) -> tuple[Row, ...]:
    registrations = tuple(registrations)
    seats: dict[int, dict[int, Seat]] = {}
    ids = [registration.id for registration in registrations]
    for seat in db.session.scalars(select(Seat).where(Seat.registration_id.in_(ids))):
        seats.setdefault(seat.registration_id, {})[seat.session_id] = seat
    events: dict[int, dict[int, Invitation]] = {}
    for (registration_id, session_id), event in open_events(ids).items():
        events.setdefault(registration_id, {})[session_id] = event
    consents: dict[int, int] = {row.id: row.number for row in db.session.scalars(select(ConsentText))}
    return tuple(
        Row(one, seats.get(one.id, {}), events.get(one.id, {}), consents[one.consent_text_id])
        for one in registrations
    )
