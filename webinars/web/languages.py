"""The reader's choice of language."""

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from webinars.domain.errors import N_, Refusal
from webinars.web.permissions import Permission, allow
from webinars.web.reader import COOKIE_SECONDS, LANGUAGE_COOKIE
from webinars.web.returning import back

blueprint = Blueprint("languages", __name__)


@blueprint.post("/language")
@allow(Permission.PUBLIC)
def choose() -> Response:
    """Remember the chosen language and return to the page."""
    chosen = request.form.get("language", "")
    if chosen not in current_app.config["LANGUAGES"]:
        raise Refusal(N_("This language is not offered here. Choose one of the list."))
    response = back(without="language")
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=COOKIE_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )
    return response
