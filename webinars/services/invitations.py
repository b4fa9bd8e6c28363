"""Invitations: the one place that opens, raises, closes and answers them; each change owes its letter.

Every function takes part in the caller's transaction; the caller holds the row of the session.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, and_, case, exists, func, literal, or_, select, update

from webinars.domain.seating import SeatState
from webinars.models.database import UTCDateTime, db
from webinars.models.invitations import Invitation, InvitationState, Method
from webinars.models.registrations import Registration, RegistrationState, Seat
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services.notices import Cause, owe_calendar

_IS_OPEN = Invitation.state == InvitationState.OPEN


@dataclass(frozen=True)
class Dispatch:
    """What a calendar letter tells its reader; kept with the invitation once it is sent."""

    method: Method
    sequence: int
    organizer: str
    is_answerable: bool
    starts_at: datetime
    ends_at: datetime


# --- one person ----------------------------------------------------------------------------------------


def invite_registrant(
    registration: Registration, session: Session, *, now: datetime, cause: Cause | None = None
) -> Invitation:
    """Open the invitation of a registrant to a part, or open it again, and owe its letter at once.

    One to another address is closed: that address gets a CANCEL, the present one an invitation of its own.
    """
    held = and_(Invitation.registration_id == registration.id, Invitation.session_id == session.id)
    return _invite(
        held,
        Invitation(
            registration_id=registration.id,
            session_id=session.id,
            attendee_name=registration.name,
            attendee_email=registration.email,
        ),
        now=now,
        cause=cause,
    )


def invite_presenter(presenter: Presenter, slot: Slot, session: Session, *, now: datetime) -> Invitation:
    """Open the invitation of a presenter to a slot, or open it again, and owe its letter at once.

    One to another slot or address is closed.
    """
    return _invite(
        Invitation.presenter_id == presenter.id,
        Invitation(
            presenter_id=presenter.id,
            slot_id=slot.id,
            session_id=session.id,
            attendee_name=presenter.name,
            attendee_email=presenter.email,
        ),
        now=now,
        cause=None,
    )


def close_registrant(
    registration: Registration, session_ids: Collection[int] | None, *, now: datetime
) -> None:
    """Take the parts of *session_ids* (None: all) out of a registrant's calendar; two statements."""
    which = Invitation.registration_id == registration.id
    if session_ids is not None:
        which = and_(which, Invitation.session_id.in_(session_ids))
    _close(which, now=now, is_settling=False)


def close_presenter(presenter: Presenter, *, now: datetime) -> None:
    """Take every slot out of a presenter's calendar; two statements."""
    _close(Invitation.presenter_id == presenter.id, now=now, is_settling=False)


def send_again(invitation: Invitation, *, now: datetime) -> None:
    """Owe the letter of an open invitation once more: the same SEQUENCE, a later DTSTAMP, the answer kept."""
    invitation.changed_at = max(_second(now), invitation.changed_at + timedelta(seconds=1))
    owe_calendar(Invitation.id == invitation.id, now=now, is_settling=False, cause=Cause.AGAIN)


def answer(invitation: Invitation, answer: Answer, comment: str, *, now: datetime) -> None:
    """Keep what the invited person said; a presenter's page and calendar give one answer."""
    invitation.answer, invitation.answer_comment, invitation.answered_at = answer, comment, now
    db.session.flush()
    if invitation.presenter_id is not None:
        said = {"answer": answer, "answer_comment": comment, "answered_at": now}
        db.session.execute(update(Presenter).where(Presenter.id == invitation.presenter_id).values(said))


# --- everybody -----------------------------------------------------------------------------------------


def raise_session(session_id: int, *, now: datetime) -> None:
    """Raise SEQUENCE for every registrant of a part that moved, and owe updates; two statements."""
    which = and_(Invitation.session_id == session_id, Invitation.registration_id.is_not(None), _IS_OPEN)
    _raise(which, now=now)


def raise_slots(slot_ids: Collection[int], *, now: datetime) -> None:
    """Raise SEQUENCE for the presenters of moved slots, ask them again, owe updates; three statements."""
    which = and_(Invitation.slot_id.in_(slot_ids), _IS_OPEN)
    _ask_again(which)
    _raise(which, now=now)


def close_session(session_id: int, *, now: datetime) -> None:
    """Take a cancelled part out of everybody's calendar, registrants and presenters; two statements."""
    _close(Invitation.session_id == session_id, now=now, is_settling=True)


def reopen_session(session_id: int, *, now: datetime) -> None:
    """Invite everybody again who has a seat or a slot in a restored part; three statements."""
    which = and_(
        Invitation.session_id == session_id,
        Invitation.state == InvitationState.CLOSED,
        or_(_has_seat(), _has_slot()),
    )
    _ask_again(which)
    owe_calendar(which, now=now, is_settling=True, cause=Cause.RESTORED)
    db.session.execute(_raised(which, now=now).values(state=InvitationState.OPEN))


