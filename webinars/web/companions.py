"""Who presents with somebody: asked and taken off by the one who manages the slot, from their own page."""

from dataclasses import replace

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinars.domain.errors import Missing, Refusal
from webinars.services import presenters
from webinars.web import clock
from webinars.web.answers import see_other, sentence
from webinars.web.limits import MAIL_LIMIT, limiter
from webinars.web.permissions import Permission, allow
from webinars.web.presenters_forms import CompanionForm
from webinars.web.presenters_invited import invited_by
from webinars.web.presenters_page import OwnForms, own_page

blueprint = Blueprint("companions", __name__)


@blueprint.post("/presenters/<token>/companions")
@allow(Permission.LINK)
@limiter.limit(MAIL_LIMIT)
def add(token: str) -> ResponseReturnValue:
    """Ask somebody else to present in the slot too."""
    invited, form = invited_by(token), CompanionForm(prefix="companion")
    manager, by = invited.presenter, invited.actor
    ident = manager.id
    if form.attempt(lambda: presenters.add_companion(ident, form.fields(manager), by=by, now=clock.now())):
        flash(gettext("This person is asked. The invitation is on its way."), "ok")
        return see_other("presenters.show", token=token)
    again = invited_by(token)
    return own_page(again, replace(OwnForms.of(again), companion=form), status=form.status)


@blueprint.post("/presenters/<token>/companions/<key>/remove")
@allow(Permission.LINK)
@limiter.limit(MAIL_LIMIT)
def remove(token: str, key: str) -> ResponseReturnValue:
    """Ask somebody else of the slot no longer."""
    invited = invited_by(token)
    try:
        presenters.remove_companion(invited.presenter.id, key, by=invited.actor, now=clock.now())
        flash(gettext("This person is no longer asked. Their calendar is told."), "ok")
    except Missing:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
    return see_other("presenters.show", token=token)
