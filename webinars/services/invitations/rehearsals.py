"""Invitations to rehearsals: of some presenters, or of everybody who is asked to one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, update

from webinars.domain.texts import email_key
from webinars.models.database import db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.rehearsals import Rehearsal
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services.invitations.persons import invite
from webinars.services.invitations.rows import IS_OPEN, close_all, raise_all, raised
from webinars.services.notices import Cause, owe_calendar


def invite_rehearsal(presenters: Sequence[Presenter], rehearsal: Rehearsal, *, now: datetime) -> None:
    """Open the invitations of presenters to a rehearsal, new or again, and owe their letters at once."""
    who = Invitation.presenter_id.in_([one.id for one in presenters])
    wanted = [_wanted(one, rehearsal.id) for one in presenters]
    _open(and_(who, Invitation.rehearsal_id == rehearsal.id), wanted, now=now)


def rehearsals_ahead(presenter_id: int, *, now: datetime) -> Sequence[int]:
    """Return the ids of the rehearsals ahead that a presenter is asked to; one statement."""
    ahead = select(Invitation.rehearsal_id).join(Invitation.rehearsal)
    own = ahead.where(Invitation.presenter_id == presenter_id, IS_OPEN, Rehearsal.ends_at > now)
    return [ident for ident in db.session.scalars(own.order_by(Invitation.id)) if ident is not None]


def rehearsals_left(presenter: Presenter, seminar_id: int, *, now: datetime) -> Sequence[int]:
    """Return the ids of the rehearsals ahead that left a presenter's calendar with a talk; one statement.

    Without those that the office took them off.
    """
    statement = (
        select(Invitation.rehearsal_id)
        .join(Invitation.rehearsal)
        .where(
            _asked_there(presenter, seminar_id, now=now),
            Rehearsal.state == SessionState.PLANNED,
            Invitation.state == InvitationState.CLOSED,
            Invitation.taken_off_at.is_(None),
        )
        .order_by(Invitation.id)
    )
    return [ident for ident in dict.fromkeys(db.session.scalars(statement)) if ident is not None]


def follow_answer(presenter: Presenter, before: Answer, seminar_id: int, *, now: datetime) -> None:
    """Let the rehearsals ahead leave the calendar of who declines a talk, and come back with a yes.

    Who presents another talk of the seminar keeps them, and so does whom the office asks after the no.
    """
    said = presenter.answer
    if said is before:
        return
    if said is Answer.ACCEPTED:
        invite_instead(presenter, rehearsals_left(presenter, seminar_id, now=now), now=now)
    elif said is Answer.DECLINED and not _presents_elsewhere(presenter, seminar_id):
        close_all(_asked_there(presenter, seminar_id, now=now), now=now, is_settling=False)


def invite_instead(presenter: Presenter, rehearsal_ids: Sequence[int], *, now: datetime) -> None:
    """Open the invitations of a substitute to the rehearsals of who does not present any more."""
    if rehearsal_ids:
        held = and_(Invitation.presenter_id == presenter.id, Invitation.rehearsal_id.in_(rehearsal_ids))
        _open(held, [_wanted(presenter, ident) for ident in rehearsal_ids], now=now)


def readdress_rehearsals(presenter: Presenter, *, now: datetime) -> None:
    """Let the rehearsals that a presenter is asked to follow them to another address."""
    own = and_(Invitation.presenter_id == presenter.id, Invitation.rehearsal_id.is_not(None))
    asked = select(Invitation.rehearsal_id).where(own, IS_OPEN).order_by(Invitation.id)
    if ids := db.session.scalars(asked).all():
        held = and_(own, Invitation.rehearsal_id.in_(ids))
        _open(held, [_wanted(presenter, ident) for ident in ids], now=now)


def raise_rehearsal(rehearsal_id: int, *, now: datetime) -> None:
    """Raise SEQUENCE for everybody of a rehearsal that moved, and owe updates; two statements."""
    raise_all(and_(Invitation.rehearsal_id == rehearsal_id, IS_OPEN), now=now)


def close_rehearsal(rehearsal_id: int, *, now: datetime) -> None:
    """Take a cancelled rehearsal out of everybody's calendar; two statements."""
    close_all(Invitation.rehearsal_id == rehearsal_id, now=now, is_settling=True)


