"""The technical check: noted by the organiser once picture, sound and slides were seen to work."""

from datetime import datetime

from webinars.models.database import transaction
from webinars.models.slots import Presenter
from webinars.services.edits import edit
from webinars.services.presenters.rows import lock_presenter
from webinars.services.records import Actor


def note_check(presenter_id: int, *, by: Actor, now: datetime) -> Presenter:
    """Note that a presenter's technique works; a second time changes nothing."""
    with transaction():
        presenter, _slot, _session, seminar = lock_presenter(presenter_id)
        if presenter.checked_at is None:
            edit(presenter, {"checked_at": now}, expected=None, by=by, now=now, seminar_id=seminar.id)
    return presenter


def take_back_check(presenter_id: int, *, by: Actor, now: datetime) -> Presenter:
    """Note that a presenter's technique has to be checked again."""
    with transaction():
        presenter, _slot, _session, seminar = lock_presenter(presenter_id)
        edit(presenter, {"checked_at": None}, expected=None, by=by, now=now, seminar_id=seminar.id)
    return presenter
