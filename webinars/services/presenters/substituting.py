"""Substitutes: who declines names somebody else, and of all who are asked for one place one presents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.texts import email_key
from webinars.models.database import db, transaction
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.queries.presenters import open_invitation_of
from webinars.queries.substitutes import TAKEN, asked_instead, holder_of, others_in_place
from webinars.services import invitations
from webinars.services.moves import is_ahead
from webinars.services.presenters.answers import keep_answer, why_unanswerable
from webinars.services.presenters.assigning import take_off
from webinars.services.presenters.rows import lock_asked, presenters_of
from webinars.services.records import Actor, record
from webinars.services.seminars import touch


@dataclass(frozen=True, kw_only=True)
class Substitute:
    """Whom a presenter names in their place; letters go there in the presenter's language and zone."""

    name: str
    email: str


def name_substitute(
    presenter_id: int, comment: str, wanted: Substitute, *, by: Actor, now: datetime
) -> Presenter:
    """Decline, and ask *wanted* at once instead, to rehearsals too; the events leave who declines.

    Who has declined before may name somebody later. Raises Refusal at a field, or when it is too late.
    """
    with transaction():
        presenter, slot, session, seminar = lock_asked(presenter_id)
        if reason := why_unanswerable(session, seminar, now=now):
            raise Refusal(reason)
        others = others_in_place(presenter)
        _check(presenter, wanted, others)
        keep_answer(presenter, Answer.DECLINED, comment, seminar_id=seminar.id, by=by, now=now)
        rehearsals = [
            *invitations.rehearsals_ahead(presenter.id, now=now),
            *invitations.rehearsals_left(presenter, seminar.id, now=now),
        ]
        for one in (presenter, *others):
            invitations.close_presenter(one, now=now)
        substitute = _named(presenter, wanted, now=now)
        db.session.add(substitute)
        changes = {"substitute_for": (None, presenter.name)}
        record("named", substitute, by=by, now=now, seminar_id=seminar.id, changes=changes)
        invitations.invite_presenter(substitute, slot, session, now=now)
        invitations.invite_instead(substitute, list(dict.fromkeys(rehearsals)), now=now)
        touch(seminar.id, now=now)
    return substitute


def take_place(presenter: Presenter, slot: Slot, session: Session, *, by: Actor, now: datetime) -> None:
    """Give the place to *presenter* in the caller's transaction, who holds the slot.

    Others who are asked for it and have not answered are asked no longer; who declined it and presents after
    all is invited again. Raises Refusal where another has accepted.
    """
    others = others_in_place(presenter)
    if holder := holder_of(others):
        raise Refusal(TAKEN, name=holder.name)
    rehearsals = [ident for one in others for ident in invitations.rehearsals_ahead(one.id, now=now)]
    for other in others:
        if other.removed_at is None and other.answer is not Answer.DECLINED:
            take_off(other, session.seminar_id, by=by, now=now)
        else:
            invitations.close_presenter(other, now=now)
    if others and open_invitation_of(presenter.id) is None and is_ahead(session, now=now):
        invitations.invite_presenter(presenter, slot, session, now=now)
    invitations.invite_instead(presenter, list(dict.fromkeys(rehearsals)), now=now)


def _check(presenter: Presenter, wanted: Substitute, others: Sequence[Presenter]) -> None:
    if asked := asked_instead(others):
        raise Refusal(
            N_("%(name)s is asked in your place already. Wait for the answer, or write to the host."),
            name=asked.name,
        )
    if any(email_key(one.email) == email_key(wanted.email) for one in presenters_of(presenter.slot_id)):
        raise Refusal(
            N_("Somebody with this address was asked for this slot already. Name somebody else."),
            field="substitute_email",
        )


def _named(presenter: Presenter, wanted: Substitute, *, now: datetime) -> Presenter:
    return Presenter(
        slot_id=presenter.slot_id,
        position=presenter.position,
        name=wanted.name,
        email=wanted.email,
        language=presenter.language,
        zone=presenter.zone,
        answer_by=None,
        is_manager=presenter.is_manager,
        substitute_for_id=presenter.id,
        created_at=now,
    )
