"""The reader's choice of zone: a searchable list that works without a script."""

from operator import itemgetter

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from webinars.domain.timezones import check_zone, search_zones, zone_names
from webinars.letters.times import zone_words
from webinars.web import clock
from webinars.web.permissions import Permission, allow
from webinars.web.reader import COOKIE_SECONDS, ZONE_COOKIE
from webinars.web.returning import back

blueprint = Blueprint("zones", __name__)


@blueprint.get("/zones")
@allow(Permission.PUBLIC)
def index() -> str:
    """List the zones, all or those that match ?q=, each with its present offset."""
    words = request.args.get("q", "").strip()[:100]
    names = search_zones(words, limit=len(zone_names())) if words else zone_names()
    now = clock.now()
    rows = [(name, zone_words(now, name)) for name in names]
    if not words:
        rows.sort(key=itemgetter(1))  # by city, as people look for it; what is found stands nearest first
    return render_template("zones/index.html", rows=rows, words=words, target=request.args.get("next", "/"))


@blueprint.post("/zone")
@allow(Permission.PUBLIC)
def choose() -> Response:
    """Remember the chosen zone and return to the page; an empty choice forgets it."""
    chosen = request.form.get("zone", "").strip()
    response = back(without="zone")
    if chosen:
        zone = check_zone(chosen)
        response.set_cookie(
            ZONE_COOKIE,
            zone,
            max_age=COOKIE_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure,
        )
    else:
        response.delete_cookie(ZONE_COOKIE)
    return response
