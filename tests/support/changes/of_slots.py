"""Changes of a running order, done as the organiser's and the presenters' pages do them."""

from typing import Any

from tests import builders
from tests.builders import ORGANISER, text
from tests.support.changes.cast import Cast
from tests.support.changes.of_parts import end_as_told
from tests.support.changes.registry import change
from tests.support.changes.wishes import presenter_fields
from webinars.models import SlotKind
from webinars.services.presenters import OwnTexts, assign, edit_own
from webinars.services.sessions import cancel_session
from webinars.services.slots import (
    SlotFields,
    add_slot,
    edit_slot,
    move_down,
    move_slot,
    move_to_session,
    move_up,
    remove_slot,
    reorder,
)


def _edit(cast: Cast, *, title: str = "Talk 1", minutes: int = 20, **values: Any) -> None:
    wanted = SlotFields(kind=SlotKind.PRESENTATION, minutes=minutes, title=text(title), **values)
    edit_slot(cast.slots[0].id, wanted, expected=None, by=ORGANISER, now=cast.now)


@change("Slot's title corrected by the organiser")
def _retitled(cast: Cast) -> None:
    _edit(cast, title="Parks")


@change("Slot's title corrected by a presenter")
def _retitled_by_presenter(cast: Cast) -> None:
    wanted = OwnTexts(title=text("Parks"), biography="Plans parks.")
    edit_own(cast.presenters[0].id, wanted, by=ORGANISER, now=cast.now)


@change("Slot's speaker or city changed")
def _other_speaker(cast: Cast) -> None:
    delegation = builders.a_delegation(cast.seminar, builders.a_city())
    _edit(cast, speaker=text("The mayor"), delegation_id=delegation.id)


@change("Slot made longer")
def _longer(cast: Cast) -> None:
    _edit(cast, minutes=25)


@change("Slot put one place later: two swapped")
def _down(cast: Cast) -> None:
    move_down(cast.slots[0].id, by=ORGANISER, now=cast.now)


@change("Slot put one place earlier: two swapped")
def _up(cast: Cast) -> None:
    move_up(cast.slots[1].id, by=ORGANISER, now=cast.now)


@change("Slot put at another place")
def _placed(cast: Cast) -> None:
    move_slot(cast.slots[0].id, 1, by=ORGANISER, now=cast.now)


@change("Slots put into another order")
def _reordered(cast: Cast) -> None:
    reorder(cast.evening.id, [slot.key for slot in reversed(cast.slots)], by=ORGANISER, now=cast.now)


@change("Slot swapped and swapped back, the letters still wait")
def _swapped_back(cast: Cast) -> None:
    move_down(cast.slots[0].id, by=ORGANISER, now=cast.now)
    move_up(cast.slots[0].id, by=ORGANISER, now=cast.now)


def _cancel_evening(cast: Cast) -> None:
    cancel_session(cast.evening.id, by=ORGANISER, now=cast.now)


@change("Slot carried to another part")
@change("Slot carried out of a cancelled part", given=_cancel_evening)
def _carried(cast: Cast) -> None:
    move_to_session(cast.slots[0].id, cast.morning.id, by=ORGANISER, now=cast.now)


@change("Slot carried out of a part that is over, presenter assigned meanwhile", given=end_as_told)
def _carried_out_of_the_past(cast: Cast) -> None:
    wanted = presenter_fields("nina@lima.example")
    assign(cast.slots[0].id, None, wanted, by=ORGANISER, now=cast.now)
    _carried(cast)


@change("Slot removed")
def _removed(cast: Cast) -> None:
    remove_slot(cast.slots[0].id, by=ORGANISER, now=cast.now)


@change("Slot added at the end")
def _added(cast: Cast) -> None:
    add_slot(cast.evening.id, SlotFields(kind=SlotKind.BREAK, minutes=10), by=ORGANISER, now=cast.now)
