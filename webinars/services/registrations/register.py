"""Registering: an application is written down, and a letter with a link goes to its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from webinars.domain.errors import N_, Missing, Refusal
from webinars.domain.seating import SeatState
from webinars.domain.texts import email_key, one_line
from webinars.models.database import db, lock, transaction
from webinars.models.notices import NoticeKind
from webinars.models.registrations import ParticipantRole, Registration, RegistrationState, Seat
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.registrations import registration_by_address, seats_of
from webinars.queries.sessions import sessions_of
from webinars.services.consents import keep_consent
from webinars.services.records import Actor, record
from webinars.services.registrations.openings import CLOSED, has_open_part, is_open
from webinars.services.registrations.people import owe_letter

NAME_LIMIT = 200


@dataclass(frozen=True)
class Application:
    """What a person wrote: *session_keys* are the parts, *zone* the IANA zone of their times."""

    name: str
    email: str
    city_id: int | None
    organisation: str
    role: ParticipantRole
    language: str
    zone: str
    session_keys: frozenset[str]
    consent_number: int


def register(seminar_id: int, application: Application, *, now: datetime) -> None:
    """Take an application, and owe its address the letter that suits it.

    No seat is taken yet. The answer is the same whether the address is new, waits, takes part or has
    cancelled: only the letter differs, and only its owner reads it. Raises Refusal at "name", "organisation",
    "parts" or "consent".
    """
    with transaction():
        seminar = db.session.get(Seminar, seminar_id, populate_existing=True)
        if seminar is None:
            raise Missing(N_("This no longer exists. Go back and reload the page."))
        wanted = chosen_parts(seminar, application.session_keys, now=now)
        blank = _row(seminar_id, application, now=now)
        registration = find_or_add(blank)
        if registration.state is RegistrationState.CONFIRMED:
            owe_letter(NoticeKind.REGISTRATION_STATE, registration, now=now)
            return
        _fill(registration, application, blank.consent_text_id, now=now)
        _request(registration, wanted, now=now)
        person = Actor(registration.name)
        record("registered", registration, by=person, now=now, seminar_id=seminar_id)
        owe_letter(NoticeKind.CONFIRM_REGISTRATION, registration, now=now)


def chosen_parts(seminar: Seminar, keys: frozenset[str], *, now: datetime) -> list[Session]:
    """Return the parts with *keys*; raise Refusal at "parts" for none, for unknown and for closed ones."""
    sessions = sessions_of(seminar.id)
    if not has_open_part(seminar, sessions, now=now):
        raise Refusal(CLOSED)
    if not keys:
        raise Refusal(N_("Choose at least one part."), field="parts")
    if keys - {session.key for session in sessions}:
        raise Refusal(N_("This seminar has no such part. Choose from the parts shown."), field="parts")
    chosen = [session for session in sessions if session.key in keys]
    check_open(seminar, chosen, now=now)
    return chosen


def check_open(seminar: Seminar, sessions: Iterable[Session], *, now: datetime) -> None:
    """Raise Refusal at "parts" when registration for one of *sessions* is closed."""
    for session in sessions:
        if not is_open(seminar, session, now=now):
            text = N_("Registration for “%(part)s” is closed. Choose another part.")
            raise Refusal(text, field="parts", part=session.name)


def find_or_add(blank: Registration) -> Registration:
    """Return the locked row of the address of *blank*, adding *blank* where there is none."""
    known = registration_by_address(blank.seminar_id, blank.email_key)
    if known is not None:
        return lock(Registration, known.id)
    try:
        with db.session.begin_nested():
            db.session.add(blank)
    except IntegrityError:
        # The same address registered a moment ago, in another process.
        known = registration_by_address(blank.seminar_id, blank.email_key)
        if known is None:
            raise
        return lock(Registration, known.id)
    return blank


def _row(seminar_id: int, application: Application, *, now: datetime) -> Registration:
    return Registration(
        seminar_id=seminar_id,
        name=one_line(application.name, field="name", limit=NAME_LIMIT),
        email=application.email,
        email_key=email_key(application.email),
        city_id=application.city_id,
        organisation=one_line(application.organisation, field="organisation", limit=NAME_LIMIT),
        role=application.role,
        language=application.language,
        zone=application.zone,
        state=RegistrationState.UNCONFIRMED,
        consent_text_id=keep_consent(application.consent_number, now=now),
        consented_at=now,
        created_at=now,
    )


def _fill(row: Registration, application: Application, consent_text_id: int, *, now: datetime) -> None:
    """Write the newest application over a row that nobody has confirmed, or that was cancelled."""
    row.name, row.organisation = application.name.strip(), application.organisation.strip()
    row.email, row.city_id, row.role = application.email, application.city_id, application.role
    row.language, row.zone = application.language, application.zone
    row.consent_text_id, row.consented_at = consent_text_id, now
    row.state, row.cancelled_at, row.nominated_by = RegistrationState.UNCONFIRMED, None, None


def _request(registration: Registration, wanted: Iterable[Session], *, now: datetime) -> None:
    """Make the person's requests exactly *wanted*; what the organiser refused stays refused."""
    seats = {seat.session_id: seat for seat in seats_of(registration.id)}
    ids = {session.id for session in wanted}
    for seat in seats.values():
        if seat.session_id in ids and seat.state in (SeatState.GIVEN_UP, SeatState.EXPIRED):
            seat.state, seat.changed_at, seat.is_approved = SeatState.REQUESTED, now, False
        if seat.session_id not in ids and seat.state is SeatState.REQUESTED:
            seat.state, seat.changed_at = SeatState.GIVEN_UP, now
    for session_id in sorted(ids - seats.keys()):
        db.session.add(
            Seat(
                registration_id=registration.id,
                session_id=session_id,
                state=SeatState.REQUESTED,
                changed_at=now,
            )
        )
