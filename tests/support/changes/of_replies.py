"""What comes back by mail, and what is decided about it."""

from datetime import timedelta

from sqlalchemy import select

from tests.builders import ORGANISER
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.changes.wishes import HALF_PAST
from tests.support.invited import history
from tests.support.parts import instant
from tests.support.replies import answered, countered, mail, receive, said, without_token
from webinars.domain.calendar.replies import ReplyMethod, Said
from webinars.models import Answer, Invitation, Presenter, Registration
from webinars.models.database import db, transaction
from webinars.services import invitations
from webinars.services.replies import (
    accept_proposal,
    confirm_answer,
    give_back,
    refuse_proposal,
    take_out,
)
from webinars.services.sessions import move_session


def _held_by(person: Registration | Presenter) -> Invitation:
    own = Invitation.registration_id if isinstance(person, Registration) else Invitation.presenter_id
    statement = select(Invitation).where(own == person.id)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


@change("Answered on the page")
def _answered_on_the_page(cast: Cast) -> None:
    with transaction():
        invitations.answer(_held_by(cast.seated), Answer.TENTATIVE, "", now=cast.now)


@change("Answered by mail")
def _answered(cast: Cast) -> None:
    answered(_held_by(cast.seated), Said.TENTATIVE, now=cast.now)


@change("Declined by mail, with a seat")
def _declined(cast: Cast) -> None:
    answered(_held_by(cast.seated), Said.DECLINED, now=cast.now)


def _decline(cast: Cast) -> None:
    """Decline and leave it at that: the cast accepts everything when it settles."""
    with transaction():
        invitations.answer(_held_by(cast.seated), Answer.DECLINED, "", now=cast.now)


@change("Seat given back")
def _given_back(cast: Cast) -> None:
    _decline(cast)
    give_back(cast.seated.id, "evening", by=ORGANISER, now=cast.now)


def _move(cast: Cast) -> None:
    move_session(cast.evening.id, HALF_PAST, by=ORGANISER, now=cast.now)


@change("Answered by mail to a time that is no longer so", given=_move)
def _answered_late(cast: Cast) -> None:
    answered(_held_by(cast.seated), Said.ACCEPTED, now=cast.now, sequence=0)


@change("Event asked for once more (REFRESH)")
def _refreshed(cast: Cast) -> None:
    answered(_held_by(cast.seated), None, now=cast.now, method=ReplyMethod.REFRESH)


@change("Answered by mail without the token")
def _unproven(cast: Cast) -> None:
    held = _held_by(cast.seated)
    receive(without_token(mail(held, said(held, Said.TENTATIVE, stamped_at=cast.now))), now=cast.now)


@change("Answer without the token confirmed", given=_unproven)
def _confirmed(cast: Cast) -> None:
    confirm_answer(history()[-1].key, by=ORGANISER, now=cast.now)


@change("Answer of somebody unknown taken out of the queue")
def _taken_out(cast: Cast) -> None:
    held = _held_by(cast.seated)
    receive(mail(held, said(held, attendee="stranger@lima.example")), now=cast.now)
    take_out(history()[-1].key, by=ORGANISER, now=cast.now)


def _propose(cast: Cast) -> None:
    held = _held_by(cast.presenters[0])
    proposed = countered(held, instant("2026-11-25T09:00"), stamped_at=cast.now - timedelta(minutes=1))
    receive(mail(held, proposed), now=cast.now)


@change("Presenter proposes another time")
def _proposed(cast: Cast) -> None:
    _propose(cast)


@change("Proposal refused", given=_propose)
def _refused(cast: Cast) -> None:
    refuse_proposal(history()[-1].key, by=ORGANISER, now=cast.now)


@change("Presenter's proposal accepted", given=_propose)
def _accepted(cast: Cast) -> None:
    accept_proposal(history()[-1].key, expected=None, by=ORGANISER, now=cast.now)
