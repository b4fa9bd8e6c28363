"""Rows of invitations: what every opening, raising and closing has in common, in bulk statements."""

from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, case, exists, literal, or_, select, update
from sqlalchemy.orm import aliased

from webinars.models.database import UTCDateTime, db
from webinars.models.invitations import Invitation, InvitationState
from webinars.models.slots import Answer, Presenter
from webinars.services.notices import owe_calendar

IS_OPEN = Invitation.state == InvitationState.OPEN


def raise_all(which: ColumnElement[bool], *, now: datetime) -> None:
    """Raise SEQUENCE of these invitations, and owe updates that wait for more changes."""
    owe_calendar(which, now=now, is_settling=True)
    db.session.execute(raised(which, now=now))


def close_all(which: ColumnElement[bool], *, now: datetime, is_settling: bool) -> None:
    """Close the open ones of these invitations, and owe what takes their events away."""
    which = and_(which, IS_OPEN)
    owe_calendar(which, now=now, is_settling=is_settling)
    db.session.execute(raised(which, now=now).values(state=InvitationState.CLOSED))


def ask_again(which: ColumnElement[bool]) -> None:
    """Take the answers of presenters back, as those of their invitations are: page and calendar give one.

    Whether somebody comes to a rehearsal says nothing of whether they present.
    """
    asked = select(Invitation.presenter_id).where(which, Invitation.rehearsal_id.is_(None))
    unanswered = {"answer": Answer.NEEDS_ACTION, "answer_comment": ""}
    db.session.execute(update(Presenter).where(Presenter.id.in_(asked)).values(unanswered))


def is_replaced() -> ColumnElement[bool]:
    """Say whether a presenter declined in favour of another one: their event stays out of their calendar."""
    other = aliased(Presenter)
    named = exists().where(other.substitute_for_id == Presenter.id)
    return and_(Presenter.answer == Answer.DECLINED, or_(Presenter.substitute_for_id.is_not(None), named))


def raised(which: ColumnElement[bool], *, now: datetime) -> Update:
    """Raise SEQUENCE and DTSTAMP, and ask again (RFC 5546 §2.1.4).

    With a raised SEQUENCE a DTSTAMP may repeat, but never fall back behind the one sent.
    """
    moment = literal(second(now), UTCDateTime())
    return (
        update(Invitation)
        .where(which)
        .values(
            sequence=Invitation.sequence + 1,
            changed_at=case((Invitation.changed_at > moment, Invitation.changed_at), else_=moment),
            answer=Answer.NEEDS_ACTION,
            answer_comment="",
            delegated_to=None,
        )
    )


def second(now: datetime) -> datetime:
    """Return the whole second, which is all that a calendar can hold."""
    return now.replace(microsecond=0)
