"""The picture of a presenter, which the public page shows once they have accepted."""

from datetime import datetime

from webinars.domain.errors import N_, Refusal
from webinars.domain.files import Family
from webinars.models.database import transaction
from webinars.models.slots import Presenter
from webinars.services import uploads
from webinars.services.edits import edit
from webinars.services.presenters.own import is_locked
from webinars.services.presenters.rows import lock_presenter
from webinars.services.records import Actor
from webinars.services.seminars import touch


def keep_picture(presenter_id: int, name: str, content: bytes, *, by: Actor, now: datetime) -> Presenter:
    """Show this picture of a presenter from now on. Raises Refusal at "file", or after the lock date."""
    picture = uploads.checked(name, content, allowed={Family.PICTURE})
    with transaction():
        presenter, _slot, session, seminar = lock_presenter(presenter_id)
        if is_locked(seminar, session, now=now):
            raise Refusal(N_("The texts are closed. Write to the host if something has to change."))
        upload = uploads.keep(picture, now=now)
        edit(presenter, {"picture_id": upload.id}, expected=None, by=by, now=now, seminar_id=seminar.id)
        touch(seminar.id, now=now)
    return presenter


def remove_picture(presenter_id: int, *, by: Actor, now: datetime) -> Presenter:
    """Show no picture of a presenter any more, whenever they want it."""
    with transaction():
        presenter, _slot, _session, seminar = lock_presenter(presenter_id)
        if edit(presenter, {"picture_id": None}, expected=None, by=by, now=now, seminar_id=seminar.id):
            touch(seminar.id, now=now)
    return presenter
