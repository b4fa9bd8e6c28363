"""The talks of the seventh seminar: running orders that fill their parts, and the people asked to present."""

from collections.abc import Iterator
from datetime import datetime

from webinars.domain.hours import impossible_minutes
from webinars.models.cities import City
from webinars.models.delegations import Delegation
from webinars.models.sessions import Session
from webinars.models.slots import Answer, SlotKind
from webinars.queries.programmes import programme
from webinars.queries.sessions import sessions_of
from webinars.queries.slots import slots_of
from webinars.services import presenters
from webinars.services.demonstration import facts, invented
from webinars.services.presenters import PresenterFields
from webinars.services.records import SYSTEM, Actor
from webinars.services.sessions import SessionFields, edit_session
from webinars.services.slots import SlotFields, add_slot, edit_slot

MESSAGE_MINUTES = 5
REPORT_MINUTES = 15
TALK_MINUTES = 12
BREAK_MINUTES = 10
_TALKS = {talk.city: talk for talk in invented.TALKS}


def fill_parts(seminar_id: int, *, now: datetime) -> None:
    """Give each part its seats, its room, and slots that fill it to the minute."""
    delegations = programme(seminar_id).presenting
    for session in sessions_of(seminar_id):
        wanted = SessionFields(
            key=session.key,
            name=session.name,
            capacity=invented.CAPACITIES[session.key],
            join_url=f"{invented.ROOMS}/{session.key}",
        )
        edit_session(session.id, wanted, expected=None, by=SYSTEM, now=now)
        own = [one for one in delegations if one.session_id == session.id and one.city is not None]
        _write_slots(session, tuple(_running_order(session, own)), now=now)


def ask_presenters(seminar_id: int, *, now: datetime) -> None:
    """Ask somebody of each city to present, and let most of them answer."""
    whole = programme(seminar_id)
    for part in whole.sessions:
        for one in part.slots:
            city = one.delegation.city if one.delegation else None
            if one.delegation and city and not one.presenters:
                _ask(one.slot.id, one.delegation, city, now=now)


def _write_slots(session: Session, wanted: tuple[SlotFields, ...], *, now: datetime) -> None:
    present = slots_of(session.id)
    for slot, fields in zip(present, wanted, strict=False):
        edit_slot(slot.id, fields, expected=None, by=SYSTEM, now=now)
    for fields in wanted[len(present) :]:
        add_slot(session.id, fields, by=SYSTEM, now=now)


def _running_order(session: Session, delegations: list[Delegation]) -> Iterator[SlotFields]:
    """Yield the slots; cities that would rise too early speak last, and the discussion takes what is left."""
    talks = [_talk(one) for one in sorted(delegations, key=lambda one: _night_minutes(one, session))]
    half = (len(talks) + 1) // 2
    spent = MESSAGE_MINUTES + REPORT_MINUTES + BREAK_MINUTES + TALK_MINUTES * len(talks)
    host = facts.HOST_NAME
    yield SlotFields(
        kind=SlotKind.VIDEO_MESSAGE, minutes=MESSAGE_MINUTES, title=invented.MESSAGE, speaker=host
    )
    yield SlotFields(kind=SlotKind.REPORT, minutes=REPORT_MINUTES, title=invented.REPORT, speaker=host)
    yield from talks[:half]
    yield SlotFields(kind=SlotKind.BREAK, minutes=BREAK_MINUTES, title=invented.BREAK)
    yield from talks[half:]
    yield SlotFields(kind=SlotKind.DISCUSSION, minutes=session.minutes - spent, title=invented.DISCUSSION)


def _night_minutes(delegation: Delegation, session: Session) -> int:
    if delegation.city is None or session.starts_at is None:
        return 0
    return impossible_minutes(session.starts_at, session.minutes, delegation.city.zone)


def _talk(delegation: Delegation) -> SlotFields:
    return SlotFields(
        kind=SlotKind.PRESENTATION,
        minutes=TALK_MINUTES,
        title=_TALKS[str(delegation.city and delegation.city.name)].title,
        delegation_id=delegation.id,
    )


def _ask(slot_id: int, delegation: Delegation, city: City, *, now: datetime) -> None:
    talk = _TALKS[str(city.name)]
    wanted = PresenterFields(
        name=talk.presenter,
        email=invented.address_of(talk.presenter, talk.city),
        language="en",
        zone=city.zone,
    )
    presenter = presenters.assign(slot_id, delegation.id, wanted, by=SYSTEM, now=now)
    if talk.answer is not Answer.NEEDS_ACTION:
        presenters.answer(presenter.id, talk.answer, talk.comment, by=Actor(talk.presenter), now=now)
