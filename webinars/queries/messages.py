"""Messages of the organiser's own: those of a seminar, and whom each of them reaches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, Missing
from webinars.domain.seating import SeatState
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import ParticipantRole, Registration, RegistrationState, Seat
from webinars.models.reminders import Message
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.pages import Page, page_of

PRESENTERS = "presenter"
ROLES = (PRESENTERS, *(role.value for role in ParticipantRole))


@dataclass(frozen=True)
class Audience:
    """To whom a message goes: everybody with a seat and everybody who presents; each field leaves out others.

    *role* is one of ROLES; *answer* what their calendar or their page said, to *session_id* where one is
    named.
    """

    session_id: int | None = None
    city_id: int | None = None
    role: str | None = None
    answer: Answer | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """Return it as the table keeps it."""
        answer = self.answer.value if self.answer else None
        return {"session": self.session_id, "city": self.city_id, "role": self.role, "answer": answer}


def audience_of(message: Message) -> Audience:
    """Return to whom a message goes."""
    kept = message.audience
    answer = Answer(kept["answer"]) if kept["answer"] else None
    return Audience(kept["session"], kept["city"], kept["role"], answer)


def messages_page(seminar_id: int, number: int, size: int) -> Page[Message]:
    """Return a page of the messages of a seminar, those that were not sent first, then the latest.

    Two statements. Raises Missing.
    """
    order = (Message.sent_at.is_not(None), Message.sent_at.desc(), Message.id.desc())
    return page_of(select(Message).where(Message.seminar_id == seminar_id).order_by(*order), number, size)


def message_by_key(seminar_id: int, key: str) -> Message:
    """Return a message of the seminar; one statement. Raises Missing."""
    statement = select(Message).where(Message.seminar_id == seminar_id, Message.key == key)
    message = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if message is None:
        raise Missing(N_("There is no such message. Choose one from the list."))
    return message


def registrants(seminar_id: int, wanted: Audience) -> ColumnElement[bool]:
    """Say which registrants a message reaches: with a seat, and no presenter whom it reaches as such."""
    held = select(Seat.registration_id).where(Seat.state == SeatState.SEATED)
    asked = select(Invitation.registration_id).where(
        Invitation.state == InvitationState.OPEN, Invitation.registration_id.is_not(None)
    )
    conditions: list[ColumnElement[bool]] = []
    if wanted.session_id is not None:
        held = held.where(Seat.session_id == wanted.session_id)
        asked = asked.where(Invitation.session_id == wanted.session_id)
    if wanted.answer is not None:
        conditions.append(Registration.id.in_(asked.where(Invitation.answer == wanted.answer)))
    if wanted.city_id is not None:
        conditions.append(Registration.city_id == wanted.city_id)
    if wanted.role is not None:
        role = ParticipantRole(wanted.role) if wanted.role != PRESENTERS else None
        conditions.append(Registration.role == role)
    addresses = _presenters(seminar_id, wanted).with_only_columns(func.lower(Presenter.email))
    return and_(
        Registration.seminar_id == seminar_id,
        Registration.state == RegistrationState.CONFIRMED,
        Registration.reminders_stopped_at.is_(None),
        Registration.id.in_(held),
        Registration.email_key.not_in(addresses),
        *conditions,
    )


def presenters(seminar_id: int, wanted: Audience) -> ColumnElement[bool]:
    """Say which presenters a message reaches; of several rows with one address the first."""
    first = _presenters(seminar_id, wanted).with_only_columns(func.min(Presenter.id))
    return Presenter.id.in_(first.group_by(func.lower(Presenter.email)))


def count_recipients(seminar_id: int, wanted: Audience) -> int:
    """Count whom a message reaches now; one statement."""
    counts = (
        select(func.count(Registration.id)).where(registrants(seminar_id, wanted)).scalar_subquery(),
        select(func.count(Presenter.id)).where(presenters(seminar_id, wanted)).scalar_subquery(),
    )
    return db.session.scalar(select(counts[0] + counts[1])) or 0


def count_stopped(seminar_id: int) -> int:
    """Count the registrants and presenters of a seminar who want no reminders and messages; one statement."""
    people = select(func.count(Registration.id)).where(
        Registration.seminar_id == seminar_id, Registration.reminders_stopped_at.is_not(None)
    )
    speakers = (
        select(func.count(Presenter.id))
        .join(Presenter.slot)
        .join(Slot.session)
        .where(Session.seminar_id == seminar_id, Presenter.reminders_stopped_at.is_not(None))
    )
    return db.session.scalar(select(people.scalar_subquery() + speakers.scalar_subquery())) or 0


def first_recipient(seminar_id: int, wanted: Audience) -> Registration | Presenter | None:
    """Return one of those whom a message reaches, for a preview; None where there is nobody.

    At most two statements.
    """
    registrant = select(Registration).where(registrants(seminar_id, wanted)).order_by(Registration.id)
    registrant = registrant.options(joinedload(Registration.city))
    presenter = select(Presenter).where(presenters(seminar_id, wanted)).order_by(Presenter.id)
    found = db.session.scalars(registrant.limit(1)).first()
    return found or db.session.scalars(presenter.limit(1)).first()


def messages_by_id(ids: Iterable[int]) -> dict[int, Message]:
    """Return messages by id; one statement."""
    statement = select(Message).where(Message.id.in_(list(ids)))
    found = db.session.scalars(statement.execution_options(populate_existing=True))
    return {message.id: message for message in found}


def _presenters(seminar_id: int, wanted: Audience) -> Select[Any]:
    statement = select(Presenter).join(Presenter.slot).join(Slot.session)
    return statement.where(*_presenting(seminar_id, wanted))


def _presenting(seminar_id: int, wanted: Audience) -> Iterator[ColumnElement[bool]]:
    yield Session.seminar_id == seminar_id
    yield Slot.removed_at.is_(None)
    yield Presenter.removed_at.is_(None)
    yield Presenter.reminders_stopped_at.is_(None)
    if wanted.session_id is not None:
        yield Session.id == wanted.session_id
    if wanted.city_id is not None:
        of_city = select(Delegation.id).where(Delegation.city_id == wanted.city_id)
        yield Slot.delegation_id.in_(of_city)
    # The others are registrants' roles: nobody presents in one of them.
    if wanted.role not in (None, PRESENTERS):
        yield Presenter.id.is_(None)
    if wanted.answer is not None:
        yield Presenter.answer == wanted.answer
    else:
        yield Presenter.answer != Answer.DECLINED
