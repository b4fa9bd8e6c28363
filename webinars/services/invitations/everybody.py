"""Invitations of everybody to a part or a slot, in bulk statements."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update

from webinars.domain.seating import SeatState
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.slots import Presenter, Slot
from webinars.services.invitations.rows import IS_OPEN, ask_again, close_all, is_replaced, raise_all, raised
from webinars.services.notices import Cause, owe_calendar, owe_session


def raise_session(session_id: int, *, now: datetime) -> None:
    """Raise SEQUENCE for every registrant of a part that moved, and owe updates; three statements."""
    which = and_(Invitation.session_id == session_id, Invitation.registration_id.is_not(None), IS_OPEN)
    owe_session(session_id, now=now)
    db.session.execute(raised(which, now=now))


def raise_slots(slot_ids: Collection[int], *, now: datetime) -> None:
    """Raise SEQUENCE for the presenters of moved slots, ask them again, owe updates; three statements."""
    which = and_(Invitation.slot_id.in_(slot_ids), IS_OPEN)
    ask_again(which)
    raise_all(which, now=now)


def close_session(session_id: int, *, now: datetime) -> None:
    """Take a cancelled part out of everybody's calendar, registrants and presenters; two statements."""
    close_all(Invitation.session_id == session_id, now=now, is_settling=True)


def reopen_session(session_id: int, *, now: datetime) -> None:
    """Invite everybody again who has a seat or a slot in a restored part; three statements."""
    which = and_(
        Invitation.session_id == session_id,
        Invitation.state == InvitationState.CLOSED,
        or_(_has_seat(), _has_slot()),
    )
    ask_again(which)
    owe_calendar(which, now=now, is_settling=True, cause=Cause.RESTORED)
    db.session.execute(raised(which, now=now).values(state=InvitationState.OPEN))


def close_slot(slot_id: int, *, now: datetime) -> None:
    """Take a removed slot, and its rehearsals, out of its presenters' calendars; two statements."""
    presenters = select(Presenter.id).where(Presenter.slot_id == slot_id)
    rehearsed = and_(Invitation.presenter_id.in_(presenters), Invitation.rehearsal_id.is_not(None))
    close_all(or_(Invitation.slot_id == slot_id, rehearsed), now=now, is_settling=True)


def carry_slot(slot_id: int, session_id: int) -> None:
    """Let the invitations to a slot follow it to another part; one statement. Who calls raises them."""
    carried = update(Invitation).where(Invitation.slot_id == slot_id).values(session_id=session_id)
    db.session.execute(carried)


def _has_seat() -> ColumnElement[bool]:
    """Say that the registrant still has a seat in the part, at the address that the invitation went to."""
    return exists().where(
        Seat.registration_id == Invitation.registration_id,
        Seat.session_id == Invitation.session_id,
        Seat.state == SeatState.SEATED,
        Registration.id == Invitation.registration_id,
        Registration.state == RegistrationState.CONFIRMED,
        func.lower(Registration.email) == func.lower(Invitation.attendee_email),
    )


def _has_slot() -> ColumnElement[bool]:
    """Say that the presenter still has the slot, at the address that the invitation went to."""
    return exists().where(
        Presenter.id == Invitation.presenter_id,
        Presenter.slot_id == Invitation.slot_id,
        Presenter.removed_at.is_(None),
        ~is_replaced(),
        Slot.id == Invitation.slot_id,
        Slot.removed_at.is_(None),
        func.lower(Presenter.email) == func.lower(Invitation.attendee_email),
    )
