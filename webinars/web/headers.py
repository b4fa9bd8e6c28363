"""Headers of every answer: what a page may load, and what others may do with it."""

from flask import g
from werkzeug.wrappers import Response

from webinars.web.reader import ZONE_COOKIE


def protect(response: Response) -> Response:
    """Set the security headers; the only function that writes the content security policy.

    A view whose form leads to another site (the room of a meeting) names its origin in g.form_action, because
    browsers hold form-action against the redirect as well. A view shown in a frame of ours sets g.is_framed.
    """
    form_action = " ".join(("'self'", *g.get("form_action", ())))
    frame = "'self'" if g.get("is_framed") else "'none'"
    policy = (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        f"form-action {form_action}; frame-ancestors {frame}{g.get('sandbox', '')}"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    # Signed links are secrets: no other site may read them from a Referer.
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if g.get("forget_zone"):
        response.delete_cookie(ZONE_COOKIE)
    return response
