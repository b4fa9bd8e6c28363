"""The reader: their language and their zone, from the address, the cookie or the browser."""

from flask import current_app, g, request
from werkzeug.wrappers import Response

from webinars.domain.errors import UnknownZone
from webinars.domain.timezones import check_zone

LANGUAGE_COOKIE = "language"
ZONE_COOKIE = "zone"
COOKIE_SECONDS = 365 * 24 * 3600


def language() -> str:
    """Return the reader's language: ?language=, the remembered one, the browser's, or the first offered."""
    offered: tuple[str, ...] = tuple(current_app.config["LANGUAGES"])
    if not request:
        return offered[0]
    for wanted in (request.args.get("language"), request.cookies.get(LANGUAGE_COOKIE)):
        if wanted in offered:
            return str(wanted)
    return request.accept_languages.best_match(offered) or offered[0]


def chosen_zone() -> str | None:
    """Return the zone that the reader chose, by ?zone= or before; None when none was chosen.

    Raises UnknownZone for an address that names none. A cookie with rubbish counts as no choice and is
    forgotten with a notice: a page must not stay closed because of what a browser remembers.
    """
    asked = request.args.get("zone")
    if asked:
        return check_zone(asked)
    remembered = request.cookies.get(ZONE_COOKIE)
    if not remembered:
        return None
    try:
        return check_zone(remembered)
    except UnknownZone:
        g.forget_zone = True
        return None


def reader_zone(host_zone: str | None) -> str | None:
    """Return the reader's zone: the chosen one, else the host's."""
    return chosen_zone() or host_zone


def remember(response: Response, *, language: str, zone: str | None) -> Response:
    """Let the browser remember both choices; without a zone it forgets an earlier one."""
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True)
    if zone:
        response.set_cookie(ZONE_COOKIE, zone, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(ZONE_COOKIE)
    return response
