"""Changes about one registrant, done as the pages do them."""

from dataclasses import replace

from sqlalchemy import select

from tests.builders import ORGANISER
from tests.support.changes.cast import Cast, a_newcomer
from tests.support.changes.registry import change
from tests.support.changes.wishes import evening_fields
from tests.support.registrants import APPLICATION
from webinars.domain.seating import Mode
from webinars.models import Registration, Seminar
from webinars.models.database import db, transaction
from webinars.services.consents import IN_FORCE
from webinars.services.registrations import (
    Change,
    approve,
    cancel,
    confirm,
    confirm_address,
    correct_address,
    hand_over,
    refuse,
    register,
    send_link,
)
from webinars.services.registrations import change as change_registration
from webinars.services.registrations.links import address_digest
from webinars.services.sessions import edit_session

MORNING = replace(APPLICATION, session_keys=frozenset({"morning"}))


def _register_for_morning(cast: Cast) -> None:
    register(cast.seminar.id, MORNING, now=cast.now)


def _register_for_evening(cast: Cast) -> None:
    register(cast.seminar.id, APPLICATION, now=cast.now)


def _register_by_approval(cast: Cast) -> None:
    with transaction():
        db.session.get_one(Seminar, cast.seminar.id).registration_mode = Mode.APPROVAL
    _register_for_morning(cast)


def _more_seats(cast: Cast) -> None:
    edit_session(cast.evening.id, evening_fields(capacity=9), expected=None, by=ORGANISER, now=cast.now)


@change("Registered, not confirmed")
def _registered(cast: Cast) -> None:
    register(cast.seminar.id, MORNING, now=cast.now)


@change("Confirmed, open, a seat is free", given=_register_for_morning)
@change("Confirmed, open, no seat is free", given=_register_for_evening)
@change("Confirmed, by approval", given=_register_by_approval)
def _confirmed(cast: Cast) -> None:
    confirm(a_newcomer(cast).id, now=cast.now)


@change("Promoted from the waiting list, more seats", is_about_waiting=True)
def _promoted(cast: Cast) -> None:
    edit_session(cast.evening.id, evening_fields(capacity=2), expected=None, by=ORGANISER, now=cast.now)


@change("Approved, a seat is free", given=_more_seats)
@change("Approved, no seat is free")
def _approved(cast: Cast) -> None:
    approve([cast.seat(cast.pending).id], by=ORGANISER, now=cast.now)


@change("Refused while pending")
def _refused_pending(cast: Cast) -> None:
    refuse([cast.seat(cast.pending).id], by=ORGANISER, now=cast.now)


@change("Refused while seated")
def _refused_seated(cast: Cast) -> None:
    refuse([cast.seat(cast.seated).id], by=ORGANISER, now=cast.now)


@change("Cancelled by the person")
def _cancelled(cast: Cast) -> None:
    cancel(cast.seated.id, by=replace(ORGANISER, name=cast.seated.name), now=cast.now)


@change("Cancelled by the organiser")
def _cancelled_by_organiser(cast: Cast) -> None:
    cancel(cast.seated.id, by=ORGANISER, now=cast.now)


@change("Cancelled while waiting", is_about_waiting=True)
def _cancelled_waiting(cast: Cast) -> None:
    cancel(cast.waiting.id, by=ORGANISER, now=cast.now)


def _choose(cast: Cast, *keys: str, **details: str) -> None:
    person = cast.seated
    wish = {"name": person.name, "language": person.language, "zone": person.zone} | details
    change_registration(person.id, Change(session_keys=frozenset(keys), **wish), by=ORGANISER, now=cast.now)


@change("Part changed for another one")
def _changed(cast: Cast) -> None:
    _choose(cast, "morning")


@change("Part added")
def _added(cast: Cast) -> None:
    _choose(cast, "morning", "evening")


def _both(cast: Cast) -> None:
    _more_seats(cast)
    _choose(cast, "morning", "evening")


@change("Part left and joined again, the letters still wait", given=_both)
def _left_and_joined(cast: Cast) -> None:
    _choose(cast, "evening")
    _choose(cast, "morning", "evening")


@change("Name, language or zone corrected")
def _corrected(cast: Cast) -> None:
    _choose(cast, "evening", name="Samuel Seated", language="ja", zone="Asia/Tokyo")


@change("Link sent again")
def _link(cast: Cast) -> None:
    send_link(cast.seated.id, by=ORGANISER, now=cast.now)


def _correct(cast: Cast) -> None:
    correct_address(cast.seated.id, "samuel@lima.example", now=cast.now)


@change("Another address given")
def _address_given(cast: Cast) -> None:
    _correct(cast)


@change("Address corrected, confirmed", given=_correct)
def _address_confirmed(cast: Cast) -> None:
    confirm_address(cast.seated.id, address_digest("samuel@lima.example"), now=cast.now)


@change("Handing over offered")
def _offered(cast: Cast) -> None:
    hand_over(cast.seated.id, name="Carla Colleague", email="carla@lima.example", now=cast.now)


@change("Handed over, taken", given=_offered)
def _taken(cast: Cast) -> None:
    (colleague,) = db.session.scalars(select(Registration).where(Registration.takes_over_id.is_not(None)))
    confirm(colleague.id, consent_number=IN_FORCE.number, now=cast.now)
