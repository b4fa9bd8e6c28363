"""Presenters who have not answered are asked again: one by one or all, never twice within a day."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from webinars.domain.answering import is_fresh
from webinars.domain.errors import N_, Refusal
from webinars.models.database import db, transaction
from webinars.models.notices import NoticeKind
from webinars.models.sessions import Session, SessionState
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services.moves import is_ahead
from webinars.services.notices import post
from webinars.services.presenters.rows import HELD_STATES, check_held, lock_presenter
from webinars.services.records import Actor, record
from webinars.services.seminars import lock_editable


def remind(presenter_id: int, *, by: Actor, now: datetime) -> None:
    """Owe a silent presenter a reminder. Raises Refusal when nothing is asked, or a letter is fresh."""
    with transaction():
        presenter, _slot, session, seminar = lock_presenter(presenter_id)
        check_held(session, seminar)
        if not presenter.is_silent or not is_ahead(session, now=now):
            raise Refusal(N_("This presenter has answered, or the part is over. There is nothing to ask."))
        if _is_fresh(presenter, now=now):
            raise Refusal(
                N_("This presenter got a letter within the last day. Wait a day before you remind.")
            )
        owe_reminder(presenter, seminar.id, by=by, now=now)


def remind_all(seminar_id: int, *, by: Actor, now: datetime) -> int:
    """Owe a reminder to every silent presenter who got no letter within a day, and return how many."""
    with transaction():
        seminar = lock_editable(seminar_id)
        if seminar.state not in HELD_STATES:
            raise Refusal(N_("This seminar is over or called off. Nobody is asked any more."))
        silent = [one for one in _silent(seminar_id, now=now) if not _is_fresh(one, now=now)]
        for presenter in silent:
            owe_reminder(presenter, seminar_id, by=by, now=now)
    return len(silent)


def owe_reminder(presenter: Presenter, seminar_id: int, *, by: Actor, now: datetime) -> None:
    """Owe a silent presenter, whom the caller holds, a reminder."""
    presenter.reminded_at = now
    post(NoticeKind.PRESENTER_REMINDER, now=now, seminar_id=seminar_id, presenter_id=presenter.id)
    record("reminded", presenter, by=by, now=now, seminar_id=seminar_id)


def _silent(seminar_id: int, *, now: datetime) -> Sequence[Presenter]:
    statement = (
        select(Presenter)
        .join(Presenter.slot)
        .join(Slot.session)
        .where(
            Session.seminar_id == seminar_id,
            Session.state == SessionState.PLANNED,
            Session.ends_at > now,
            Slot.removed_at.is_(None),
            Presenter.removed_at.is_(None),
            Presenter.answer == Answer.NEEDS_ACTION,
        )
        .order_by(Presenter.id)
        .with_for_update(of=Presenter)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def _is_fresh(presenter: Presenter, *, now: datetime) -> bool:
    return is_fresh(presenter.reminded_at or presenter.created_at, now=now)
