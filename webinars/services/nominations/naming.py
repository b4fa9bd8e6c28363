"""Naming participants: each is asked by a letter, and takes part when they agree themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webinars.domain.errors import N_, Refusal
from webinars.domain.seating import SeatState
from webinars.domain.texts import email_key, one_line
from webinars.models.database import db, transaction
from webinars.models.nominations import Nomination
from webinars.models.notices import NoticeKind
from webinars.models.registrations import ParticipantRole, Registration, RegistrationState, Seat
from webinars.queries.nominations import known_keys
from webinars.services.consents import IN_FORCE, keep_consent
from webinars.services.nominations.rows import Held, check_room, lock_city
from webinars.services.notices import owe_each, post_once
from webinars.services.records import Actor, record_each
from webinars.services.registrations import check_open

MOST_NAMED = 1000  # people whom one city may name: who finds its link must not mail the whole world
NAME_LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class Nominee:
    """A person whom a city names, for the parts with *session_keys*."""

    name: str
    email: str
    organisation: str
    role: ParticipantRole
    language: str
    session_keys: frozenset[str]

    @property
    def email_key(self) -> str:
        """Return the address in the form that is compared."""
        return email_key(self.email)


def nominate(delegation_id: int, nominees: Sequence[Nominee], *, by: Actor, now: datetime) -> int:
    """Name people as participants of a city, ask each by a letter, and return how many were new.

    Who was named, or is registered for this city, stays as they are. Of who is registered elsewhere nothing
    changes, and nobody here learns it. Within the places of the city, or nobody is named. Raises Refusal at
    "name", "organisation" or "parts", or when there is no room. As many statements for hundreds as for one.
    """
    with transaction():
        held = lock_city(delegation_id)
        new = _unknown(held, nominees)
        if not new:
            return 0
        _check_parts(held, new, now=now)
        check_room(held.delegation, len(new))
        _check_number(held, len(new))
        _write_down(held, new, now=now)
        _ask(held, new, by=by, now=now)
    return len(new)


def _unknown(held: Held, nominees: Iterable[Nominee]) -> list[Nominee]:
    """Return whom the city does not know yet, each address once."""
    by_key = {one.email_key: one for one in reversed(list(nominees))}
    known = known_keys(held.delegation, by_key)
    return [one for key, one in reversed(by_key.items()) if key not in known]


def _check_parts(held: Held, nominees: Iterable[Nominee], *, now: datetime) -> None:
    keys = {session.key: session for session in held.sessions.values()}
    wanted = {key for one in nominees for key in one.session_keys}
    if any(not one.session_keys for one in nominees):
        raise Refusal(N_("Choose at least one part."), field="parts")
    if wanted - keys.keys():
        raise Refusal(N_("This seminar has no such part. Choose from the parts shown."), field="parts")
    check_open(held.seminar, [keys[key] for key in sorted(wanted)], now=now)


def _check_number(held: Held, count: int) -> None:
    """Count all that were ever named: taking people off and naming others would mail without end."""
    of = select(func.count(Nomination.id)).where(Nomination.delegation_id == held.delegation.id)
    if (db.session.scalar(of) or 0) + count > MOST_NAMED:
        raise Refusal(N_("A city names at most %(limit)d people. Write to the host."), limit=MOST_NAMED)


def _write_down(held: Held, nominees: Sequence[Nominee], *, now: datetime) -> None:
    """Keep the names as the city wrote them; whoever was taken off the list stands on it again."""
    ident = held.delegation.id
    of = select(Nomination).where(
        Nomination.delegation_id == ident, Nomination.email_key.in_(_keys(nominees))
    )
    former = {row.email_key: row for row in db.session.scalars(of.execution_options(populate_existing=True))}
    for one in nominees:
        row = former.get(one.email_key) or Nomination(delegation_id=ident, email_key=one.email_key)
        row.name = one_line(one.name, field="name", limit=NAME_LIMIT)
        row.email, row.nominated_at, row.withdrawn_at = one.email, now, None
        db.session.add(row)
    db.session.flush()


def _ask(held: Held, nominees: Sequence[Nominee], *, by: Actor, now: datetime) -> None:
    """Register whom nobody knows, and owe everybody the letter that suits them."""
    known = _registered(held, nominees)
    elsewhere = [row for row in known.values() if not _is_free(held, row)]
    there = {row.email_key for row in elsewhere}
    here = [one for one in nominees if one.email_key not in there]
    consent_id = keep_consent(IN_FORCE.number, now=now)
    rows = [known.get(one.email_key) or _blank(held, one, consent_id, now=now) for one in here]
    for row, one in zip(rows, here, strict=True):
        _fill(row, one, held, by=by, now=now)
    db.session.add_all(rows)
    db.session.flush()
    _request(held, dict(zip([row.id for row in rows], here, strict=True)), now=now)
    ids = [row.id for row in rows]
    record_each("nominated", [(row, {}) for row in rows], by=by, now=now, seminar_id=held.seminar.id)
    owe_each(
        NoticeKind.CONFIRM_REGISTRATION,
        Registration,
        Registration.id.in_(ids),
        seminar_id=held.seminar.id,
        details={},
        now=now,
    )
    for row in elsewhere:
        # As when somebody registers twice: only the letter differs, and only its owner reads it.
        kind = NoticeKind.REGISTRATION_STATE
        if row.state is RegistrationState.UNCONFIRMED:
            kind = NoticeKind.CONFIRM_REGISTRATION
        post_once(kind, now=now, seminar_id=held.seminar.id, registration_id=row.id)


def _keys(nominees: Iterable[Nominee]) -> list[str]:
    return [one.email_key for one in nominees]


def _registered(held: Held, nominees: Iterable[Nominee]) -> Mapping[str, Registration]:
    """Return the registrations of these addresses, locked, whatever city they are for."""
    statement = (
        select(Registration)
        .where(Registration.seminar_id == held.seminar.id, Registration.email_key.in_(_keys(nominees)))
        .order_by(Registration.id)
        .with_for_update(of=Registration, key_share=True)
    )
    rows = db.session.scalars(statement.execution_options(populate_existing=True))
    return {row.email_key: row for row in rows}


def _is_free(held: Held, row: Registration) -> bool:
    """Say whether a registration may be written over: it is for this city, and nobody confirmed it."""
    return row.city_id == held.city.id and row.state is not RegistrationState.CONFIRMED


def _blank(held: Held, one: Nominee, consent_id: int, *, now: datetime) -> Registration:
    """Make the row of a person who has not agreed: the consent that it must have is not theirs yet."""
    return Registration(
        seminar_id=held.seminar.id,
        email_key=one.email_key,
        consent_text_id=consent_id,
        consented_at=now,
        created_at=now,
    )


def _fill(row: Registration, one: Nominee, held: Held, *, by: Actor, now: datetime) -> None:
    row.name = one_line(one.name, field="name", limit=NAME_LIMIT)
    row.organisation = one_line(one.organisation, field="organisation", limit=NAME_LIMIT)
    row.email, row.city_id, row.zone = one.email, held.city.id, held.city.zone
    row.role, row.language, row.nominated_by = one.role, one.language, by.name
    row.state, row.cancelled_at = RegistrationState.UNCONFIRMED, None


def _request(held: Held, nominees: Mapping[int, Nominee], *, now: datetime) -> None:
    """Ask for the parts, approved by the city; what the organiser refused stays refused."""
    ids = {session.key: session.id for session in held.sessions.values()}
    of = select(Seat).where(Seat.registration_id.in_(list(nominees)))
    seats = {(seat.registration_id, seat.session_id): seat for seat in db.session.scalars(of)}
    for seat in seats.values():
        if seat.state is SeatState.REQUESTED:
            seat.state, seat.changed_at = SeatState.GIVEN_UP, now
    for registration_id, one in nominees.items():
        for session_id in sorted(ids[key] for key in one.session_keys):
            place = (registration_id, session_id)
            row = seats.get(place) or Seat(registration_id=registration_id, session_id=session_id)
            if row.state is not SeatState.REFUSED:
                row.state, row.changed_at, row.is_approved = SeatState.REQUESTED, now, True
            db.session.add(row)
