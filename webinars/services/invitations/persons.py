"""Invitations of one person: opened, closed, sent again."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select

from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.registrations import Registration
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services.invitations.rows import IS_OPEN, ask_again, close_all, is_replaced, second
from webinars.services.notices import Cause, owe_calendar


def invite_registrant(
    registration: Registration, session: Session, *, now: datetime, cause: Cause | None = None
) -> Invitation:
    """Open the invitation of a registrant to a part, or open it again, and owe its letter at once.

    One to another address is closed: that address gets a CANCEL, the present one an invitation of its own.
    """
    (invitation,) = invite_registrants([registration], session, now=now, cause=cause)
    return invitation


def invite_registrants(
    people: Sequence[Registration], session: Session, *, now: datetime, cause: Cause | None = None
) -> list[Invitation]:
    """Do for each of *people* what `invite_registrant` does; as many statements as for one.

    Only on SQLite, which gives the ids of new rows back in no order, each new one takes a statement more.
    """
    held = and_(
        Invitation.registration_id.in_([person.id for person in people]), Invitation.session_id == session.id
    )
    wanted = [
        Invitation(
            registration_id=person.id,
            session_id=session.id,
            attendee_name=person.name,
            attendee_email=person.email,
        )
        for person in people
    ]
    return invite(held, wanted, now=now, cause=cause)


def invite_presenter(presenter: Presenter, slot: Slot, session: Session, *, now: datetime) -> Invitation:
    """Open the invitation of a presenter to a slot, or open it again, and owe its letter at once.

    One to another slot or address is closed.
    """
    wanted = Invitation(
        presenter_id=presenter.id,
        slot_id=slot.id,
        session_id=session.id,
        attendee_name=presenter.name,
        attendee_email=presenter.email,
    )
    held = and_(Invitation.presenter_id == presenter.id, Invitation.rehearsal_id.is_(None))
    (invitation,) = invite(held, [wanted], now=now, cause=None)
    return invitation


def invite_forgotten(session: Session, slot_ids: Collection[int], *, now: datetime) -> None:
    """Invite the presenters of these slots of *session* who hold no invitation to theirs, and ask them anew.

    Who is put down for a part that is past is not invited: this makes up for it when the part is ahead. One
    statement, and those of `invite_presenter` for each.
    """
    holds = exists().where(
        Invitation.presenter_id == Presenter.id,
        Invitation.slot_id == Presenter.slot_id,
        IS_OPEN,
        func.lower(Invitation.attendee_email) == func.lower(Presenter.email),
    )
    statement = (
        select(Presenter, Slot)
        .join(Presenter.slot)
        .where(Slot.id.in_(slot_ids), Slot.removed_at.is_(None), Presenter.removed_at.is_(None), ~holds)
        .where(~is_replaced())
        .order_by(Presenter.id)
    )
    for presenter, slot in db.session.execute(statement.execution_options(populate_existing=True)).all():
        invitation = invite_presenter(presenter, slot, session, now=now)
        ask_again(Invitation.id == invitation.id)


def close_registrant(
    registration: Registration, session_ids: Collection[int] | None, *, now: datetime
) -> None:
    """Take the parts of *session_ids* (None: all) out of a registrant's calendar; two statements."""
    which = Invitation.registration_id == registration.id
    if session_ids is not None:
        which = and_(which, Invitation.session_id.in_(session_ids))
    close_all(which, now=now, is_settling=False)


def close_presenter(presenter: Presenter, *, now: datetime) -> None:
    """Take the slot and every rehearsal out of a presenter's calendar; two statements."""
    close_all(Invitation.presenter_id == presenter.id, now=now, is_settling=False)


def send_again(invitation: Invitation, *, now: datetime, cause: Cause | None = None) -> None:
    """Owe the letter of an open invitation once more: the same SEQUENCE, a later DTSTAMP, the answer kept."""
    invitation.changed_at = max(second(now), invitation.changed_at + timedelta(seconds=1))
    owe_calendar(Invitation.id == invitation.id, now=now, is_settling=False, cause=cause)


def invite(
    held: ColumnElement[bool], wanted: Sequence[Invitation], *, now: datetime, cause: Cause | None
) -> list[Invitation]:
    """Open what is *wanted* where it is not, close what else is *held*; return what is open, in order.

    Owes the letters at once; at most five statements, see `invite_registrants`.
    """
    statement = select(Invitation).where(held).order_by(Invitation.id)
    rows = db.session.scalars(statement.execution_options(populate_existing=True)).all()
    by_event = {_event_of(row): row for row in reversed(rows)}
    found = [by_event.get(_event_of(one)) for one in wanted]
    kept = {row.id for row in found if row}
    if others := [row.id for row in rows if row.id not in kept]:
        close_all(Invitation.id.in_(others), now=now, is_settling=False)
    pairs = [pair for pair in zip(wanted, found, strict=True) if not _is_open(pair[1])]
    if closed := [row.id for _, row in pairs if row]:
        ask_again(Invitation.id.in_(closed))
    if opened := [_opened(one, row, now=now) for one, row in pairs]:
        db.session.flush()
        which = Invitation.id.in_([row.id for row in opened])
        owe_calendar(which, now=now, is_settling=False, cause=cause)
    return [row or one for one, row in zip(wanted, found, strict=True)]


def _is_open(row: Invitation | None) -> bool:
    return row is not None and row.state is not InvitationState.CLOSED


def _opened(wanted: Invitation, row: Invitation | None, *, now: datetime) -> Invitation:
    if row is not None:
        _open_again(row, wanted.attendee_name, now=now)
        return row
    wanted.changed_at = second(now)
    db.session.add(wanted)
    return wanted


def _event_of(row: Invitation) -> tuple[object, ...]:
    """Return who is invited to what, at which address."""
    who = (row.registration_id, row.presenter_id, row.attendee_email.casefold())
    return (*who, row.session_id, row.slot_id, row.rehearsal_id)


def _open_again(invitation: Invitation, name: str, *, now: datetime) -> None:
    invitation.state = InvitationState.OPEN
    invitation.attendee_name = name
    invitation.sequence += 1
    invitation.changed_at = max(second(now), invitation.changed_at)
    # What was said to the event that was taken away is in the history; this one was never answered.
    invitation.answer, invitation.answer_comment, invitation.answered_at = Answer.NEEDS_ACTION, "", None
    invitation.delegated_to = None
