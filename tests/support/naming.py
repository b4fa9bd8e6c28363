"""Cities that name people, for tests: Paris takes part, and Claire Fontaine names whom it sends."""

from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests import builders
from tests.builders import NOW
from tests.support.delegates import CLAIRE
from webinars.domain.seating import SeatState
from webinars.models import (
    Delegation,
    DelegationRole,
    Notice,
    NoticeKind,
    ParticipantRole,
    Registration,
    Seat,
    Seminar,
)
from webinars.services import nominations
from webinars.services.nominations import Nominee
from webinars.services.records import Actor

FOCAL = Actor("Claire Fontaine")


def a_city_coming(seminar: Seminar, name: str = "Paris", **values: Any) -> Delegation:
    """Write a city that attends, with somebody to write to."""
    coming = {"role": DelegationRole.ATTENDING, "invited_at": NOW, "answered_at": NOW}
    return builders.a_delegation(seminar, builders.a_city(name), **CLAIRE | coming | values)


def a_nominee(email: str = "nadia@paris.example", **values: Any) -> Nominee:
    about = {
        "name": "Nadia Nominee",
        "organisation": "City of Paris",
        "role": ParticipantRole.OFFICIAL,
        "language": "en",
        "session_keys": frozenset({"evening"}),
    }
    return Nominee(**about | {"email": email} | values)


def named(delegation: Delegation, *people: Nominee) -> int:
    """Let the focal point name *people*, Nadia where there are none."""
    return nominations.nominate(delegation.id, people or [a_nominee()], by=FOCAL, now=NOW)


def registered(database: SQLAlchemy, email: str = "nadia@paris.example") -> Registration:
    """Return the one registration of an address, as it is now."""
    statement = select(Registration).where(Registration.email == email)
    return database.session.scalars(statement.execution_options(populate_existing=True)).one()


def states_of(database: SQLAlchemy, email: str) -> list[SeatState]:
    statement = select(Seat.state).join(Seat.registration).where(Registration.email == email)
    return list(database.session.scalars(statement.order_by(Seat.id)))


def letters_to(database: SQLAlchemy, email: str) -> list[NoticeKind]:
    statement = select(Notice.kind).join(Notice.registration).where(Registration.email == email)
    return list(database.session.scalars(statement.order_by(Notice.id)))
