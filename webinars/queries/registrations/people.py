"""One person's registration, by link, by key or by address, and the seats that belong to it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, BadLink, Missing
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import Notice
from webinars.models.registrations import Registration, Seat
from webinars.models.seminars import Seminar

REPLACED = N_("This link was replaced by a newer one. Open the link in your last letter.")
_LOADED = (
    joinedload(Registration.seminar).joinedload(Seminar.series),
    joinedload(Registration.seminar).joinedload(Seminar.host_city),
    joinedload(Registration.seminar).joinedload(Seminar.second_host_city),
    joinedload(Registration.city),
)


def registration_by_link(key: str, revision: int) -> Registration:
    """Return the registration that a link names, with city and seminar (series, host); one statement.

    Raises BadLink when the person is gone or has newer links.
    """
    statement = select(Registration).where(Registration.key == key).options(*_LOADED)
    registration = db.session.scalars(statement).one_or_none()
    if registration is None or registration.link_revision != revision:
        raise BadLink(REPLACED)
    return registration


def registration_by_key(seminar_id: int, key: str) -> Registration:
    """Return a registration of the seminar, with city and seminar (series, host); one statement.

    Raises Missing.
    """
    statement = select(Registration).where(Registration.key == key, Registration.seminar_id == seminar_id)
    registration = db.session.scalars(statement.options(*_LOADED)).one_or_none()
    if registration is None:
        raise Missing(N_("There is no such registration. Choose one from the list."))
    return registration


def registration_by_address(seminar_id: int, email_key: str) -> Registration | None:
    """Return the registration of an address in its compared form, None when there is none; one statement."""
    statement = select(Registration).where(
        Registration.seminar_id == seminar_id, Registration.email_key == email_key
    )
    return db.session.scalars(statement).one_or_none()


def seats_of(registration_id: int) -> tuple[Seat, ...]:
    """Return the person's seats as they are now, oldest first; one statement."""
    statement = select(Seat).where(Seat.registration_id == registration_id).order_by(Seat.id)
    return tuple(db.session.scalars(statement.execution_options(populate_existing=True)))


def open_invitation(registration_id: int, session_id: int) -> Invitation:
    """Return what the person's calendar shows of a part, with the person; one statement. Raises Missing."""
    statement = (
        select(Invitation)
        .where(Invitation.registration_id == registration_id, Invitation.session_id == session_id)
        .where(Invitation.state == InvitationState.OPEN)
        .options(joinedload(Invitation.registration), joinedload(Invitation.presenter))
    )
    invitation = db.session.scalars(statement).one_or_none()
    if invitation is None:
        raise Missing(N_("You have no seat in this part, so there is nothing to add to a calendar."))
    return invitation


def letters_of(registration_id: int) -> tuple[Notice, ...]:
    """Return the letters owed or sent to the person, newest first; one statement."""
    statement = select(Notice).where(Notice.registration_id == registration_id).order_by(Notice.id.desc())
    return tuple(db.session.scalars(statement))
