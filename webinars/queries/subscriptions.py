"""What a person's own calendar needs: the columns of its validator, then the invitations that it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, BadLink
from webinars.domain.seating import SeatState
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.prepared import PreparedRead
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Presenter, Slot
from webinars.models.subscriptions import Subscription
from webinars.queries.stamps import stamped

REPLACED = N_("This calendar address was replaced. Take the new one from the page of your registration.")


@dataclass(frozen=True)
class Personal:
    """A subscription with the stored state of everything that its calendar may show.

    *state* is all that decides on the calendar, *changed_at* the latest change of any of it, *shown* are the
    ids of the invitations that the calendar shows.
    """

    ident: int
    state: tuple[object, ...]
    changed_at: datetime
    shown: tuple[int, ...]


_HAS_SEAT = and_(
    Registration.state == RegistrationState.CONFIRMED,
    Registration.email_key == Subscription.attendee_key,
    Seat.state == SeatState.SEATED,
)
_HAS_SLOT = and_(
    Presenter.removed_at.is_(None),
    # Folded as both are, and not with the key: the engines fold other letters than Python does.
    func.lower(Presenter.email) == func.lower(Invitation.attendee_email),
    Slot.id.is_not(None),
    Slot.removed_at.is_(None),
    Invitation.taken_off_at.is_(None),
)
_IS_OFF = or_(
    Session.state == SessionState.CANCELLED,
    Rehearsal.state == SessionState.CANCELLED,
    Seminar.state == SeminarState.CANCELLED,
)
# Invited, or called off with a seat or a slot kept: who withdrew sees nothing any more.
_IS_SHOWN = or_(Invitation.state == InvitationState.OPEN, and_(_IS_OFF, or_(_HAS_SEAT, _HAS_SLOT)))
# One row after the other by an index: joins in brackets would make SQLite join all invitations first.
_FEED = PreparedRead(
    select(
        Subscription.id,
        Subscription.link_revision,
        Subscription.revision,
        Subscription.changed_at,
        func.coalesce(Session.id, Rehearsal.id),
        Invitation.id,
        Invitation.sequence,
        Invitation.changed_at,
        Seminar.revision,
        Seminar.changed_at,
        func.coalesce(Registration.language, Presenter.language),
        func.coalesce(Registration.link_revision, Presenter.link_revision),
        # When somebody gave up what had been called off, nothing else changed.
        func.coalesce(Seat.changed_at, Presenter.removed_at, Slot.removed_at),
        _IS_SHOWN,
    )
    .select_from(Subscription)
    .outerjoin(Invitation, Invitation.attendee_key == Subscription.attendee_key)
    .outerjoin(Session, and_(Session.id == Invitation.session_id, Session.ends_at > bindparam("since")))
    .outerjoin(
        Rehearsal, and_(Rehearsal.id == Invitation.rehearsal_id, Rehearsal.ends_at > bindparam("since"))
    )
    .outerjoin(Seminar, Seminar.id == func.coalesce(Session.seminar_id, Rehearsal.seminar_id))
    .outerjoin(Registration, Registration.id == Invitation.registration_id)
    .outerjoin(Seat, and_(Seat.registration_id == Registration.id, Seat.session_id == Session.id))
    .outerjoin(Presenter, Presenter.id == Invitation.presenter_id)
    .outerjoin(
        Slot, and_(Slot.id == Presenter.slot_id, func.coalesce(Invitation.slot_id, Slot.id) == Slot.id)
    )
    .where(Subscription.key == bindparam("key"))
)


def personal_calendar(key: str, link_revision: int, *, since: datetime) -> Personal:
    """Return the subscription with *key* and the state of what ends after *since*; one statement by indexes.

    Raises BadLink when it is gone or its address was replaced.
    """
    rows = stamped(_FEED, {"key": key, "since": since})
    if not rows or rows[0][1] != link_revision:
        raise BadLink(REPLACED)
    ident, _, revision, latest = rows[0][:4]
    state: list[object] = [revision]
    shown = []
    for row in sorted(rows, key=itemgetter(5)):
        (
            _,
            _,
            _,
            _,
            meeting_id,
            invitation_id,
            sequence,
            invited,
            seminar,
            told,
            *person,
            touched,
            is_shown,
        ) = row
        if meeting_id is None:
            continue
        latest = max(latest, invited, told, touched or told)
        state += (invitation_id, sequence, invited.isoformat(), seminar, *person, bool(is_shown))
        if is_shown:
            shown.append(invitation_id)
    return Personal(ident, tuple(state), latest, tuple(shown))


def subscription_by_id(ident: int) -> Subscription:
    """Return the subscription; one statement."""
    return db.session.get_one(Subscription, ident)


def invitations_of(invitation_ids: Sequence[int]) -> Sequence[Invitation]:
    """Return invitations with part or rehearsal, person and slot; one statement."""
    loaded = (
        joinedload(Invitation.session),
        joinedload(Invitation.rehearsal),
        joinedload(Invitation.registration),
        joinedload(Invitation.presenter),
        joinedload(Invitation.slot),
    )
    statement = select(Invitation).where(Invitation.id.in_(invitation_ids)).options(*loaded)
    return db.session.scalars(statement.order_by(Invitation.id)).all()


def has_moved(attendee_key: str, *, since: datetime) -> bool:
    """Say whether an event that ends after *since* left this mail address for another; one statement."""
    is_elsewhere = or_(
        and_(
            Registration.state == RegistrationState.CONFIRMED,
            Registration.email_key != Invitation.attendee_key,
        ),
        and_(
            Presenter.removed_at.is_(None),
            func.lower(Presenter.email) != func.lower(Invitation.attendee_email),
        ),
    )
    ends_at = func.coalesce(Session.ends_at, Rehearsal.ends_at)
    statement = (
        select(Invitation.id)
        .outerjoin(Session, Session.id == Invitation.session_id)
        .outerjoin(Rehearsal, Rehearsal.id == Invitation.rehearsal_id)
        .outerjoin(Registration, Registration.id == Invitation.registration_id)
        .outerjoin(Presenter, Presenter.id == Invitation.presenter_id)
        .where(Invitation.attendee_key == attendee_key, ends_at > since, is_elsewhere)
    )
    return db.session.scalars(statement.limit(1)).first() is not None


def subscription_of(attendee_key: str) -> Subscription | None:
    """Return the subscription of a mail address in its compared form, None without one; one statement."""
    statement = select(Subscription).where(Subscription.attendee_key == attendee_key)
    return db.session.scalars(statement).one_or_none()