def close_slot(slot_id: int, *, now: datetime) -> None:
    """Take a removed slot out of its presenters' calendars; two statements."""
    _close(Invitation.slot_id == slot_id, now=now, is_settling=True)


def carry_slot(slot_id: int, session_id: int) -> None:
    """Let the invitations to a slot follow it to another part; one statement. Who calls raises them."""
    carried = update(Invitation).where(Invitation.slot_id == slot_id).values(session_id=session_id)
    db.session.execute(carried)


# --- what went out -------------------------------------------------------------------------------------


def keep_organizer(invitation_id: int, dispatch: Dispatch) -> None:
    """Set ORGANIZER for the whole life of the invitation, before its first letter leaves; one statement."""
    first = update(Invitation).where(Invitation.id == invitation_id, Invitation.organizer.is_(None))
    db.session.execute(first.values(organizer=dispatch.organizer, is_answerable=dispatch.is_answerable))


def keep_sent(invitation_id: int, dispatch: Dispatch, *, now: datetime) -> None:
    """Keep what the person has now got; one statement."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation_id)
        .values(
            sent_method=dispatch.method,
            sent_sequence=dispatch.sequence,
            sent_starts_at=dispatch.starts_at,
            sent_ends_at=dispatch.ends_at,
            sent_at=now,
        )
    )


# --- inside --------------------------------------------------------------------------------------------


def _invite(
    held: ColumnElement[bool], wanted: Invitation, *, now: datetime, cause: Cause | None
) -> Invitation:
    statement = select(Invitation).where(held).execution_options(populate_existing=True)
    rows = db.session.scalars(statement).all()
    same = next((row for row in rows if _is_same(row, wanted)), None)
    if others := [row.id for row in rows if row is not same]:
        _close(Invitation.id.in_(others), now=now, is_settling=False)
    if same is None:
        wanted.changed_at = _second(now)
        db.session.add(wanted)
        db.session.flush()
    elif same.state is InvitationState.CLOSED:
        _ask_again(Invitation.id == same.id)
        _open_again(same, wanted.attendee_name, now=now)
    else:
        return same
    invitation = same or wanted
    owe_calendar(Invitation.id == invitation.id, now=now, is_settling=False, cause=cause)
    return invitation


def _is_same(row: Invitation, wanted: Invitation) -> bool:
    is_one_address = row.attendee_email.casefold() == wanted.attendee_email.casefold()
    return is_one_address and (row.session_id, row.slot_id) == (wanted.session_id, wanted.slot_id)


def _open_again(invitation: Invitation, name: str, *, now: datetime) -> None:
    invitation.state = InvitationState.OPEN
    invitation.attendee_name = name
    invitation.sequence += 1
    invitation.changed_at = max(_second(now), invitation.changed_at)
    invitation.answer = Answer.NEEDS_ACTION


def _raise(which: ColumnElement[bool], *, now: datetime) -> None:
    owe_calendar(which, now=now, is_settling=True)
    db.session.execute(_raised(which, now=now))


def _close(which: ColumnElement[bool], *, now: datetime, is_settling: bool) -> None:
    which = and_(which, _IS_OPEN)
    owe_calendar(which, now=now, is_settling=is_settling)
    db.session.execute(_raised(which, now=now).values(state=InvitationState.CLOSED))


def _ask_again(which: ColumnElement[bool]) -> None:
    """Take the answers of presenters back, as those of their invitations are: page and calendar give one."""
    asked = select(Invitation.presenter_id).where(which)
    db.session.execute(update(Presenter).where(Presenter.id.in_(asked)).values(answer=Answer.NEEDS_ACTION))


def _raised(which: ColumnElement[bool], *, now: datetime) -> Update:
    """Raise SEQUENCE and DTSTAMP, and ask again (RFC 5546 §2.1.4).

    With a raised SEQUENCE a DTSTAMP may repeat, but never fall back behind the one sent.
    """
    moment = literal(_second(now), UTCDateTime())
    return (
        update(Invitation)
        .where(which)
        .values(
            sequence=Invitation.sequence + 1,
            changed_at=case((Invitation.changed_at > moment, Invitation.changed_at), else_=moment),
            answer=Answer.NEEDS_ACTION,
        )
    )


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
        Slot.id == Invitation.slot_id,
        Slot.removed_at.is_(None),
        func.lower(Presenter.email) == func.lower(Invitation.attendee_email),
    )


def _second(now: datetime) -> datetime:
    return now.replace(microsecond=0)
