"""What the invited person said, on a page or in a calendar, and the history of it."""

from datetime import datetime

from sqlalchemy import select

from webinars.domain.calendar.replies import Said
from webinars.domain.texts import email_key
from webinars.models.database import db
from webinars.models.invitations import Invitation
from webinars.models.registrations import Registration
from webinars.models.rehearsals import Rehearsal
from webinars.models.replies import Reply, ReplyKind, Standing
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter
from webinars.services.invitations.rows import second


def answer(
    invitation: Invitation, answer: Answer, comment: str, *, now: datetime, received: Reply | None = None
) -> None:
    """Keep what the invited person said, with its place in the history and in the order of answers.

    *received* is the reply that says it; None: they said it on a page, about the event as it is. Page and
    calendar of a presenter give one answer; each rehearsal has its own. Who answers is reached at the address
    that was invited.
    """
    reply = received or _from_page(invitation, answer, comment, now=now)
    db.session.add(reply)
    invitation.answer, invitation.answer_comment, invitation.answered_at = answer, comment, now
    invitation.delegated_to = None
    _hold(invitation, reply)
    person = _person(invitation)
    if isinstance(person, Presenter) and invitation.rehearsal_id is None:
        person.answer, person.answer_comment, person.answered_at = answer, comment, now
    if email_key(person.email) == invitation.attendee_key:
        person.undeliverable_at = None
    db.session.flush()


def note_delegation(invitation: Invitation, reply: Reply) -> None:
    """Note to whom the invited person would send somebody else; their answer stays, nobody is invited."""
    invitation.delegated_to = reply.delegated_to
    _hold(invitation, reply)


def _hold(invitation: Invitation, reply: Reply) -> None:
    invitation.answered_sequence, invitation.answered_stamp = reply.sequence, reply.stamped_at


def _from_page(invitation: Invitation, answer: Answer, comment: str, *, now: datetime) -> Reply:
    return Reply(
        kind=ReplyKind.PAGE,
        standing=Standing.KEPT,
        seminar_id=_seminar_id(invitation),
        invitation_id=invitation.id,
        uid=invitation.uid,
        attendee=invitation.attendee_email,
        said=Said(answer.value),
        comment=comment,
        sequence=invitation.sequence,
        # Calendars stamp with whole seconds: a fraction would beat what they send in the same second.
        stamped_at=second(now),
        received_at=now,
    )


def _seminar_id(invitation: Invitation) -> int | None:
    if invitation.rehearsal_id is not None:
        of = select(Rehearsal.seminar_id).where(Rehearsal.id == invitation.rehearsal_id)
        return db.session.scalar(of)
    return db.session.scalar(select(Session.seminar_id).where(Session.id == invitation.session_id))


def _person(invitation: Invitation) -> Registration | Presenter:
    if invitation.presenter_id is not None:
        return db.session.get_one(Presenter, invitation.presenter_id)
    return db.session.get_one(Registration, invitation.registration_id or 0)
