"""What a presenter sends from their own page: slides, a video message, a document, as file or address."""

from dataclasses import replace

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import N_, Missing
from webinars.models.presentations import Asset
from webinars.queries.assets import asset_by_key
from webinars.services import assets
from webinars.web import clock
from webinars.web.answers import see_other
from webinars.web.assets_forms import SendForm
from webinars.web.limits import FILE_LIMIT, limiter
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_invited import Invited, invited_by
from webinars.web.presenters_page import OwnForms, own_page
from webinars.web.uploads import sent, takes_file

blueprint = Blueprint("assets", __name__)


@blueprint.post("/presenters/<token>/assets/<key>")
@allow(Permission.LINK)
@takes_file
@limiter.limit(FILE_LIMIT)
def send(token: str, key: str) -> ResponseReturnValue:
    """Keep what the person sends."""
    invited = invited_by(token)
    asset = _own(invited, key)
    ids, by, form = (invited.presenter.id, asset.id), invited.actor, SendForm.for_asset(asset)
    if form.attempt(lambda: assets.send_own(*ids, form.sent(), by=by, now=clock.now())):
        flash(gettext("It has arrived. The host looks at it."), "ok")
        return see_other("presenters.show", token=token, _anchor="assets")
    again = invited_by(token)
    return own_page(again, replace(OwnForms.of(again), sending=(key, form)), status=form.status)


@blueprint.get("/presenters/<token>/assets/<key>")
@allow(Permission.LINK)
def show(token: str, key: str) -> ResponseReturnValue:
    """Give back the file that was sent for the person's slot."""
    asset = _own(invited_by(token), key)
    if asset.upload is None:
        raise Missing(N_("Nobody has sent a file for this."))
    return sent(asset.upload.key)


def _own(invited: Invited, key: str) -> Asset:
    """Return what the slot of the person needs; raise Missing for what another one needs."""
    asset = asset_by_key(key)
    if asset.slot_id != invited.presenter.slot_id:
        raise Missing(N_("This is no longer asked for. Go back and reload the page."))
    return asset
