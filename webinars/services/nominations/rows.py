"""What every change of a city's people begins with: the delegation and the parts of its seminar, held."""

from collections.abc import Mapping
from dataclasses import dataclass

from webinars.domain.errors import N_, Refusal
from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import TAKING_PART, Delegation
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.nominations import places_of
from webinars.services.delegations.rows import lock_delegation
from webinars.services.registrations import lock_sessions_of


@dataclass(frozen=True)
class Held:
    """A delegation of a named city, its seminar and the parts by id, all locked and fresh."""

    delegation: Delegation
    seminar: Seminar
    city: City
    sessions: Mapping[int, Session]


def lock_city(delegation_id: int) -> Held:
    """Lock a city that takes part: seminar, delegation, then the parts, in whose lock seats are given.

    In the caller's transaction. Raises Refusal when nobody can be named for it.
    """
    delegation, seminar = lock_delegation(delegation_id)
    sessions = lock_sessions_of(seminar.id)
    if reason := why_nobody_is_named(delegation):
        raise Refusal(reason)
    city = db.session.get_one(City, delegation.city_id)
    return Held(delegation, seminar, city, sessions)


def why_nobody_is_named(delegation: Delegation) -> str | None:
    """Say why a city can name nobody, in an untranslated sentence; None when it can."""
    if delegation.city_id is None:
        return N_("The host has not written down which city you answer for. Write to the host.")
    if delegation.role not in TAKING_PART:
        return N_("Answer first that your city takes part. Then name its people.")
    return None


def check_room(delegation: Delegation, count: int) -> None:
    """Raise Refusal when *count* more people do not fit into the places of a city that is held."""
    places = places_of(delegation)
    if places.left is not None and count > places.left:
        raise Refusal(
            N_(
                "There is not enough room. Places of your city: %(limit)d, taken: %(taken)d. "
                "Take somebody off the list first, or ask the host for more places."
            ),
            limit=places.limit,
            taken=places.taken,
        )
