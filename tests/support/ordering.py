"""Running orders to be proposed: a seminar of two parts, cities that present, and what waits for a slot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.builders import NOW, a_city, a_delegation, a_presentation, a_seminar, a_session
from webinars.domain.planner.ordering import NoOrder
from webinars.models import Delegation, DelegationRole, Presentation, Seminar, Session
from webinars.queries.orders import Asked, OrderWish, Proposal, asked, proposed, sight_of
from webinars.queries.plans import planned_cities
from webinars.queries.presentations import waiting_presentations
from webinars.queries.programmes import Programme, programme

ZONES = {
    "Seoul": "Asia/Seoul",
    "Paris": "Europe/Paris",
    "Lima": "America/Lima",
    "Kathmandu": "Asia/Kathmandu",
}


@dataclass(frozen=True)
class Scene:
    """A seminar at ten and at seventeen in Tokyo, 60 minutes each, and its delegations by city."""

    seminar: Seminar
    morning: Session
    evening: Session
    cities: Mapping[str, Delegation]

    @property
    def whole(self) -> Programme:
        """Return the programme as it is now."""
        return programme(self.seminar.id)

    @property
    def waiting(self) -> tuple[Presentation, ...]:
        """Return what waits now."""
        return waiting_presentations(self.seminar.id)

    @property
    def sight(self) -> str:
        """Return what is seen now."""
        return sight_of(self.whole, self.waiting)

    def waits(self, city: str, title: str = "", **values: Any) -> Presentation:
        """Let a presentation of a city wait."""
        return a_presentation(self.cities[city], title or f"How {city} does it", **values)

    def asked(self, *, now: datetime = NOW, **wish: Any) -> Asked:
        """Return what the planner is asked."""
        cities = planned_cities(self.seminar.id)
        return asked(self.whole, self.waiting, cities, OrderWish(**wish), language="en", now=now)

    def proposal(self, **wish: Any) -> Proposal:
        """Return what the planner proposes."""
        found = proposed(self.asked(**wish))
        assert not isinstance(found, NoOrder), found.reason
        return found


def a_scene(**attending: str) -> Scene:
    """Write the seminar; each city presents, and attends the part that *attending* names (else: open)."""
    tokyo = a_city("Tokyo", zone="Asia/Tokyo", country="JP")
    seminar = a_seminar(host_city_id=tokyo.id)
    morning = a_session(seminar, "morning", minutes=60)
    evening = a_session(seminar, "evening", minutes=60, local_start=morning.local_start.replace(hour=17))
    parts = {"morning": morning.id, "evening": evening.id}
    cities = {
        name: a_delegation(
            seminar,
            a_city(name, zone=zone),
            role=DelegationRole.PRESENTING,
            session_id=parts.get(attending.get(name, "")),
        )
        for name, zone in ZONES.items()
    }
    return Scene(seminar, morning, evening, cities)


def order_in(proposal: Proposal) -> dict[str, list[str]]:
    """Return the titles of a proposal, each with its start (UTC), by part."""
    return {
        part.session.key: [
            f"{line.starts_at:%H:%M} {(line.presentation or line.slot).title}"  # type: ignore[union-attr]
            for line in part.lines
        ]
        for part in proposal.parts
    }


def keys_of(proposal: Proposal) -> dict[str, list[str]]:
    """Return what applying a proposal posts."""
    return {part.session.key: [line.key for line in part.lines] for part in proposal.parts}
