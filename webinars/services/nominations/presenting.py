"""Who presents for a city, as its focal point says: in a slot, or in a talk that waits for one."""

from datetime import datetime

from sqlalchemy import select

from webinars.domain.errors import N_, Missing, Refusal
from webinars.models.cities import City
from webinars.models.database import db, transaction
from webinars.models.delegations import Delegation, DelegationRole
from webinars.models.presentations import Presentation
from webinars.models.seminars import Seminar
from webinars.models.sessions import Session
from webinars.models.slots import Presenter, Slot
from webinars.services.delegations.rows import lock_delegation
from webinars.services.edits import edit
from webinars.services.moves import is_ahead
from webinars.services.presentations import lock_waiting
from webinars.services.presenters import PresenterFields, add_presenter, take_off
from webinars.services.presenters.rows import check_held, lock_presenter
from webinars.services.records import Actor
from webinars.services.slots import lock_slot


def name_presenter(
    delegation_id: int, slot_key: str, *, name: str, email: str, language: str, by: Actor, now: datetime
) -> Presenter:
    """Ask a person to present in a slot of the city; owes the invitation at once.

    Raises Missing for a slot that is not this city's, Refusal at a field or when the part is over.
    """
    with transaction():
        delegation, seminar = _lock(delegation_id)
        slot, session = _own_slot(delegation, slot_key, now=now)
        city = db.session.get(City, delegation.city_id) if delegation.city_id else None
        zone = (city.zone if city else None) or seminar.zone or session.zone or "UTC"
        wanted = PresenterFields(name=name, email=email, language=language, zone=zone)
        return add_presenter(slot, session, wanted, by=by, now=now)


def name_presenter_to_be(
    delegation_id: int, presentation_key: str, *, name: str, email: str, by: Actor, now: datetime
) -> Presentation:
    """Write down who presents what waits for a slot, and is invited once it has one.

    Raises Missing for what is not this city's, or has a slot by now.
    """
    with transaction():
        delegation, seminar = _lock(delegation_id)
        of = select(Presentation.id).where(
            Presentation.key == presentation_key, Presentation.delegation_id == delegation.id
        )
        ident = db.session.scalar(of)
        if ident is None:
            raise _nothing()
        presentation, _delegation = lock_waiting(ident)
        values = {"presenter_name": name, "presenter_email": email}
        edit(presentation, values, expected=None, by=by, now=now, seminar_id=seminar.id)
    return presentation


def remove_presenter(delegation_id: int, presenter_key: str, *, by: Actor, now: datetime) -> Presenter:
    """Ask a person no longer to present in a slot of the city; takes it out of their calendar.

    Raises Missing for a presenter of another city.
    """
    with transaction():
        delegation, seminar = _lock(delegation_id)
        ident = db.session.scalar(
            select(Presenter.id)
            .join(Presenter.slot)
            .where(Presenter.key == presenter_key, Slot.delegation_id == delegation.id)
        )
        if ident is None:
            raise Missing(N_("There is no such presenter in your city. Choose one from the list."))
        presenter, slot, session, _seminar = lock_presenter(ident)
        if slot.delegation_id != delegation.id:
            raise _nothing()
        _check_ahead(session, now=now)
        take_off(presenter, seminar.id, by=by, now=now)
    return presenter


def _lock(delegation_id: int) -> tuple[Delegation, Seminar]:
    delegation, seminar = lock_delegation(delegation_id)
    if delegation.role is not DelegationRole.PRESENTING:
        raise Refusal(N_("Answer first that your city presents. Then name who does."))
    return delegation, seminar


def _own_slot(delegation: Delegation, key: str, *, now: datetime) -> tuple[Slot, Session]:
    ident = db.session.scalar(select(Slot.id).where(Slot.key == key))
    if ident is None:
        raise _nothing()
    slot, session, seminar = lock_slot(ident)
    if slot.delegation_id != delegation.id:
        raise _nothing()
    check_held(session, seminar)
    _check_ahead(session, now=now)
    return slot, session


def _check_ahead(session: Session, *, now: datetime) -> None:
    if not is_ahead(session, now=now):
        raise Refusal(N_("This part is over. Write to the host if something is wrong."))


def _nothing() -> Missing:
    return Missing(N_("Your city has no such slot. Choose one from the list."))