def close_rehearsals(seminar_id: int, *, now: datetime) -> None:
    """Take the rehearsals of a cancelled seminar out of everybody's calendar; two statements."""
    close_all(_planned(seminar_id), now=now, is_settling=True)


def leave_rehearsal(presenter_id: int, rehearsal_id: int, *, now: datetime) -> None:
    """Take a rehearsal out of one presenter's calendar, who is not asked again; three statements."""
    which = and_(Invitation.rehearsal_id == rehearsal_id, Invitation.presenter_id == presenter_id)
    close_all(which, now=now, is_settling=False)
    db.session.execute(update(Invitation).where(which).values(taken_off_at=now))


def reopen_rehearsal(rehearsal_id: int, *, now: datetime) -> None:
    """Invite everybody again who was not taken off a restored rehearsal and presents; two statements."""
    _reopen(Invitation.rehearsal_id == rehearsal_id, now=now)


def reopen_rehearsals(seminar_id: int, *, now: datetime) -> None:
    """Do for the rehearsals of a restored seminar what `reopen_rehearsal` does for one; two statements."""
    _reopen(_planned(seminar_id), now=now)


def _open(held: ColumnElement[bool], wanted: Sequence[Invitation], *, now: datetime) -> None:
    opened = Invitation.id.in_([one.id for one in invite(held, wanted, now=now, cause=None)])
    db.session.execute(update(Invitation).where(opened).values(taken_off_at=None))


def _reopen(which: ColumnElement[bool], *, now: datetime) -> None:
    is_closed = Invitation.state == InvitationState.CLOSED
    which = and_(which, is_closed, Invitation.taken_off_at.is_(None), _presents())
    owe_calendar(which, now=now, is_settling=True, cause=Cause.RESTORED)
    db.session.execute(raised(which, now=now).values(state=InvitationState.OPEN))


def _planned(seminar_id: int) -> ColumnElement[bool]:
    held = select(Rehearsal.id).where(
        Rehearsal.seminar_id == seminar_id, Rehearsal.state == SessionState.PLANNED
    )
    return Invitation.rehearsal_id.in_(held)


def _presents() -> ColumnElement[bool]:
    """Say that the person still presents and did not decline, at the address that the invitation went to."""
    return exists().where(
        Presenter.id == Invitation.presenter_id,
        Presenter.removed_at.is_(None),
        Presenter.answer != Answer.DECLINED,
        Slot.id == Presenter.slot_id,
        Slot.removed_at.is_(None),
        func.lower(Presenter.email) == func.lower(Invitation.attendee_email),
    )


def _asked_there(presenter: Presenter, seminar_id: int, *, now: datetime) -> ColumnElement[bool]:
    """Say that it invites this person, by any of their talks, to a rehearsal ahead of a seminar."""
    ahead = select(Rehearsal.id).where(Rehearsal.seminar_id == seminar_id, Rehearsal.ends_at > now)
    return and_(Invitation.attendee_key == email_key(presenter.email), Invitation.rehearsal_id.in_(ahead))


def _presents_elsewhere(presenter: Presenter, seminar_id: int) -> bool:
    other = exists().where(
        Presenter.id != presenter.id,
        func.lower(Presenter.email) == presenter.email.lower(),
        Presenter.removed_at.is_(None),
        Presenter.answer != Answer.DECLINED,
        Slot.id == Presenter.slot_id,
        Slot.removed_at.is_(None),
        Session.id == Slot.session_id,
        Session.seminar_id == seminar_id,
    )
    return bool(db.session.scalar(select(other)))


def _wanted(presenter: Presenter, rehearsal_id: int | None) -> Invitation:
    return Invitation(
        presenter_id=presenter.id,
        rehearsal_id=rehearsal_id,
        attendee_name=presenter.name,
        attendee_email=presenter.email,
    )
