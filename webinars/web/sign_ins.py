"""Signing in once by a link, as the start of the program and an administrator can give it."""

from flask import Blueprint, current_app, flash, render_template
from flask_security import login_user
from werkzeug.wrappers import Response

from webinars.domain.errors import BadLink, Refusal
from webinars.domain.links import Purpose
from webinars.services import accounts
from webinars.web import clock
from webinars.web.answers import see_other, sentence
from webinars.web.limits import SIGN_IN_LIMIT, limiter
from webinars.web.links import link_of
from webinars.web.permissions import Permission, allow

blueprint = Blueprint("sign_ins", __name__)


@blueprint.get("/account/once/<token>")
@allow(Permission.LINK)
def show(token: str) -> str:
    """Show the button; a link that is only opened is not spent."""
    link_of(Purpose.SIGN_IN, token)
    return render_template("accounts/once.html", token=token)


@blueprint.post("/account/once/<token>")
@allow(Permission.LINK)
@limiter.limit(SIGN_IN_LIMIT)
def spend(token: str) -> Response:
    """Sign in and spend the link; where a second factor is required and missing, it is set up first."""
    key, _ = link_of(Purpose.SIGN_IN, token)
    try:
        account = accounts.spend_sign_in(key, now=clock.now())
    except BadLink:
        raise
    except Refusal as refusal:
        flash(sentence(refusal), "warn")
        return see_other("security.login")
    accounts.begin()
    factors = current_app.extensions["security"].two_factor_plugins
    unfinished: Response | None = factors.tf_enter(account, False, "link", next_loc=None)
    if unfinished is not None:
        return unfinished
    login_user(account, authn_via=["link"])
    return see_other("organise.dashboard.show")
