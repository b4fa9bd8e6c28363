"""Changes of a rehearsal and of who is asked to it, done as the pages do them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.builders import ORGANISER, text
from tests.support.changes.cast import Cast
from tests.support.changes.registry import change
from tests.support.changes.wishes import presenter_fields
from tests.support.invited import history
from tests.support.parts import instant
from tests.support.rehearsing import rehearsed
from tests.support.replies import countered, mail, receive
from webinars.models import Answer, Rehearsal, RehearsalKind
from webinars.models.database import db
from webinars.services.presenters import answer as say_whether_they_present
from webinars.services.presenters import edit_presenter, remove
from webinars.services.rehearsals import (
    RehearsalFields,
    answer,
    ask,
    cancel_rehearsal,
    create_rehearsal,
    edit_rehearsal,
    move_rehearsal,
    restore_rehearsal,
    take_off,
)
from webinars.services.replies import accept_proposal
from webinars.services.sessions import SessionTime


def _fields(**values: Any) -> RehearsalFields:
    written: dict[str, Any] = {"kind": RehearsalKind.REHEARSAL, "name": text("Sound check")}
    return RehearsalFields(**written | values)


def _at(local_start: str, zone: str = "Asia/Tokyo") -> SessionTime:
    return SessionTime(local_start=datetime.fromisoformat(local_start), zone=zone, minutes=30)


def _rehearsal() -> Rehearsal:
    return db.session.scalars(select(Rehearsal)).one()


def _plan(cast: Cast) -> None:
    create_rehearsal(cast.seminar.id, _fields(), _at("2026-11-24T17:00"), by=ORGANISER, now=cast.now)


def _plan_and_ask(cast: Cast) -> None:
    _plan(cast)
    ask(_rehearsal().id, [cast.presenters[0].key], by=ORGANISER, now=cast.now)


@change("Rehearsal planned, nobody is asked yet")
def _planned(cast: Cast) -> None:
    _plan(cast)


@change("Asked to a rehearsal", given=_plan)
def _asked(cast: Cast) -> None:
    ask(_rehearsal().id, [cast.presenters[0].key], by=ORGANISER, now=cast.now)


@change("Taken off a rehearsal", given=_plan_and_ask)
def _taken_off(cast: Cast) -> None:
    take_off(_rehearsal().id, rehearsed(cast.presenters[0]).key, by=ORGANISER, now=cast.now)


@change("Rehearsal accepted or declined on the page", given=_plan_and_ask)
def _answered(cast: Cast) -> None:
    key = rehearsed(cast.presenters[0]).key
    answer(_rehearsal().id, key, Answer.DECLINED, "Ill.", by=ORGANISER, now=cast.now)


@change("Rehearsal moved", given=_plan_and_ask)
def _moved(cast: Cast) -> None:
    move_rehearsal(_rehearsal().id, _at("2026-11-24T18:00"), by=ORGANISER, now=cast.now)


@change("Rehearsal in another zone, the same instants", given=_plan_and_ask)
def _rezoned(cast: Cast) -> None:
    in_paris = _at("2026-11-24T09:00", "Europe/Paris")
    move_rehearsal(_rehearsal().id, in_paris, by=ORGANISER, now=cast.now)


@change("Rehearsal moved to the time that a presenter proposes", given=_plan_and_ask)
def _proposed(cast: Cast) -> None:
    held, wanted = rehearsed(cast.presenters[0]), instant("2026-11-24T09:00")
    receive(mail(held, countered(held, wanted, stamped_at=cast.now - timedelta(minutes=1))), now=cast.now)
    accept_proposal(history()[-1].key, expected=None, by=ORGANISER, now=cast.now)


@change("Rehearsal's name corrected", given=_plan_and_ask)
def _renamed(cast: Cast) -> None:
    wanted = _fields(name=text("Dress rehearsal"))
    edit_rehearsal(_rehearsal().id, wanted, expected=None, by=ORGANISER, now=cast.now)


@change("Rehearsal's room link or notes changed", given=_plan_and_ask)
def _relinked(cast: Cast) -> None:
    wanted = _fields(join_url="https://meet.example/sound", notes="Bring your slides.")
    edit_rehearsal(_rehearsal().id, wanted, expected=None, by=ORGANISER, now=cast.now)


def _cancel(cast: Cast) -> None:
    cancel_rehearsal(_rehearsal().id, by=ORGANISER, now=cast.now)


@change("Rehearsal cancelled", given=_plan_and_ask)
def _cancelled(cast: Cast) -> None:
    _cancel(cast)


@change("Rehearsal cancelled and restored, the letters still wait", given=_plan_and_ask)
def _cancelled_and_restored(cast: Cast) -> None:
    _cancel(cast)
    restore_rehearsal(_rehearsal().id, by=ORGANISER, now=cast.now)


@change("Presenter removed, who is asked to a rehearsal", given=_plan_and_ask)
def _removed(cast: Cast) -> None:
    remove(cast.presenters[0].id, by=ORGANISER, now=cast.now)


def _say(cast: Cast, said: Answer) -> None:
    say_whether_they_present(cast.presenters[0].id, said, "", by=ORGANISER, now=cast.now)


@change("Presenter declines the slot, who is asked to a rehearsal", given=_plan_and_ask)
def _declined(cast: Cast) -> None:
    _say(cast, Answer.DECLINED)


@change(
    "Presenter declines the slot and accepts it after all, who was asked to a rehearsal", given=_plan_and_ask
)
def _declined_and_accepted(cast: Cast) -> None:
    _say(cast, Answer.DECLINED)
    _say(cast, Answer.ACCEPTED)


@change("Presenter's address corrected, who is asked to a rehearsal", given=_plan_and_ask)
def _readdressed(cast: Cast) -> None:
    wanted = presenter_fields("paula@lima.example")
    edit_presenter(cast.presenters[0].id, wanted, expected=None, by=ORGANISER, now=cast.now)
