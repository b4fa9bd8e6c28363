"""The desk of a city: which delegation a link names, who acts there, and what its pages have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from webinars.domain.errors import Refusal
from webinars.domain.links import Purpose
from webinars.letters.names import city_name, seminar_name
from webinars.letters.readers import offered
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.queries.delegations import delegation_by_link
from webinars.queries.sessions import sessions_of
from webinars.services.nominations import why_nobody_is_named
from webinars.services.records import Actor
from webinars.services.registrations import is_open
from webinars.web.answers import page, sentence
from webinars.web.context import show_times_for
from webinars.web.links import link_of
from webinars.web.reader import language, reader_zone


@dataclass(frozen=True)
class Desk:
    """A city at its seminar; *sessions* are all parts, *token* is the city's own and in every address."""

    delegation: Delegation
    seminar: Seminar
    sessions: Sequence[Session]
    token: str

    @property
    def actor(self) -> Actor:
        """Return who acts, as letters and the log name them."""
        delegation = self.delegation
        return Actor(delegation.focal_name or delegation.focal_email or city_name(delegation, "en"))

    @property
    def closed(self) -> str | None:
        """Say why the city can name nobody, in the reader's language; None when it can."""
        reason = why_nobody_is_named(self.delegation)
        return sentence(Refusal(reason)) if reason else None

    @property
    def letters_in(self) -> str:
        """Return the language of the letters to those of whom nothing else is said."""
        return offered(self.delegation.focal_language or language())

    @property
    def zone(self) -> str | None:
        """Return the zone of the city; where nobody names it, that of the reader or the host."""
        city = self.delegation.city
        return city.zone if city else reader_zone(self.seminar.zone)

    @property
    def starts_at(self) -> datetime | None:
        """Return when the first part starts; None while no time is known."""
        return min((one.starts_at for one in self.sessions if one.starts_at), default=None)

    def open_sessions(self, now: datetime) -> list[Session]:
        """Return the parts that people can still register for."""
        return [one for one in self.sessions if is_open(self.seminar, one, now=now)]

    def proposed_parts(self, now: datetime) -> list[str]:
        """Return the keys of the parts that people of this city most likely attend."""
        open_parts = self.open_sessions(now)
        own = [one.key for one in open_parts if one.id == self.delegation.session_id]
        return own or ([open_parts[0].key] if len(open_parts) == 1 else [])


def desk_of(token: str) -> Desk:
    """Return the desk that a link opens; raise BadLink when it is forged, outdated or replaced."""
    delegation = delegation_by_link(*link_of(Purpose.DELEGATION, token))
    return Desk(delegation, delegation.seminar, sessions_of(delegation.seminar_id), token)


def desk_page(desk: Desk, template: str, *, status: int = 200, **values: Any) -> ResponseReturnValue:
    """Show a page of the desk."""
    delegation = desk.delegation
    show_times_for(desk.zone, at=desk.starts_at)
    return page(
        f"nominations/{template}",
        status=status,
        token=desk.token,
        seminar=desk.seminar,
        name=seminar_name(desk.seminar, language()),
        city=city_name(delegation, language()),
        presents=delegation.role is DelegationRole.PRESENTING,
        closed=desk.closed,
        **({"zone_url": None} if delegation.city else {}),  # Then the times are those of the city.
        **values,
    )
