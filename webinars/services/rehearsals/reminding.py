"""Reminders of rehearsals, a day and an hour before: owed once each to those who have not declined."""

from datetime import datetime, timedelta

from sqlalchemy import select

from webinars.domain.reminders import REHEARSED, due, moment
from webinars.models.database import db, lock, transaction
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.notices import NoticeKind
from webinars.models.rehearsals import Rehearsal
from webinars.models.seminars import Seminar
from webinars.models.sessions import SessionState
from webinars.models.slots import Answer, Presenter
from webinars.services.notices import post
from webinars.services.rehearsals.people import HELD_STATES


def owe_due(*, now: datetime) -> None:
    """Owe the reminders whose moment has come, each once; one statement where there is none.

    Workers that find the same one at the same moment take turns at the row of the rehearsal.
    """
    near = (
        select(Rehearsal.id, Rehearsal.starts_at, Rehearsal.reminded_minutes)
        .join(Rehearsal.seminar)
        .where(
            Rehearsal.state == SessionState.PLANNED,
            Rehearsal.starts_at.between(now, now + timedelta(minutes=max(REHEARSED))),
            Seminar.state.in_(HELD_STATES),
        )
        .order_by(Rehearsal.id)
    )
    for ident, starts_at, reminded in db.session.execute(near).all():
        if _due(starts_at, reminded, now=now) is not None:
            _owe(ident, now=now)


def _due(starts_at: datetime, reminded: int | None, *, now: datetime) -> int | None:
    """Return which reminder is to be owed now, in minutes before the start; None for none."""
    minutes = due(REHEARSED, starts_at, now=now)
    is_owed = minutes is None or (reminded is not None and reminded <= minutes)
    return None if is_owed else minutes


def _owe(rehearsal_id: int, *, now: datetime) -> None:
    with transaction():
        rehearsal = lock(Rehearsal, rehearsal_id)
        minutes = _due(rehearsal.starts_at, rehearsal.reminded_minutes, now=now)
        if minutes is None:
            return
        rehearsal.reminded_minutes = minutes
        details = {"starts_at": rehearsal.starts_at.isoformat(), "minutes": minutes}
        # A letter of its own told the time to whoever was asked, or told of a move, since the moment came.
        coming = (
            select(Invitation.id, Invitation.presenter_id)
            .join(Invitation.presenter)
            .where(
                Invitation.rehearsal_id == rehearsal_id,
                Invitation.state == InvitationState.OPEN,
                Invitation.answer != Answer.DECLINED,
                Invitation.changed_at <= moment(rehearsal.starts_at, minutes),
                Presenter.reminders_stopped_at.is_(None),
            )
            .order_by(Invitation.id)
        )
        for invitation_id, presenter_id in db.session.execute(coming).all():
            post(
                NoticeKind.REMINDER,
                now=now,
                seminar_id=rehearsal.seminar_id,
                invitation_id=invitation_id,
                presenter_id=presenter_id,
                details=details,
            )
