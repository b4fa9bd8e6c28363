"""A programme that is read again from the file of another system."""

from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.imports import take
from tests.support.programme_files import programme_of
from webinars.models import Slot
from webinars.models.database import db, transaction

DAY = "20261125"


def _come_from_a_file(cast: Cast) -> None:
    with transaction():
        for slot, uid in zip(cast.slots, ("a", "b"), strict=True):
            db.session.get_one(Slot, slot.id).source_uid = uid


def _take(cast: Cast, *talks: tuple[str, str, int, str]) -> None:
    assert take(cast.seminar, programme_of(talks, day=DAY), now=cast.now) > 0


@change("Programme read again from a file, a title corrected", given=_come_from_a_file)
def _renamed(cast: Cast) -> None:
    _take(cast, ("a", "1700", 20, "Parks"), ("b", "1720", 30, "Talk 2"))


@change("Programme read again from a file, two talks swapped", given=_come_from_a_file)
def _swapped(cast: Cast) -> None:
    _take(cast, ("b", "1700", 30, "Talk 2"), ("a", "1730", 20, "Talk 1"))
