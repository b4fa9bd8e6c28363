"""Pictures of presenters: kept from their own page, and shown in public once they have accepted."""

from dataclasses import replace

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import N_, Missing
from webinars.queries.pictures import is_public_picture
from webinars.services import presenters
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.limits import FILE_LIMIT, limiter
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_invited import invited_by
from webinars.web.presenters_page import OwnForms, PictureForm, own_page
from webinars.web.uploads import sent, sent_file, takes_file

blueprint = Blueprint("pictures", __name__)


@blueprint.post("/presenters/<token>/picture")
@allow(Permission.LINK)
@takes_file
@limiter.limit(FILE_LIMIT)
def keep(token: str) -> ResponseReturnValue:
    """Keep the picture of the person."""
    invited, form = invited_by(token), PictureForm.made()
    ident, by = invited.presenter.id, invited.actor
    if form.attempt(lambda: presenters.keep_picture(ident, *sent_file(form.file), by=by, now=clock.now())):
        flash(gettext("Your picture is kept."), "ok")
        return see_other("presenters.show", token=token, _anchor="picture")
    again = invited_by(token)
    return own_page(again, replace(OwnForms.of(again), picture=form), status=form.status)


@blueprint.post("/presenters/<token>/picture/remove")
@allow(Permission.LINK)
def remove(token: str) -> ResponseReturnValue:
    """Show no picture of the person any more."""
    invited = invited_by(token)
    presenters.remove_picture(invited.presenter.id, by=invited.actor, now=clock.now())
    flash(gettext("Your picture is taken away."), "ok")
    return see_other("presenters.show", token=token, _anchor="picture")


@blueprint.get("/presenters/<token>/picture")
@allow(Permission.LINK)
def own(token: str) -> ResponseReturnValue:
    """Show the person their picture."""
    picture = invited_by(token).picture
    if picture is None:
        raise Missing(N_("There is no picture."))
    return sent(picture.key)


@blueprint.get("/pictures/<key>")
@allow(Permission.PUBLIC)
def show(key: str) -> ResponseReturnValue:
    """Show a picture that stands on a public page."""
    if not is_public_picture(key):
        raise Missing(N_("There is no picture."))
    return sent(key)
