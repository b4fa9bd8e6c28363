"""What a person's own calendar needs: the columns of its validator, then the invitations that it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, join, select
from sqlalchemy.orm import joinedload

from webinars.domain.errors import N_, BadLink
from webinars.domain.seating import SeatState
from webinars.domain.texts import email_key
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.seminars import Seminar, SeminarState
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Presenter, Slot
from webinars.models.subscriptions import Subscription
from webinars.queries.stamps import stamped

REPLACED = N_("This calendar address was replaced. Take the new one from the page of your registration.")


@dataclass(frozen=True)
class Personal:
    """A subscription with the stored state of everything that its calendar may show.

    *state* is all that decides on the calendar, *changed_at* the latest change of any of it. *shown* names
    the invitations that the calendar shows, with the revision of their seminar.
    """

    ident: int
    language: str
    zone: str
    alarm_minutes: int | None
    state: tuple[Any, ...]
    changed_at: datetime
    shown: Mapping[int, int]


class _Each(NamedTuple):
    """The columns of an invitation that decide on its event, and on whether there is one."""

    id: int
    sequence: int
    invited_at: datetime
    state: InvitationState
    session_state: SessionState
    seminar_state: SeminarState
    revision: int
    seminar_changed_at: datetime
    registration_state: RegistrationState | None
    registered_key: str | None
    registered_language: str | None
    registered_links: int | None
    cancelled_at: datetime | None
    seat: SeatState | None
    seat_changed_at: datetime | None
    presenter_email: str | None
    presenter_language: str | None
    presenter_links: int | None
    removed_at: datetime | None
    slot_id: int | None
    slot_removed_at: datetime | None

    def is_shown(self, attendee_key: str) -> bool:
        """Say whether the calendar shows the event: invited, or called off with a seat or a slot kept."""
        if self.state is InvitationState.OPEN:
            return True
        is_off = self.session_state is SessionState.CANCELLED or self.seminar_state is SeminarState.CANCELLED
        return is_off and (self._has_seat(attendee_key) or self._has_slot(attendee_key))

    def moments(self) -> list[datetime]:
        """Return when any of it last changed; what the calendar no longer shows counts too."""
        every = (
            self.invited_at,
            self.seminar_changed_at,
            self.cancelled_at,
            self.seat_changed_at,
            self.removed_at,
            self.slot_removed_at,
        )
        return [moment for moment in every if moment is not None]

    def _has_seat(self, attendee_key: str) -> bool:
        is_confirmed = self.registration_state is RegistrationState.CONFIRMED
        return is_confirmed and self.seat is SeatState.SEATED and self.registered_key == attendee_key

    def _has_slot(self, attendee_key: str) -> bool:
        is_removed = self.removed_at is not None or self.slot_removed_at is not None
        is_theirs = self.slot_id is not None and not is_removed
        return is_theirs and email_key(self.presenter_email or "") == attendee_key


_INVITED = (
    join(Invitation, Session, Invitation.session_id == Session.id)
    .join(Seminar, Session.seminar_id == Seminar.id)
    .outerjoin(Registration, Invitation.registration_id == Registration.id)
    .outerjoin(Seat, and_(Seat.registration_id == Registration.id, Seat.session_id == Session.id))
    .outerjoin(Presenter, Invitation.presenter_id == Presenter.id)
    .outerjoin(Slot, and_(Invitation.slot_id == Slot.id, Presenter.slot_id == Slot.id))
)
_OWN = (
    Subscription.id,
    Subscription.link_revision,
    Subscription.revision,
    Subscription.changed_at,
    Subscription.language,
    Subscription.zone,
    Subscription.alarm_minutes,
    Subscription.attendee_key,
)
_EACH = (
    Invitation.id,
    Invitation.sequence,
    Invitation.changed_at,
    Invitation.state,
    Session.state,
    Seminar.state,
    Seminar.revision,
    Seminar.changed_at,
    Registration.state,
    Registration.email_key,
    Registration.language,
    Registration.link_revision,
    Registration.cancelled_at,
    Seat.state,
    Seat.changed_at,
    Presenter.email,
    Presenter.language,
    Presenter.link_revision,
    Presenter.removed_at,
    Slot.id,
    Slot.removed_at,
)
_FEED = (
    select(*_OWN, *(column.label(f"c{number}") for number, column in enumerate(_EACH)))
    .select_from(Subscription)
    .outerjoin(
        _INVITED,
        and_(Invitation.attendee_key == Subscription.attendee_key, Session.ends_at > bindparam("since")),
    )
    .where(Subscription.key == bindparam("key"))
    .order_by(Invitation.id)
)


def personal_calendar(key: str, link_revision: int, *, since: datetime) -> Personal:
    """Return the subscription with *key* and the state of what ends after *since*; one statement by indexes.

    Raises BadLink when it is gone or its address was replaced.
    """
    rows = stamped(_FEED, {"key": key, "since": since})
    if not rows or rows[0][1] != link_revision:
        raise BadLink(REPLACED)
    ident, _, _, changed_at, language, zone, alarm_minutes, attendee_key = rows[0][:8]
    found = [_Each._make(row[8:]) for row in rows if row[8] is not None]
    return Personal(
        ident=ident,
        language=language,
        zone=zone,
        alarm_minutes=alarm_minutes,
        state=tuple(map(tuple, rows)),
        changed_at=max([changed_at, *(moment for each in found for moment in each.moments())]),
        shown={each.id: each.revision for each in found if each.is_shown(attendee_key)},
    )


def invitations_of(invitation_ids: Sequence[int]) -> Sequence[Invitation]:
    """Return invitations with part, person and slot; one statement."""
    loaded = (
        joinedload(Invitation.session),
        joinedload(Invitation.registration),
        joinedload(Invitation.presenter),
        joinedload(Invitation.slot),
    )
    statement = select(Invitation).where(Invitation.id.in_(invitation_ids)).options(*loaded)
    return db.session.scalars(statement.order_by(Invitation.id)).all()


def subscription_of(attendee_key: str) -> Subscription | None:
    """Return the subscription of a mail address in its compared form, None without one; one statement."""
    statement = select(Subscription).where(Subscription.attendee_key == attendee_key)
    return db.session.scalars(statement).one_or_none()
