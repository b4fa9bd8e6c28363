"""What the organiser notes of a presenter: who manages for all, that the technique works, the picture."""

from collections.abc import Callable

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import N_, Missing
from webinars.queries.presenters import presenter_by_key
from webinars.queries.seminars import seminar_by_slug
from webinars.services import presenters
from webinars.services.records import Actor
from webinars.web import clock
from webinars.web.actors import actor
from webinars.web.answers import see_other
from webinars.web.permissions import Permission, allow
from webinars.web.uploads import sent

blueprint = Blueprint("presenter_marks", __name__, url_prefix="/seminars/<slug>/presenters/<key>")


@blueprint.post("/manager")
@allow(Permission.ORGANISE)
def manager(slug: str, key: str) -> ResponseReturnValue:
    """Let the presenter manage for all in the slot, or no longer."""
    if request.form.get("is") == "no":
        return _noted(slug, key, presenters.unset_manager, gettext("Everybody in the slot writes again."))
    return _noted(slug, key, presenters.set_manager, gettext("This presenter manages for all in the slot."))


@blueprint.post("/check")
@allow(Permission.ORGANISE)
def check(slug: str, key: str) -> ResponseReturnValue:
    """Note that the technique works, or has to be checked again."""
    if request.form.get("is") == "no":
        return _noted(slug, key, presenters.take_back_check, gettext("The technique is to be checked again."))
    return _noted(slug, key, presenters.note_check, gettext("The technique works."))


@blueprint.post("/picture/remove")
@allow(Permission.ORGANISE)
def remove_picture(slug: str, key: str) -> ResponseReturnValue:
    """Show no picture of the presenter any more."""
    return _noted(slug, key, presenters.remove_picture, gettext("The picture is taken away."))


@blueprint.get("/picture")
@allow(Permission.VIEW)
def picture(slug: str, key: str) -> ResponseReturnValue:
    """Show the picture of the presenter, whatever they have answered."""
    found = presenter_by_key(seminar_by_slug(slug).id, key).picture
    if found is None:
        raise Missing(N_("There is no picture."))
    return sent(found.key)


def _noted(slug: str, key: str, note: Callable[..., object], said: str) -> ResponseReturnValue:
    by: Actor = actor()
    note(presenter_by_key(seminar_by_slug(slug).id, key).id, by=by, now=clock.now())
    flash(said, "ok")
    return see_other("organise.presenters.edit", slug=slug, key=key)
