"""What the organiser plans: which cities, with whom to write to, in which role and part."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Refusal
from webinars.models.cities import City
from webinars.models.database import db, transaction
from webinars.models.delegations import TAKING_PART, Delegation, DelegationRole
from webinars.models.notices import NoticeKind
from webinars.queries.delegations import delegations_of
from webinars.services.delegations.rows import check_part, check_presenter, lock_delegation
from webinars.services.edits import edit
from webinars.services.notices import post_once
from webinars.services.polls import ask_at_new_address
from webinars.services.records import Actor, record
from webinars.services.seminars import lock_editable, touch

MOST_UNNAMED = 100
MOST_PLACES = 1000


@dataclass(frozen=True, kw_only=True)
class DelegationFields:
    """What an organiser writes about a delegation; *places* None is no limit, *session_id* None is open."""

    role: DelegationRole
    session_id: int | None = None
    places: int | None = None
    focal_name: str | None = None
    focal_email: str | None = None
    focal_language: str | None = None
    presenter_name: str | None = None
    presenter_email: str | None = None
    answer_by: date | None = None


def add_cities(seminar_id: int, slugs: Collection[str], *, by: Actor, now: datetime) -> int:
    """Add the members with *slugs*, uninvited, and return how many were new.

    Raises Refusal at "cities" for the host, for a member that does not exist, and for none at all.
    """
    with transaction():
        seminar = lock_editable(seminar_id)
        cities = db.session.scalars(select(City).where(City.slug.in_(slugs)).order_by(City.sort_key)).all()
        if not cities or len(cities) != len(set(slugs)):
            raise Refusal(N_("Choose cities from the list."), field="cities")
        for city in cities:
            _check_guest(city, (seminar.host_city_id, seminar.second_host_city_id))
        present = {delegation.city_id for delegation in delegations_of(seminar_id)}
        added = [city for city in cities if city.id not in present]
        for city in added:
            _add(Delegation(seminar_id=seminar_id, city_id=city.id), by=by, now=now)
    return len(added)


def add_unnamed(seminar_id: int, count: int, role: DelegationRole, *, by: Actor, now: datetime) -> None:
    """Add *count* delegations whose city nobody states. Raises Refusal at "count"."""
    if not 1 <= count <= MOST_UNNAMED:
        raise Refusal(N_("Enter a number from 1 to %(limit)d."), field="count", limit=MOST_UNNAMED)
    with transaction():
        lock_editable(seminar_id)
        answered_at = None if role is DelegationRole.INVITED else now
        for _ in range(count):
            _add(Delegation(seminar_id=seminar_id, role=role, answered_at=answered_at), by=by, now=now)
        if role in TAKING_PART:
            touch(seminar_id, now=now)


def edit_delegation(
    delegation_id: int, wanted: DelegationFields, *, expected: int | None, by: Actor, now: datetime
) -> Delegation:
    """Change a delegation. Raises Refusal at a field, or Stale.

    A role that the organiser sets counts as an answer, and "invited" asks the city anew. Another address ends
    the links of the old one; a city that was asked and is silent is invited again at its new address.
    """
    with transaction():
        delegation, seminar = lock_delegation(delegation_id)
        _check(wanted, seminar.id)
        diff = edit(delegation, vars(wanted), expected=expected, by=by, now=now, seminar_id=seminar.id)
        if "role" in diff:
            _answer_for(delegation, now=now)
        if {"role", "session_id"} & diff.keys():
            touch(seminar.id, now=now)
        if "focal_email" in diff:
            _write_to_new_address(delegation, now=now)
    return delegation


def _add(delegation: Delegation, *, by: Actor, now: datetime) -> None:
    db.session.add(delegation)
    record("added", delegation, by=by, now=now, seminar_id=delegation.seminar_id)


def _check_guest(city: City, host_city_ids: Collection[int | None]) -> None:
    if city.id in host_city_ids:
        raise Refusal(
            N_("%(city)s is a host, and no delegation of its own seminar. Leave it out."),
            field="cities",
            city=city.name,
        )


def _check(wanted: DelegationFields, seminar_id: int) -> None:
    if wanted.places is not None and not 1 <= wanted.places <= MOST_PLACES:
        raise Refusal(
            N_("Enter a number from 1 to %(limit)d, or leave this empty for no limit."),
            field="places",
            limit=MOST_PLACES,
        )
    check_part(wanted.session_id, seminar_id)
    check_presenter(wanted.presenter_name, wanted.presenter_email)


def _answer_for(delegation: Delegation, *, now: datetime) -> None:
    if delegation.role is DelegationRole.INVITED:
        delegation.invited_at = delegation.reminded_at = delegation.answered_at = None
    else:
        delegation.answered_at = now


def _write_to_new_address(delegation: Delegation, *, now: datetime) -> None:
    delegation.link_revision += 1
    delegation.undeliverable_at = None
    if delegation.is_silent and delegation.focal_email:
        kind = NoticeKind.CITY_INVITATION
        post_once(kind, now=now, seminar_id=delegation.seminar_id, delegation_id=delegation.id)
    ask_at_new_address(delegation, now=now)
