"""Changes of a part, done as the organiser's pages do them."""

from datetime import timedelta

from tests.builders import ORGANISER, text
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.changes.wishes import (
    AGES_AGO,
    FIVE,
    HALF_PAST,
    evening_fields,
    presenter_fields,
    whole_day,
)
from tests.support.parts import at
from webinars.services.presenters import assign
from webinars.services.sessions import (
    SessionFields,
    SessionTime,
    cancel_session,
    create_session,
    edit_session,
    move_session,
    restore_session,
)


def _move(cast: Cast, time: SessionTime) -> None:
    move_session(cast.evening.id, time, by=ORGANISER, now=cast.now)


def _rename(cast: Cast, words: str, **languages: str) -> None:
    wanted = evening_fields(name=text(words, **languages))
    edit_session(cast.evening.id, wanted, expected=None, by=ORGANISER, now=cast.now)


@change("Part moved to another start")
def _moved(cast: Cast) -> None:
    _move(cast, HALF_PAST)


@change("Part moved twice, the letters still wait")
def _moved_twice(cast: Cast) -> None:
    _move(cast, HALF_PAST)
    _move(cast, at("2026-11-26T18:00"))


@change("Part moved and moved back, the letters still wait")
def _moved_back(cast: Cast) -> None:
    _move(cast, HALF_PAST)
    _move(cast, FIVE)


@change("Part made longer")
def _longer(cast: Cast) -> None:
    _move(cast, at("2026-11-25T17:00", minutes=180))


@change("Part in another zone, the same instants")
def _other_zone(cast: Cast) -> None:
    _move(cast, at("2026-11-25T16:00", "Asia/Shanghai"))


@change("Part's name corrected")
def _renamed(cast: Cast) -> None:
    _rename(cast, "Late part")


@change("Part's name corrected in a language that nobody reads")
def _renamed_elsewhere(cast: Cast) -> None:
    _rename(cast, "Evening part", ja="夜の部")


@change("Part's name corrected ten times, the letters still wait")
def _renamed_often(cast: Cast) -> None:
    for number in range(10):
        _rename(cast, f"Late part {number}")


@change("Part's name corrected, then the part moved, the letters still wait")
def _renamed_and_moved(cast: Cast) -> None:
    _rename(cast, "Late part")
    _move(cast, HALF_PAST)


@change("Room link changed")
def _other_room(cast: Cast) -> None:
    wanted = evening_fields(join_url="https://room.example/2")
    edit_session(cast.evening.id, wanted, expected=None, by=ORGANISER, now=cast.now)


@change("Part given more seats")
def _more_seats(cast: Cast) -> None:
    edit_session(cast.evening.id, evening_fields(capacity=2), expected=None, by=ORGANISER, now=cast.now)


def _cancel(cast: Cast) -> None:
    cancel_session(cast.evening.id, by=ORGANISER, now=cast.now)


@change("Part cancelled")
def _cancelled(cast: Cast) -> None:
    _cancel(cast)


@change("Part restored", given=_cancel)
def _restored(cast: Cast) -> None:
    restore_session(cast.evening.id, by=ORGANISER, now=cast.now)


@change("Part cancelled and restored, the letters still wait")
def _cancelled_and_restored(cast: Cast) -> None:
    _cancel(cast)
    _restored(cast)


@change("Part added to the seminar")
def _added(cast: Cast) -> None:
    wanted = SessionFields(key="night", name=text("Night part"))
    create_session(cast.seminar.id, wanted, at("2026-11-25T22:00"), by=ORGANISER, now=cast.now)


def end(cast: Cast) -> None:
    """Put the part and all that people hold of it into the past."""
    _move(cast, whole_day(AGES_AGO))


def end_as_told(cast: Cast) -> None:
    """Put the part where it is over when the change comes, and was to come when it was told."""
    soon = cast.now + timedelta(hours=2)
    _move(cast, at(f"{soon + timedelta(hours=9):%Y-%m-%dT%H:%M}"))


@change("Part that is over moved to another time that is over", given=end_as_told)
def _moved_in_the_past(cast: Cast) -> None:
    end(cast)


@change("Part that is over cancelled", given=end_as_told)
def _cancelled_in_the_past(cast: Cast) -> None:
    _cancel(cast)


@change("Part that is over moved ahead, presenter assigned meanwhile", given=end_as_told)
def _moved_ahead(cast: Cast) -> None:
    wanted = presenter_fields("nina@lima.example")
    assign(cast.slots[0].id, None, wanted, by=ORGANISER, now=cast.now)
    _move(cast, HALF_PAST)
