"""Demonstrations: whose pages of one to open first."""

from sqlalchemy import select

from webinars.domain.seating import SeatState
from webinars.models.accounts import Account
from webinars.models.calls import Call
from webinars.models.committees import Reviewer
from webinars.models.database import db
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot


def organiser(email: str) -> Account | None:
    """Return the account when it may sign in; two statements."""
    return db.session.scalars(select(Account).where(Account.email == email, Account.active)).one_or_none()


def first_presenter(slug: str) -> Presenter | None:
    """Return a presenter of the demonstration *slug*, a silent one if there is any; one statement."""
    statement = (
        select(Presenter)
        .join(Presenter.slot)
        .join(Slot.session)
        .join(Session.seminar)
        .where(Seminar.slug == slug, Seminar.is_demonstration)
        .where(Presenter.removed_at.is_(None), Slot.removed_at.is_(None))
        .order_by(Presenter.answer != Answer.NEEDS_ACTION, Presenter.id)
    )
    return db.session.scalars(statement.limit(1)).one_or_none()


def first_registrant(slug: str) -> Registration | None:
    """Return the first person with a seat in the demonstration *slug*; one statement."""
    has_seat = select(Seat.id).where(Seat.registration_id == Registration.id, Seat.state == SeatState.SEATED)
    statement = (
        select(Registration)
        .join(Registration.seminar)
        .where(Seminar.slug == slug, Seminar.is_demonstration, has_seat.exists())
        .where(Registration.state == RegistrationState.CONFIRMED)
        .order_by(Registration.id)
    )
    return db.session.scalars(statement.limit(1)).one_or_none()


def last_reviewer(slug: str) -> Reviewer | None:
    """Return the member who came last to the committee of the call *slug*; one statement."""
    statement = select(Reviewer).join(Reviewer.call).where(Call.slug == slug, Reviewer.removed_at.is_(None))
    return db.session.scalars(statement.order_by(Reviewer.id.desc()).limit(1)).one_or_none()
