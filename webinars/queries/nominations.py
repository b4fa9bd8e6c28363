"""The people of a city at a seminar, as its focal point sees them, and the places that they take."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, null, select

from webinars.domain.errors import N_, Missing
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.nominations import Nomination
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.queries.pages import Page, check_number
from webinars.queries.registrations import takes_place


@dataclass(frozen=True)
class Person:
    """Somebody of a city: named by it, registered for it, or both; seats by session.

    Whoever was named and is registered elsewhere has no *registration* here: of that the city sees nothing.
    """

    nomination: Nomination | None
    registration: Registration | None
    seats: Mapping[int, Seat]

    @property
    def key(self) -> str:
        """Return what names the person on the page of the city."""
        return self._row.key

    @property
    def name(self) -> str:
        """Return the name as the person has it, else as the city wrote it."""
        return (self.registration or self._row).name

    @property
    def email(self) -> str:
        """Return the address as the person has it, else as the city wrote it."""
        return (self.registration or self._row).email

    @property
    def _row(self) -> Nomination | Registration:
        row = self.nomination or self.registration
        if row is None:
            raise ValueError("a person of a city is named or registered")
        return row


@dataclass(frozen=True)
class Places:
    """How many places of a city are taken; *limit* None is without limit."""

    taken: int
    limit: int | None

    @property
    def left(self) -> int | None:
        """Return how many people may still come; None without limit."""
        return None if self.limit is None else max(0, self.limit - self.taken)


def people_page(delegation: Delegation, number: int, size: int) -> Page[Person]:
    """Return a page of the people of a city, by name; five statements. Raises Missing."""
    everybody = _everybody(delegation).subquery()
    total = db.session.scalar(select(func.count()).select_from(everybody)) or 0
    check_number(number, size=size, total=total)
    columns = everybody.c.nomination_id, everybody.c.registration_id
    order = func.lower(everybody.c.name), everybody.c.nomination_id, everybody.c.registration_id
    shown = select(*columns).order_by(*order).limit(size).offset((number - 1) * size)
    rows = [(row[0], row[1]) for row in db.session.execute(shown)]
    return Page(_people(rows), number, size, total)


def person_of(delegation: Delegation, key: str) -> Person:
    """Return somebody of the city as they are now; four statements. Raises Missing for anybody else."""
    everybody = _everybody(delegation).subquery()
    found = select(everybody.c.nomination_id, everybody.c.registration_id).where(_is(everybody, key))
    rows = [(row[0], row[1]) for row in db.session.execute(found)]
    if len(rows) != 1:
        raise Missing(N_("There is no such person in your city. Choose one from the list."))
    return _people(rows)[0]


def places_of(delegation: Delegation) -> Places:
    """Count the places of a city that are taken; one statement. Decide on it under the locks of its parts.

    Whoever was named takes one, whatever became of a registration elsewhere, until they cancel here.
    """
    registered = select(func.count(Registration.id)).where(_own(delegation), takes_place())
    elsewhere = (
        select(func.count(Nomination.id))
        .outerjoin(Registration, _own(delegation) & (Registration.email_key == Nomination.email_key))
        .where(_named(delegation), Registration.id.is_(None))
    )
    counted = select(registered.scalar_subquery(), elsewhere.scalar_subquery())
    here, there = db.session.execute(counted).one()
    return Places(here + there, delegation.places)


def place_counts(seminar_id: int) -> Mapping[int, int]:
    """Count the places taken of each city of a seminar, by the city's id; one statement."""
    statement = (
        select(Registration.city_id, func.count(Registration.id))
        .where(Registration.seminar_id == seminar_id, Registration.city_id.is_not(None), takes_place())
        .group_by(Registration.city_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement) if row[0] is not None}


def known_keys(delegation: Delegation, email_keys: Collection[str]) -> frozenset[str]:
    """Return those of the addresses that a city named, or of whom it sees a registration; two statements."""
    named = select(Nomination.email_key).where(_named(delegation), Nomination.email_key.in_(email_keys))
    registered = select(Registration.email_key).where(
        _own(delegation),
        Registration.state == RegistrationState.CONFIRMED,
        Registration.email_key.in_(email_keys),
    )
    return frozenset({*db.session.scalars(named), *db.session.scalars(registered)})


def _own(delegation: Delegation) -> ColumnElement[bool]:
    """Return what is true of registrations of the city; of none where nobody says which city it is."""
    return and_(Registration.seminar_id == delegation.seminar_id, Registration.city_id == delegation.city_id)


def _named(delegation: Delegation) -> ColumnElement[bool]:
    return and_(Nomination.delegation_id == delegation.id, Nomination.withdrawn_at.is_(None))


def _everybody(delegation: Delegation) -> Any:
    """Select whom the city named, with their registrations of this city, and who registered for it besides.

    Who did not confirm and was not named is nobody yet: anybody can type the address of a stranger.
    """
    named = (
        select(
            Nomination.id.label("nomination_id"),
            Registration.id.label("registration_id"),
            Nomination.name.label("name"),
        )
        .outerjoin(Registration, _own(delegation) & (Registration.email_key == Nomination.email_key))
        .where(_named(delegation))
    )
    is_named = select(Nomination.id).where(_named(delegation), Nomination.email_key == Registration.email_key)
    besides = select(null(), Registration.id, Registration.name).where(
        _own(delegation), Registration.state == RegistrationState.CONFIRMED, ~is_named.exists()
    )
    return named.union_all(besides)


def _is(everybody: Subquery, key: str) -> ColumnElement[bool]:
    nomination = select(Nomination.id).where(Nomination.key == key).scalar_subquery()
    registration = select(Registration.id).where(Registration.key == key).scalar_subquery()
    is_registered = and_(everybody.c.nomination_id.is_(None), everybody.c.registration_id == registration)
    return (everybody.c.nomination_id == nomination) | is_registered


def _people(rows: Sequence[tuple[int | None, int | None]]) -> tuple[Person, ...]:
    nominations = _by_id(select(Nomination).where(Nomination.id.in_([row[0] for row in rows])))
    registrations = _by_id(select(Registration).where(Registration.id.in_([row[1] for row in rows])))
    seats: dict[int, dict[int, Seat]] = {}
    for seat in db.session.scalars(select(Seat).where(Seat.registration_id.in_(list(registrations)))):
        seats.setdefault(seat.registration_id, {})[seat.session_id] = seat
    return tuple(
        Person(nominations.get(one), registrations.get(other), seats.get(other or 0, {}))
        for one, other in rows
    )


def _by_id(statement: Select[Any]) -> dict[int | None, Any]:
    fresh = statement.execution_options(populate_existing=True)
    return {row.id: row for row in db.session.scalars(fresh)}
