"""The answers to open invitations, counted by part and city."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select

from webinars.models.cities import City
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Slot

_NUMBERS = {
    Answer.ACCEPTED: "accepted",
    Answer.TENTATIVE: "tentative",
    Answer.DECLINED: "declined",
    Answer.NEEDS_ACTION: "silent",
}


@dataclass(frozen=True)
class AnswerCount:
    """How many were invited to a part from one city (None: from none), and what they said.

    *is_presenting* tells those who present in it from those who listen.
    """

    session: Session
    city: City | None
    is_presenting: bool
    accepted: int = 0
    tentative: int = 0
    declined: int = 0
    silent: int = 0

    @property
    def invited(self) -> int:
        """Return how many were invited."""
        return self.accepted + self.tentative + self.declined + self.silent


def answers_by_part_and_city(seminar_id: int) -> tuple[AnswerCount, ...]:
    """Return the answers to the parts of a seminar in order of start, presenters first, cities by name.

    Four statements.
    """
    parts = select(Session).where(Session.seminar_id == seminar_id)
    sessions = {session.id: session for session in db.session.scalars(parts)}
    numbers: defaultdict[tuple[int, int | None, bool], dict[str, int]] = defaultdict(dict)
    for is_presenting, statement in ((True, _presenters()), (False, _registrants())):
        for session_id, city_id, said, number in db.session.execute(_of(statement, seminar_id)):
            numbers[session_id or 0, city_id, is_presenting][_NUMBERS[said]] = number
    cities = _cities(city_id for _, city_id, _ in numbers)
    counts = [
        AnswerCount(sessions[session_id], cities.get(city_id or 0), is_presenting, **said)
        for (session_id, city_id, is_presenting), said in numbers.items()
    ]
    return tuple(sorted(counts, key=_order))


def _registrants() -> Select[int | None, int | None, Answer, int]:
    return (
        select(Invitation.session_id, Registration.city_id, Invitation.answer, func.count(Invitation.id))
        .join(Invitation.registration)
        .group_by(Invitation.session_id, Registration.city_id, Invitation.answer)
    )


def _presenters() -> Select[int | None, int | None, Answer, int]:
    return (
        select(Invitation.session_id, Delegation.city_id, Invitation.answer, func.count(Invitation.id))
        .join(Invitation.slot)
        .outerjoin(Slot.delegation)
        .group_by(Invitation.session_id, Delegation.city_id, Invitation.answer)
    )


def _of(
    statement: Select[int | None, int | None, Answer, int], seminar_id: int
) -> Select[int | None, int | None, Answer, int]:
    return statement.join(Invitation.session).where(
        Session.seminar_id == seminar_id, Invitation.state == InvitationState.OPEN
    )


def _cities(ids: Iterable[int | None]) -> Mapping[int, City]:
    wanted = {ident for ident in ids if ident is not None}
    return {city.id: city for city in db.session.scalars(select(City).where(City.id.in_(wanted)))}


def _order(count: AnswerCount) -> tuple[bool, float, int, bool, bool, str]:
    session, city = count.session, count.city
    start = session.starts_at.timestamp() if session.starts_at else 0.0
    place = (session.starts_at is None, start, session.id, not count.is_presenting)
    return *place, city is None, city.sort_key if city else ""
