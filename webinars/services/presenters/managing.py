"""Who of several presenters manages for all: set by the organiser; what they do for the others."""

from collections.abc import Sequence
from datetime import datetime

from webinars.domain.errors import N_, Forbidden, Refusal
from webinars.models.database import transaction
from webinars.models.sessions import Session
from webinars.models.slots import Answer, Presenter, Slot
from webinars.services.edits import edit
from webinars.services.presenters.answers import why_unanswerable
from webinars.services.presenters.assigning import PresenterFields, add_presenter, take_off
from webinars.services.presenters.rows import lock_presenter, presenters_of
from webinars.services.records import Actor


def manager_of(presenters: Sequence[Presenter]) -> Presenter | None:
    """Return who of those in a slot manages for all; None where nobody does. No statement."""
    return next((one for one in presenters if one.is_manager and one.answer is not Answer.DECLINED), None)


def writer_instead_of(presenter: Presenter, presenters: Sequence[Presenter]) -> Presenter | None:
    """Return who writes what all in a slot share, where *presenter* does not; None where they do.

    The manager writes, or anybody where there is none; but who declined leaves it to those who have not, as
    to whom they named in their place. No statement.
    """
    manager = manager_of(presenters)
    if manager is None and presenter.answer is Answer.DECLINED:
        return next((one for one in presenters if one.answer is not Answer.DECLINED), None)
    return None if manager is None or manager.id == presenter.id else manager


def check_may_write(presenter: Presenter) -> None:
    """Raise Forbidden where another one writes what all in the slot share; one statement."""
    writer = writer_instead_of(presenter, presenters_of(presenter.slot_id))
    if writer is not None:
        raise Forbidden(N_("%(name)s writes this for all who present here. Ask them."), name=writer.name)


def set_manager(presenter_id: int, *, by: Actor, now: datetime) -> Presenter:
    """Let a presenter manage the slot for all; whoever did so before does no longer."""
    with transaction():
        presenter, slot, _session, seminar = lock_presenter(presenter_id)
        for one in presenters_of(slot.id):
            changes = {"is_manager": one.id == presenter_id}
            edit(one, changes, expected=None, by=by, now=now, seminar_id=seminar.id)
    return presenter


def unset_manager(presenter_id: int, *, by: Actor, now: datetime) -> Presenter:
    """Let everybody in the slot write what they share again."""
    with transaction():
        presenter, _slot, _session, seminar = lock_presenter(presenter_id)
        edit(presenter, {"is_manager": False}, expected=None, by=by, now=now, seminar_id=seminar.id)
    return presenter


def add_companion(manager_id: int, wanted: PresenterFields, *, by: Actor, now: datetime) -> Presenter:
    """Ask a person to present in the manager's slot too; owes the invitation at once.

    Raises Forbidden for who does not manage, Refusal at a field, or when it is too late.
    """
    with transaction():
        _manager, slot, session = _managed(manager_id, now=now)
        return add_presenter(slot, session, wanted, by=by, now=now)


def remove_companion(manager_id: int, key: str, *, by: Actor, now: datetime) -> Presenter:
    """Ask somebody else of the manager's slot no longer: the slot leaves their calendar.

    Raises Forbidden for who does not manage, Refusal for who does not present there.
    """
    with transaction():
        manager, slot, session = _managed(manager_id, now=now)
        others = [one for one in presenters_of(slot.id) if one.id != manager.id and one.key == key]
        if not others:
            raise Refusal(N_("This person does not present with you any more."))
        take_off(others[0], session.seminar_id, by=by, now=now)
    return others[0]


def _managed(manager_id: int, *, now: datetime) -> tuple[Presenter, Slot, Session]:
    """Lock the manager with their slot, which is to come; raise Forbidden for who manages none."""
    manager, slot, session, seminar = lock_presenter(manager_id)
    if manager_of(presenters_of(slot.id)) is not manager:
        raise Forbidden(N_("You do not manage this slot for the others. Write to the host."))
    if reason := why_unanswerable(session, seminar, now=now):
        raise Refusal(reason)
    return manager, slot, session
