"""Rehearsals of a seminar: the list with what people said, the people of one, and a person's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from webinars.domain.errors import N_, Missing
from webinars.domain.texts import email_key
from webinars.models.database import db
from webinars.models.delegations import Delegation
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import SessionState
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.pages import Page, page_of


@dataclass(frozen=True)
class RehearsalLine:
    """A rehearsal in the list, and how many of those who are asked said what."""

    rehearsal: Rehearsal
    numbers: Mapping[Answer, int] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """Count who is asked."""
        return sum(self.numbers.values())


def rehearsal_lines(seminar_id: int, *, number: int, size: int) -> Page[RehearsalLine]:
    """Return a page of the rehearsals of a seminar, the latest first; three statements.

    Raises Missing for a page that is not there.
    """
    statement = select(Rehearsal).where(Rehearsal.seminar_id == seminar_id)
    latest = statement.order_by(Rehearsal.starts_at.desc(), Rehearsal.id.desc())
    page = page_of(latest.execution_options(populate_existing=True), number, size)
    numbers = _numbers([one.id for one in page.items])
    lines = tuple(RehearsalLine(one, numbers.get(one.id, {})) for one in page.items)
    return Page(lines, page.number, page.size, page.total)


def rehearsals_ahead(seminar_id: int, *, now: datetime) -> int:
    """Count the rehearsals of a seminar that are planned and not over; one statement."""
    ahead = select(func.count()).where(
        Rehearsal.seminar_id == seminar_id,
        Rehearsal.state == SessionState.PLANNED,
        Rehearsal.ends_at > now,
    )
    return db.session.scalar(ahead) or 0


def rehearsal_by_key(seminar_id: int, key: str) -> Rehearsal:
    """Return a rehearsal of the seminar; one statement. Raises Missing."""
    statement = select(Rehearsal).where(Rehearsal.seminar_id == seminar_id, Rehearsal.key == key)
    found = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise Missing(N_("There is no such rehearsal. Choose one from the list."))
    return found


def asked_to(rehearsal_id: int) -> Sequence[Invitation]:
    """Return the open invitations to a rehearsal by name, with presenter, slot and city; one statement."""
    statement = (
        select(Invitation)
        .join(Invitation.presenter)
        .where(Invitation.rehearsal_id == rehearsal_id, Invitation.state == InvitationState.OPEN)
        .order_by(Presenter.name, Invitation.id)
        .options(
            contains_eager(Invitation.presenter)
            .joinedload(Presenter.slot)
            .joinedload(Slot.delegation)
            .joinedload(Delegation.city)
        )
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def held_to_rehearse(seminar_id: int) -> int:
    """Count the open invitations to rehearsals of a seminar; one statement."""
    statement = (
        select(func.count(Invitation.id))
        .join(Invitation.rehearsal)
        .where(Rehearsal.seminar_id == seminar_id, Invitation.state == InvitationState.OPEN)
    )
    return db.session.scalar(statement) or 0


def own_rehearsals(seminar_id: int, email: str) -> Sequence[Invitation]:
    """Return to which rehearsals of a seminar an address is invited, the first one first; one statement.

    One that was called off is among them; who was taken off sees nothing of it any more.
    """
    return db.session.scalars(_own(seminar_id, email).order_by(Rehearsal.starts_at, Invitation.id)).all()


def own_rehearsal(seminar_id: int, email: str, key: str) -> Invitation:
    """Return the invitation with *key* of those of `own_rehearsals`; one statement. Raises Missing."""
    found = db.session.scalars(_own(seminar_id, email).where(Invitation.key == key)).one_or_none()
    if found is None:
        raise Missing(N_("You are not asked to come to this. Open the link in your last letter."))
    return found


def _own(seminar_id: int, email: str) -> Select[Invitation]:
    is_off = or_(Rehearsal.state == SessionState.CANCELLED, Seminar.state == SeminarState.CANCELLED)
    is_shown = or_(Invitation.state == InvitationState.OPEN, and_(is_off, Invitation.taken_off_at.is_(None)))
    statement = (
        select(Invitation)
        .join(Invitation.rehearsal)
        .join(Rehearsal.seminar)
        .where(Rehearsal.seminar_id == seminar_id, Invitation.attendee_key == email_key(email), is_shown)
        .options(contains_eager(Invitation.rehearsal), joinedload(Invitation.presenter))
    )
    return statement.execution_options(populate_existing=True)


def _numbers(rehearsal_ids: Sequence[int]) -> Mapping[int, Mapping[Answer, int]]:
    statement = (
        select(Invitation.rehearsal_id, Invitation.answer, func.count(Invitation.id))
        .where(Invitation.rehearsal_id.in_(rehearsal_ids), Invitation.state == InvitationState.OPEN)
        .group_by(Invitation.rehearsal_id, Invitation.answer)
    )
    found: dict[int, dict[Answer, int]] = {}
    for ident, said, number in db.session.execute(statement):
        found.setdefault(ident or 0, {})[said] = number
    return found
