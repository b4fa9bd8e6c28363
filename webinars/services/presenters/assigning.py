"""Who presents, as the organiser decides: assigned, edited, removed; each owes what calendars must show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from webinars.domain.deadlines import is_past
from webinars.domain.errors import N_, Refusal
from webinars.domain.timezones import check_zone
from webinars.models.database import db, transaction
from webinars.models.delegations import Delegation
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services import invitations
from webinars.services.edits import edit
from webinars.services.moves import is_ahead
from webinars.services.presenters.rows import check_held, lock_presenter, presenters_of
from webinars.services.records import Actor, record
from webinars.services.seminars import touch
from webinars.services.slots import lock_slot

MOST_PRESENTERS = 20


@dataclass(frozen=True, kw_only=True)
class PresenterFields:
    """What an organiser writes about a presenter; *zone* is IANA, *answer_by* None is the seminar's date."""

    name: str
    email: str
    language: str
    zone: str
    answer_by: date | None = None
    biography: str = ""


def assign(
    slot_id: int, delegation_id: int | None, wanted: PresenterFields, *, by: Actor, now: datetime
) -> Presenter:
    """Ask a person to present in a slot, which becomes that delegation's; owes the invitation at once.

    A slot of the past is filled without a letter. Raises Refusal at a field.
    """
    with transaction():
        slot, session, seminar = lock_slot(slot_id)
        check_held(session, seminar)
        _check_delegation(delegation_id, seminar.id)
        _check_day(wanted.answer_by, session, now=now)
        edit(slot, {"delegation_id": delegation_id}, expected=None, by=by, now=now, seminar_id=seminar.id)
        return add_presenter(slot, session, wanted, by=by, now=now)


def add_presenter(
    slot: Slot, session: Session, wanted: PresenterFields, *, by: Actor, now: datetime
) -> Presenter:
    """Ask a person to present in *slot*, which the caller holds with its part; raises Refusal at a field."""
    present = presenters_of(slot.id)
    values = _values(wanted, present)
    presenter = Presenter(slot_id=slot.id, position=_next(present), created_at=now, **values)
    db.session.add(presenter)
    record("assigned", presenter, by=by, now=now, seminar_id=session.seminar_id)
    if is_ahead(session, now=now):
        invitations.invite_presenter(presenter, slot, session, now=now)
    touch(session.seminar_id, now=now)
    return presenter


def edit_presenter(
    presenter_id: int, wanted: PresenterFields, *, expected: int | None, by: Actor, now: datetime
) -> Presenter:
    """Change what is written about a presenter; owes nothing unless the address changes.

    Another address is another invitation: the old one is closed, its links end, and the person is asked anew.
    Raises Refusal at a field, or Stale.
    """
    with transaction():
        presenter, slot, session, seminar = lock_presenter(presenter_id)
        others = [other for other in presenters_of(slot.id) if other is not presenter]
        values = _values(wanted, others)
        if wanted.answer_by != presenter.answer_by:
            _check_day(wanted.answer_by, session, now=now)
        diff = edit(presenter, values, expected=expected, by=by, now=now, seminar_id=seminar.id)
        if _is_another_address(diff.get("email")):
            check_held(session, seminar)
            _ask_at_new_address(presenter, slot, session, now=now)
        if diff:
            touch(seminar.id, now=now)
    return presenter


def remove(presenter_id: int, *, by: Actor, now: datetime) -> Presenter:
    """Ask a person no longer: takes the slot out of their calendar and closes their page."""
    with transaction():
        presenter, _slot, _session, seminar = lock_presenter(presenter_id)
        take_off(presenter, seminar.id, by=by, now=now)
    return presenter


def take_off(presenter: Presenter, seminar_id: int, *, by: Actor, now: datetime) -> None:
    """Do what `remove` promises to a presenter whom the caller holds with their slot and part."""
    presenter.removed_at = now
    presenter.version += 1
    invitations.close_presenter(presenter, now=now)
    record("removed", presenter, by=by, now=now, seminar_id=seminar_id)
    touch(seminar_id, now=now)


def _values(wanted: PresenterFields, others: Sequence[Presenter]) -> dict[str, object]:
    """Return the columns of *wanted*; raise Refusal when *others* in the slot are too many, or the same."""
    if len(others) >= MOST_PRESENTERS:
        raise Refusal(N_("A slot has at most %(limit)d presenters."), limit=MOST_PRESENTERS)
    if any(other.email.casefold() == wanted.email.casefold() for other in others):
        raise Refusal(
            N_("Somebody with this address presents in this slot already. Edit that entry."), field="email"
        )
    return {**vars(wanted), "zone": check_zone(wanted.zone)}


def _next(present: Sequence[Presenter]) -> int:
    return max((presenter.position for presenter in present), default=-1) + 1


def _check_delegation(delegation_id: int | None, seminar_id: int) -> None:
    of = select(Delegation.seminar_id).where(Delegation.id == delegation_id)
    if delegation_id is not None and db.session.scalar(of) != seminar_id:
        raise Refusal(N_("Choose a city that takes part in this seminar."), field="delegation")


def _check_day(answer_by: date | None, session: Session, *, now: datetime) -> None:
    """Refuse a day that is past at the host; a slot of the past is only written down, with any day."""
    if answer_by is None or not is_ahead(session, now=now):
        return
    if is_past(answer_by, now=now, zone=session.zone):
        raise Refusal(N_("This date is past. Choose a later one."), field="answer_by")


def _is_another_address(change: tuple[object, object] | None) -> bool:
    """Say whether letters go elsewhere: capitals that are corrected end no links and ask nobody anew."""
    return change is not None and len({str(email).casefold() for email in change}) == 2


def _ask_at_new_address(presenter: Presenter, slot: Slot, session: Session, *, now: datetime) -> None:
    presenter.link_revision += 1
    presenter.undeliverable_at = None
    presenter.answer, presenter.answer_comment = Answer.NEEDS_ACTION, ""
    presenter.answered_at = presenter.reminded_at = None
    invitations.readdress_rehearsals(presenter, now=now)
    if is_ahead(session, now=now):
        invitations.invite_presenter(presenter, slot, session, now=now)
