"""Swaps of slots, done as the organiser's and the presenters' pages do them."""

from tests.builders import ORGANISER
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from webinars.models import Answer, Presenter, SlotKind, SwapProposal
from webinars.models.database import db, transaction
from webinars.services.slots import SlotFields, edit_slot, move_to_session
from webinars.services.swaps import accept, propose, refuse, swap, withdraw


def _into_the_morning(cast: Cast) -> None:
    move_to_session(cast.slots[1].id, cast.morning.id, by=ORGANISER, now=cast.now)


def _of_one_length(cast: Cast) -> None:
    wanted = SlotFields(kind=SlotKind.PRESENTATION, minutes=20, title=cast.slots[1].title)
    edit_slot(cast.slots[1].id, wanted, expected=None, by=ORGANISER, now=cast.now)
    with transaction():
        db.session.execute(db.update(Presenter).values(answer=Answer.ACCEPTED))


def _asked(cast: Cast) -> None:
    _of_one_length(cast)
    _ask(cast)


def _ask(cast: Cast) -> None:
    first, second = cast.presenters
    propose(first.id, second.id, "I teach in the evening.", by=ORGANISER, now=cast.now)


def _key() -> str:
    return str(db.session.scalars(db.select(SwapProposal.key)).one())


@change("Two slots of a part change places")
@change("Two slots of two parts change places", given=_into_the_morning)
def _swapped(cast: Cast) -> None:
    swap(cast.slots[0].id, cast.slots[1].id, expected=None, by=ORGANISER, now=cast.now)


@change("Two slots of two parts change places and back, the letters still wait", given=_into_the_morning)
def _swapped_back(cast: Cast) -> None:
    _swapped(cast)
    _swapped(cast)


@change("Presenter asks another to change places", given=_of_one_length)
def _proposed(cast: Cast) -> None:
    _ask(cast)


@change("Two presenters agree to change places", given=_asked)
def _accepted(cast: Cast) -> None:
    accept(_key(), by=ORGANISER, now=cast.now)


@change("Presenter refuses to change places", given=_asked)
def _refused(cast: Cast) -> None:
    refuse(_key(), by=ORGANISER, now=cast.now)


@change("Question to change places taken back", given=_asked)
def _withdrawn(cast: Cast) -> None:
    withdraw(_key(), by=ORGANISER, now=cast.now)
